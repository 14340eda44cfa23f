"""
Other servers' own clients asking a server, in an environment of their own, where this package is not.

`inference_clients.py CLIENT URL TOKEN MODEL INPUT OUTPUT` reads a frame and writes what each way of asking gave.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pandas as pd


def triton(url: str, token: str, model: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Ask with tritonclient, tensors as JSON and as bytes, plain and compressed."""
    from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput

    client = InferenceServerClient(url.removeprefix("http://"))
    headers = {"Authorization": f"Bearer {token}"}
    assert client.is_server_live(headers)
    assert client.is_server_ready(headers)
    assert client.is_model_ready(model, headers=headers)
    assert client.get_server_metadata(headers)["name"]
    assert client.get_model_config(model, headers=headers)["name"] == model
    assert model in {entry["name"] for entry in client.get_model_repository_index(headers)}
    described = client.get_model_metadata(model, headers=headers)
    answers: dict[str, Any] = {}
    for binary, algorithm in itertools.product((False, True), (None, "gzip", "deflate")):
        inputs = []
        for tensor in described["inputs"]:
            values = _values(frame, tensor)
            inputs.append(InferInput(tensor["name"], list(values.shape), tensor["datatype"]))
            inputs[-1].set_data_from_numpy(values, binary_data=binary)
        outputs = [InferRequestedOutput(one["name"], binary_data=binary) for one in described["outputs"]]
        result = client.infer(
            model,
            inputs,
            outputs=outputs,
            # It writes the encoding into them.
            headers=dict(headers),
            request_compression_algorithm=algorithm,
            response_compression_algorithm=algorithm,
        )
        answers[f"binary {binary}, {algorithm}"] = {
            one["name"]: _plain(result.as_numpy(one["name"])) for one in described["outputs"]
        }
    return answers


def kserve(url: str, token: str, model: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Ask with KServe's client of the protocol over REST."""
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

    async def ask() -> dict[str, Any]:
        client = InferenceRESTClient(RESTConfig(protocol="v2"))
        headers = {"Authorization": f"Bearer {token}"}
        assert await client.is_server_live(url, headers=headers)
        assert await client.is_server_ready(url, headers=headers)
        assert await client.is_model_ready(url, model, headers=headers)
        with urlopen(Request(f"{url}/v2/models/{model}", headers=headers)) as answer:
            described = json.load(answer)
        answers = {}
        for binary in (False, True):
            inputs = []
            for tensor in described["inputs"]:
                values = _values(frame, tensor)
                inputs.append(InferInput(tensor["name"], list(values.shape), tensor["datatype"]))
                inputs[-1].set_data_from_numpy(values, binary_data=binary)
            request = InferRequest(model_name=model, infer_inputs=inputs)
            response = await client.infer(url, request, model_name=model, headers=headers)
            answers[f"binary {binary}"] = {one.name: _plain(one.as_numpy()) for one in response.outputs}
        return answers

    return asyncio.run(ask())


def mlserver(url: str, token: str, model: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Ask with requests that MLServer's codecs encode."""
    from mlserver.codecs import NumpyRequestCodec, PandasCodec, StringRequestCodec
    from mlserver.types import InferenceResponse

    # Of pandas' types it knows those that NumPy has.
    frame = frame.astype({name: object for name in frame if frame[name].dtype.kind not in "fiu"})
    requests = {"PandasCodec": PandasCodec.encode_request(frame)}
    if frame.shape[1] == 1 and frame.dtypes.iloc[0].kind not in "fiu":
        requests["StringRequestCodec"] = StringRequestCodec.encode_request(frame.iloc[:, 0].tolist())
        requests["StringRequestCodec"].inputs[0].name = frame.columns[0]
    else:
        requests["NumpyRequestCodec"] = NumpyRequestCodec.encode_request(frame.to_numpy())
        with urlopen(
            Request(f"{url}/v2/models/{model}", headers={"Authorization": f"Bearer {token}"})
        ) as answer:
            requests["NumpyRequestCodec"].inputs[0].name = json.load(answer)["inputs"][0]["name"]
    answers = {}
    for codec, request in requests.items():
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = request.model_dump_json(exclude_none=True).encode()
        with urlopen(Request(f"{url}/v2/models/{model}/infer", body, headers)) as answer:
            response = InferenceResponse.model_validate_json(answer.read())
        answers[codec] = {one.name: list(one.data) for one in response.outputs}
    return answers


def _values(frame: pd.DataFrame, tensor: dict[str, Any]) -> np.ndarray:
    """Return the frame's columns as a tensor: one by its name, or all of them as one matrix."""
    kinds = {"FP64": np.float64, "FP32": np.float32, "INT64": np.int64, "BYTES": np.object_}
    if len(tensor["shape"]) == 2:
        return frame.to_numpy(kinds[tensor["datatype"]])
    values: np.ndarray = frame[tensor["name"]].to_numpy(kinds[tensor["datatype"]])
    return values


def _plain(values: np.ndarray) -> list[Any]:
    return [one.decode() if isinstance(one, bytes) else one for one in values.reshape(-1).tolist()]


def main() -> None:
    """Ask as the arguments say."""
    client, url, token, model, source, target = sys.argv[1:]
    ask = {"triton": triton, "kserve": kserve, "mlserver": mlserver}[client]
    Path(target).write_text(json.dumps(ask(url, token, model, pd.read_json(source, orient="table"))))


if __name__ == "__main__":
    main()
