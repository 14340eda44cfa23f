from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import foundry_lab as foundry
from foundry_lab import errors

FRAME = pd.DataFrame({"SMILES": ["C", "CC", None], "T_g (K)": [1.5, None, 3.0], "n": [1, 2, 3]})
BLOCK = {
    "short_name": "My_Properties",
    "data_type": "tabular",
    "task_type": ["supervised"],
    "domain": ["chemistry"],
    "n_items": 3.0,
    "splits": [{"type": "train", "path": "data", "label": "train"}],
    "keys": [
        {
            "key": ["SMILES"],
            "type": "input",
            "filter": None,
            "description": "A molecule",
            "units": "arb",
            "classes": None,
        },
        {"key": ["T_g (K)"], "type": "output", "description": "Glass transition", "units": "Kelvin"},
        {
            "key": ["n"],
            "type": "target",
            "units": "",
            "classes": [{"label": "1", "name": "one"}, {"label": "2", "name": "two"}],
        },
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "package"
    made.mkdir()
    (made / "foundry_metadata.json").write_text(json.dumps(BLOCK))
    return made


def change(folder: Path, **fields: object) -> None:
    (folder / "foundry_metadata.json").write_text(json.dumps({**BLOCK, **fields}))


WRITERS = {
    "csv": lambda path: FRAME.to_csv(path, index=False),
    "columns": lambda path: FRAME.to_json(path),
    "index": lambda path: FRAME.to_json(path, orient="index"),
    "labelled index": lambda path: FRAME.set_index(pd.Index(["a", "b", "c"])).to_json(path, orient="index"),
    "labelled columns": lambda path: FRAME.set_index(pd.Index(["a", "b", "c"])).to_json(path),
    "split": lambda path: FRAME.to_json(path, orient="split"),
    "records": lambda path: FRAME.to_json(path, orient="records"),
    "table": lambda path: FRAME.to_json(path, orient="table", index=False),
    "lines": lambda path: FRAME.to_json(path, orient="records", lines=True),
    "text in JSON": lambda path: path.write_text(json.dumps(FRAME.to_json())),
    "excel": lambda path: FRAME.to_excel(path.with_suffix(".xlsx"), index=False),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_form_of_data_loads(kind: str, folder: Path) -> None:
    # Whatever the file is called: the original tells the forms apart by their content.
    WRITERS[kind](folder / "data")  # type: ignore[no-untyped-call]
    if kind == "excel":
        (folder / "data.xlsx").rename(folder / "data")
    dataset = foundry.load(folder)
    found = dataset["train"].to_arrow().select(["SMILES", "T_g (K)", "n"])
    assert found.to_pydict() == {"SMILES": ["C", "CC", None], "T_g (K)": [1.5, None, 3.0], "n": [1, 2, 3]}
    assert dataset.name == "my-properties"
    smiles, temperature, number = (dataset.columns[name] for name in ("SMILES", "T_g (K)", "n"))
    assert (smiles.role, bool(smiles.unit), smiles.description) == ("input", False, "A molecule")
    assert (temperature.role, temperature.unit) == ("target", "Kelvin")
    assert (bool(number.unit), number.classes) == (False, ["one", "two"])
    assert dataset.manifest.domains == ["chemistry"]
    assert dataset.manifest.tasks == ["supervised"]


def test_the_package_of_the_examples(data: Path) -> None:
    dataset = foundry.load(data / "elwood-md")
    table = dataset["train"].to_arrow()
    assert (table.num_rows, dataset.reference, dataset.license) == (410, "elwood-md@1.2.0", "MIT")
    frame = pd.read_csv(data / "elwood-md/MD_properties.csv")
    pd.testing.assert_frame_equal(dataset["train"].to_pandas(), frame)
    units = [column.unit or None for column in dataset.columns]
    assert units == [None, "MPa", "Kelvin", "Angstrom^2", "kg/m^3"]
    assert [column.role for column in dataset.columns] == ["input", "target", "target", "target", "target"]


def test_a_changed_folder_is_read_again(folder: Path) -> None:
    FRAME.to_csv(folder / "data", index=False)
    assert len(foundry.load(folder)["train"].to_arrow()) == 3
    FRAME.head(1).to_csv(folder / "data", index=False)
    assert len(foundry.load(folder)["train"].to_arrow()) == 1


def test_the_block_in_its_record(folder: Path) -> None:
    FRAME.to_csv(folder / "data", index=False)
    record = {
        "dc": {
            "titles": [{"title": "Properties"}],
            "creators": [{"creatorName": "Lovelace, Ada"}, {"creatorName": "Curie, Marie"}],
            "rightsList": [{"rights": "CC-BY 4.0"}],
            "descriptions": [{"description": "Of molecules"}],
            "identifier": {"identifier": "10.18126/abc", "identifierType": "DOI"},
            "subjects": [{"subject": "glass"}],
        },
        "projects": {"foundry": BLOCK},
    }
    (folder / "foundry_metadata.json").write_text(json.dumps(record))
    dataset = foundry.load(folder)
    assert (dataset.title, dataset.license, dataset.description) == (
        "Properties",
        "CC-BY 4.0",
        "Of molecules",
    )
    assert dataset.authors == ["Lovelace, Ada", "Curie, Marie"]
    assert (dataset.manifest.doi, dataset.manifest.keywords) == ("10.18126/abc", ["glass"])


def test_a_bibliography_beside_the_keys_is_checked_as_it_is_published(folder: Path) -> None:
    from foundry_lab.checks.folder import check_folder

    FRAME.to_csv(folder / "data", index=False)
    (folder / "foundry_metadata.json").write_text(
        json.dumps({"dc": {"titles": [{"title": "Alone"}]}, **BLOCK})
    )
    assert foundry.load(folder).title == "Alone"
    assert not [finding for finding in check_folder(folder).findings if "/dc" in (finding.pointer or "")]


def test_a_draft_beside_it_goes_first(folder: Path) -> None:
    FRAME.to_csv(folder / "data", index=False)
    draft = {"name": "better", "version": "2.0.0", "columns": [{"name": "n", "unit": "1", "role": "id"}]}
    (folder / "dataset.json").write_text(json.dumps(draft))
    dataset = foundry.load(folder)
    assert dataset.reference == "better@2.0.0"
    assert (dataset.columns["n"].unit, dataset.columns["n"].role) == ("1", "id")
    assert dataset.columns["T_g (K)"].unit == "Kelvin"


def test_the_default_file_and_split(folder: Path) -> None:
    change(folder, splits=None)
    FRAME.to_json(folder / "foundry_dataframe.json")
    assert foundry.load(folder).splits == ["train"]


@pytest.mark.parametrize(
    ("fields", "kind", "said"),
    [
        ({"keys": [{"type": "input"}]}, errors.InvalidManifestError, "/keys/0/key"),
        ({"keys": ["SMILES"]}, errors.InvalidManifestError, "/keys/0/key"),
        ({"splits": ["train"]}, errors.InvalidManifestError, "/splits/0"),
        ({"splits": BLOCK["splits"] * 2}, errors.InvalidManifestError, "two splits 'train'"),  # type: ignore[operator]
        ({"splits": [{"path": "../data"}]}, errors.InvalidManifestError, "/splits/0/path"),
        ({"splits": [{"path": "none.csv"}]}, errors.NotFoundError, "'none.csv'"),
        ({"keys": [{"key": ["absent"], "type": "input"}]}, errors.UnknownColumnError, "'absent'"),
    ],
)
def test_what_is_wrong_is_a_sentence(
    folder: Path, fields: dict[str, object], kind: type[errors.FoundryError], said: str
) -> None:
    FRAME.to_csv(folder / "data", index=False)
    change(folder, **fields)
    with pytest.raises(kind) as caught:
        foundry.load(folder)
    assert said in str(caught.value)


def test_arrays_with_key_paths(folder: Path) -> None:
    import h5py
    import numpy as np

    images = np.arange(4 * 2 * 3, dtype="uint8").reshape(4, 2, 3)
    with h5py.File(folder / "foundry.hdf5", "w") as file:
        file["train/images"] = images
        file["train/coordinates"] = np.ones((4, 2))
        file["unused"] = np.zeros(7)
    FRAME.head(4).to_hdf(folder / "foundry.hdf5", key="frame", format="table")
    change(
        folder,
        data_type="hdf5",
        splits=[{"type": "train", "path": "/foundry.hdf5", "label": "train"}],
        keys=[
            {"key": ["/train/images"], "type": "input", "units": None},
            {"key": ["train/coordinates"], "type": "output", "units": "px"},
        ],
    )
    dataset = foundry.load(folder)
    found = dataset["train"].to_dict()
    np.testing.assert_array_equal(found["train/images"], images)
    assert {column.name: column.role for column in dataset.columns} == {
        "train/images": "input",
        "train/coordinates": "target",
    }
    assert dataset["train"].to_numpy()[0].shape == (4, 2, 3)
    change(
        folder,
        data_type="hdf5",
        splits=[{"path": "foundry.hdf5"}],
        keys=[{"key": ["frame"], "type": "input"}],
    )
    dataset = foundry.load(folder)
    assert dataset["train"].to_pandas()["frame/n"].tolist() == [1, 2, 3]
    assert {column.role for column in dataset.columns} == {"input"}


def both(folder: Path, **shared: object) -> Path:
    import h5py
    import numpy as np

    with h5py.File(folder / "foundry.hdf5", "w") as file:
        for split, rows in (("train", 3), ("test", 2)):
            file[f"{split}/input/imgs"] = np.arange(rows * 4.0).reshape(rows, 2, 2) + rows
            file[f"{split}/target"] = np.arange(rows) * 10 + rows
        for name, values in shared.items():
            file[name] = values
    return folder / "foundry.hdf5"


def test_splits_of_one_file_have_their_own_rows(folder: Path) -> None:
    import h5py
    import numpy as np

    from foundry_lab.checks.folder import check_folder

    path = both(folder, wavelength=np.array([400.0, 500.0]))
    keys = [
        {"key": [f"{split}/input/imgs" for split in ("train", "test")], "type": "input"},
        {"key": ["train/target", "test/target"], "type": "target", "units": "eV"},
        {"key": ["wavelength"], "units": "nm"},
    ]
    splits = [{"label": split, "type": split, "path": "foundry.hdf5"} for split in ("train", "test")]
    change(folder, data_type="hdf5", keys=keys, splits=splits)
    dataset = foundry.load(folder)
    assert {column.name: column.role for column in dataset.columns} == {
        "input/imgs": "input",
        "target": "target",
    }
    with h5py.File(path) as file:
        for split in ("train", "test"):
            inputs, targets = dataset[split].to_numpy()
            np.testing.assert_array_equal(inputs, file[f"{split}/input/imgs"][()])
            np.testing.assert_array_equal(targets, file[f"{split}/target"][()])
            # As long as the test split has rows, and still no column of it.
            np.testing.assert_array_equal(dataset[split].to_dict()["wavelength"], file["wavelength"][()])
    assert not [finding for finding in check_folder(folder).findings if finding.severity == "error"]


def test_a_file_that_is_published_for_two_splits(folder: Path) -> None:
    import h5py
    import numpy as np

    path = both(folder)
    dataset = foundry.publish_dataset(
        {"train": path, "test": path}, name="two", columns={"target": {"role": "target"}}
    )
    with h5py.File(path) as file:
        for split in ("train", "test"):
            np.testing.assert_array_equal(dataset[split].to_dict()["target"], file[f"{split}/target"][()])
    with pytest.raises(errors.InvalidTableError, match="no array in it begins with 'valid/'"):
        foundry.publish_dataset({"train": path, "valid": path}, name="two")


def test_an_input_that_belongs_to_no_split_is_refused(folder: Path) -> None:
    path = both(folder, extra=[1.0, 2.0])
    with pytest.raises(errors.InvalidTableError, match="whose rows those of 'extra' are"):
        foundry.publish_dataset(
            {"train": path, "test": path}, name="two", columns={"extra": {"role": "input"}}
        )
