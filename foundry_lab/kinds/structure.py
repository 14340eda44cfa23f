"""Atomic structures in text: CIF, XYZ (plain and extended), POSCAR, and molecules as MOL blocks."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from .formula import ELEMENTS

SUFFIXES = (".cif", ".xyz", ".extxyz", ".poscar", ".contcar", ".vasp", ".mol", ".sdf", ".pdb")


def check(value: str, name: str = "") -> str | None:
    """
    Return what is wrong with a structure, or None.

    Parameters
    ----------
    value : str
        The text.
    name : str, optional
        The name of its file, which tells the format; without one, the text does.
    """
    if not value.strip():
        return "it is empty"
    form = _format(value, name)
    if form == "cif":
        return _cif(value)
    if form == "xyz":
        return _xyz(value)
    if form == "poscar":
        return _poscar(value)
    if form == "mol":
        return None if "M  END" in value else "it has no 'M  END', where a MOL block ends"
    if form == "pdb":
        return None if re.search(r"^(ATOM|HETATM)", value, re.M) else "it has no ATOM record"
    return "it is neither CIF, XYZ, POSCAR nor a MOL block"


def _format(value: str, name: str) -> str | None:
    path = PurePosixPath(name.lower())
    suffix = path.suffix
    if suffix in (".xyz", ".extxyz", ".cif", ".pdb"):
        return {"extxyz": "xyz"}.get(suffix[1:], suffix[1:])
    if suffix in (".mol", ".sdf"):
        return "mol"
    if suffix in (".poscar", ".contcar", ".vasp") or path.name.startswith(("poscar", "contcar")):
        return "poscar"
    lines = value.splitlines()
    if re.search(r"^\s*data_\S*", value, re.M | re.I):
        return "cif"
    if _is_count(lines[0]):
        return "xyz"
    if "M  END" in value or (len(lines) > 3 and re.search(r"V[23]000\s*$", lines[3])):
        return "mol"
    if len(lines) > 5 and _numbers(lines[1], 1) and all(_numbers(line, 3) for line in lines[2:5]):
        return "poscar"
    return "pdb" if re.search(r"^(ATOM  |HETATM)", value, re.M) else None


def _cif(value: str) -> str | None:
    if not re.search(r"^\s*data_", value, re.M | re.I):
        return "it has no data_ block"
    for key in ("_cell_length_a", "_atom_site_"):
        if not re.search(rf"^\s*{key}", value, re.M | re.I):
            return f"it has no {key}{'...' if key.endswith('_') else ''}"
    return None


def _xyz(value: str) -> str | None:
    lines = value.splitlines()
    start = 0
    while start < len(lines) and lines[start].strip():
        if not _is_count(lines[start]):
            return f"line {start + 1} is not the number of atoms"
        count = int(lines[start])
        atoms = lines[start + 2 : start + 2 + count]
        if len(atoms) < count:
            return f"it says {count} atoms and has {len(atoms)}"
        for number, line in enumerate(atoms, start=start + 3):
            parts = line.split()
            symbol = re.sub(r"[\d_].*$", "", parts[0]) if parts else ""
            if len(parts) < 4 or (symbol and symbol.capitalize() not in ELEMENTS):
                return f"line {number} is not an element with three coordinates"
        start += 2 + count
    return None


def _poscar(value: str) -> str | None:
    lines = value.splitlines()
    if len(lines) < 8:
        return "it is too short for a POSCAR"
    if not _numbers(lines[1], 1):
        return "line 2 is not a scale"
    for number in (2, 3, 4):
        if not _numbers(lines[number], 3):
            return f"line {number + 1} is not a lattice vector"
    symbols = [word for word in lines[5].split() if not word.isdigit()]
    # A symbol may carry the name of its potential, such as 'Fe_pv'.
    unknown = [word for word in symbols if re.split(r"[_/.]", word)[0] not in ELEMENTS]
    return f"{unknown[0]!r} is not an element" if unknown else None


def _is_count(line: str) -> bool:
    return re.fullmatch(r"\s*[0-9]{1,9}\s*", line) is not None


def _numbers(line: str, count: int) -> bool:
    parts = line.split()[:count]
    try:
        return len([float(part) for part in parts]) == count
    except ValueError:
        return False


def elements(value: str, name: str = "") -> set[str]:
    """
    Return the symbols of the elements in a structure; none of a text that is not a structure.

    Parameters
    ----------
    value : str
        The text.
    name : str, optional
        The name of its file, which tells the format; without one, the text does.
    """
    if check(value, name) is not None:
        return set()
    form, lines = _format(value, name), value.splitlines()
    if form == "cif":
        words = _cif_symbols(lines)
    elif form == "xyz":
        words = _xyz_symbols(lines)
    elif form == "poscar":
        words = [re.split(r"[_/.]", word)[0] for word in lines[5].split()]
    elif form == "mol":
        # An atom of V2000 is three coordinates and its symbol; one of V3000 has its number and symbol before them.
        v2000 = re.findall(r"^\s*-?[\d.]+\s+-?[\d.]+\s+-?[\d.]+\s+([A-Z][a-z]?)\s", value, re.M)
        words = v2000 or re.findall(r"^M  V30 \d+ ([A-Z][a-z]?) -?[\d.]+ ", value, re.M)
    else:
        words = [line[76:78].strip() for line in lines if line.startswith(("ATOM", "HETATM"))]
    symbols = {match[0].capitalize() for word in words if (match := re.match(r"[A-Za-z]{1,2}", word))}
    return symbols & ELEMENTS


def _xyz_symbols(lines: list[str]) -> list[str]:
    symbols: list[str] = []
    start = 0
    while start < len(lines) and lines[start].strip():
        count = int(lines[start])
        symbols += [line.split()[0] for line in lines[start + 2 : start + 2 + count]]
        start += 2 + count
    return symbols


def _cif_symbols(lines: list[str]) -> list[str]:
    """Return the symbols in a CIF: those of its sites, or of its formula where the sites have none."""
    labels: list[str] = []
    symbols: list[str] = []
    place: int | None = None
    for line in lines:
        word = line.strip()
        if word.lower().startswith("_atom_site_"):
            if word.lower() == "_atom_site_type_symbol":
                place = len(labels)
            labels.append(word)
        elif labels and (not word or word.startswith(("_", "loop_", "#", "data_"))):
            labels, place = [], None
        elif place is not None and len(parts := word.split()) > place:
            symbols.append(parts[place].strip("'\""))
    if symbols:
        return [re.sub(r"[\d+-].*$", "", symbol) for symbol in symbols]
    formula = re.search(r"^\s*_chemical_formula_sum\s+['\"]?([^'\"\n]+)", "\n".join(lines), re.M | re.I)
    return re.findall(r"[A-Z][a-z]?", formula[1]) if formula else []
