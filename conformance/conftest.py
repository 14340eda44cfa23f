"""The server that is tested, and what it says of its model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest

TYPES = {
    "BOOL": "?", "UINT8": "u1", "UINT16": "<u2", "UINT32": "<u4", "UINT64": "<u8", "INT8": "i1", "INT16": "<i2",
    "INT32": "<i4", "INT64": "<i8", "FP16": "<f2", "FP32": "<f4", "FP64": "<f8",
}  # fmt: skip


class Server:
    """A server and one of its models."""

    def __init__(self, root: str, model: str, token: str | None) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.Client(base_url=root.rstrip("/"), headers=headers, timeout=60)
        self.model = model

    @property
    def path(self) -> str:
        """The model's path."""
        return f"/v2/models/{self.model}"

    def get(self, path: str) -> httpx.Response:
        """Ask."""
        return self.client.get(path)

    def infer(self, body: Any, **options: Any) -> httpx.Response:
        """Send a request: an object, or a body as it is."""
        headers = {"content-type": "application/json"} | options.pop("headers", {})
        content = json.dumps(body) if isinstance(body, dict | list) else body
        return self.client.post(f"{self.path}/infer", content=content, headers=headers, **options)

    def lives(self) -> bool:
        """Whether it still answers, and runs the model."""
        return (
            self.get("/v2/health/live").status_code == 200
            and self.get(f"{self.path}/ready").status_code == 200
        )


def pytest_report_header() -> str:
    """Name the server."""
    return f"Open Inference Protocol: {os.environ.get('FOUNDRY_V2_URL', 'no server (set FOUNDRY_V2_URL)')}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Find the server of FOUNDRY_V2_URL."""
    root, model = os.environ.get("FOUNDRY_V2_URL"), os.environ.get("FOUNDRY_V2_MODEL")
    if not root or not model:
        pytest.skip("FOUNDRY_V2_URL and FOUNDRY_V2_MODEL name no server and model to test")
    found = Server(root, model, os.environ.get("FOUNDRY_V2_TOKEN"))
    yield found
    found.client.close()


@pytest.fixture(scope="session")
def metadata(server: Server) -> dict[str, Any]:
    """Ask what the server says of the model."""
    found: dict[str, Any] = server.get(server.path).json()
    return found


@pytest.fixture(scope="session")
def inputs(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """Name, datatype and shape of the model's inputs: FOUNDRY_V2_INPUTS (JSON) where the server does not say."""
    given = os.environ.get("FOUNDRY_V2_INPUTS")
    found: list[dict[str, Any]] = json.loads(given) if given else metadata.get("inputs") or []
    if not found:
        pytest.skip("the server's metadata name no inputs; give them as FOUNDRY_V2_INPUTS")
    return found


def values(given: dict[str, Any], rows: int, seed: int = 0) -> np.ndarray:
    """Return rows for an input; the last axes that may have any length have 2 values."""
    random = np.random.default_rng(seed)
    shape = [rows, *(2 if size < 0 else size for size in given["shape"][1:])]
    kind = given["datatype"]
    if kind == "BYTES":
        return random.choice(np.array(["C", "CC", "O"], object), shape)
    if kind == "BOOL":
        return random.random(shape) < 0.5
    whole = random.integers(0, 4, shape)
    return (whole + random.random(shape) if kind.startswith("FP") else whole).astype(TYPES[kind])


def tensor(given: dict[str, Any], array: np.ndarray, **more: Any) -> dict[str, Any]:
    """Return an input as JSON, flat."""
    entry = {"name": given["name"], "datatype": given["datatype"], "shape": list(array.shape)}
    return {**entry, "data": array.reshape(-1).tolist(), **more}


def body(inputs: list[dict[str, Any]], rows: int = 2, seed: int = 0, **more: Any) -> dict[str, Any]:
    """Return a request for some rows."""
    return {"inputs": [tensor(one, values(one, rows, seed)) for one in inputs], **more}


def flat(output: dict[str, Any]) -> np.ndarray:
    """Return an output's values."""
    array = np.array(
        output["data"], dtype=object if output["datatype"] == "BYTES" else TYPES[output["datatype"]]
    )
    return array.reshape(-1)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether values agree, up to the rounding of another batch size."""
    if one.shape != other.shape:
        return False
    if one.dtype == object or one.dtype.kind in "biu":
        return bool((one == other).all())
    return bool(np.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True))


STRICT = os.environ.get("FOUNDRY_V2_STRICT", "") not in ("", "0")

#: What the protocol does not ask of a server, and a careful one does.
strict = pytest.mark.skipif(not STRICT, reason="the protocol does not ask for it; FOUNDRY_V2_STRICT=1 does")


def error_of(answer: httpx.Response) -> str:
    """
    Return the sentence of an error.

    The protocol asks for an error's status and a JSON object; with FOUNDRY_V2_STRICT, a client's mistake must be
    answered with 4xx, and the object must have `error`.
    """
    assert answer.status_code >= 400, f"{answer.status_code}: {answer.text[:300]}"
    found = answer.json()
    assert isinstance(found, dict), found
    if STRICT:
        assert answer.status_code < 500, f"{answer.status_code}: {answer.text[:300]}"
        assert isinstance(found.get("error"), str), f"no `error` in {answer.text[:300]}"
    return str(found.get("error") or found.get("detail"))
