"""Atoms of ASE as columns: a list for each structure, with the units that ASE has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError
from .python_values import column_of_values
from .reading import Reading
from .text_rule import column_of_texts

#: ASE's units of what it knows by name.
UNITS = {
    "positions": "Å",
    "cell": "Å",
    "energy": "eV",
    "free_energy": "eV",
    "energies": "eV",
    "forces": "eV/Å",
    "stress": "eV/Å^3",
    "stresses": "eV/Å^3",
    "virial": "eV",
    "dipole": "e*Å",
    "charges": "e",
    "initial_charges": "e",
    "masses": "u",
}
_ASSUMED = ("energy", "forces", "stress", "virial", "dipole")


@dataclass
class Structure:
    """
    One structure of a file.

    Attributes
    ----------
    text : str
        As it stands in the file.
    atoms : ase.Atoms
    info : dict of str to object
        What is said of the whole structure: text, or arrays.
    """

    text: str
    atoms: Any
    info: dict[str, Any] = field(default_factory=dict)


def structures_table(structures: Sequence[Structure], reading: Reading) -> pa.Table:
    """
    Return a row for each structure: its text, symbols, positions, cell, and what else is said of it and its atoms.

    Raises
    ------
    InvalidTableError
        Naming the column whose values are of several kinds, and the rows.
    """
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "structure": pa.array([structure.text for structure in structures], pa.string())
    }
    reading.show("structure", [structure.text for structure in structures])
    rows = [_of_atoms(structure.atoms) for structure in structures]
    for name in dict.fromkeys(name for row in rows for name in row):
        columns[name] = _lists([row.get(name) for row in rows], name, reading)
    used_names = set(columns)
    for key in dict.fromkeys(key for structure in structures for key in structure.info):
        name = key if key not in used_names else f"{key}_"
        columns[name] = _info([structure.info.get(key) for structure in structures], name, reading)
    assumed = [name for name in _ASSUMED if name in columns and name not in reading.drafts]
    if assumed:
        reading.guess(
            f"{', '.join(map(repr, assumed))} {'is' if len(assumed) == 1 else 'are'} in ASE's units: "
            f"{', '.join(UNITS[name] for name in assumed)}.",
            f'columns={{"{assumed[0]}": {{"unit": ...}}}}',
        )
    fields = [
        pa.field(name, column.type, metadata=_meaning(name, column.type)) for name, column in columns.items()
    ]
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _meaning(name: str, kind: pa.DataType) -> dict[str, str] | None:
    if name == "structure":
        return {"kind": "structure"}
    while pa.types.is_list(kind):
        kind = kind.value_type
    return {"unit": UNITS[name]} if name in UNITS and pa.types.is_floating(kind) else None


def _of_atoms(atoms: Any) -> dict[str, Any]:
    arrays = {name: values for name, values in atoms.arrays.items() if name not in ("numbers", "positions")}
    results = getattr(atoms.calc, "results", {}) if atoms.calc is not None else {}
    per_atom = {
        name: values for name, values in results.items() if np.ndim(values) > 0 and len(values) == len(atoms)
    }
    return {
        "symbols": np.array(atoms.get_chemical_symbols(), dtype=object),
        "positions": atoms.positions,
        "cell": atoms.cell.array,
        "pbc": atoms.pbc,
        **arrays,
        **{name: values for name, values in per_atom.items() if name not in _PER_STRUCTURE},
    }


#: What a calculator says of the whole structure, though it may have as many numbers as there are atoms.
_PER_STRUCTURE = ("energy", "free_energy", "stress", "dipole", "magmom")


def _lists(values: Sequence[Any], name: str, reading: Reading) -> pa.Array:
    kinds = {
        value.dtype.kind: (row, value.ndim) for row, value in enumerate(values, start=1) if value is not None
    }
    deep = {value.ndim for value in values if value is not None}
    if ("O" in kinds and len(kinds) > 1) or len(deep) > 1:
        raise InvalidTableError(f"{reading.where} has {name!r} of several kinds or shapes; give it one.")
    lists = [None if value is None else value.tolist() for value in values]
    inner = (
        pa.string()
        if "O" in kinds
        else pa.array(np.concatenate([value.reshape(-1) for value in values if value is not None])).type
    )
    kind = inner
    for _ in range(next(iter(deep))):
        kind = pa.list_(kind)
    reading.show(name, [None if value is None else _short(value) for value in lists])
    return pa.array(lists, kind)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _info(values: Sequence[Any], name: str, reading: Reading) -> pa.Array | pa.ChunkedArray:
    texts = [value for value in values if value is not None]
    if all(isinstance(value, str) for value in texts):
        reading.show(name, values)
        column = column_of_texts(pa.chunked_array([pa.array(values, pa.string())]), name, reading)
        if name in UNITS and pa.types.is_integer(column.type):
            return column.cast(pa.float64())
        return column
    arrays: Mapping[int, Any] = {
        row: value for row, value in enumerate(values) if isinstance(value, np.ndarray)
    }
    if len(arrays) == len(texts):
        return _lists(values, name, reading)
    return column_of_values(
        [value.tolist() if isinstance(value, np.ndarray) else value for value in values], name, reading
    )
