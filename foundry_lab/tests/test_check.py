"""`foundry-lab check`, and submissions to MDF Connect in and out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import h5py
import numpy as np
import pytest

import foundry_lab as foundry
from foundry_lab.checks.folder import check_folder
from foundry_lab.checks.mdf_submission import check_submission
from foundry_lab.mdf.export import export_mdf
from foundry_lab.store.violations import schema_findings

Command = Callable[..., CompletedProcess[str]]

RECORD: dict[str, Any] = {
    "name": "gaps",
    "title": "Gaps",
    "description": "Of materials",
    "license": "MIT",
    "authors": [{"name": "Lovelace, Ada", "affiliation": "London", "orcid": "0000-0002-1825-0097"}],
    "citations": [{"text": "A paper", "doi": "10.1234/paper"}],
    "columns": [
        {"name": "formula", "kind": "formula", "role": "input"},
        {"name": "gap", "unit": "eV", "role": "target"},
    ],
    "splits": [{"name": "train", "path": "train.csv"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "set"
    made.mkdir()
    (made / "train.csv").write_text("formula,gap\nAg,0\nSi,1.1\n")
    write(made)
    return made


def write(folder: Path, **fields: object) -> None:
    (folder / "dataset.json").write_text(json.dumps({**RECORD, **fields}))


def test_nothing_is_wrong(folder: Path, command: Command) -> None:
    done = command("check", folder)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{folder} can be published.")
    report = json.loads(command("check", "--json", folder).stdout)
    (split,) = report.pop("understood")
    assert report == {"where": str(folder), "ok": True, "findings": []}
    assert [(column["name"], column["type"]) for column in split["columns"]] == [
        ("formula", "string"),
        ("gap", "double"),
    ]
    assert split["columns"][1]["written"] == ["0", "1.1"]


def test_everything_that_is_wrong_at_once(folder: Path, command: Command) -> None:
    (folder / "train.csv").write_text("formula,gap,state\nAg,0,1\nXx2,1.1,7\nSi(,2,2\n")
    (folder / "test.csv").write_text("formula,gap,state\nAg,0\nSi,1,2\nGe,1,2,3\n")
    columns = [
        {"name": "formula", "kind": "formula"},
        {"name": "gap", "unit": "eVV"},
        {"name": "state", "classes": ["solid", "liquid"], "classValues": ["1", "2"]},
        {"name": "gapp", "unit": "eV"},
        {"name": "formula", "roll": "input"},
    ]
    splits = [{"name": name, "path": f"{name}.csv"} for name in ("train", "test", "valid")]
    write(folder, name="No Name", version="1", license=None, columns=columns, splits=splits)
    done = command("check", folder, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"], done.stderr) == (1, False, "")
    found = {
        (f.get("file"), f.get("row"), f.get("pointer"))
        for f in report["findings"]
        if f["severity"] == "error"
    }
    assert found == {
        ("dataset.json", None, "/name"),
        ("dataset.json", None, "/version"),
        ("dataset.json", None, "/license"),
        ("dataset.json", None, "/columns/1/unit"),
        ("dataset.json", None, "/columns/3/name"),
        ("dataset.json", None, "/splits/2/path"),
        ("train.csv", 2, None),
        ("train.csv", 3, None),
        ("test.csv", 1, None),
        ("test.csv", 3, None),
        ("dataset.json", None, "/columns/4/name"),
    }
    (warning,) = (f for f in report["findings"] if f["severity"] == "warning" and f.get("column"))
    assert (warning["pointer"], warning["detail"][-20:]) == (
        "/columns/4/roll",
        "; did you mean 'role'?"[-20:],
    )
    text = command("check", folder).stdout
    assert "'Xx' is not an element" in text
    assert "did you mean 'gap'?" in text
    assert "is none of its classes" in text
    assert "cannot be published: " in text.splitlines()[-1]


def test_files_that_an_index_names(tmp_path: Path) -> None:
    folder = tmp_path / "cifs"
    folder.mkdir()
    good = "data_x\n_cell_length_a 3.1\nloop_\n_atom_site_label\nFe\n"
    for name, text in (("a", good), ("b", good), ("c", "data_x\n")):
        (folder / f"{name}.cif").write_text(text)
    (folder / "index.csv").write_text("file\na.cif\nb.cif\nc.cif\nd.cif\n../e.cif\n")
    write(
        folder,
        columns=[{"name": "file", "role": "input", "path": True}],
        splits=[{"name": "train", "path": "index.csv"}],
    )
    found = {(finding.file, finding.row) for finding in check_folder(folder).findings}
    assert found == {("c.cif", 3), ("index.csv", 4), ("index.csv", 5)}


def test_arrays_with_a_broken_key(folder: Path) -> None:
    with h5py.File(folder / "train.h5", "w") as file:
        file["x"] = np.arange(3)
    write(folder, columns=[], splits=[{"name": "train", "path": "train.h5", "keys": ["y"]}])
    (finding,) = check_folder(folder).findings
    assert (finding.file, finding.suggestions) == ("train.h5", ["x"])
    assert "has no key 'y'" in finding.detail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "does not hold a JSON object"),
        ('{"name": "a\\u0000b"}', "is not a package's name of lower case letters"),
        ("[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_a_record_that_is_no_record(folder: Path, text: str, said: str) -> None:
    (folder / "dataset.json").write_text(text)
    report = check_folder(folder)
    assert not report.ok
    assert any(said in finding.detail for finding in report.findings)


def test_what_check_cannot_take(tmp_path: Path, command: Command) -> None:
    done = command("check", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no folder" in done.stderr
    assert command("check").returncode == 2
    assert "Missing required argument 'path'" in command("check").stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no dataset.json" in command("check", empty).stdout


def test_a_changed_package(folder: Path, command: Command, store: Path) -> None:
    assert command("publish", folder).returncode == 0
    package = store / "datasets" / "gaps" / "1.0.0"
    assert check_folder(package).ok
    path = package / "data" / "train.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    (finding,) = check_folder(package).findings
    assert (finding.file, "digest differs" in finding.detail) == ("data/train.parquet", True)


def test_a_submission_out_and_in(folder: Path, tmp_path: Path, command: Command) -> None:
    assert command("publish", folder).returncode == 0
    path = tmp_path / "submission.json"
    done = command("export-mdf", "gaps", "-o", path)
    assert (done.returncode, done.stdout) == (0, "")
    content = json.loads(path.read_text())
    assert not list(schema_findings(content, "MdfSubmission", "s"))
    assert content["dc"]["creators"] == [
        {
            "creatorName": "Lovelace, Ada",
            "familyName": "Lovelace",
            "givenName": "Ada",
            "affiliations": ["London"],
            "nameIdentifiers": [
                {
                    "nameIdentifier": "0000-0002-1825-0097",
                    "nameIdentifierScheme": "ORCID",
                    "schemeURI": "https://orcid.org",
                }
            ],
        }
    ]
    assert content["projects"]["foundry"]["keys"][1] == {"key": ["gap"], "type": "target", "units": "eV"}
    assert content["mdf"]["source_name"] == "gaps"
    assert check_submission(path).ok, command("check", path).stdout
    # The same data again from nothing but the submission.
    content["mdf"]["source_name"] = "gaps_again"
    path.write_text(json.dumps(content))
    done = command("publish", path)
    assert done.returncode == 0, done.stderr
    first, second = foundry.load("gaps"), foundry.load("gaps-again")
    assert second["train"].to_arrow().to_pydict() == first["train"].to_arrow().to_pydict()
    for field in ("title", "description", "license", "authors"):
        assert getattr(second, field) == getattr(first, field)
    assert [(c.name, c.unit, c.role) for c in second.columns] == [
        (c.name, c.unit, c.role) for c in first.columns
    ]
    assert second.manifest.authors[0].orcid == "0000-0002-1825-0097"
    assert second.manifest.citations[0].doi == "10.1234/paper"


def test_each_example_is_a_submission(examples: Path) -> None:
    for name in ("matbench-expt-gap", "elwood-md", "solubility"):
        content = export_mdf(name, data_sources=["globus://endpoint/path/"])
        assert not list(schema_findings(content, "MdfSubmission", "s"))


def test_what_is_wrong_with_a_submission(tmp_path: Path, command: Command) -> None:
    (tmp_path / "train.csv").write_text("formula,gap\nAg,0\n")
    content = {
        "dc": {
            "titles": [{"titel": "Gaps"}],
            "creators": [{"creatorName": "Ada Lovelace"}],
            "publicationYear": 2020,
            "publisher": "MDF",
            "resourceType": {"resourceTypeGeneral": "Data"},
        },
        "data_sources": [".", "file:///no/such/place"],
        "mdf": {"source_nam": "gaps"},
        "projects": {
            "foundry": {
                "short_name": "gaps",
                "data_type": "tabular",
                "splits": [{"label": "train", "path": "train.csv"}, {"label": "test", "path": "test.csv"}],
                "keys": [
                    {"key": ["gap"], "type": "target", "units": "evolt"},
                    {"key": ["formla"], "type": "input"},
                ],
            }
        },
        "wrong": 1,
    }
    path = tmp_path / "submission.json"
    path.write_text(json.dumps(content))
    done = command("check", path, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert {finding["pointer"] for finding in report["findings"] if finding["severity"] == "error"} == {
        "/dc/titles/0/titel",
        "/dc/titles/0/title",
        "/dc/publicationYear",
        "/dc/resourceType/resourceTypeGeneral",
        "/data_sources/1",
        "/mdf/source_nam",
        "/projects/foundry/splits/1/path",
        "/projects/foundry/keys/0/units",
        "/projects/foundry/keys/1/key",
        "/wrong",
    }
    assert {finding["pointer"] for finding in report["findings"] if finding["severity"] == "warning"} == {
        "/dc/creators/0/creatorName",
        "/data_sources/0",
    }
    assert command("publish", path).returncode == 1


def test_the_forms_that_the_public_schema_takes_and_refuses() -> None:
    dc = {
        "titles": [{"title": "t"}],
        "creators": [{"creatorName": "Curie, Marie"}],
        "publicationYear": "1903",
        "publisher": "p",
        "resourceType": {"resourceTypeGeneral": "Dataset"},
    }
    full = {
        "dc": {
            **dc,
            "identifier": {"identifier": "10.5555/x", "identifierType": "DOI"},
            "relatedIdentifiers": [
                {"relatedIdentifier": "10.5555/y", "relatedIdentifierType": "DOI", "relationType": "IsPartOf"}
            ],
            "subjects": [{"subject": "s"}],
        },
        "data_sources": ["globus://e/p/data.zip"],
        "index": {"csv": {"mapping": {"custom.a": "a"}, "delimiter": ";", "na_values": ["NULL"]}},
        "services": {"mdf_publish": True, "citrine": {"public": False}, "mrr": False},
        "custom": {"a": "b"},
        "custom_desc": {"a": "c"},
        "mrr": {"dataOrigin": ["Other"]},
        "projects": {"nanomfg": {"base_pressure": 1.0}},
        "extraction_config": {"group_by_dir": True},
        "tags": ["t"],
        "curation": True,
        "test": False,
    }
    assert not list(schema_findings(full, "MdfSubmission", "s"))
    wrong = {"dc": {"titles": []}, "index": {"csv": {}}, "tags": [], "custom": {"a": 1}}
    pointers = {finding.pointer for finding in schema_findings(wrong, "MdfSubmission", "s")}
    assert pointers >= {
        "/dc/titles",
        "/dc/creators",
        "/data_sources",
        "/index/csv/mapping",
        "/tags",
        "/custom/a",
    }
