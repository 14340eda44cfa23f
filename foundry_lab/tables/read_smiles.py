"""SMILES files as Arrow tables."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading
from .text_file import read_text

_HEADERS = ("smiles", "smi", "canonical_smiles")


def read_smiles(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read lines of a SMILES string and, after a blank, the molecule's name.

    Raises
    ------
    InvalidTableError
        If it is not text, or empty.
    """
    reading = reading or Reading()
    lines = [line for line in read_text(path, reading).splitlines() if line.strip()]
    rows = [line.split(None, 1) for line in lines]
    header = reading.header
    if rows and (header is True or header == 1 or (header is None and rows[0][0].lower() in _HEADERS)):
        rows = rows[1:]
    if not rows:
        raise InvalidTableError(f"{path} holds no molecule.")
    smiles = pa.array([row[0] for row in rows], pa.string())
    fields, columns = [pa.field("smiles", pa.string(), metadata={"kind": "smiles"})], [smiles]
    if any(len(row) > 1 for row in rows):
        fields.append(pa.field("name", pa.string()))
        columns.append(pa.array([row[1].strip() if len(row) > 1 else None for row in rows], pa.string()))
    for field, column in zip(fields, columns, strict=True):
        reading.show(field.name, column.slice(0, 3).to_pylist())
    return pa.table(columns, schema=pa.schema(fields))
