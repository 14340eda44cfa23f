"""Bodies that are made to break a server: each is a client's mistake, and the server lives on."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from conftest import Server, body, error_of, strict

Inputs = list[dict[str, Any]]
DEEP = 10_000


@pytest.fixture(autouse=True)
def lives_afterwards(server: Server) -> Iterator[None]:
    yield
    assert server.lives()


NO_REQUESTS = [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe\x00", b"\x00" * 100, b"PK\x03\x04"]
NO_INPUTS = [
    b"[]",
    b"{}",
    b"null",
    b"[null]",
    b"[{}]",
    b'[{"name":"\\ud800"}]',
    b"[" + b"{}," * 5000 + b"{}]",
]


@pytest.mark.parametrize("text", NO_REQUESTS + [b'{"inputs":' + part + b"}" for part in NO_INPUTS])
def test_what_is_no_request_is_refused(server: Server, text: bytes) -> None:
    error_of(server.infer(text))


def nested(inputs: Inputs, place: str, opening: str, closing: str) -> str:
    request = body(inputs)
    hole = "@hole@"
    if place == "data":
        request["inputs"][0]["data"] = hole
    elif place == "parameters":
        request["parameters"] = {"x": hole}
    else:
        request[place] = hole
    return json.dumps(request).replace(f'"{hole}"', opening * DEEP + "1" + closing * DEEP)


@pytest.mark.parametrize("place", ["data", "parameters", "inputs"])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_ten_thousand_levels_are_refused(
    server: Server, inputs: Inputs, place: str, opening: str, closing: str
) -> None:
    error_of(server.infer(nested(inputs, place, opening, closing)))


def test_levels_that_never_close_are_refused(server: Server) -> None:
    error_of(server.infer(b"[" * 1_000_000))


@strict
def test_two_inputs_of_one_name_are_refused(server: Server, inputs: Inputs) -> None:
    request = body(inputs)
    error_of(server.infer(request | {"inputs": request["inputs"] * 2}))


@strict
def test_an_unknown_input_is_refused(server: Server, inputs: Inputs) -> None:
    request = body(inputs)
    request["inputs"][0]["name"] = "no such input"
    error_of(server.infer(request))


@strict
def test_an_unknown_output_is_refused(server: Server, inputs: Inputs) -> None:
    error_of(server.infer(body(inputs, outputs=[{"name": "no such output"}])))


@strict
def test_another_datatype_is_refused(server: Server, inputs: Inputs) -> None:
    request = body(inputs)
    first = request["inputs"][0]
    count = len(first["data"])
    if first["datatype"] == "BYTES":
        first.update({"datatype": "INT64", "data": [1] * count})
    else:
        first.update({"datatype": "BYTES", "data": ["x"] * count})
    error_of(server.infer(request))


def test_another_width_is_refused(server: Server, inputs: Inputs) -> None:
    request = body(inputs)
    shape = request["inputs"][0]["shape"]
    request["inputs"][0]["shape"] = [1, *shape[1:-1], 2 * shape[-1]] if len(shape) > 1 else [1, 2]
    error_of(server.infer(request))


def test_a_body_beyond_the_limit_is_refused(server: Server, inputs: Inputs) -> None:
    limit = os.environ.get("FOUNDRY_V2_LIMIT_MB")
    size = int(limit or 64) * 1024 * 1024
    text = json.dumps(body(inputs)).encode()
    try:
        status = server.infer(text + b" " * size).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        # A server may hang up before all has been sent.
        status = 413
    # Without a limit that it names, a server may also take it: it is a request with spaces.
    assert status == 413 if limit else status in (200, 400, 413)


def test_an_endless_chunked_body_is_cut(server: Server) -> None:
    limit = os.environ.get("FOUNDRY_V2_LIMIT_MB")
    if not limit:
        pytest.skip("FOUNDRY_V2_LIMIT_MB does not say how large a body may be")

    def pieces() -> Iterator[bytes]:
        for _ in range(2 * int(limit)):
            yield b" " * 1024 * 1024

    try:
        status = server.infer(pieces()).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        status = 413
    assert status == 413


def test_a_client_that_leaves_does_no_harm(server: Server) -> None:
    url = server.client.base_url
    authorization = server.client.headers.get("authorization")
    lines = [
        f"POST {server.path}/infer HTTP/1.1",
        f"Host: {url.host}",
        "Content-Length: 100000",
        "Content-Type: application/json",
    ]
    lines += [f"Authorization: {authorization}"] if authorization else []
    for _ in range(20):
        with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
            connection.sendall(("\r\n".join(lines) + '\r\n\r\n{"inputs":').encode())
