from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.hub import node, process, running
from foundry_lab.hub.process import start_hub
from foundry_lab.hub.runtime import is_alive, read_record, runtime_file


def until(met: Callable[[], bool], what: str) -> None:
    """Wait until something is so; fail where it never is."""
    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.01)


def ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be reaped."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
    return not is_alive(pid)


def test_a_hub_answers_only_with_its_token_and_ends(store: Path) -> None:
    hub = start_hub(str(store))
    file = runtime_file(store)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    record = json.loads(file.read_text())
    assert record == {"url": hub.url, "token": hub.token, "pid": hub.pid, "store": str(store.resolve())}
    assert hub.url.startswith("http://127.0.0.1:")
    health = f"{hub.url}/api/v1/health"
    assert httpx.get(health).status_code == 401
    assert httpx.get(health, headers={"authorization": "Bearer x"}).status_code == 401
    found = httpx.get(health, headers={"authorization": f"Bearer {hub.token}"}).json()
    assert (found["product"], found["datasets"]) == ("foundry-lab", 0)
    assert hub.is_alive
    hub.stop()
    assert not hub.is_alive
    assert not file.exists()
    hub.stop()


def test_the_hub_that_runs_is_used(store: Path) -> None:
    hub = start_hub(store)
    client = running.ensure_hub()
    assert (client.url, client.token) == (hub.url, hub.token)
    assert running.ensure_hub() is client
    assert len(foundry.search("")) == 0
    hub.stop()
    # The next question starts a hub of its own.
    assert len(foundry.search("")) == 0
    assert running.ensure_hub().url != hub.url


def test_a_hub_that_is_killed_is_started_anew() -> None:
    foundry.search("")
    first = running.ensure_hub()
    record = read_record(runtime_file(os.environ["FOUNDRY_STORE"]))
    assert record is not None
    os.kill(record.pid, signal.SIGKILL)
    until(lambda: ended(record.pid), "the end of the hub")
    assert len(foundry.search("")) == 0
    assert running.ensure_hub().url != first.url


KERNEL = "import foundry_lab as f, sys; f.search(''); print(f.hub.running.ensure_hub().url, flush=True); sys.stdin.read()"


def kernel() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", KERNEL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_two_kernels_share_one_hub(store: Path) -> None:
    kernels = [kernel() for _ in range(3)]
    urls = {one.stdout.readline().strip() for one in kernels}  # type: ignore[union-attr]
    assert len(urls) == 1
    record = read_record(runtime_file(store))
    assert record is not None
    for one in kernels:
        one.communicate("")
    until(lambda: ended(record.pid), "the end of the hub")
    assert not runtime_file(store).exists()


def test_the_hub_ends_with_a_kernel_that_is_killed(store: Path) -> None:
    one = kernel()
    assert one.stdout is not None
    one.stdout.readline()
    record = read_record(runtime_file(store))
    assert record is not None
    assert not ended(record.pid)
    one.kill()
    one.communicate()
    until(lambda: ended(record.pid), "the end of the hub")
    # What is left of it leads nobody astray, and goes with the next start.
    assert runtime_file(store).exists()
    assert len(foundry.search("")) == 0


def test_stores_have_hubs_of_their_own(tmp_path: Path) -> None:
    hubs = [start_hub(tmp_path / name) for name in ("a", "b")]
    assert hubs[0].url != hubs[1].url
    assert runtime_file(tmp_path / "a") != runtime_file(tmp_path / "b")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert runtime_file(tmp_path / "link") == runtime_file(tmp_path / "a")
    for hub in hubs:
        hub.stop()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url":"http://127.0.0.1:1","token":"x","pid":1}'])
def test_a_runtime_file_that_is_wrong_is_passed_over(text: str, store: Path) -> None:
    file = runtime_file(store)
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert len(foundry.search("")) == 0


def test_a_runtime_file_that_leads_nowhere_is_passed_over(store: Path) -> None:
    file = runtime_file(store)
    file.parent.mkdir(parents=True)
    file.write_text(
        json.dumps({"url": "http://127.0.0.1:1", "token": "x", "pid": os.getpid(), "store": str(store)})
    )
    assert len(foundry.search("")) == 0


def test_a_hub_that_does_not_start_is_a_sentence(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_TIMEOUT", 3)
    store.parent.mkdir(parents=True)
    store.write_text("no folder")
    with pytest.raises(errors.HubUnavailableError, match="did not start") as caught:
        foundry.search("")
    assert str(store) in str(caught.value)


def test_a_bundle_that_is_missing_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(node, "BUNDLE", tmp_path / "cli.mjs")
    with pytest.raises(errors.HubUnavailableError, match="reinstall foundry-lab"):
        foundry.search("")


def test_a_hub_that_says_nothing_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Path
) -> None:
    silent = tmp_path / "cli.mjs"
    silent.write_text("setInterval(() => {}, 1000);")
    monkeypatch.setattr(node, "BUNDLE", silent)
    monkeypatch.setattr(process, "START_TIMEOUT", 0.5)
    monkeypatch.setattr(process, "_STOP_TIMEOUT", 0.1)
    with pytest.raises(errors.HubUnavailableError, match="said nothing"):
        start_hub(store)
    assert not runtime_file(store).exists()
