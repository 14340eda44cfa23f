"""Why a CSV file cannot be read: its encoding, or a row that does not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def wrong_encoding(head: bytes, path: Path, *, sure: bool = False) -> str | None:
    """Return the sentence on a text that is not UTF-8, with the line and the encoding that it looks like; else None."""
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return f"{path} is text in {name}: save the file in UTF-8."
    if b"\0" in head[:4096]:
        return f"{path} is no text: it holds zero bytes."
    try:
        # The last character may be cut.
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        guess = _guess(head)
        looks = f" and looks like {guess}" if guess else ""
        return f"Line {line} of {path} is not text in UTF-8{looks}: save the file in UTF-8."
    return f"{path} is not text in UTF-8: save the file in UTF-8." if sure else None


def _guess(head: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(head[: 1 << 18]).best()
    return best.encoding.replace("_", "-") if best is not None else None


def ragged_row(path: Path, separator: str) -> str | None:
    """Return the sentence on the first row with more or fewer values than there are columns; else None."""
    try:
        rows = ragged_rows(path, separator, most=1)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException):
        return None
    return None if not rows else sentence(path, *rows[0])


def sentence(path: Path | str, row: int, found: int, expected: int) -> str:
    """Return what is wrong with a ragged row."""
    return (
        f"Row {row} of {path} has {found} value{'' if found == 1 else 's'} for {expected} columns: "
        "add what is missing, or quote the value that holds the separator."
    )


def ragged_rows(path: Path, separator: str, most: int) -> list[tuple[int, int, int]]:
    """Return the rows whose values do not fit the columns: their numbers, how many values, how many columns."""
    found: list[tuple[int, int, int]] = []
    with pa.input_stream(str(path), compression="detect") as stream:
        reader = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), delimiter=separator)
        expected = None
        row = 0
        for values in reader:
            if not values:
                continue
            if expected is None:
                expected = len(values)
                continue
            row += 1
            if len(values) != expected:
                found.append((row, len(values), expected))
                if len(found) >= most:
                    break
    return found
