"""What the hub refuses, Python refuses too: one corpus of packages and records, at the same places."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import foundry_lab as foundry
from foundry_lab.checks.folder import check_folder

CORPUS = Path(__file__).parents[2] / "conformance" / "packages" / "refused.json"
WHOLE: dict[str, Any] = json.loads(CORPUS.read_text("utf-8")) if CORPUS.is_file() else {"cases": []}
CASES = {case["name"]: case for case in WHOLE["cases"]}
RECORDS = [name for name, case in CASES.items() if case.get("record")]
#: Calls take these as they are meant: one text for a list of them, nothing for what is not stated.
SHORTHAND = (
    "an empty title",
    "an author who is a text",
    "keywords that are a text",
    "an empty unit",
    "classes that are numbers",
)
#: A mapping of tables has each name once, and no paths.
CALLS = [
    name
    for name in RECORDS
    if name not in (*SHORTHAND, "a split twice") and not re.match("/splits/.*/path", CASES[name]["pointer"])
]
#: What an author does not write: it is read from the data.
READ = ("schemaVersion", "kind", "files", "arrays", "elements", "publishedAt")


def content_of(case: dict[str, Any]) -> dict[str, bytes]:
    files = {**WHOLE["files"], **case.get("files", {})}
    return {path: base64.b64decode(text) for path, text in files.items()}


def manifest_of(case: dict[str, Any]) -> dict[str, Any]:
    merged = {**WHOLE["manifest"], **case.get("change", {})}
    return {key: value for key, value in merged.items() if value is not None}


def write(folder: Path, manifest: dict[str, Any], content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "dataset.json").write_text(json.dumps(manifest))
    return folder


def package(folder: Path, case: dict[str, Any]) -> Path:
    content, manifest = content_of(case), manifest_of(case)
    listed = manifest.get("files") or [{"path": path} for path in content]
    hashed = {
        path: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in content.items()
    }
    files = [{**hashed.get(item["path"], {}), **item} for item in listed]
    return write(folder, {**manifest, "files": files}, content)


def record(case: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in manifest_of(case).items() if key not in READ}
    columns, splits = fields["columns"], fields["splits"]
    if isinstance(columns, list):
        # Types are read from the data, and rows are counted.
        fields["columns"] = [{key: value for key, value in item.items() if key != "type"} for item in columns]
    fields["splits"] = [{key: value for key, value in item.items() if key != "rows"} for item in splits]
    return fields


def test_the_package_of_the_corpus_is_taken(tmp_path: Path) -> None:
    assert check_folder(package(tmp_path / "package", {})).findings == []
    assert check_folder(write(tmp_path / "record", record({}), content_of({}))).ok
    dataset = foundry.load(tmp_path / "record")
    assert dataset["train"].to_arrow().to_pydict() == {"formula": ["AgCl", "Si"], "gap": [3.25, 1.1]}


@pytest.mark.parametrize("name", CASES)
def test_a_package_that_the_hub_refuses_is_named_by_check(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    report = check_folder(package(tmp_path, case))
    assert not report.ok
    assert case["pointer"] in [finding.pointer for finding in report.findings if finding.severity == "error"]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_the_hub_refuses_is_named_by_check(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    report = check_folder(write(tmp_path, record(case), content_of(case)))
    assert not report.ok
    assert any(
        (finding.pointer or "").startswith(case["pointer"].removesuffix("/name"))
        for finding in report.findings
        if finding.severity == "error"
    ), report.findings


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_record_that_the_hub_refuses_is_not_published(name: str, store: Path) -> None:
    case = CASES[name]
    fields = record(case)
    table = pq.read_table(io.BytesIO(content_of(case)["data/train.parquet"]))
    splits = {item.get("name", ""): table for item in fields.pop("splits")}
    with pytest.raises(foundry.FoundryError) as refusal:
        foundry.publish_dataset(splits, **fields)
    assert "\n" not in str(refusal.value)
    assert not list(store.glob("datasets/*"))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.get("table")])
@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_table_whose_names_the_hub_refuses_is_not_published(name: str, store: Path) -> None:
    table = pq.read_table(io.BytesIO(content_of(CASES[name])["data/train.parquet"]))
    with pytest.raises(foundry.FoundryError, match=r"look the same|nobody sees"):
        foundry.publish_dataset({"train": table}, name="band-gaps")
