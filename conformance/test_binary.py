"""Binary tensors, where the server says that it takes them."""

from __future__ import annotations

import json
from math import prod
from typing import Any

import httpx
import numpy as np
import pytest
from conftest import TYPES, Server, body, error_of, flat, same, values

Inputs = list[dict[str, Any]]
LENGTH = "Inference-Header-Content-Length"


@pytest.fixture(autouse=True)
def takes_binary(server: Server) -> None:
    extensions = server.get("/v2").json().get("extensions") or []
    if not {"binary_tensor_data", "binary_data"} & set(extensions):
        pytest.skip("the server does not name the extension binary_tensor_data")


def packed(array: np.ndarray, kind: str) -> bytes:
    if kind != "BYTES":
        return array.astype(TYPES[kind]).tobytes()
    texts = [str(text).encode() for text in array.reshape(-1)]
    return b"".join(len(text).to_bytes(4, "little") + text for text in texts)


def unpacked(output: dict[str, Any], data: bytes) -> np.ndarray:
    if output["datatype"] != "BYTES":
        return np.frombuffer(data, TYPES[output["datatype"]])
    found, at = [], 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "little")
        found.append(data[at + 4 : end].decode())
        at = end
    return np.array(found, object)


def binary(inputs: Inputs, rows: int = 2, **more: Any) -> tuple[dict[str, Any], bytes]:
    entries, parts = [], []
    for one in inputs:
        array = values(one, rows)
        data = packed(array, one["datatype"])
        parts.append(data)
        entry = {"name": one["name"], "datatype": one["datatype"], "shape": list(array.shape)}
        entries.append(entry | {"parameters": {"binary_data_size": len(data)}})
    return {"inputs": entries, **more}, b"".join(parts)


def send(server: Server, head: Any, rest: bytes, length: Any = None) -> httpx.Response:
    text = json.dumps(head).encode()
    headers = {
        LENGTH: str(len(text) if length is None else length),
        "content-type": "application/octet-stream",
    }
    return server.infer(text + rest, headers=headers)


def read(answer: httpx.Response) -> dict[str, np.ndarray]:
    assert answer.status_code == 200, answer.text[:500]
    length = answer.headers.get(LENGTH)
    head = json.loads(answer.content[: int(length)] if length else answer.content)
    rest = answer.content[int(length) :] if length else b""
    found = {}
    for one in head["outputs"]:
        size = (one.get("parameters") or {}).get("binary_data_size")
        if size is None:
            found[one["name"]] = flat(one)
        else:
            found[one["name"]] = unpacked(one, rest[:size])
            rest = rest[size:]
        assert found[one["name"]].size == prod(one["shape"])
    assert rest == b""
    return found


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_binary_inputs_are_the_same_as_json(server: Server, inputs: Inputs, rows: int) -> None:
    plain = read(server.infer(body(inputs, rows)))
    found = read(send(server, *binary(inputs, rows)))
    assert all(same(found[name], plain[name]) for name in plain)


def test_all_outputs_come_as_binary_when_asked(server: Server, inputs: Inputs) -> None:
    plain = read(server.infer(body(inputs)))
    answer = send(server, *binary(inputs, parameters={"binary_data_output": True}))
    assert LENGTH in answer.headers
    found = read(answer)
    assert all(same(found[name], plain[name]) for name in plain)


def test_one_output_comes_as_binary_when_asked(server: Server, inputs: Inputs) -> None:
    plain = read(server.infer(body(inputs)))
    name = next(iter(plain))
    answer = server.infer(body(inputs, outputs=[{"name": name, "parameters": {"binary_data": True}}]))
    assert LENGTH in answer.headers
    assert same(read(answer)[name], plain[name])


def test_the_header_must_be_the_length_of_the_json(server: Server, inputs: Inputs) -> None:
    head, rest = binary(inputs)
    for wrong in (10**9, -1, "many", 0, len(json.dumps(head)) - 1, len(json.dumps(head)) + 1):
        error_of(send(server, head, rest, wrong))
    assert server.lives()


def test_sizes_must_be_those_of_the_tensors(server: Server, inputs: Inputs) -> None:
    head, rest = binary(inputs)
    error_of(send(server, head, rest[:-1]))
    error_of(send(server, head, rest + b"more"))
    error_of(send(server, head, b""))
    for wrong in (10**12, -8, "8", 1.5, None, []):
        changed = json.loads(json.dumps(head))
        changed["inputs"][0]["parameters"]["binary_data_size"] = wrong
        error_of(send(server, changed, rest))
    assert server.lives()


def test_a_shape_must_fit_its_bytes(server: Server, inputs: Inputs) -> None:
    head, rest = binary(inputs)
    head["inputs"][0]["shape"] = [size * 2 for size in head["inputs"][0]["shape"]]
    error_of(send(server, head, rest))
    head["inputs"][0]["shape"] = [10**9, 10**9]
    error_of(send(server, head, rest))


def test_binary_needs_the_header(server: Server, inputs: Inputs) -> None:
    head, _ = binary(inputs)
    error_of(server.infer(head))
