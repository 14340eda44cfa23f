"""The verbs of foundry-ml 1.2, by the shapes of its results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pytest

import foundry_lab as foundry_lab_package
from foundry_lab import errors
from foundry_lab.foundry import DatasetNotFoundError, Foundry, FoundryDataset
from foundry_lab.foundry.faults import ValidationError
from foundry_lab.foundry.sequences import _Items

DOI = "10.18126/abcd-1234"
DC = {
    "titles": [{"title": "Gaps of everything"}],
    "creators": [{"creatorName": "Curie, Marie"}],
    "publisher": "Materials Data Facility",
    "publicationYear": 2020,
    "resourceType": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
    "subjects": [{"subject": "gaps"}],
    "identifier": {"identifier": DOI, "identifierType": "DOI"},
    "descriptions": [{"description": "Of materials", "descriptionType": "Abstract"}],
    "rightsList": [{"rights": "CC-BY-4.0"}],
}
BLOCK = {
    "short_name": "gaps",
    "data_type": "tabular",
    "task_type": ["supervised"],
    "domain": ["materials science"],
    "n_items": 3.0,
    "splits": [
        {"type": "train", "path": "train.json", "label": "train"},
        {"type": "test", "path": "test.csv", "label": "test"},
    ],
    "keys": [
        {"key": ["formula"], "type": "input", "units": "", "description": "The composition"},
        {"key": ["gap"], "type": "target", "units": "eV", "description": "The band gap"},
    ],
}


FRAMEWORKS = [
    ("torch", "get_as_torch", "torch.utils.data"),
    ("tensorflow", "get_as_tensorflow", "keras.utils"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    frame = pd.DataFrame({"formula": ["Ag", "Si"], "gap": [0.0, 1.1], "other": [1, 2]})
    frame.to_json(tmp_path / "train.json")
    frame.head(1).to_csv(tmp_path / "test.csv", index=False)
    return tmp_path


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_notebook_of_foundry_ml(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = Foundry(index="mdf", no_browser=True, no_local_server=True, use_globus=False)
    dataset = FoundryDataset(dataset_name="gaps_everything", datacite_entry=DC, foundry_schema=BLOCK)
    with pytest.raises(ValueError, match="add_data"):
        client.publish_dataset(dataset)
    dataset.add_data(local_data_path=str(folder))
    assert client.publish_dataset(dataset, test=True) is None
    with pytest.raises(DatasetNotFoundError):
        client.get_dataset("gaps_everything")
    said = client.publish_dataset(dataset)
    assert said == {"source_id": "gaps_everything_v1.0.0", "success": True, "error": None, "status_code": 202}
    with pytest.raises(errors.DuplicateVersionError, match="update=True"):
        client.publish_dataset(dataset)
    assert client.publish_dataset(dataset, update=True)["source_id"] == "gaps_everything_v2.0.0"  # type: ignore[index]

    client.check_status("gaps_everything_v1.0.0")
    assert "is published since" in capsys.readouterr().out
    status = client.check_status("nothing_v1.0.0", raw=True)
    assert status is not None
    assert (status["success"], status["state"]) == (False, "not found")

    found = client.search("gaps", limit=10)
    assert list(found.columns) == ["dataset_name", "title", "year", "DOI", "FoundryDataset"]
    assert found.iloc[0][["dataset_name", "title", "DOI"]].tolist() == [
        "gaps-everything",
        "Gaps of everything",
        DOI,
    ]
    assert "FoundryDataset" not in found._repr_html_() + repr(found)
    assert found.get_dataset_by_name("gaps-everything") is found.get_dataset_by_doi(DOI)
    assert client.search(DOI).iloc[0].FoundryDataset.dataset_name == "gaps-everything"
    assert [item.dataset_name for item in client.search("gaps", as_list=True)] == ["gaps-everything"]
    (plain,) = client.list(as_json=True)
    assert plain["fields"] == ["formula", "gap", "other"]
    assert (plain["doi"], plain["splits"], plain["data_type"]) == (DOI, ["train", "test"], "tabular")
    with pytest.raises(DatasetNotFoundError) as caught:
        client.search("zzzzzz")
    assert caught.value.to_dict()["code"] == "DATASET_NOT_FOUND"

    for name in (DOI, f"https://doi.org/{DOI}", "gaps-everything", "gaps_everything_v1.0.0"):
        assert client.get_dataset(name).dc.titles[0].title == "Gaps of everything"
    dataset = client.get_dataset(DOI)
    inputs, targets = dataset.get_as_dict()["train"]
    pd.testing.assert_frame_equal(inputs, pd.DataFrame({"formula": ["Ag", "Si"]}), check_dtype=False)
    pd.testing.assert_frame_equal(targets, pd.DataFrame({"gap": [0.0, 1.1]}))
    assert list(dataset.load(split="test")) == ["test"]
    with pytest.raises(errors.UnknownSplitError, match="has no split 'valid'"):
        dataset.get_as_dict(split="valid")
    both = dataset.get_as_dict(include_schema=True)
    assert list(both) == ["data", "schema"]
    assert both["schema"]["fields"][1] == {
        "name": "gap",
        "role": "target",
        "description": "The band gap",
        "units": "eV",
    }
    assert both["schema"]["splits"] == [{"name": "train", "type": "train"}, {"name": "test", "type": "test"}]
    assert list(both["schema"]) == ["name", "title", "doi", "data_type", "splits", "fields"]
    citation = dataset.get_citation()
    assert citation.startswith(f"@misc{{https://doi.org/{DOI},")
    assert "author = {Curie, Marie}" in citation
    assert dataset.dc.identifier.identifier.root == DOI


def test_arrays_by_key(tmp_path: Path) -> None:
    images = np.arange(12, dtype="uint8").reshape(3, 2, 2)
    with h5py.File(tmp_path / "foundry.hdf5", "w") as file:
        file["train/imgs"] = images
        file["train/labels"] = [0.0, 1.0, 2.0]
    block = {
        "data_type": "hdf5",
        "splits": [{"type": "train", "path": "foundry.hdf5", "label": "train"}],
        "keys": [{"key": ["train/imgs"], "type": "input"}, {"key": ["train/labels"], "type": "output"}],
    }
    dataset = FoundryDataset("images", DC, block)
    dataset.add_data(local_data_path=str(tmp_path))
    Foundry().publish_dataset(dataset)
    data = dataset.get_as_dict()
    assert {role: list(keys) for role, keys in data["train"].items()} == {
        "input": ["train/imgs"],
        "target": ["train/labels"],
    }
    np.testing.assert_array_equal(data["train"]["input"]["train/imgs"], images)
    as_hdf5 = dataset.get_as_dict(as_hdf5=True)["train"]["target"]["train/labels"]
    assert isinstance(as_hdf5, h5py.Dataset)
    assert as_hdf5[0:].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
@pytest.mark.parametrize(("package", "verb", "room"), FRAMEWORKS)
def test_frameworks_read_items_of_inputs_and_targets(
    folder: Path, package: str, verb: str, room: str
) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed: its builds take hundreds of megabytes")
    base = getattr(pytest.importorskip(room), "Dataset", None) or pytest.importorskip(room).Sequence
    dataset = FoundryDataset(dataset_name="gaps_everything", datacite_entry=DC, foundry_schema=BLOCK)
    dataset.add_data(local_data_path=str(folder))
    client = Foundry(no_browser=True, no_local_server=True, use_globus=False)
    client.publish_dataset(dataset)
    items = getattr(client.get_dataset("gaps_everything"), verb)("train")
    assert isinstance(items, base)
    assert len(items) == 2
    assert {name: part.tolist() for name, part in items[1].items()} == {"input": ["Si"], "target": [1.1]}


def test_items_have_inputs_and_targets() -> None:
    items = _Items([np.arange(3), np.arange(3) + 10], [np.arange(3) * 2.0])
    assert len(items) == 3
    assert {name: values.tolist() for name, values in items[1].items()} == {"input": [1, 11], "target": [2.0]}
    with pytest.raises(IndexError):
        items[3]


@pytest.mark.parametrize(
    ("metadata", "pointers"),
    [
        ({"datacite_entry": {**DC, "titles": []}, "foundry_schema": BLOCK}, ["/dc/titles"]),
        ({"datacite_entry": DC, "foundry_schema": {**BLOCK, "n_item": 1}}, ["/projects/foundry/n_item"]),
        ({"dc": {}, "projects": {"foundry": {"keys": 3}}}, ["/dc/creators", "/dc/titles", "/dc/publisher"]),
    ],
)
def test_metadata_is_validated(metadata: dict[str, Any], pointers: list[str]) -> None:
    Foundry().validate_metadata({"datacite_entry": DC, "foundry_schema": BLOCK, "dataset_name": "x"})
    with pytest.raises(ValidationError) as caught:
        Foundry().validate_metadata(metadata)
    assert [finding.pointer for finding in caught.value.findings][: len(pointers)] == pointers
    assert caught.value.errors()[0]["msg"]


def test_what_cannot_be_added(tmp_path: Path) -> None:
    dataset = FoundryDataset("x", DC, BLOCK)
    for given in ({}, {"globus_data_source": "globus://x"}, {"local_data_path": str(tmp_path / "none")}):
        with pytest.raises(ValueError):
            dataset.add_data(**given)
    with pytest.raises(errors.NotFoundError, match="not published yet"):
        dataset.get_as_dict()


def test_the_package_of_the_original(examples: Path, data: Path) -> None:
    dataset = Foundry().get_dataset("elwood-md")
    inputs, targets = dataset.get_as_dict()["train"]
    frame = pd.read_csv(data / "elwood-md" / "MD_properties.csv")
    keys = json.loads((data / "elwood-md" / "foundry_metadata.json").read_text())["keys"]
    by_type = {kind: [key["key"][0] for key in keys if key["type"] == kind] for kind in ("input", "target")}
    pd.testing.assert_frame_equal(inputs, frame[by_type["input"]], check_dtype=False)
    pd.testing.assert_frame_equal(targets, frame[by_type["target"]])
    assert foundry_lab_package.load("elwood-md").version == "1.2.0"
