"""Data of any shape: arrays, folders of files, folds, and what columns mean."""

from __future__ import annotations

import gzip
import os
import pickle
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import zarr

import foundry_lab as foundry
from foundry_lab import errors

SPECTRA = np.random.default_rng(1).random((6, 5))
IMAGES = np.arange(6 * 2 * 3, dtype="uint8").reshape(6, 2, 3)
CIF = "data_x\n_cell_length_a 3.1\nloop_\n_atom_site_label\nFe\n"


def publish(splits: Any, **given: Any) -> foundry.Dataset:
    said = {
        "title": "t",
        "description": "d",
        "license": "MIT",
        "authors": "a",
        "citations": "c",
        "name": "any-data",
    }
    return foundry.publish_dataset(splits, **{**said, **given})


@pytest.fixture
def h5(tmp_path: Path) -> Path:
    path = tmp_path / "data.h5"
    with h5py.File(path, "w") as file:
        file["inputs/spectrum"] = SPECTRA
        file["inputs/image"] = IMAGES
        file["gap"] = np.arange(6.0)
        file["name"] = ["a", "b", "c", "d", "é", "f"]
        file["axis"] = np.linspace(400, 800, 5)
        file["temperature"] = 300.0
    return path


def test_arrays_of_hdf5(h5: Path) -> None:
    columns = {"gap": {"unit": "eV", "role": "target"}, "inputs/spectrum": {"role": "input"}, "axis": "nm"}
    train = publish({"train": h5}, columns=columns)["train"]
    table = train.to_arrow()
    assert table.schema.field("inputs/image").type == pa.fixed_shape_tensor(pa.uint8(), [2, 3])
    assert table.schema.field("gap").metadata[b"unit"] == b"eV"
    np.testing.assert_array_equal(table.column("inputs/image").combine_chunks().to_numpy_ndarray(), IMAGES)
    found = train.to_dict()
    np.testing.assert_array_equal(found["inputs/spectrum"], SPECTRA)
    assert found["name"].tolist() == ["a", "b", "c", "d", "é", "f"]
    np.testing.assert_array_equal(found["axis"], np.linspace(400, 800, 5))
    assert float(found["temperature"]) == 300.0
    assert train.to_dict(nested=True)["inputs"]["image"].shape == (6, 2, 3)
    inputs, targets = train.to_numpy()
    np.testing.assert_array_equal(inputs, SPECTRA)
    np.testing.assert_array_equal(targets, np.arange(6.0))
    assert [entry.unit or None for entry in foundry.load("any-data").manifest.arrays] == ["nm", None]
    assert train.to_pandas()["inputs/spectrum"][0].tolist() == SPECTRA[0].tolist()
    assert train.to_polars().shape == (6, 4)
    assert train.to_duckdb().aggregate("sum(gap)").fetchall() == [(15.0,)]
    assert [batch.num_rows for batch in train.to_batches(rows=4)] == [4, 2]
    assert train.to_arrow(["gap", "inputs/image"], "gap > 3").num_rows == 2


def test_chosen_keys(h5: Path) -> None:
    assert publish({"train": h5}, keys=["/gap", "inputs"])["train"].columns.names == [
        "gap",
        "inputs/image",
        "inputs/spectrum",
    ]


def test_arrays_of_zarr(tmp_path: Path) -> None:
    group = zarr.open_group(tmp_path / "data.zarr", mode="w")
    group.create_array("inputs/spectrum", data=SPECTRA)
    group.create_array("gap", data=np.arange(6))
    train = publish({"train": tmp_path / "data.zarr"})["train"]
    np.testing.assert_array_equal(train.to_dict()["inputs/spectrum"], SPECTRA)
    assert train.to_arrow()["gap"].to_pylist() == [0, 1, 2, 3, 4, 5]


def test_arrays_of_numpy() -> None:
    found = publish({"train": {"x": SPECTRA, "y": np.arange(6)}})["train"].to_dict()
    np.testing.assert_array_equal(found["x"], SPECTRA)


def test_numbered_items_and_ragged_shapes(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "items.h5", "w") as file:
        for index in range(12):
            file[f"positions/item{index}"] = np.full((index + 1, 3), index, dtype="float32")
            file[f"energy/item{index}"] = float(index)
    found = publish({"train": tmp_path / "items.h5"}, keys=["positions", "energy"])["train"].to_dict()
    assert [item.shape for item in found["positions"]] == [(index + 1, 3) for index in range(12)]
    assert found["energy"].tolist() == [float(index) for index in range(12)]


@pytest.mark.parametrize("form", ["fixed", "table"])
def test_frames_that_pandas_wrote(tmp_path: Path, form: str) -> None:
    frame = pd.DataFrame(
        {"n": [1, 2], "x": [0.5, np.nan], "text": ["a", None], "when": pd.to_datetime(["2020-01-01"] * 2)}
    )
    frame.to_hdf(tmp_path / "frame.h5", key="data", format=form)  # type: ignore[arg-type]
    table = publish({"train": tmp_path / "frame.h5"})["train"].to_arrow()
    assert table["n"].to_pylist() == [1, 2]
    assert table["text"].to_pylist() == ["a", None]
    assert table["when"].to_pylist()[0].year == 2020


class Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_nothing_in_a_file_is_unpickled(tmp_path: Path) -> None:
    pd.DataFrame({"text": ["a", "b"]}).to_hdf(tmp_path / "frame.h5", key="data", format="table")
    with h5py.File(tmp_path / "frame.h5", "a") as file:
        file["data/table"].attrs["values_block_0_kind"] = np.void(pickle.dumps(Bomb(tmp_path / "ran")))
    with pytest.raises(errors.InvalidTableError, match="never loaded"):
        publish({"train": tmp_path / "frame.h5"})
    from numcodecs import Pickle

    group = zarr.open_group(tmp_path / "bomb.zarr", mode="w", zarr_format=2)
    array = group.create_array("x", shape=(2,), dtype="f8", chunks=(2,), filters=[Pickle()], compressors=None)
    del array
    (tmp_path / "bomb.zarr" / "x" / "0").write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    with pytest.raises(errors.InvalidTableError, match="never loaded"):
        publish({"train": tmp_path / "bomb.zarr"})
    assert not (tmp_path / "ran").exists()


def broken(path: Path, change: Callable[[h5py.File], object]) -> Path:
    with h5py.File(path, "w") as file:
        file["x"] = np.arange(1000.0)
        change(file)
    return path


def cut(path: Path) -> Path:
    broken(path, lambda _: None)
    path.write_bytes(path.read_bytes()[:3000])
    return path


def loop(file: h5py.File) -> None:
    group = file.create_group("g")
    group["again"] = group


def huge(file: h5py.File) -> None:
    file.create_dataset("huge", shape=(1 << 20, 1 << 20), dtype="f8", chunks=True)


WRONG: dict[str, tuple[Callable[[Path], tuple[Path, list[str]]], str]] = {
    "a missing key": (lambda p: (broken(p, lambda f: None), ["X"]), "has no key 'X'.*'x'"),
    "a broken link": (
        lambda p: (broken(p, lambda f: f.update(y=h5py.SoftLink("/nowhere"))), []), "'y' in .* link to '/nowhere'",
    ),
    "an external link": (
        lambda p: (broken(p, lambda f: f.update(y=h5py.ExternalLink("/etc/passwd", "/x"))), []), "link to another file",
    ),
    "external storage": (
        lambda p: (broken(p, lambda f: f.create_dataset("y", (9,), "u1", external=[("/etc/passwd", 0, 9)])), []),
        "lies in another file",
    ),
    "a group in itself": (lambda p: (broken(p, loop), []), "hold themselves"),
    "a bomb": (lambda p: (broken(p, huge), []), "'huge' in .* declares"),
    "a cut file": (lambda p: (cut(p), []), "cannot be read"),
    "no array": (lambda p: (broken(p, lambda f: f.pop("x")), []), "holds no array"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_hdf5_file_is_a_sentence(tmp_path: Path, case: str, store: Path) -> None:
    make, said = WRONG[case]
    path, keys = make(tmp_path / "data.h5")
    with pytest.raises(errors.InvalidTableError, match=said):
        publish({"train": path}, keys=keys)
    assert not list(store.glob("datasets/*"))


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    (folder / "pictures").mkdir(parents=True)
    for name in "abc":
        (folder / "pictures" / f"{name}.png").write_bytes(b"\x89PNG" + name.encode())
    pd.DataFrame({"image": [f"pictures/{name}.png" for name in "abc"], "label": [0, 1, 0]}).to_csv(
        folder / "index.csv", index=False
    )
    return folder


def test_a_folder_of_files_with_an_index(images: Path) -> None:
    dataset = publish({"train": images}, columns={"label": {"classes": ["cat", "dog"], "role": "target"}})
    assert (dataset.columns["image"].path, dataset.columns["image"].kind) == (True, "image")
    train = dataset["train"]
    assert train.to_arrow()["image"].to_pylist()[0] == "files/pictures/a.png"
    assert [train.files().read(row) for row in range(3)] == [b"\x89PNGa", b"\x89PNGb", b"\x89PNGc"]
    assert [path.name for path in train.to_dict()["image"]] == ["a.png", "b.png", "c.png"]
    first = train.files("image")[0]
    assert first is not None
    first.chmod(0o644)
    first.write_bytes(b"\x89PNGx")
    with pytest.raises(errors.ChecksumMismatchError, match=r"pictures/a\.png"):
        train.files()[0]


def test_a_folder_of_files_without_an_index(tmp_path: Path) -> None:
    for label in ("fcc", "bcc"):
        (tmp_path / "cifs" / label).mkdir(parents=True)
        (tmp_path / "cifs" / label / "a.cif").write_text(CIF)
    dataset = publish({"train": tmp_path / "cifs"})
    assert dataset["train"].to_arrow().to_pydict() == {
        "file": ["files/bcc/a.cif", "files/fcc/a.cif"],
        "label": ["bcc", "fcc"],
    }
    assert dataset.columns["file"].kind == "structure"


def test_a_frame_with_files_elsewhere(images: Path) -> None:
    frame = pd.DataFrame({"image": ["pictures/a.png", None]})
    train = publish({"train": frame}, files=images)["train"]
    assert [path and path.name for path in train.files()] == ["a.png", None]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../secret", "below the table's folder"),
        ("/etc/passwd", "below the table's folder"),
        ("a\\b", "below the table's folder"),
        ("%2e%2e/secret", "below the table's folder"),
        ("%252e%252e/secret", "below the table's folder"),
        ("a\0b", "below the table's folder"),
        ("C:secret", "begins with a drive"),
        ("link", "a link that leads out"),
        ("none.png", "Row 1 of .* which is not in"),
    ],
)
def test_a_hostile_path_is_refused(images: Path, name: str, said: str) -> None:
    (images.parent / "secret").write_text("secret")
    (images / "link").symlink_to(images.parent / "secret")
    (images / "C:secret").write_text("x")
    with pytest.raises(errors.InvalidTableError, match=said):
        publish({"train": pd.DataFrame({"image": [name]})}, files=images, columns={"image": {"path": True}})


def test_names_that_one_disk_would_take_for_another(images: Path) -> None:
    (images / "pictures" / "A.png").write_bytes(b"other")
    frame = pd.DataFrame({"image": ["pictures/a.png", "pictures/A.png"]})
    with pytest.raises(errors.InvalidTableError, match="are the same file on case-insensitive file systems"):
        publish({"train": frame}, files=images)


def test_molecules_of_sdf(tmp_path: Path) -> None:
    pytest.importorskip("rdkit", reason="RDKit reads SDF")
    from rdkit import Chem

    with Chem.SDWriter(str(tmp_path / "set.sdf")) as writer:
        for text, gap in (("CCO", 1.5), ("c1ccccc1", 2.5)):
            molecule = Chem.MolFromSmiles(text)
            molecule.SetProp("gap", str(gap))
            writer.write(molecule)
    dataset = publish({"train": tmp_path / "set.sdf"}, columns={"gap": {"type": "float64"}})
    table = dataset["train"].to_arrow()
    assert table["smiles"].to_pylist() == ["CCO", "c1ccccc1"]
    assert table["gap"].to_pylist() == [1.5, 2.5]
    assert (dataset.columns["smiles"].kind, dataset.columns["structure"].kind) == ("smiles", "structure")


def test_folds() -> None:
    parts = {
        f"fold-{i}": {"train": pd.DataFrame({"x": [i]}), "test": pd.DataFrame({"x": [10 + i]})}
        for i in range(2)
    }
    dataset = publish(parts)
    assert dataset.splits == ["fold-0.train", "fold-0.test", "fold-1.train", "fold-1.test"]
    assert dataset.folds["fold-1"]["test"].to_arrow()["x"].to_pylist() == [11]


def test_missing_values_and_classes(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("t,state,note\n1.5,1,x\nfailed,2,-\n-999,1,y\n")
    columns = {
        "t": {"unit": "K", "missing": {"values": ["failed", "-999"], "meaning": "the run broke off"}},
        "state": {"classes": {1: "solid", 2: "liquid"}},
        "note": {"missing": "-"},
    }
    dataset = publish({"train": tmp_path / "data.csv"}, columns=columns)
    table = dataset["train"].to_arrow()
    assert table["t"].to_pylist() == [1.5, None, None]
    assert table["note"].to_pylist() == ["x", None, "y"]
    state = dataset.columns["state"]
    assert (state.classes, state.class_values) == (["solid", "liquid"], ["1", "2"])
    assert dataset.columns["t"].missing.meaning == "the run broke off"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "missing", "right"),
    [
        ([Decimal("-999.0"), Decimal("1.5")], -999, [None, Decimal("1.5")]),
        ([2**53 + 1, 2**53], 2**53 + 1, [None, 2**53]),
        ([2**53 + 1, 2**53], str(2**53), [2**53 + 1, None]),
        ([2**53 + 1, 2**53], float(2**53), [2**53 + 1, None]),
        (["007", "7", "07"], "007", [None, "7", "07"]),
    ],
)
def test_what_is_missing_is_that_value_alone(values: list[Any], missing: Any, right: list[Any]) -> None:
    table = publish({"train": {"x": values}}, columns={"x": {"missing": missing}})["train"].to_arrow()
    assert table["x"].to_pylist() == right


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"x": "eVV"}, "'eVV' is not a known unit"),
        (
            {"f": {"kind": "formula"}},
            "'Xx2' in column 'f' is not a formula: 'Xx' is not an element. .row 2 of split 'train'",
        ),
        ({"x": {"classes": ["0", "1"]}}, "5 in column 'x' is none of its classes"),
    ],
)
def test_what_is_doubtful_is_published_with_a_warning(columns: dict[str, Any], said: str) -> None:
    with pytest.warns(errors.FoundryWarning, match=said):
        publish({"train": {"x": [1, 5], "f": ["Ag", "Xx2"]}}, columns=columns)


def test_what_is_right_brings_no_warning() -> None:
    columns = {
        "x": "log10(mol/L)",
        "f": {"kind": "formula"},
        "s": {"kind": "smiles"},
        "w": {"kind": "of-another-field"},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        publish({"train": {"x": [1.0], "f": ["(NH4)2SO4"], "s": ["CCO"], "w": ["?"]}}, columns=columns)


CYRILLIC = "g\u0430p"
BAD_TABLES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "look-alike names": (lambda _: {"gap": [1], CYRILLIC: [2]}, r"'gap' and 'g\\u0430p', which look the same"),
    "a hidden direction": (lambda _: {"gap\u202e": [1]}, "U.202E, which nobody sees"),
    "a ragged row": (lambda p: text(p, b"a,b\n1,2\n3\n4,5\n"), "Row 2 of .* has 1 value for 2 columns"),
    "Latin-1": (lambda p: text(p, "a,b\n1,2\n3,caf\u00e9 au lait\n".encode("latin-1")), "Line 3 of .* is not text in UTF-8"),
    "zero bytes": (lambda p: text(p, b"a,b\n1,\0\0\n"), "holds zero bytes"),
    "a million columns": (
        lambda p: text(p, ",".join(f"c{i}" for i in range(1_000_000)).encode() + b"\n"), "1,000,000 columns",
    ),
    "a broken archive": (lambda p: text(p.with_suffix(".csv.gz"), gzip.compress(b"a,b\n1,2\n" * 99)[:-20]), "csv.gz"),
}  # fmt: skip


def text(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_bad_table_is_a_sentence(tmp_path: Path, case: str) -> None:
    make, said = BAD_TABLES[case]
    with pytest.raises(errors.InvalidTableError, match=said):
        publish({"train": make(tmp_path / "data.csv")})


def test_lattice_names_are_no_look_alikes() -> None:
    publish({"train": {"a": [1.0], "\u03b1": [90.0], "b": [1.0], "\u03b2": [90.0], "\u03b3": [90.0]}})


def test_a_manifest_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "dataset.json").open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(errors.InvalidManifestError, match="a manifest has at most"):
        foundry.load(tmp_path)


def test_pytorch(h5: Path) -> None:
    train = publish({"train": h5}, columns={"gap": {"role": "target"}, "inputs/spectrum": {"role": "input"}})[
        "train"
    ]
    try:
        import torch
    except ImportError:
        with pytest.raises(errors.FoundryError, match="pip install torch"):
            train.to_torch()
        return
    inputs, target = train.to_torch()[2]
    assert torch.equal(inputs, torch.tensor(SPECTRA[2]))
    assert float(target) == 2.0
