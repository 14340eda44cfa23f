"""Sending prepared requests to a server as fast as it answers, with little work on this side."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np


class Target(NamedTuple):
    """A model's `infer` route, and how bodies go to it."""

    url: str
    headers: Mapping[str, str]
    binary: bool
    name: str = "X"
    datatype: str = "FP32"


def request_of(target: Target, rows: np.ndarray) -> tuple[dict[str, str], bytes]:
    """Return headers and body for rows; a result that is known already is not wanted."""
    tensor: dict[str, object] = {"name": target.name, "datatype": target.datatype, "shape": list(rows.shape)}
    parameters: dict[str, object] = {"cache": False}
    if not target.binary:
        tensor["data"] = rows.reshape(-1).tolist()
        headers = {"Content-Type": "application/json"}
        return headers | dict(target.headers), json.dumps(
            {"parameters": parameters, "inputs": [tensor]}
        ).encode()
    data = rows.tobytes()
    tensor["parameters"] = {"binary_data_size": len(data)}
    head = json.dumps({"parameters": parameters | {"binary_data_output": True}, "inputs": [tensor]}).encode()
    headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}
    return headers | dict(target.headers), head + data


def _connect(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _send(connection: http.client.HTTPConnection, path: str, headers: dict[str, str], body: bytes) -> None:
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {said[:300]!r}")


def latencies(target: Target, rows: np.ndarray, count: int) -> list[float]:
    """Return seconds of each of `count` requests, one after another."""
    headers, body = request_of(target, rows)
    path = urlsplit(target.url).path
    connection = _connect(target.url)
    for _ in range(2):
        _send(connection, path, headers, body)
    found = []
    for _ in range(count):
        since = time.perf_counter()
        _send(connection, path, headers, body)
        found.append(time.perf_counter() - since)
    connection.close()
    return found


def throughput(target: Target, rows: np.ndarray, count: int, clients: int) -> float:
    """Return rows a second that `clients` connections get answered."""
    headers, body = request_of(target, rows)
    path = urlsplit(target.url).path
    each = max(1, count // clients)

    def work() -> None:
        connection = _connect(target.url)
        for _ in range(each):
            _send(connection, path, headers, body)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    since = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * clients * len(rows) / (time.perf_counter() - since)
