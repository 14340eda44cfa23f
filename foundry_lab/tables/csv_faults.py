"""Why a CSV file cannot be read: its encoding, or a row that does not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa

from .csv_dialect import BLANKS, Dialect, split_blanks


def open_quote(path: Path, dialect: Dialect) -> str | None:
    """Return the sentence on a quote that nothing closes; else None."""
    with pa.input_stream(str(path), compression="detect") as stream:
        lines = io.TextIOWrapper(stream, dialect.encoding, newline="").readlines()
    if sum(line.count('"') for line in lines) % 2 == 0:
        return None
    reader = csv.reader(lines, delimiter=dialect.separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return f'{path} has a quote that nothing closes: close it, or write "" for a quote in a value.'
    return None


def ragged_row(path: Path, dialect: Dialect) -> str | None:
    """Return the sentence on the first row with more or fewer values than there are columns; else None."""
    try:
        rows = ragged_rows(path, dialect, most=1)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException):
        return None
    return None if not rows else sentence(path, *rows[0])


def sentence(path: Path | str, row: int, count: int, expected: int) -> str:
    """Return what is wrong with a ragged row."""
    return (
        f"Row {row} of {path} has {count} value{'' if count == 1 else 's'} for {expected} "
        f"column{'' if expected == 1 else 's'}: add what is missing, or quote the value that holds the separator."
    )


def ragged_rows(path: Path, dialect: Dialect, most: int) -> list[tuple[int, int, int]]:
    """Return the rows whose values do not fit the columns: their numbers, how many values, how many columns."""
    faults: list[tuple[int, int, int]] = []
    expected = len(dialect.names)
    with pa.input_stream(str(path), compression="detect") as stream:
        lines = iter(io.TextIOWrapper(stream, dialect.encoding, newline=""))
        if dialect.comment:
            lines = (line for line in lines if not line.startswith(dialect.comment))
        for _ in range(dialect.skipped):
            next(lines, None)
        rows = (
            map(split_blanks, lines)
            if dialect.separator == BLANKS
            else csv.reader(lines, delimiter=dialect.separator)
        )
        row = 0
        for values in rows:
            if not values:
                row += expected == 1
                continue
            row += 1
            if len(values) != expected:
                faults.append((row, len(values), expected))
                if len(faults) >= most:
                    break
    return faults
