"""JSON files as Arrow tables: lines, and the orients in which pandas writes frames."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from ..errors import InvalidTableError
from .python_values import column_of_values
from .reading import Reading
from .text_numbers import keeps_digits

#: Numbers that not every reader of JSON keeps: very long ones, and Python's own.
_UNUSUAL = re.compile(rb"[0-9]{19}|\.[0-9]{17}|NaN|Infinity")
_COUNT = re.compile(r"-?[0-9]+")
_LABEL = re.compile(r".*[0-9].*")
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
    reading = reading or Reading()
    reading.where = str(path)
    text = path.read_bytes()
    if text[:2] == b"\x1f\x8b":
        text = _gunzip(text, path)
    text = text.removeprefix(b"\xef\xbb\xbf")
    try:
        document = _decode(text)
        # Some records hold their JSON as text within JSON.
        if isinstance(document, str):
            document = _decode(document.encode())
    except RecursionError:
        raise InvalidTableError(f"{path} is nested too deeply to be read.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _lines(text, path, str(error), reading)
    # A single record is a file of JSON lines too.
    if isinstance(document, dict) and not any(isinstance(value, dict | list) for value in document.values()):
        document = [document]
    return _table(_columns(document, path, set(expected), reading), path, reading)


def _gunzip(data: bytes, path: Path) -> bytes:
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


def _lines(text: bytes, path: Path, reason: str, reading: Reading) -> pa.Table:
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            # One document over several lines: its own error says more than its first line's.
            detail = reason if number == 1 else f"line {number}: {error}"
            raise InvalidTableError(f"{path} is neither JSON nor JSON lines: {detail}.") from None
        if not isinstance(record, dict):
            raise InvalidTableError(f"Line {number} of {path} is not an object with a value for each column.")
        records.append(record)
    return _table(_from_records(records), path, reading)


def _decode(text: bytes) -> Any:
    """Return JSON as Python has it, with every digit of long numbers, and NaN and Infinity as Python writes them."""
    if not _UNUSUAL.search(text):
        return msgspec.json.decode(text)
    try:
        return json.loads(text, parse_float=_exact)
    except ValueError as error:
        raise msgspec.DecodeError(f"JSON is malformed: {error}") from None


def _exact(text: str) -> float | Decimal:
    value = float(text)
    return value if keeps_digits(text, value) else Decimal(text)


def _columns(document: Any, path: Path, expected: set[str], reading: Reading) -> dict[str, list[Any]]:
    if isinstance(document, dict):
        if (
            {"columns", "data"}
            <= document.keys()
            <= {"columns", "data", "index", "index_names", "column_names"}
        ):
            columns = _from_rows(document["data"], [str(name) for name in document["columns"]], path)
            names = document.get("index_names") or [None]
            return _with_labels(columns, document.get("index"), names, reading)
        if {"schema", "data"} == document.keys() and isinstance(document["data"], list):
            return _from_records(document["data"])
        if all(isinstance(value, list) for value in document.values()):
            return document
        if all(isinstance(value, dict) for value in document.values()):
            return _from_nested(document, expected, reading)
    elif isinstance(document, list):
        if all(isinstance(item, dict) for item in document):
            return _from_records(document)
        if document and all(isinstance(item, list) for item in document):
            width = max(map(len, document))
            return _from_rows(document, [f"column_{i + 1}" for i in range(width)], path)
    raise InvalidTableError(f"{path} holds JSON that is not a table: write a list of objects, one a row.")


def _from_nested(
    document: dict[str, dict[str, Any]], expected: set[str], reading: Reading
) -> dict[str, list[Any]]:
    inner = dict.fromkeys(key for value in document.values() for key in value)
    if _are_rows(list(document), list(inner), expected, reading):
        return _with_labels(_from_records(document.values()), list(document), [None], reading)
    columns = {name: [values.get(row) for row in inner] for name, values in document.items()}
    return _with_labels(columns, list(inner), [None], reading)


def _are_rows(outer: list[str], inner: list[str], expected: set[str], reading: Reading) -> bool:
    """Whether the outer keys are the rows' labels, not the names of columns."""
    by_row, by_column = len(expected & set(inner)), len(expected & set(outer))
    if by_row != by_column:
        return by_row > by_column
    for form in (_COUNT, _LABEL):
        labels = [all(map(form.fullmatch, keys)) and bool(keys) for keys in (outer, inner)]
        if labels[0] != labels[1]:
            return labels[0]
    reading.guess(
        f"The outer keys, such as {outer[0]!r}, are {'labels of rows' if len(outer) >= len(inner) else 'names of columns'}."
        if outer
        else "There are no rows.",
        "describe a column in columns={...}",
    )
    return len(outer) >= len(inner)


def _with_labels(
    columns: dict[str, list[Any]], labels: list[Any] | None, names: list[Any], reading: Reading
) -> dict[str, list[Any]]:
    """Return columns after those of the rows' labels, unless these only count the rows."""
    if not labels or [str(label) for label in labels] == [str(i) for i in range(len(labels))]:
        return columns
    levels = list(zip(*labels, strict=True)) if all(isinstance(label, list) for label in labels) else [labels]
    label_columns = {}
    for number, level in enumerate(levels):
        name = str(names[number]) if number < len(names) and names[number] is not None else "index"
        while name in columns or name in label_columns:
            name += "_"
        reading.guess(
            f"The labels of the rows are the column {name!r}.", "leave the index out of the file", name
        )
        label_columns[name] = list(level)
    return {**label_columns, **columns}


def _from_records(records: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    rows = list(records)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _from_rows(rows: list[list[Any]], names: list[str], path: Path) -> dict[str, list[Any]]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise InvalidTableError(f"Row {number} of {path} has {len(row)} values for {len(names)} columns.")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _table(columns: dict[str, list[Any]], path: Path, reading: Reading) -> pa.Table:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise InvalidTableError(f"The columns of {path} have different lengths.")
    return pa.table({name: column_of_values(values, name, reading) for name, values in columns.items()})
