"""Files of atomic structures as Arrow tables, read by ASE (the extra `structures`): XYZ, extended XYZ and POSCAR."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError
from ..extras import extra
from .reading import Reading
from .structure_columns import Structure, structures_table
from .text_file import read_text

_EXTENDED = re.compile(r"\b(?:Properties|Lattice|pbc)\s*=")
_TRUTH = ("T", "F", "True", "False")


def read_xyz(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read an XYZ file, plain or extended: one row a frame.

    Raises
    ------
    InvalidTableError
        Naming the frame and what is wrong in it, or the package to install.
    """
    reading = reading or Reading()
    reading.where = str(path)
    _ase(path, "XYZ")
    extended = ".extxyz" in path.name.lower()
    structures = []
    for number, lines in enumerate(_frames(read_text(path, reading), path), start=1):
        is_plain = not extended and not _EXTENDED.search(lines[1])
        structures.append(_frame(lines, f"Frame {number} of {path}", reading, is_plain=is_plain))
    if not structures:
        raise InvalidTableError(f"{path} holds no structure.")
    return structures_table(structures, reading)


def read_poscar(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read a POSCAR or CONTCAR file of VASP: one row.

    Raises
    ------
    InvalidTableError
        Naming what is wrong in it, or the package to install.
    """
    reading = reading or Reading()
    reading.where = str(path)
    _ase(path, "POSCAR")
    from ase.io.vasp import read_vasp

    text = read_text(path, reading)
    lines = text.splitlines()
    if len(lines) > 5 and (lines[5].split() or [""])[0].isdigit():
        # ASE would look for them in other files beside it.
        raise InvalidTableError(
            f"{path} names no elements: add a line of them above line 6, the numbers of atoms."
        )
    try:
        atoms = read_vasp(io.StringIO(text))
    except Exception as error:
        # Whatever stands in its lines, its reader has no error of its own.
        raise InvalidTableError(f"{path} cannot be read as POSCAR: {_reason_of(error)}.") from None
    if lines[7 if lines[7].strip()[:1].lower() != "s" else 8].strip()[:1].lower() not in ("c", "k"):
        reading.guess("'positions' are calculated from fractional coordinates.", "take those in 'structure'")
    if atoms.constraints:
        reading.guess("What may move, by selective dynamics, is in 'structure' alone.", "give a column of it")
    if "momenta" in atoms.arrays:
        reading.guess("The velocities are in 'structure' alone.", "give a column of them")
        del atoms.arrays["momenta"]
    return structures_table([Structure(text, atoms, {"comment": lines[0].strip()})], reading)


def _ase(path: Path, form: str) -> None:
    with extra("structures", f"{path} is a file of structures ({form}), which ASE reads"):
        import ase  # noqa: F401


def _frames(text: str, path: Path) -> Iterator[list[str]]:
    """Give the lines of each frame, the number of atoms first."""
    lines = io.StringIO(text, newline="").readlines()
    at = frame = 0
    while at < len(lines):
        if not lines[at].strip():
            if any(line.strip() for line in lines[at:]):
                raise InvalidTableError(
                    f"Line {at + 1} of {path} is empty, where the number of atoms is expected."
                )
            return
        frame += 1
        if not lines[at].strip().isdigit():
            raise InvalidTableError(
                f"{path} is not a file of structures: line {at + 1}, {lines[at].strip()[:40]!r}, is not the number of atoms."
            )
        end = at + 2 + int(lines[at])
        if end > len(lines):
            raise InvalidTableError(
                f"Frame {frame} of {path} says {int(lines[at])} atoms and has {max(len(lines) - at - 2, 0)}."
            )
        yield lines[at:end]
        at = end


def _frame(lines: list[str], where: str, reading: Reading, *, is_plain: bool) -> Structure:
    from ase.io.extxyz import key_val_str_to_dict, parse_properties, read_xyz

    comment = lines[1].strip()
    info: dict[str, Any] = {}

    def parse_line(line: str) -> dict[str, Any]:
        info.update({} if is_plain else key_val_str_to_dict(line))
        return dict(info)

    try:
        (atoms,) = read_xyz(io.StringIO("".join(lines)), slice(None), parse_line)
        layout = str(info.pop("Properties", "species:S:1:pos:R:3"))
        properties, names, _, _ = parse_properties(layout)
    except Exception as error:
        # Elements that are none, and words in place of numbers: each has an error of its own.
        raise InvalidTableError(f"{where} cannot be read as XYZ: {_reason_of(error)}.") from None
    _check_atoms(
        [line.split() for line in lines[2:]],
        layout,
        properties,
        names,
        atoms,
        where,
        reading,
        is_plain=is_plain,
    )
    if atoms.constraints:
        reading.guess("What may move, by 'move_mask', is in 'structure' alone.", "give a column of it")
    info.pop("Lattice", None)
    info.pop("pbc", None)
    if is_plain:
        info = {"comment": comment}
    values = {key: _source_text(comment, key, value, is_plain=is_plain) for key, value in info.items()}
    return Structure("".join(lines), atoms, values)


def _check_atoms(
    rows: list[list[str]],
    layout: str,
    properties: dict[str, tuple[str, int]],
    names: list[str],
    atoms: Any,
    where: str,
    reading: Reading,
    *,
    is_plain: bool,
) -> None:
    """Refuse what ASE passes over: values that no property names, and truth values that are none."""
    width = sum(properties[name][1] for name in names)
    longer = next((row for row, values in enumerate(rows, start=1) if len(values) > width), None)
    if longer is not None and not is_plain:
        raise InvalidTableError(
            f"Atom {longer} of {where} has {len(rows[longer - 1])} values, and its properties are {layout!r}: name them all."
        )
    if longer is not None:
        reading.guess(
            "What stands after the positions of atoms is in 'structure' alone.", "name it: write extended XYZ"
        )
    at = 0
    kinds = dict(zip(layout.split(":")[::3], layout.split(":")[1::3], strict=False))
    for name in names:
        texts = [row[at] for row in rows]
        if kinds[name] == "L" and (odd_text := next((text for text in texts if text not in _TRUTH), None)):
            raise InvalidTableError(f"{where} has {odd_text!r} in {name!r}, which is neither T nor F.")
        if properties[name][0] == "symbols" and texts != atoms.get_chemical_symbols():
            other = next(t for t, s in zip(texts, atoms.get_chemical_symbols(), strict=True) if t != s)
            reading.guess(
                f"'symbols' has elements as they are written: {other!r} is {other.capitalize()!r}.",
                "rename them",
            )
        at += properties[name][1]


def _source_text(comment: str, key: str, value: Any, *, is_plain: bool) -> Any:
    """Return a single value as its text, for which the rule of texts holds; several ones as an array."""
    if isinstance(value, str) or is_plain:
        return value
    if isinstance(value, list):
        return np.array(value)
    if isinstance(value, np.ndarray) and value.ndim:
        return value
    if isinstance(value, bool | dict):
        return value
    token = re.findall(
        rf"(?<!\S){re.escape(key)}\s*=\s*[\"'{{\[]?\s*([^\s\"'{{}}\[\],]+)\s*[\"'}}\]]?(?!\S)", comment
    )
    return token[-1] if token else str(value)


def _reason_of(error: BaseException) -> str:
    text = (str(error).strip().splitlines() or [""])[0].rstrip(".") or type(error).__name__
    return f"{text} is not an element" if isinstance(error, KeyError) else text
