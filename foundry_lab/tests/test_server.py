"""The Jupyter server extension, in a real Jupyter server process."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

import foundry_lab
from foundry_lab.hub.running import stop_started
from foundry_lab.hub.runtime import read_record, runtime_file

TOKEN = "secret-of-this-test"
ROUTES = [
    ("GET", "api/v1/health"),
    ("POST", "api/v1/search"),
    ("GET", "api/v1/datasets"),
    ("GET", "api/v1/models"),
    ("GET", "api/v1/datasets/gaps"),
    ("GET", "api/v1/datasets/gaps/1.0.0"),
    ("GET", "api/v1/datasets/gaps/1.0.0/verify"),
    ("GET", "api/v1/datasets/gaps/1.0.0/files/dataset.json"),
    ("HEAD", "api/v1/datasets/gaps/1.0.0/files/dataset.json"),
    ("GET", "api/v1/datasets/gaps/models"),
    ("POST", "api/v1/uploads"),
    ("PUT", "api/v1/uploads/x/files/y"),
    ("PATCH", "api/v1/uploads/x/files/y"),
    ("GET", "api/v1/benchmarks"),
    ("POST", "api/v1/benchmarks/gaps/1.0.0/submissions"),
    ("POST", "api/v1/uploads/x/commit"),
    ("DELETE", "api/v1/uploads/x"),
    ("GET", ""),
    ("GET", "v2/models/gaps"),
    ("POST", "v2/models/gaps/infer"),
    ("GET", "metrics"),
    ("GET", "no/such/route"),
]


class Server:
    """A Jupyter server and what is known of it."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process = process
        self.url = url

    def ask(self, method: str, path: str, *, login: bool = True, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"token {TOKEN}"} if login else {}
        headers |= options.pop("headers", {})
        return httpx.request(method, f"{self.url}/foundry/{path}", headers=headers, timeout=60, **options)


def until(condition: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come within {seconds} s")


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        state = re.search(r"^State:\s+(\S)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except FileNotFoundError:
        return False
    return state is not None and state[1] != "Z"


@pytest.fixture
def server(store: Path, tmp_path: Path) -> Iterator[Server]:
    with pytest.warns(foundry_lab.FoundryWarning):
        foundry_lab.publish_dataset({"train": {"gap": [1.1, 2.2]}}, name="gaps", title="Band gaps")
    # The hub that published ends, so that the one that answers is the server's own.
    stop_started()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The installed configuration must enable the extension: no flag names it here.
    own = {
        name: str(tmp_path / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    arguments = [
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        "--no-browser",
    ]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyter_server",
            "--allow-root",
            f"--ServerApp.root_dir={tmp_path}",
            *arguments,
        ],
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Server(process, f"http://127.0.0.1:{port}")

    def answers() -> bool:
        assert process.poll() is None, "the Jupyter server ended"
        try:
            return httpx.get(f"{found.url}/api").is_success
        except httpx.TransportError:
            return False

    try:
        until(answers, "the Jupyter server")
        yield found
    finally:
        process.kill()
        process.wait()


def hub_pid(store: Path) -> int:
    record = read_record(runtime_file(store))
    assert record is not None
    return record.pid


def test_a_logged_in_user_reaches_the_hub_through_the_server(server: Server, store: Path) -> None:
    assert not runtime_file(store).exists(), "the hub starts on first use only"
    found = server.ask("POST", "api/v1/search", json={"query": "band"})
    assert found.status_code == 200
    assert [hit["name"] for hit in found.json()["hits"]] == ["gaps"]
    entry = server.ask("GET", "api/v1/datasets/gaps/1.0.0").json()["files"][0]
    route = f"api/v1/datasets/gaps/1.0.0/files/{entry['path']}"
    whole = server.ask("GET", route)
    part = server.ask("GET", route, headers={"Range": "bytes=2-5"})
    assert whole.headers["etag"] == f'"sha256-{entry["sha256"]}"'
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert server.ask("GET", route, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    head = server.ask("HEAD", route)
    assert (head.content, int(head.headers["content-length"])) == (b"", entry["bytes"])


@pytest.mark.parametrize("login", [False, "wrong"], ids=["no login", "wrong token"])
def test_every_route_refuses_who_has_not_logged_in(server: Server, login: object) -> None:
    headers = {"Authorization": f"token {login}"} if login else {}
    for method, path in ROUTES:
        answer = server.ask(method, path, login=False, headers=headers)
        assert answer.status_code == 403, f"{method} {path} answered {answer.status_code}"
        assert b"gaps" not in answer.content


def test_the_hub_itself_refuses_who_has_no_token(server: Server, store: Path) -> None:
    server.ask("GET", "api/v1/health")
    record = read_record(runtime_file(store))
    assert record is not None
    assert runtime_file(store).stat().st_mode & 0o777 == 0o600
    for method, path in ROUTES:
        if not path.startswith("api/"):
            continue
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": f"token={record.token}"}):
            answer = httpx.request(method, f"{record.url}/{path}", headers=headers)
            assert answer.status_code == 401, f"{method} {path} answered {answer.status_code}"


def test_names_of_files_pass_through_as_they_are(server: Server) -> None:
    signs = [
        chr(code) for code in range(0x20, 0x7F) if not chr(code).isalnum() and chr(code) not in '/\\:*?"<>|'
    ]
    names = [*signs, "é", "材料", "%20"]
    contents = {f"data/a{name}b.bin": name.encode() for name in names}
    manifest = {"schemaVersion": 1, "kind": "dataset", "name": "names", "version": "1.0.0", "title": "Names"}
    table = server.ask("GET", "api/v1/datasets/gaps/1.0.0/files/data/train.parquet").content
    contents["data/train.parquet"] = table
    columns = [{"name": "gap", "type": "double"}]
    splits = [{"name": "train", "path": "data/train.parquet", "rows": 2}]
    files = [{"path": path, "bytes": len(content)} for path, content in contents.items()]
    manifest |= {"columns": columns, "splits": splits, "files": files}
    begun = server.ask("POST", "api/v1/uploads", json=manifest)
    assert begun.status_code == 201, begun.text
    upload = begun.json()["id"]
    for path, content in contents.items():
        headers = {"Content-Type": "application/octet-stream"}
        route = f"api/v1/uploads/{upload}/files/{quote(path)}"
        assert server.ask("PUT", route, content=content, headers=headers).is_success, path
    assert server.ask("POST", f"api/v1/uploads/{upload}/commit", json={"files": []}).status_code == 201
    for path, content in contents.items():
        assert server.ask("GET", f"api/v1/datasets/names/1.0.0/files/{quote(path)}").content == content, path


def test_errors_of_the_hub_pass_through_as_problems(server: Server) -> None:
    answer = server.ask("GET", "api/v1/datasets/gap/latest")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "gaps" in answer.json()["suggestions"]


def test_a_hub_that_ended_is_started_again(server: Server, store: Path) -> None:
    assert server.ask("GET", "api/v1/health").status_code == 200
    first = hub_pid(store)
    os.kill(first, signal.SIGKILL)
    until(lambda: not runs(first), "the end of the hub")
    assert server.ask("GET", "api/v1/health").status_code == 200
    assert hub_pid(store) != first


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_the_hub_ends_with_the_server(server: Server, store: Path, sign: signal.Signals) -> None:
    server.ask("GET", "api/v1/health")
    pid = hub_pid(store)
    assert runs(pid)
    server.process.send_signal(sign)
    server.process.wait(30)
    until(lambda: not runs(pid), "the end of the hub")
    assert sign == signal.SIGKILL or not runtime_file(store).exists()


def test_a_hub_that_cannot_start_is_said_in_a_sentence(server: Server, store: Path) -> None:
    (store / "foundry-store.json").write_text("{")
    answer = server.ask("GET", "api/v1/health")
    assert answer.status_code == 503
    problem = json.loads(answer.content)
    assert problem["type"] == "unavailable"
    assert "foundry-store.json" in problem["detail"]


def test_the_examples_are_put_into_the_store_on_request(server: Server, store: Path) -> None:
    answer = server.ask("POST", "examples")
    assert answer.status_code == 200, answer.content
    assert "matbench-expt-gap@1.0.0" in json.loads(answer.content)
    assert len(foundry_lab.load("matbench-expt-gap")["train"]) == 3683


def test_why_there_are_no_examples_is_said_in_a_sentence(server: Server, store: Path) -> None:
    (store / "foundry-store.json").write_text("{")
    answer = server.ask("POST", "examples")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["type"]) == (503, "unavailable")
    assert "foundry-store.json" in problem["detail"]
