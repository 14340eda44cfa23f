"""Croissant metadata, checked and read by the reference implementation."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.hub.running import ensure_hub

mlc = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed: pip install foundry-lab[dev]")

DATASETS = ("matbench-expt-gap", "matbench-dielectric", "matbench-phonons", "solubility", "elwood-md")


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which the reference implementation, or what it uses, logs a warning."""
    with caplog.at_level(logging.WARNING):
        yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def document(dataset: foundry.Dataset) -> Path:
    """Return where the Croissant file of a dataset lies."""
    found = dataset._package.file("croissant.json")
    assert isinstance(found, Path)
    return found


def opened(path: Path) -> Any:
    """Open a Croissant file without an error and without a warning."""
    dataset = mlc.Dataset(path)
    issues = dataset.metadata.ctx.issues
    assert (list(issues.errors), list(issues.warnings)) == ([], [])
    return dataset


def records(dataset: Any, split: str) -> list[dict[str, Any]]:
    """Return a split's records by the names of their columns, texts as texts."""
    found = next(one for one in dataset.metadata.record_sets if one.name == split)
    names = {field.id: field.name for field in found.fields}
    return [
        {names[key]: value.decode() if isinstance(value, bytes) else value for key, value in record.items()}
        for record in dataset.records(found.id)
    ]


@pytest.mark.parametrize("name", DATASETS)
def test_every_example_is_valid_and_loads_as_it_was_published(examples: Path, name: str) -> None:
    dataset = foundry.load(name)
    opened_dataset = opened(document(dataset))
    for split, rows in dataset.items():
        found = records(opened_dataset, split)
        expected = [{**row, "split": split} for row in rows.to_arrow().to_pylist()]
        assert found == expected


@pytest.mark.parametrize("name", DATASETS)
def test_every_example_says_what_it_is(examples: Path, name: str) -> None:
    dataset = foundry.load(name)
    found = json.loads(document(dataset).read_text())
    assert found == dataset.croissant()
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["version"])
    assert found["datePublished"] == str(dataset.manifest.published_at)
    assert datetime.fromisoformat(found["datePublished"]).tzinfo is not None
    assert [one["name"] for one in found["creator"]] == dataset.authors
    assert found["citeAs"] == dataset.cite("bibtex")
    assert found["license"].startswith("https://spdx.org/licenses/")
    assert all(re.fullmatch(r"[0-9a-f]{64}", one["sha256"]) for one in found["distribution"])
    splits = next(one for one in found["recordSet"] if one["dataType"] == "cr:Split")
    assert [row["splits/name"] for row in splits["data"]] == dataset.splits
    fields = {one["name"]: one for one in found["recordSet"][1]["field"]}
    for column in dataset.columns:
        field = fields[column.name]
        assert field.get("unitText") == (column.unit or None)
        said = {one["propertyID"]: one["value"] for one in field.get("additionalProperty", ())}
        assert said.get("role") == (column.role or None)
        assert field.get("description") == (column.description or None)


ODD = (
    "split",
    "name",
    "a/b",
    "cr:Split",
    "http://x",
    "T (K)",
    "%41",
    "é µ",
    "<script>",
    '"',
    "@id",
    "{x}",
    " ",
)


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_odd_names_keep_apart_and_stay_text() -> None:
    table = pa.table({name: [name, None] for name in ODD})
    dataset = foundry.publish_dataset(
        {"splits": table, "train": table, "data": table, "fold_0.test": table},
        name="odd-names",
        title="<script>alert(1)</script>",
        description="</script><b>bold</b>\nTY  - JOUR",
        authors=["<img src=x onerror=alert(1)>", "O'Brien, Ada"],
        license="javascript:alert(1)",
        keywords=["<b>"],
        columns={"T (K)": {"unit": "<K>", "description": "<i>T</i>"}},
    )
    path = document(dataset)
    assert "<" not in path.read_text()
    found = opened(path)
    assert str(found.metadata.to_json()["alternateName"]) == "<script>alert(1)</script>"
    sets = [one for one in found.metadata.record_sets if one.id != "splits"]
    assert [one.name for one in sets] == dataset.splits
    for one in sets:
        assert [field.name for field in one.fields] == [*ODD, "split"]
        first, second = (list(record.values()) for record in found.records(one.id))
        assert first == [value.encode() for value in (*ODD, one.name)]
        assert second == [*[None] * len(ODD), one.name.encode()]


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_every_type_is_one_that_the_reference_implementation_reads() -> None:
    moment = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    table = pa.table(
        {
            "bool": [True, None],
            "int8": pa.array([1, 2], pa.int8()),
            "uint64": pa.array([2**63, 1], pa.uint64()),
            "half": pa.array([0.5, 1.0], pa.float16()),
            "float": pa.array([0.5, None], pa.float32()),
            "date": pa.array([moment.date(), None]),
            "moment": pa.array([moment, None], pa.timestamp("us", "UTC")),
            "time": pa.array([moment.time(), None]),
            "class": pa.array(["x", None]).dictionary_encode(),
            "list": [[1.0, 2.0], [3.0]],
            "fixed": pa.array([[1, 2], [3, 4]], pa.list_(pa.int32(), 2)),
            "binary": [b"\1", b"\2"],
            "struct": [{"a": 1}, {"a": 2}],
        }
    )
    found = opened(document(foundry.publish_dataset({"all": table}, name="typed")))
    first, second = records(found, "all")
    assert (first["bool"], first["int8"], first["uint64"], first["half"]) == (True, 1, 2**63, 0.5)
    assert (first["date"].date(), first["moment"].to_pydatetime(), first["time"]) == (
        moment.date(),
        moment,
        moment.time(),
    )
    assert (list(first["list"]), list(second["fixed"])) == ([1.0, 2.0], [3, 4])
    assert "struct" not in first
    assert (second["bool"], second["date"], second["class"]) == (None, None, None)


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_record_that_says_next_to_nothing_is_valid_too() -> None:
    found = opened(document(foundry.publish_dataset({"train": {"x": [1]}}, name="bare")))
    assert found.metadata.license == ["NOASSERTION"]
    assert len(records(found, "train")) == 1


def test_the_command_writes_it(examples: Path, command: Any) -> None:
    said = command("croissant", "solubility")
    assert json.loads(said.stdout) == foundry.load("solubility").croissant()
    wrong = command("croissant", "solubility-forest")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (1, 1)


def test_a_benchmark_is_valid_and_its_records_are_the_rows_to_predict(
    examples: Path, store: Path, tmp_path: Path, command: Callable[..., Any]
) -> None:
    import shutil

    task = foundry.publish_benchmark(
        name="gaps",
        dataset="matbench-expt-gap",
        folds=2,
        metrics=["mae"],
        license="MIT",
        authors=["Ada Lovelace"],
    )
    said = command("benchmark", "export", "gaps", "croissant")
    assert json.loads(said.stdout) == task.to_croissant(), said.stderr
    package = tmp_path / "package"
    shutil.copytree(store / "benchmarks/gaps/1.0.0", package)
    (package / "croissant.json").write_text(
        json.dumps({**task.to_croissant(), "url": "https://example.org/gaps"})
    )
    found = opened(package / "croissant.json")
    for fold in task.folds:
        rows = records(found, fold)
        assert [row["id"] for row in rows] == task.test_ids(fold)
        assert [row["truth"] for row in rows] == task._fold_rows(fold).truth
    results = json.loads(command("benchmark", "export", "gaps", "results").stdout)
    assert results == []


def test_it_is_loaded_through_a_hub_with_the_token_as_a_password(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examples.is_dir()
    hub = ensure_hub()
    path = tmp_path / "croissant.json"
    path.write_bytes(hub.request("GET", "datasets/matbench-phonons/1.0.0/croissant").content)
    assert all(
        item["contentUrl"].startswith(hub.url) for item in json.loads(path.read_text())["distribution"]
    )
    from etils import epath  # type: ignore[import-untyped]

    monkeypatch.setattr("mlcroissant._src.core.constants.DOWNLOAD_PATH", epath.Path(tmp_path / "cache"))
    monkeypatch.setenv("CROISSANT_BASIC_AUTH_USERNAME", "anyone")
    monkeypatch.setenv("CROISSANT_BASIC_AUTH_PASSWORD", hub.token or "")
    rows = foundry.load("matbench-phonons")["test"].to_arrow()
    assert [row["formula"] for row in records(opened(path), "test")] == rows["formula"].to_pylist()
