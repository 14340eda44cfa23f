"""SMILES files as Arrow tables."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading

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
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            lines = [line for line in stream.read().decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise InvalidTableError(f"{path} is not text in UTF-8: save the file in UTF-8.") from None
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
