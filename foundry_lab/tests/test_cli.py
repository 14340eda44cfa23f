from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import foundry_lab as foundry

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to publish: a draft and CSV files."""
    made = tmp_path / "raw"
    made.mkdir()
    (made / "train.csv").write_text("formula,gap\nAg,0\nGaN,3.4\n")
    (made / "test.csv").write_text("formula,gap\nSi,1.1\n")
    draft = {
        "name": "gaps",
        "version": "1.0.0",
        "title": "Band gaps",
        "columns": [{"name": "gap", "unit": "eV", "role": "target"}],
        "splits": [
            {"name": "train", "path": "train.csv"},
            {"name": "test", "path": "test.csv", "description": "Held out"},
        ],
    }
    (made / "dataset.json").write_text(json.dumps(draft))
    return made


def test_an_empty_store_names_the_examples(command: Run) -> None:
    for call in (
        ["search"],
        ["search", "gap"],
        ["list"],
        ["show", "gaps"],
        ["get", "gaps"],
        ["cite", "gaps"],
    ):
        answer = command(*call)
        assert "`foundry-lab examples` puts the example packages there" in answer.stdout + answer.stderr, call


def test_the_whole_journey(command: Run, folder: Path, store: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    done = command("publish", folder)
    assert (done.returncode, "gaps@1.0.0" in done.stdout) == (0, True), done.stderr
    assert done.stderr.strip() == (
        "Note: The record of gaps@1.0.0 has no description, license, authors and citations; readers will look for that."
    )
    assert sorted(path.name for path in folder.iterdir()) == before
    assert foundry.load("gaps")["train"].to_arrow().to_pydict() == {
        "formula": ["Ag", "GaN"],
        "gap": [0.0, 3.4],
    }
    assert foundry.load("gaps")["test"].description == "Held out"
    found = json.loads(command("search", "band gap", "--json").stdout)
    assert [hit["name"] for hit in found["hits"]] == ["gaps"]
    assert json.loads(command("show", "gaps", "--json").stdout)["version"] == "1.0.0"
    assert command("get", "gaps", tmp_path / "copy").returncode == 0
    assert foundry.load(next((tmp_path / "copy").rglob("dataset.json")).parent).reference == "gaps@1.0.0"
    assert command("verify", "gaps").returncode == 0
    path = store / "datasets/gaps/1.0.0/data/test.parquet"
    path.write_bytes(path.read_bytes() + b"\0")
    wrong = command("verify", "gaps")
    assert wrong.returncode == 1
    assert "data/test.parquet" in wrong.stdout + wrong.stderr
    assert "data/train.parquet" not in wrong.stdout + wrong.stderr


def test_a_folder_that_get_wrote_is_verified_as_the_package_is(
    command: Run, folder: Path, tmp_path: Path
) -> None:
    assert command("publish", folder).returncode == 0
    assert command("get", "gaps", tmp_path / "copy").returncode == 0
    copy = next((tmp_path / "copy").rglob("dataset.json")).parent
    assert command("verify", copy).stdout.startswith("gaps@1.0.0 is as published: ")
    (copy / "data/test.parquet").unlink()
    (copy / "more.txt").write_text("more")
    wrong = command("verify", copy, "--json")
    assert wrong.returncode == 1
    assert [(one["path"], one["reason"]) for one in json.loads(wrong.stdout)["wrong"]] == [
        ("data/test.parquet", "missing"),
        ("more.txt", "unexpected"),
    ]
    assert json.loads(command("verify", tmp_path / "none", "--json").stderr)["type"] == "not-found"


def test_json_on_both_sides(command: Run, folder: Path) -> None:
    done = command("publish", folder, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["name"], said["state"], said["files"]) == ("gaps", "published", 8)
    assert "has no description, license, authors and citations" in said["notes"][0]
    again = command("publish", folder, "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["unchanged"] is True
    (folder / "train.csv").unlink()
    missing = command("publish", folder, "--json")
    problem = json.loads(missing.stderr)
    assert (missing.returncode, problem["type"]) == (1, "not-found")
    assert "train.csv" in problem["detail"]


def test_a_prepared_folder_and_a_published_one_are_taken_as_they_are(
    command: Run, folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("publish", folder).returncode == 0
    monkeypatch.setenv("FOUNDRY_STORE", str(store.parent / "second"))
    done = command("publish", store / "datasets/gaps/1.0.0")
    assert done.returncode == 0, done.stderr
    assert len(foundry.load("gaps@1.0.0")["train"].to_arrow()) == 2


def test_a_folder_in_the_original_layout(command: Run, data: Path) -> None:
    done = command("publish", data / "elwood-md")
    assert done.returncode == 0, done.stderr
    dataset = foundry.load("elwood-md")
    assert (dataset.version, len(dataset["train"])) == ("1.2.0", 410)
    assert dataset.columns["T_g (K)"].unit == "Kelvin"


def test_a_model_folder(command: Run, data: Path) -> None:
    done = command("publish", data.parent / "models/solubility-forest")
    assert done.returncode == 0, done.stderr
    assert foundry.model("solubility-forest").reference == "solubility-forest@1.0.0"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "dataset.json").write_text("{"), "dataset.json cannot be read as JSON"),
        (lambda folder: (folder / "dataset.json").unlink(), "has no dataset.json"),
        (lambda folder: shutil.rmtree(folder), "raw"),
        (lambda folder: _edit(folder, licenze="MIT"), "did you mean 'license'?"),
        (lambda folder: _edit(folder, name="../x"), "not a package's name"),
        (lambda folder: _edit(folder, version="1"), "not a version"),
        (lambda folder: _edit(folder, title=""), "/title"),
        (
            lambda folder: _edit(folder, splits=[{"name": "train", "path": "../../etc/passwd"}]),
            "/splits/0/path",
        ),
        (lambda folder: _edit(folder, splits=[{"name": "train", "path": "none.csv"}]), "'none.csv'"),
        (lambda folder: _edit(folder, columns=[{"name": "gpa"}]), "'gpa'"),
        (lambda folder: (folder / "test.csv").write_text("formula\nAg\n"), "no column 'gap'"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    command: Run, folder: Path, store: Path, change: Callable[[Path], object], said: str
) -> None:
    change(folder)
    done = command("publish", folder)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(store.rglob("*.json"))


def _edit(folder: Path, **fields: object) -> None:
    path = folder / "dataset.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_splits_are_found_in_the_folder(command: Run, folder: Path) -> None:
    draft = json.loads((folder / "dataset.json").read_text())
    del draft["splits"]
    (folder / "dataset.json").write_text(json.dumps(draft))
    (folder / "notes.txt").write_text("not data")
    assert command("publish", folder).returncode == 0
    assert sorted(foundry.load("gaps").splits) == ["test", "train"]


def test_an_unknown_name_is_a_sentence(command: Run, folder: Path) -> None:
    command("publish", folder)
    done = command("show", "gap")
    assert (done.returncode, "gaps" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
