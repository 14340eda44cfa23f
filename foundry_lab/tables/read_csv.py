"""CSV files as Arrow tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa

from ..errors import InvalidTableError
from .column_names import check_count
from .csv_faults import ragged_row, wrong_encoding

_BLOCK = 16 << 20
_LARGEST_BLOCK = (1 << 31) - 1


def read_csv(path: Path) -> pa.Table:
    """
    Read a CSV file, compressed or not; its separator is found in its first line.

    Raises
    ------
    InvalidTableError
        Naming the file and, where known, the row.
    """
    head = first_bytes(path)
    if b"\0" in head[:4096]:
        raise InvalidTableError(wrong_encoding(head, path) or f"{path} is no text.")
    check_count(_first_line(head).count(separator(head)) + 1, str(path))
    try:
        try:
            table = _read(path, _BLOCK)
        except pa.ArrowInvalid:
            # Types are guessed from the first block: 1.5 may follow a thousand whole numbers.
            table = _read(path, _LARGEST_BLOCK)
        names = ["index" if name == "" and i == 0 else name for i, name in enumerate(table.schema.names)]
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise InvalidTableError(
            wrong_encoding(head, path)
            or ragged_row(path, separator(head))
            or f"{path} cannot be read as CSV: {_said(error)}."
        ) from None
    if "" in names:
        raise InvalidTableError(f"Column {names.index('') + 1} of {path} has no name in the first line.")
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise InvalidTableError(f"{path} has several columns {repeated[0]!r}; give each a name of its own.")
    for name, kind in zip(names, table.schema.types, strict=True):
        # What Arrow takes text for that is not UTF-8.
        if pa.types.is_binary(kind):
            raise InvalidTableError(
                wrong_encoding(head, path, sure=True)
                or f"Column {name!r} of {path} is not text in UTF-8: save the file in UTF-8."
            )
    return _with_nulls(table.rename_columns(names))


def first_bytes(path: Path, count: int = 1 << 24) -> bytes:
    """Return the beginning of a file, unpacked."""
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            return bytes(stream.read(count))
    except OSError as error:
        raise InvalidTableError(f"{path} cannot be unpacked: {_said(error)}.") from None


def _first_line(head: bytes) -> str:
    return head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")


def _said(error: BaseException) -> str:
    return str(error).strip().rstrip(".")


def _read(path: Path, block: int) -> pa.Table:
    from pyarrow import csv

    head = first_bytes(path, 1 << 16)
    # Never more than there is: the reader allocates a block at once.
    block = min(block, max(path.stat().st_size * (1 if path.suffix == ".csv" else 50), 1 << 16))
    with pa.input_stream(str(path), compression="detect") as stream:
        return csv.read_csv(
            stream,
            read_options=csv.ReadOptions(block_size=min(block, _LARGEST_BLOCK)),
            parse_options=csv.ParseOptions(delimiter=separator(head), newlines_in_values=True),
        )


def separator(head: bytes) -> str:
    """Return what stands between the values of a CSV file, by its first line."""
    line = _first_line(head)
    counts = {mark: line.count(mark) for mark in ",\t;"}
    return max(counts, key=lambda mark: counts[mark])


def _with_nulls(table: pa.Table) -> pa.Table:
    """Return the table with empty texts as missing; only those, as 'NA' may be a word of the column."""
    from pyarrow import compute

    for index, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table.column(index)
            empty = compute.equal(column, "")
            if compute.any(empty).as_py():
                table = table.set_column(
                    index, field, compute.if_else(empty, pa.scalar(None, field.type), column)
                )
    return table
