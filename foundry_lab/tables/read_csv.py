"""CSV and other texts of separated values as Arrow tables."""

from __future__ import annotations

import io
import mmap
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .csv_dialect import BLANKS, HEAD, Dialect, dialect_of, split_blanks
from .csv_faults import open_quote, ragged_row, sentence
from .reading import Reading
from .text_encoding import wrong_encoding
from .text_rule import column_of_texts

_BLOCK = 4 << 20
_LARGEST_BLOCK = (1 << 31) - 1
_PARALLEL_ROWS = 50_000
_NOTHING_LEFT = "Could not skip initial"


def read_csv(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read a text file of separated values, compressed or not, by the rule of `text_rule`.

    Parameters
    ----------
    path : Path
    reading : Reading, optional
        What is said about the file; its guesses are noted there.

    Raises
    ------
    InvalidTableError
        Naming the file and, where known, the row.
    """
    reading = reading or Reading()
    reading.where = str(path)
    head = first_bytes(path)
    if b"\n" not in head and b"\r" not in head:
        head = first_bytes(path, 1 << 24)
    dialect = dialect_of(path, head, reading)
    try:
        table = _texts(path, dialect)
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
            raise InvalidTableError(
                wrong_encoding(first_bytes(path, 1 << 30), path, dialect.encoding)
            ) from None
        raise InvalidTableError(
            ragged_row(path, dialect) or f"{path} cannot be read as CSV: {_reason(error)}."
        ) from None
    last = table.slice(table.num_rows - 1).to_pylist() if table.num_rows else []
    # An open quote takes the rest of the file, up to the last line end.
    if any("\n" in (value or "") for row in last for value in row.values()) and (
        problem := open_quote(path, dialect)
    ):
        raise InvalidTableError(problem)
    for name in dialect.names:
        reading.show(name, table.column(name).slice(0, 3).to_pylist())
    columns = _columns(table, reading, dialect.decimal)
    return pa.table(
        columns,
        schema=pa.schema(
            [
                pa.field(
                    name, column.type, metadata={"unit": unit} if (unit := dialect.units.get(name)) else None
                )
                for name, column in zip(dialect.names, columns, strict=True)
            ]
        ),
    )


def first_bytes(path: Path, count: int = HEAD) -> bytes:
    """Return the beginning of a file, unpacked."""
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            return bytes(stream.read(count))
    except OSError as error:
        raise InvalidTableError(f"{path} cannot be unpacked: {_reason(error)}.") from None


def _reason(error: BaseException) -> str:
    return str(error).strip().rstrip(".")


def _columns(table: pa.Table, reading: Reading, decimal: str) -> list[pa.ChunkedArray]:
    def typed_column(name: str) -> pa.ChunkedArray:
        return column_of_texts(table.column(name), name, reading, decimal=decimal)

    names = table.schema.names
    if table.num_rows < _PARALLEL_ROWS:
        return [typed_column(name) for name in names]
    # Arrow and NumPy let go of the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        columns = list(pool.map(typed_column, names))
    order = {name: index for index, name in enumerate(names)}
    reading.guesses.sort(key=lambda guess: order.get(guess.column, -1))
    return columns


def _texts(path: Path, dialect: Dialect) -> pa.Table:
    """Return the rows with every value as its text; empty ones are missing."""
    if dialect.separator == BLANKS:
        return _between_blanks(path, dialect)
    if dialect.encoding in ("utf-8", "utf-8-sig") and not dialect.comment:
        quotes = _may_have_quotes(path)
        return _with_larger_blocks(
            lambda: pa.input_stream(str(path), compression="detect"), dialect, quotes=quotes
        )
    data = "".join(_lines(path, dialect)).encode()
    return _with_larger_blocks(lambda: pa.BufferReader(data), dialect, quotes=True)


def _lines(path: Path, dialect: Dialect) -> list[str]:
    with pa.input_stream(str(path), compression="detect") as stream:
        encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
        lines = io.TextIOWrapper(stream, encoding, newline="").readlines()
    return [line for line in lines if not (dialect.comment and line.startswith(dialect.comment))]


def _may_have_quotes(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(4)[:2] in (b"\x1f\x8b", b"BZ", b"\x28\xb5", b"\x04\x22"):
            return True
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
            return memory.find(b'"') >= 0


def _with_larger_blocks(open_stream: Callable[[], Any], dialect: Dialect, *, quotes: bool) -> pa.Table:
    try:
        return _parse(open_stream, dialect, _BLOCK, quotes=quotes)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error) and _NOTHING_LEFT not in str(error):
            raise
    try:
        return _parse(open_stream, dialect, _LARGEST_BLOCK, quotes=quotes)
    except pa.ArrowInvalid as error:
        if _NOTHING_LEFT not in str(error):
            raise
        # The line of names is the last, without a line end.
        return pa.schema([(name, pa.string()) for name in dialect.names]).empty_table()


def _parse(open_stream: Callable[[], Any], dialect: Dialect, block: int, *, quotes: bool) -> pa.Table:
    from pyarrow import csv

    names = list(dialect.names)
    with open_stream() as stream:
        return csv.read_csv(
            stream,
            read_options=csv.ReadOptions(
                block_size=block, column_names=names, skip_rows=dialect.skipped, encoding="utf8"
            ),
            parse_options=csv.ParseOptions(
                delimiter=dialect.separator,
                # Between lines without quotes blocks are cut fast.
                newlines_in_values=quotes,
                ignore_empty_lines=len(names) > 1,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )


def _between_blanks(path: Path, dialect: Dialect) -> pa.Table:
    rows = [row for line in _lines(path, dialect)[dialect.skipped :] if (row := split_blanks(line))]
    width = len(dialect.names)
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise InvalidTableError(sentence(path, number, len(row), width))
    return pa.table(
        [pa.chunked_array([pa.array([row[i] or None for row in rows], pa.string())]) for i in range(width)],
        names=list(dialect.names),
    )
