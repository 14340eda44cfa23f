"""Sending prepared requests to a server as fast as it answers, and what the server's processes need meanwhile."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
import psutil

LOAD = Path(__file__).with_name("load.mjs")


class Target(NamedTuple):
    """A model's `infer` route, how bodies go to it, and the process that answers."""

    url: str
    headers: Mapping[str, str]
    binary: bool
    pid: int
    name: str = "X"
    datatype: str = "FP32"


class Measured(NamedTuple):
    """What came back: rows a second, the median milliseconds of an answer, processor seconds of server and client."""

    rows: float
    wait: float
    server: float
    client: float


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
    data = rows.astype({"FP32": "<f4", "FP64": "<f8"}[target.datatype]).tobytes()
    tensor["parameters"] = {"binary_data_size": len(data)}
    head = json.dumps({"parameters": parameters | {"binary_data_output": True}, "inputs": [tensor]}).encode()
    headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}
    return headers | dict(target.headers), head + data


class Load:
    """A request that is ready to be sent to a target."""

    def __init__(self, target: Target, rows: np.ndarray, folder: Path) -> None:
        parts = urlsplit(target.url)
        headers, body = request_of(target, rows)
        lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in {**headers, "Content-Length": len(body)}.items()]
        self.rows = len(rows)
        self.pid = target.pid
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        (self.folder / "body").write_bytes(body)
        self.plan = {
            "host": parts.hostname,
            "port": parts.port,
            "head": "\r\n".join(lines) + "\r\n\r\n",
            "body": str(self.folder / "body"),
        }

    def run(self, clients: int, seconds: float) -> Measured:
        """Let that many connections send one request after another for that long; every answer must be a success."""
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps({**self.plan, "clients": clients, "seconds": seconds}))
        before = processor_seconds(self.pid)
        done = subprocess.run(["node", LOAD, plan], check=True, stdout=subprocess.PIPE)
        found = json.loads(done.stdout)
        taken = found["seconds"]
        return Measured(
            found["requests"] * self.rows / taken,
            found["wait"],
            (processor_seconds(self.pid) - before) / taken,
            (found["cpu"]["user"] + found["cpu"]["system"]) / 1e6 / taken,
        )


def processor_seconds(pid: int) -> float:
    """Return what a process and those that it started have used."""
    first = psutil.Process(pid)
    total = 0.0
    for one in [first, *first.children(recursive=True)]:
        times = one.cpu_times()
        total += times.user + times.system
    return total
