"""JSON files as Arrow tables: lines, and the orients in which pandas writes frames."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading

_LARGEST = 4 << 30


def read_json(path: Path, expected: Sequence[str] = (), reading: Reading | None = None) -> pa.Table:
    """
    Read JSON lines, or one JSON document in any of the orients that pandas writes.

    Parameters
    ----------
    path : Path
    expected : sequence of str, optional
        Names of columns, to tell the orients 'columns' and 'index' apart.

    Raises
    ------
    InvalidTableError
        Naming the file and, where known, the line.
    """
    text = path.read_bytes()
    if text[:2] == b"\x1f\x8b":
        text = _unpacked(text, path)
    text = text.removeprefix(b"\xef\xbb\xbf")
    try:
        document = msgspec.json.decode(text)
        # Some records hold their JSON as text within JSON.
        if isinstance(document, str):
            document = msgspec.json.decode(document)
    except RecursionError:
        raise InvalidTableError(f"{path} is nested too deeply to be read.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _lines(text, path, str(error))
    # A single record is a file of JSON lines too.
    if isinstance(document, dict) and not any(isinstance(value, dict | list) for value in document.values()):
        document = [document]
    return _table(_columns(document, path, set(expected)), path)


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            text = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidTableError(f"{path} cannot be unpacked: {str(error).rstrip('.')}.") from None
    if len(text) > _LARGEST:
        raise InvalidTableError(
            f"{path} unpacks to more than {_LARGEST:,} bytes: write Parquet instead of JSON."
        )
    return text


def _lines(text: bytes, path: Path, reason: str) -> pa.Table:
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            # One document over several lines: its own error says more than its first line's.
            said = reason if number == 1 else f"line {number}: {error}"
            raise InvalidTableError(f"{path} is neither JSON nor JSON lines: {said}.") from None
        if not isinstance(record, dict):
            raise InvalidTableError(f"Line {number} of {path} is not an object with a value for each column.")
        records.append(record)
    return _table(_from_records(records), path)


def _columns(document: Any, path: Path, expected: set[str]) -> dict[str, list[Any]]:
    if isinstance(document, dict):
        if {"columns", "data"} <= document.keys() <= {"columns", "data", "index"}:
            return _from_rows(document["data"], [str(name) for name in document["columns"]], path)
        if {"schema", "data"} == document.keys() and isinstance(document["data"], list):
            return _from_records(document["data"])
        if all(isinstance(value, list) for value in document.values()):
            return document
        if all(isinstance(value, dict) for value in document.values()):
            return _from_nested(document, expected)
    elif isinstance(document, list):
        if all(isinstance(item, dict) for item in document):
            return _from_records(document)
        if document and all(isinstance(item, list) for item in document):
            width = max(map(len, document))
            return _from_rows(document, [f"column_{i + 1}" for i in range(width)], path)
    raise InvalidTableError(f"{path} holds JSON that is no table: write a list of objects, one a row.")


def _from_nested(document: dict[str, dict[str, Any]], expected: set[str]) -> dict[str, list[Any]]:
    inner = dict.fromkeys(key for value in document.values() for key in value)
    by_row = expected & inner.keys() if expected else set()
    by_column = expected & document.keys() if expected else set()
    numbered = all(key.lstrip("-").isdigit() for key in document)
    if len(by_row) > len(by_column) or (not by_row and not by_column and numbered):
        return _from_records(document.values())
    return {name: [values.get(row) for row in inner] for name, values in document.items()}


def _from_records(records: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    rows = list(records)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _from_rows(rows: list[list[Any]], names: list[str], path: Path) -> dict[str, list[Any]]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise InvalidTableError(f"Row {number} of {path} has {len(row)} values for {len(names)} columns.")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _table(columns: dict[str, list[Any]], path: Path) -> pa.Table:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise InvalidTableError(f"The columns of {path} have different lengths.")
    arrays = {}
    for name, values in columns.items():
        try:
            arrays[name] = pa.array(values)
        except (pa.ArrowException, OverflowError) as error:
            raise InvalidTableError(
                f"Column {name!r} of {path} mixes kinds of values: {str(error).strip().rstrip('.')}."
            ) from None
    return pa.table(arrays)
