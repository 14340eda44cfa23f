"""Files of structures and ARFF against what ASE, gemmi and SciPy read of the same bytes."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import ase
import ase.build
import ase.io
import gemmi
import numpy as np
import pytest
import scipy.io.arff
from ase.calculators.singlepoint import SinglePointCalculator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.datasets.read_content import read_content
from foundry_lab.errors import FoundryError

CIF = """data_NaN
_cell_length_a   5.43(2)
_cell_length_b   5.4000
_cell_angle_alpha 90
_chemical_formula_sum 'N Na'
_cell_volume ?
loop_
_atom_site_label
_atom_site_fract_x
Na 0.0
N 0.5
"""
ARFF = """% measured
@RELATION gaps
@ATTRIBUTE id STRING
@ATTRIBUTE 'big n' NUMERIC
@ATTRIBUTE gap REAL
@ATTRIBUTE phase {solid, liquid, superfluid}
@DATA
007, 9007199254740993, 1.50, liquid
'1 a', ?, 2e-3, superfluid
"""


def publish(source: Path) -> foundry.Dataset:
    said = {"title": "t", "description": "d", "license": "MIT", "authors": "a", "citations": "c"}
    return foundry.publish_dataset({"train": source}, name="read", **said)  # type: ignore[arg-type]


def frames() -> list[ase.Atoms]:
    salt = ase.build.bulk("NaCl", "rocksalt", a=5.64)
    forces = np.random.default_rng(1).normal(size=(2, 3)).round(8)
    stress = np.arange(6.0)
    salt.calc = SinglePointCalculator(salt, energy=-3, forces=forces, stress=stress)
    salt.info.update(name="007", config="bulk", k=2**60, good=True, lattice=np.array([1.5, 2.0]))
    salt.new_array("site", np.array(["a", "b"]))
    salt.new_array("rank", np.array([3, 4]))
    water = ase.build.molecule("H2O")
    water.info.update(name="1e5", good=False)
    return [salt, water]


def test_frames_of_extended_xyz_are_what_ase_reads(tmp_path: Path) -> None:
    path = tmp_path / "md.extxyz"
    ase.io.write(path, frames())
    dataset = publish(path)
    table = dataset["train"].to_arrow()
    read = ase.io.read(path, ":")
    assert isinstance(read, list)
    rows = table.to_pylist()
    assert "".join(row["structure"] for row in rows) == path.read_text()
    for row, atoms in zip(rows, read, strict=True):
        assert row["symbols"] == atoms.get_chemical_symbols()
        assert row["positions"] == atoms.positions.tolist()
        assert row["cell"] == atoms.cell.array.tolist()
        assert row["pbc"] == atoms.pbc.tolist()
        assert row["good"] == atoms.info["good"]
    assert rows[0]["forces"] == read[0].get_forces().tolist()
    assert rows[0]["stress"] == read[0].get_stress(voigt=False).tolist()
    assert (rows[0]["energy"], rows[0]["k"], rows[0]["lattice"]) == (-3.0, 2**60, [1.5, 2.0])
    assert (rows[0]["site"], rows[0]["rank"], rows[1]["rank"]) == (["a", "b"], [3, 4], None)
    # ASE makes 7 and 100000.0 of them.
    assert [row["name"] for row in rows] == ["007", "1e5"]
    units = {column.name: column.unit for column in dataset.columns if column.unit}
    assert units == {"positions": "Å", "cell": "Å", "energy": "eV", "forces": "eV/Å", "stress": "eV/Å^3"}
    assert dataset.understood
    said = [guess.detail for guess in dataset.understood[0].guesses]
    assert any("ASE's units" in sentence for sentence in said)


VALUES = st.one_of(
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.from_regex(r"\A[0-9]{1,6}\Z"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9+.-]{0,8}\Z").filter(lambda text: text not in ("T", "F")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=1, max_size=4), quoted=st.booleans())
def test_what_a_comment_says_is_kept_or_comes_back(values: list[str], quoted: bool, tmp_path: Path) -> None:
    path = tmp_path / "md.extxyz"
    mark = '"' if quoted else ""
    head = "Properties=species:S:1:pos:R:3"
    path.write_text("".join(f"1\n{head} a=1 code={mark}{value}{mark} z=x\nC 0 0 0\n" for value in values))
    column = read_content(path).table["code"]
    for value, written in zip(column.to_pylist(), values, strict=True):
        if isinstance(value, str | bool):
            assert str(value).lower() == written.lower() if isinstance(value, bool) else value == written
        else:
            assert value is None or float(value) == float(written)
            assert not written.startswith(("0", "+")) or float(written) == 0 or "." in written


WRONG = {
    "no element": (
        "a.extxyz",
        "1\nProperties=species:S:1:pos:R:3\nQq 0 0 0\n",
        "Frame 1 of .*Qq.* is not an element",
    ),
    "too few atoms": ("a.xyz", "3\nwater\nC 0 0 0\n", "Frame 1 of .* says 3 atoms and has 1"),
    "no count": ("a.xyz", "C 0 0 0\n", "line 1, 'C 0 0 0', is not the number of atoms"),
    "unnamed values": ("a.extxyz", "1\nProperties=species:S:1:pos:R:3\nC 0 0 0 7\n", "name them all"),
    "no truth value": (
        "a.extxyz",
        "1\nProperties=species:S:1:pos:R:3:f:L:1\nC 0 0 0 true\n",
        "neither T nor F",
    ),
    "an atom without numbers": (
        "a.extxyz",
        "1\nProperties=species:S:1:pos:R:3\nC 0 x 0\n",
        "cannot be read as XYZ",
    ),
    "no block": ("a.cif", "1\ndata\nC 0 0 0\n", "Line 1 of .* is not CIF"),
    "no elements": ("POSCAR", "x\n1.0\n1 0 0\n0 1 0\n0 0 1\n1\nDirect\n0 0 0\n", "names no elements"),
    "a short POSCAR": ("a.vasp", "x\n1.0\n1 0 0\n", "cannot be read as POSCAR"),
    "no data": ("a.arff", "@RELATION r\n@ATTRIBUTE a REAL\n", "no line '@data'"),
    "a word for a number": (
        "a.arff",
        "@RELATION r\n@ATTRIBUTE a REAL\n@DATA\nx\n",
        "Row 1 of .*'x' in column 'a'",
    ),
    "an unknown class": (
        "a.arff",
        "@RELATION r\n@ATTRIBUTE a {x,y}\n@DATA\nx\nz\n",
        "Row 2 of .*'z'.*: x, y",
    ),
    "too many values": ("a.arff", "@RELATION r\n@ATTRIBUTE a REAL\n@DATA\n1,2\n", "cannot be read as ARFF"),
    "a date attribute": ("a.arff", "@RELATION r\n@ATTRIBUTE a DATE\n@DATA\n1\n", "cannot be read as ARFF"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_a_sentence(case: str, tmp_path: Path) -> None:
    name, text, said = WRONG[case]
    (tmp_path / name).write_text(text)
    with pytest.raises(FoundryError, match=said):
        read_content(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "packages", "extra"),
    [
        ("a.extxyz", ["ase"], "structures"),
        ("a.xyz", ["ase"], "structures"),
        ("CONTCAR", ["ase"], "structures"),
        ("a.cif", ["gemmi"], "structures"),
        ("a.arff", ["arff"], "arff"),
    ],
)
def test_without_its_package_a_file_is_refused_with_the_command(
    name: str, packages: list[str], extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in packages:
        monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / name).write_text("1\nx\nC 0 0 0\n")
    with pytest.raises(FoundryError, match=rf"pip install 'foundry-lab\[{extra}\]'"):
        read_content(tmp_path / name)


def test_plain_xyz_keeps_its_comment_and_says_what_it_leaves(tmp_path: Path) -> None:
    text = "1\ngdb 1 energy=5\nC 0 0 0.5 -0.53\n"
    (tmp_path / "a.xyz").write_text(text)
    content = read_content(tmp_path / "a.xyz")
    (row,) = content.table.to_pylist()
    assert (row["comment"], row["structure"], row["positions"]) == ("gdb 1 energy=5", text, [[0, 0, 0.5]])
    assert any("after the positions" in guess.detail for guess in content.reading.guesses)


def test_a_poscar_is_what_ase_reads(tmp_path: Path) -> None:
    path = tmp_path / "CONTCAR"
    ase.io.write(path, frames()[0], format="vasp", direct=True)
    content = read_content(path)
    (row,) = content.table.to_pylist()
    atoms: Any = ase.io.read(path, format="vasp")
    assert row["structure"] == path.read_text()
    assert row["symbols"] == atoms.get_chemical_symbols()
    assert row["positions"] == atoms.positions.tolist()
    assert row["cell"] == atoms.cell.array.tolist()
    assert any("fractional" in guess.detail for guess in content.reading.guesses)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_cif_is_one_row_with_its_text_and_what_gemmi_reads(tmp_path: Path, end: str) -> None:
    path = tmp_path / "NaN.cif"
    path.write_bytes(CIF.replace("\n", end).encode())
    dataset = publish(path)
    (row,) = dataset["train"].to_arrow().to_pylist()
    assert row["structure"].encode() == path.read_bytes()
    block = gemmi.cif.read(str(path)).sole_block()
    assert row["name"] == block.name == "NaN"
    assert row["chemical_formula_sum"] == gemmi.cif.as_string(block.find_value("_chemical_formula_sum"))
    assert row["cell_length_b"] == gemmi.cif.as_number(block.find_value("_cell_length_b"))
    # Its uncertainty would be lost.
    assert row["cell_length_a"] == "5.43(2)"
    assert "cell_volume" not in row
    assert dataset.columns["cell_length_b"].unit == "Å"
    assert dataset.manifest.elements == ["N", "Na"]


def test_a_folder_of_cifs_is_a_row_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "cifs"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.cif").write_text(CIF)
    train = publish(folder)["train"]
    assert train.to_arrow()["file"].to_pylist() == ["files/a.cif", "files/b.cif"]
    assert [train.files().read(row) for row in range(2)] == [CIF.encode()] * 2


def test_arff_is_what_scipy_reads_with_every_digit(tmp_path: Path) -> None:
    path = tmp_path / "gaps.arff"
    path.write_text(ARFF)
    dataset = publish(path)
    table = dataset["train"].to_arrow()
    assert table["id"].to_pylist() == ["007", "1 a"]
    # A double would be ...992.
    assert table["big n"].to_pylist() == [9007199254740993, None]
    assert table["phase"].combine_chunks().dictionary.to_pylist() == ["solid", "liquid", "superfluid"]
    # SciPy reads no text.
    numeric = ARFF.replace("@ATTRIBUTE id STRING\n", "").replace("007, ", "").replace("'1 a', ", "")
    data, meta = scipy.io.arff.loadarff(io.StringIO(numeric))
    assert table["gap"].to_pylist() == data["gap"].tolist()
    assert [value.encode() for value in table["phase"].to_pylist()] == data["phase"].tolist()
    assert list(meta["phase"][1]) == table["phase"].combine_chunks().dictionary.to_pylist()
    assert np.isnan(data["big n"][1])


def test_a_folder_names_its_splits_after_its_files(tmp_path: Path) -> None:
    for name in ("train", "test"):
        ase.io.write(tmp_path / f"{name}.extxyz", frames())
    from foundry_lab.datasets.raw_folder import splits_of_folder

    assert splits_of_folder(tmp_path) == [
        {"name": "test", "path": "test.extxyz"},
        {"name": "train", "path": "train.extxyz"},
    ]
