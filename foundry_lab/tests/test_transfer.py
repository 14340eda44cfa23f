from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.hub.process import HubProcess, start_hub

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub of another store."""
    started = start_hub(tmp_path / "theirs", {"FOUNDRY_CACHE": str(tmp_path / "their-cache")})
    yield started
    started.stop()


def elsewhere(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    """Go on as somebody with another store and an empty cache."""
    monkeypatch.setenv("FOUNDRY_STORE", str(store))
    monkeypatch.setenv("FOUNDRY_CACHE", str(store.parent / f"{store.name}-cache"))


def test_every_example_goes_out_and_in(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [*(examples / "datasets").iterdir(), *(examples / "models").iterdir()]
    steps: list[str] = []
    zips = [
        foundry.export(path.name, tmp_path / f"{path.name}.zip", progress=lambda step, *_: steps.append(step))
        for path in names
    ]
    assert "export" in steps
    assert all(zipfile.ZipFile(path).testzip() is None for path in zips)
    folder = foundry.export("solubility", tmp_path / "folder")
    assert foundry.load(folder).reference.startswith("solubility@")
    before = foundry.load("solubility")["train"].to_arrow()
    elsewhere(monkeypatch, tmp_path / "other")
    taken = [foundry.import_package(path) for path in zips]
    assert {type(package).__name__ for package in taken} == {"Dataset", "Model"}
    assert foundry.load("solubility")["train"].to_arrow().equals(before)
    for path in names:
        assert list((tmp_path / "other").glob(f"*/{path.name}/*/README.md"))


def test_what_is_wrong_is_a_foundry_error(examples: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFoundError, match="solubility"):
        foundry.export("solubilty", tmp_path / "x.zip")
    (tmp_path / "mine.zip").write_bytes(b"mine")
    with pytest.raises(errors.FoundryError, match="exists already"):
        foundry.export("solubility", tmp_path / "mine.zip")
    with pytest.raises(errors.FoundryError, match="cannot be read as a zip file"):
        foundry.import_package(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../evil.txt", "x")
    with pytest.raises(errors.FoundryError, match="must not lead out"):
        foundry.import_package(tmp_path / "evil.zip")
    with pytest.raises(errors.NotFoundError):
        foundry.import_package(tmp_path / "none.zip")


def test_push_and_pull(
    examples: Path, theirs: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUNDRY_TO_TOKEN", theirs.token)
    foundry.push("solubility", to=theirs.url)
    assert list((tmp_path / "theirs/datasets/solubility").iterdir())
    elsewhere(monkeypatch, tmp_path / "mine")
    monkeypatch.setenv("FOUNDRY_TOKEN", theirs.token)
    dataset = foundry.pull("solubility", source=theirs.url)
    assert dataset.reference.startswith("solubility@")
    assert (tmp_path / "mine/datasets/solubility").is_dir()


def test_push_of_a_folder_that_is_not_prepared(
    command: Run, theirs: HubProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "train.csv").write_text("x,y\n1,2\n")
    draft = {"name": "points", "version": "1.0.0", "splits": [{"name": "train", "path": "train.csv"}]}
    (raw / "dataset.json").write_text(json.dumps({**draft, "title": "Points"}))
    monkeypatch.setenv("FOUNDRY_TOKEN", theirs.token)
    done = command("push", raw, "--to", theirs.url)
    assert done.returncode == 0, done.stderr
    assert "Copied the dataset points@1.0.0" in done.stdout
    assert (tmp_path / "theirs/datasets/points/1.0.0/data/train.parquet").is_file()
