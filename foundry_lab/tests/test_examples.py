"""The example packages: whole records, true to their sources."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path

import pytest

import foundry_lab

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "examples/data/sources"
#: As published; README.md of the data says where.
DIGESTS = {
    "sources/matbench/dielectric.csv": "6320d3da4c0f68e9248e26c058bf047b71f43ec687a6db6faf4f7bc4f4f21c9e",
    "sources/matbench/expt_gap.csv": "3de82c37f1db3ab9bbd92366c96633f131913ded5db0969eb36216bdd11cef2f",
    "sources/matbench/expt_gap.predictions.json.gz": (
        "6f3523a12814a5e585e7f070081fcca35351889a0ee5521811aeeb1d6354ee06"
    ),
    "sources/matbench/phonons.csv": "09108e3cbfead13edc0c18e66ca015cef28f7431fcc822038bc7b5ecc5d6222b",
    "sources/solubility/test.csv": "557e4d7031f47b3c5b627c1c04e849999d6c25e3fc81b29792e2dda212d76d40",
    "sources/solubility/train.csv": "a336bb9530ce34ee898ca5d6d454f7e5664455f11395cef1303e6a38b9c2dedb",
    "elwood-md/MD_properties.csv": "2c9119e2f7e11d90abbf408c04ed8aa1b9fcbc52bc47c6764cb939b8aaccd77f",
    "elwood-md/foundry_metadata.json": "19eda1a10306d77ffe7857049c275ff28e45978726b20bb33a6aeffa38729e55",
}


def test_every_package_has_license_citation_and_units(examples: Path) -> None:
    for reference in (
        "matbench-expt-gap",
        "matbench-dielectric",
        "matbench-phonons",
        "solubility",
        "elwood-md",
    ):
        dataset = foundry_lab.load(reference)
        assert dataset.license, reference
        assert dataset.citation, reference
        assert dataset.authors, reference
        targets = [column for column in dataset.columns if column.role == "target"]
        assert targets, reference
        assert all(column.description for column in dataset.columns if column.role), reference
        # A refractive index and a class have no unit.
        units = {
            column.name: column.unit for column in targets if column.name not in ("n", "solubility_class")
        }
        assert all(units.values()), f"{reference}: {units}"
    assert foundry_lab.model("solubility-forest").license


def test_the_matbench_rows_are_those_of_the_sources(examples: Path) -> None:
    for name, file, target in (
        ("matbench-expt-gap", "expt_gap", "gap"),
        ("matbench-dielectric", "dielectric", "n"),
        ("matbench-phonons", "phonons", "last_phdos_peak"),
    ):
        with (SOURCES / f"matbench/{file}.csv").open(newline="") as source:
            expected = [(row["formula"], float(row["target"])) for row in csv.DictReader(source)]
        dataset = foundry_lab.load(name)
        rows = [row for split in dataset.values() for row in split.to_arrow().to_pylist()]
        rows.sort(key=lambda row: row["id"])
        assert [(row["formula"], row[target]) for row in rows] == expected
        assert rows[0]["id"] == f"mb-{file.replace('_', '-')}-0001"


def test_the_test_split_of_the_band_gaps_is_the_published_fold(examples: Path) -> None:
    with gzip.open(SOURCES / "matbench/expt_gap.predictions.json.gz") as file:
        fold = json.load(file)["rf"]["fold_0"]["data"]
    ids = foundry_lab.load("matbench-expt-gap")["test"].to_arrow(columns=["id"])["id"].to_pylist()
    assert sorted(ids) == sorted(fold)


def test_the_solubility_rows_and_splits_are_those_of_the_sources(examples: Path) -> None:
    for split, rows in (("train", 1025), ("test", 257)):
        with (SOURCES / f"solubility/{split}.csv").open(newline="") as source:
            expected = [(row["smiles"], float(row["solubility"])) for row in csv.DictReader(source)]
        table = foundry_lab.load("solubility")[split].to_arrow()
        assert table.num_rows == rows
        assert (
            list(zip(table["smiles"].to_pylist(), table["solubility"].to_pylist(), strict=True)) == expected
        )


def test_the_original_foundry_layout_keeps_keys_and_units(examples: Path) -> None:
    dataset = foundry_lab.load("elwood-md")
    assert len(dataset["train"]) == 410
    units = {column.name: column.unit or None for column in dataset.columns}
    assert units["E_coh (MPa)"] == "MPa"
    assert units["SMILES"] is None, "'arb' is not a unit"
    assert {column.role for column in dataset.columns} == {"input", "target"}


@pytest.mark.parametrize("path", DIGESTS)
def test_sources_are_as_published(path: str) -> None:
    assert hashlib.sha256((ROOT / "examples/data" / path).read_bytes()).hexdigest() == DIGESTS[path]
