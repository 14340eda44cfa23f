"""The web sockets of kernels, in a real Jupyter server process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

WATCHED = """
import socket
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class Watched(ZMQChannelsWebsocketConnection):
    def connect(self):
        stream = self.websocket_handler.ws_connection.stream
        held_back = not stream.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with open("held-back.txt", "w") as file:
            file.write(str(held_back))
        return super().connect()
"""

ASK = """
import asyncio, sys
from tornado.websocket import websocket_connect

async def ask(url):
    socket = await websocket_connect(url)
    await socket.read_message()

asyncio.run(asyncio.wait_for(ask(sys.argv[1]), 60))
"""


def test_a_kernels_messages_are_not_held_back(tmp_path: Path) -> None:
    (tmp_path / "watched.py").write_text(WATCHED)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        name: str(tmp_path / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    arguments = [
        "--allow-root",
        "--no-browser",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        "--ServerApp.kernel_websocket_connection_class=watched.Watched",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", *arguments],
        cwd=tmp_path,
        env={**os.environ, **own, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        kernel = started(server, f"http://127.0.0.1:{port}/api/kernels")
        url = f"ws://127.0.0.1:{port}/api/kernels/{kernel}/channels?session_id=test"
        subprocess.run([sys.executable, "-c", ASK, url], check=True, timeout=90)
        assert (tmp_path / "held-back.txt").read_text() == "False"
    finally:
        server.terminate()
        server.wait()


def started(server: subprocess.Popen[bytes], kernels: str) -> str:
    """Start a kernel as soon as the server answers; return its id."""
    for _ in range(600):
        assert server.poll() is None, "the Jupyter server ended"
        try:
            return str(httpx.post(kernels, timeout=60).raise_for_status().json()["id"])
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the Jupyter server did not answer")
