from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.datasets.stored_split import StoredSplit
from foundry_lab.hub.process import HubProcess, start_hub

RECORD = {"title": "Gaps", "description": "d", "license": "MIT", "authors": "a", "citations": "c"}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubProcess]:
    """Point the environment at a hub of another store, whose folder nobody else knows."""
    started = start_hub(tmp_path / "theirs", {"FOUNDRY_CACHE": str(tmp_path / "their-cache")})
    monkeypatch.setenv("FOUNDRY_URL", started.url + "/")
    monkeypatch.setenv("FOUNDRY_TOKEN", started.token)
    yield started
    started.stop()


def test_all_of_it_through_a_hub(hub: HubProcess, tmp_path: Path, store: Path, cache: Path) -> None:
    table = pa.table({"formula": ["Ag", "GaN"], "gap": [0.0, 3.4]})
    published = foundry.publish_dataset({"train": table}, name="gaps", columns={"gap": "eV"}, **RECORD)  # type: ignore[arg-type]
    assert (tmp_path / "theirs/datasets/gaps/1.0.0/dataset.json").is_file()
    assert not store.exists()
    assert published["train"].to_arrow(filter="gap > 1").to_pydict() == {"formula": ["GaN"], "gap": [3.4]}
    (hit,) = foundry.search("gaps")
    assert hit.load()["train"].to_arrow().schema.field("gap").metadata[b"unit"] == b"eV"
    (kept,) = [path for path in (cache / "files").rglob("*") if path.is_file()]
    stored = published["train"]._stored
    assert isinstance(stored, StoredSplit)
    assert stored._file.sha256 == kept.name
    with pytest.raises(errors.DuplicateVersionError):
        foundry.publish_dataset({"train": table}, name="gaps", version="1.0.0", **RECORD)  # type: ignore[arg-type]
    # A whole version is immutable: with everything in the cache, no hub is asked.
    hub.stop()
    assert foundry.load("gaps@1.0.0")["train"].to_arrow().num_rows == 2
    with pytest.raises(errors.HubUnavailableError, match=r"hub at http://127\.0\.0\.1:\d+ does not answer"):
        foundry.load("gaps")
    with pytest.raises(errors.HubUnavailableError, match="FOUNDRY_URL"):
        foundry.search("gaps")


def test_nearest_names_come_from_the_hub(hub: HubProcess) -> None:
    foundry.publish_dataset({"train": {"x": [1]}}, name="band-gaps", **RECORD)  # type: ignore[arg-type]
    with pytest.raises(errors.NotFoundError, match="band-gaps") as caught:
        foundry.load("band-gap")
    assert "band-gaps" in caught.value.suggestions
    with pytest.raises(errors.NotFoundError, match="band-gap"):
        foundry.load("band-gaps@2")


def test_what_arrives_is_checked(hub: HubProcess, tmp_path: Path, cache: Path) -> None:
    dataset = foundry.publish_dataset({"train": {"x": [1]}}, name="gaps", **RECORD)  # type: ignore[arg-type]
    path = tmp_path / "theirs/datasets/gaps/1.0.0/data/train.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(errors.ChecksumMismatchError, match=r"data/train\.parquet of gaps@1\.0\.0"):
        dataset["train"].to_arrow()
    assert not [left for left in cache.rglob("*") if left.is_file() and left.suffix != ".json"]


def test_a_wrong_token_is_a_sentence(hub: HubProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOUNDRY_TOKEN", "wrong")
    with pytest.raises(errors.HubUnavailableError) as caught:
        foundry.search("gaps")
    assert "token" in str(caught.value)
    with pytest.raises(errors.HubUnavailableError):
        foundry.load("gaps@1.0.0")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "nonsense", "http://", "http://[::1", "ftp://127.0.0.1"]
)
def test_an_address_without_a_hub_is_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOUNDRY_URL", url)
    for ask in (lambda: foundry.search("gaps"), lambda: foundry.load("gaps")):
        with pytest.raises(errors.HubUnavailableError) as caught:
            ask()
        assert len(str(caught.value).splitlines()) == 1


class _Other(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"<html>hello")

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_what_is_no_hub_is_a_sentence(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), type("Other", (_Other,), {"status": status}))
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("FOUNDRY_URL", f"http://127.0.0.1:{server.server_port}")
    # No proxy of the environment stands between this machine and itself.
    monkeypatch.setitem(os.environ, "HTTP_PROXY", "http://127.0.0.1:1")
    with pytest.raises(errors.HubUnavailableError, match="not a Foundry hub"):
        foundry.search("gaps")
    with pytest.raises(errors.FoundryError):
        foundry.load("gaps")
    server.shutdown()
    server.server_close()
