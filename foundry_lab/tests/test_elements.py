"""Elements that formulas, molecules and structures name: found at publication, and searched by."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.contracts.models import ColumnDraft
from foundry_lab.kinds.elements import elements_of
from foundry_lab.kinds.structure import elements as elements_in_structure

XYZ = '3\nLattice="5 0 0 0 5 0 0 0 5" Properties=species:S:1:pos:R:3\nO 0 0 0\nH 0 0 1\nH 0 1 0\n'
POSCAR = "NaCl\n1.0\n5.6 0 0\n0 5.6 0\n0 0 5.6\nNa_pv Cl\n4 4\nDirect\n0 0 0\n"
CIF = (
    "data_x\n_cell_length_a 4\nloop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
    "Fe1 Fe3+ 0\nO1 O2- 0.5\n\n_refine_x C\n"
)
CIF_FORMULA = "data_x\n_cell_length_a 4\n_chemical_formula_sum 'Ga2 O3'\n_atom_site_label\n"
MOL = (
    "\n  x\n\n  2  1  0  0  0  0            999 V2000\n"
    "    0.0    0.0    0.0 C   0  0\n    1.0    0.0    0.0 Br  0  0\nM  END\n"
)


def test_the_elements_of_the_matbench_sets_are_those_of_their_formulas(examples: Path, data: Path) -> None:
    for name in ("matbench-expt-gap", "matbench-dielectric", "matbench-phonons"):
        manifest = json.loads((examples / f"datasets/{name}/1.0.0/dataset.json").read_text())
        named: set[str] = set()
        for split in ("train", "test"):
            with (data / name / f"{split}.csv").open() as lines:
                for row in csv.DictReader(lines):
                    named.update(re.findall(r"[A-Z][a-z]?", row["formula"]))
        assert sorted(manifest["elements"]) == sorted(named)
        assert len(manifest["elements"]) > 60
    # Xenon is in the formulas of one of them; no title and no keyword says so.
    assert [hit.name for hit in foundry.search("elements:Xe")] == ["matbench-expt-gap"]
    assert {hit.name for hit in foundry.search("elements:Ac")} == {"matbench-dielectric"}
    assert {hit.name for hit in foundry.search("elements:Si,O", kind="dataset")} >= {
        "matbench-expt-gap",
        "matbench-dielectric",
        "matbench-phonons",
    }
    assert foundry.search("band gap").facets["element"]["Si"] == 2


def test_every_facet_has_its_counts(examples: Path) -> None:
    assert examples.is_dir()
    facets = foundry.search("").facets
    for field in ("kind", "domain", "task", "type", "license", "year", "size", "element", "unit", "keyword"):
        assert facets[field], field
        assert all(count > 0 for count in facets[field].values())
    foundry.publish_dataset(
        {"train": pa.table({"gap": [1.0]})},
        name="by-an-organisation",
        authors=[{"name": "Ada Lovelace", "affiliation": "University of London"}],
    )
    assert foundry.search("").facets["organisation"] == {"University of London": 1}


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("formula", ["La0.7Sr0.3MnO3", "(NH4)2SO4", None], ["H", "N", "O", "S", "Mn", "Sr", "La"]),
        ("formula", ["D2O", "SiO₂", "Steel alloy"], ["H", "O", "Si"]),
        (
            "smiles",
            ["Clc1ccccc1Br", "[13C@@H](N)C[Se]", "c1cc[nH]c1", "[O-][N+](=O)C"],
            ["C", "N", "O", "Cl", "Se", "Br"],
        ),
        ("structure", [XYZ, POSCAR, "no structure with Uranium"], ["H", "O", "Na", "Cl"]),
    ],
)
def test_elements_are_read_by_kind(kind: str, values: list[str | None], found: list[str]) -> None:
    table = pa.table({"x": pa.array(values, pa.string())})
    assert elements_of([ColumnDraft(name="x", kind=kind)], [table]) == found


def test_a_column_that_says_no_kind_is_read_by_its_name_if_its_values_are_such() -> None:
    table = pa.table(
        {"formula": ["GaN", "Si"], "composition": ["Wood", "Iron"], "n": [1, 2], "element": ["Xe", "U"]}
    )
    columns = [ColumnDraft(name=name) for name in table.column_names]
    assert elements_of(columns, [table]) == ["N", "Si", "Ga"]
    assert elements_of(columns, [table.select(["n"]), table.slice(0, 0)]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (XYZ, {"O", "H"}),
        (POSCAR, {"Na", "Cl"}),
        (CIF, {"Fe", "O"}),
        (CIF_FORMULA, {"Ga", "O"}),
        (MOL, {"C", "Br"}),
        ("", set()),
    ],
)
def test_elements_of_structures(text: str, found: set[str]) -> None:
    assert elements_in_structure(text) == found


def test_structures_in_files_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text(XYZ)
    (tmp_path / "b.cif").write_text(CIF)
    table = pa.table({"path": ["a.xyz", "b.cif"], "energy": [1.0, 2.0]})
    (tmp_path / "index.csv").write_text("path,energy\na.xyz,1.0\nb.cif,2.0\n")
    published = foundry.publish_dataset(
        {"train": tmp_path / "index.csv"},
        name="structures",
        columns={"path": {"path": True, "kind": "structure"}},
    )
    assert table.num_rows == published["train"].num_rows
    assert [hit.name for hit in foundry.search("elements:Fe,H")] == ["structures"]
