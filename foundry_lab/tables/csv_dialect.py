"""How a text file holds its table: encoding, comments, separator, names, units."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..errors import InvalidTableError
from .column_names import check_count
from .reading import Reading
from .text_encoding import encoding_of, wrong_encoding
from .text_numbers import NUMBER
from .text_rule import MISSING, has_decimal_commas, looks_like_number

#: Between values of which any number of blanks stand.
BLANKS = "blanks"
SEPARATORS = "\t;|,"
_NAMES = {" ": BLANKS, "tab": "\t", "\\t": "\t", "whitespace": BLANKS}
#: So many bytes at the beginning tell.
HEAD = 1 << 20
_SAMPLE = 64
_NO_UNIT = ("", "-", "none", "unitless", "1")
_BRACKETS = re.compile(r"\((.*)\)|\[(.*)\]")
_IS_NUMBER = re.compile(rf"{NUMBER}|-?[0-9]+,[0-9]+")


@dataclass(frozen=True)
class Dialect:
    """
    How a text file is to be read.

    Attributes
    ----------
    names : tuple of str
    skipped : int
        Lines before the first row.
    separator : str
        One character, or 'blanks'.
    encoding : str
        Python's name.
    comment : str
        What begins a line that is left out; empty where none is.
    decimal : str
    units : dict of str to str
    """

    names: tuple[str, ...]
    skipped: int
    separator: str = ","
    encoding: str = "utf-8"
    comment: str = ""
    decimal: str = "."
    units: dict[str, str] = field(default_factory=dict)


def dialect_of(path: Path, head: bytes, reading: Reading) -> Dialect:
    """
    Return how a text file is to be read, by what is said of it and by its first lines.

    Raises
    ------
    InvalidTableError
        If it is not text, or its first lines can be understood in several ways.
    """
    encoding = encoding_of(path, head, reading)
    lines = _lines(path, head, encoding)
    before, line_count, body = _leading_comments(lines, reading)
    comment = reading.options.comment or ""
    if not body and not before:
        raise InvalidTableError(f"{path} is empty: there is no line that names columns.")
    separator = _separator(path, [*body] or [_without_comment_mark(before[-1])], reading)
    rows = _rows(body, separator)
    header = reading.header
    commented = _commented_names(path, before, rows, separator) if header in (None, True) else None
    if commented is not None:
        names = commented
        reading.guess("The names of the columns are in a comment line.", 'read={"header": false}')
    elif header is False:
        names = [f"column_{i + 1}" for i in range(len(rows[0]) if rows else 0)]
    elif not rows:
        raise InvalidTableError(f"{path} is empty: there is no line that names columns.")
    else:
        names, rows = rows[0], rows[1:]
        line_count += _lines_of_first(body, separator)
        if header is None or header is True:
            _check_header(path, names, is_stated=header is True)
    if before and commented is None and not comment:
        reading.guess(
            "The first line is a comment: it begins with '#'."
            if len(before) == 1
            else f"The first {len(before)} lines are comments: they begin with '#'.",
            'read={"header": 1}',
        )
    names = _column_names(path, names, reading)
    units = _units(names, rows, reading)
    if units is not None:
        rows = rows[1:]
        line_count += 1
    return Dialect(
        tuple(names),
        line_count,
        separator,
        encoding,
        comment,
        _decimal(names, rows, separator, reading),
        units or {},
    )


def _lines(path: Path, head: bytes, encoding: str) -> list[str]:
    cut = len(head) >= HEAD
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head, final=not cut)
    except UnicodeDecodeError:
        raise InvalidTableError(wrong_encoding(head, path, encoding)) from None
    # Not `splitlines`, which ends lines at form feeds and separators of records too.
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="").readlines()
    return lines[:-1] if cut and len(lines) > 1 else lines


def _leading_comments(lines: list[str], reading: Reading) -> tuple[list[str], int, list[str]]:
    """Return the comment lines at the top, how many lines of what is read are skipped, and the others."""
    comment = reading.options.comment
    header = reading.header
    if isinstance(header, int) and not isinstance(header, bool):
        above = lines[: header - 1]
        dropped = sum(line.startswith(comment) for line in above) if comment else 0
        body = [line for line in lines[header - 1 :] if not (comment and line.startswith(comment))]
        return [], len(above) - dropped, body
    count = 0
    while count < len(lines) and (not lines[count].strip() or lines[count].startswith(comment or "#")):
        count += 1
    before = [line for line in lines[:count] if line.strip()]
    if not comment:
        return before, count, lines[count:]
    return (
        before,
        count - len(before),
        [line for line in lines[count:] if not line.startswith(comment)],
    )


def _without_comment_mark(line: str) -> str:
    return line.strip().lstrip("#%;/!").strip()


def _separator(path: Path, lines: Sequence[str], reading: Reading) -> str:
    option = reading.options.separator
    if option:
        mark = _NAMES.get(option, option)
        if mark != BLANKS and (len(mark) != 1 or mark in '\r\n"'):
            raise InvalidTableError(
                f"The separator {option!r} is not one character: give ',', ';', a tab, '|' or 'blanks'."
            )
        return mark
    sample = lines[:_SAMPLE]
    widths = {mark: [len(row) for row in _rows(sample, mark) if row] for mark in SEPARATORS}
    several = [mark for mark, counts in widths.items() if counts and counts[0] > 1]
    even = [mark for mark in several if len(set(widths[mark])) == 1]
    if even:
        if len(even) > 1:
            reading.guess(f"Values are separated by {even[0]!r}.", f'read={{"separator": "{even[1]}"}}')
        return even[0]
    if several:
        return max(several, key=lambda mark: widths[mark][0])
    if _is_between_blanks(sample):
        reading.guess("Values are separated by blanks.", 'read={"separator": ","}')
        return BLANKS
    return ","


def _is_between_blanks(lines: Sequence[str]) -> bool:
    """Whether most lines have as many words as the first, and a column of them holds numbers only."""
    rows = [line.split() for line in lines if line.strip()]
    width = len(rows[0]) if rows else 0
    even = [row for row in rows[1:] if len(row) == width]
    return (
        width > 1
        and len(even) * 2 >= len(rows) - 1 > 0
        and any(all(_IS_NUMBER.fullmatch(row[i]) for row in even) for i in range(width))
    )


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    if separator == BLANKS:
        return [row for line in lines[:_SAMPLE] if (row := split_blanks(line))]
    reader = csv.reader(lines[: 4 * _SAMPLE], delimiter=separator)
    try:
        rows = [row for row, _ in zip(reader, range(_SAMPLE), strict=False)]
    except csv.Error:
        return []
    width_one = bool(rows) and len(rows[0]) == 1
    return [row for row in rows if row or width_one]


def split_blanks(line: str) -> list[str]:
    """Return the values of a line between which blanks stand; quoted ones may hold blanks."""
    text = " ".join(line.split("\t")).strip()
    return next(csv.reader([text], delimiter=" ", skipinitialspace=True), [])


def _lines_of_first(body: Sequence[str], separator: str) -> int:
    if separator == BLANKS:
        return 1
    reader = csv.reader(body, delimiter=separator)
    next(reader)
    return reader.line_num


def _commented_names(
    path: Path, before: Sequence[str], rows: list[list[str]], separator: str
) -> list[str] | None:
    """Return the names in the last comment line, where it has one for each column and the first row has a number."""
    if not before:
        return None
    last = _rows([_without_comment_mark(before[-1])], separator)
    names = last[0] if last else []
    if not rows:
        return names or None
    if len(names) != len(rows[0]) or (len(names) == 1 and not _IS_NUMBER.fullmatch(rows[0][0])):
        return None
    if any(_IS_NUMBER.fullmatch(value.strip()) for value in rows[0]):
        return names
    raise InvalidTableError(
        f"The first line of {path} may be a comment or name the columns: say "
        'read={"comment": "#"} or read={"header": 1}.'
    )


def _check_header(path: Path, names: Sequence[str], *, is_stated: bool) -> None:
    """Refuse a first line that looks like a row: its numbers count nothing and do not ascend."""
    numbers = [name.strip() for name in names if _IS_NUMBER.fullmatch(name.strip())]
    if is_stated or not numbers:
        return
    values = [float(name.replace(",", ".")) for name in numbers]
    steps = [after - before for before, after in pairwise(values)]
    rising = len(values) > 2 and (all(step > 0 for step in steps) or all(step < 0 for step in steps))
    are_counters = all(step == 1 for step in steps) and all(name.isdigit() for name in numbers)
    if rising or (are_counters and (values[0] in (0, 1) or len(numbers) < len(names))):
        return
    raise InvalidTableError(
        f'The first line of {path} holds the number {numbers[0]}: say read={{"header": 1}} if it names the columns, '
        'read={"header": False} if it is a row.'
    )


def _column_names(path: Path, names: Sequence[str], reading: Reading) -> list[str]:
    check_count(len(names), str(path))
    stated_names = list(names)
    if stated_names and not stated_names[0]:
        stated_names[0] = "index"
        reading.guess(
            "The first column has no name and is called 'index'.", 'read={"header": False}', "index"
        )
    if "" in stated_names:
        raise InvalidTableError(
            f"Column {stated_names.index('') + 1} of {path} has no name in the first line."
        )
    duplicates = sorted(name for name, count in Counter(stated_names).items() if count > 1)
    if duplicates:
        raise InvalidTableError(f"{path} has several columns {duplicates[0]!r}; give each a name of its own.")
    return stated_names


def _units(names: Sequence[str], rows: list[list[str]], reading: Reading) -> dict[str, str] | None:
    """Return the units in the row below the names; None where there is no such row."""
    option = reading.options.units_row
    if option is False or not rows or len(rows[0]) != len(names):
        return None
    cells = [cell.strip() for cell in rows[0]]
    units = {
        name: unit for name, cell in zip(names, cells, strict=True) if (unit := _unit(cell)) not in _NO_UNIT
    }
    if option is True:
        return units
    if (
        len(rows) < 2
        or not units
        or any(cell in MISSING or _IS_NUMBER.fullmatch(cell) or looks_like_number(cell) for cell in cells)
    ):
        return None
    rest = [row for row in rows[1:] if len(row) == len(names)]
    numeric = [
        bool(values) and all(_IS_NUMBER.fullmatch(value) for value in values)
        for values in ([row[i].strip() for row in rest if row[i].strip()] for i in range(len(names)))
    ]
    sure = all(
        (number and cell.lower() in _NO_UNIT and cell)
        or (_is_unit(cell) if number else cell.lower() in _NO_UNIT)
        for number, cell in zip(numeric, cells, strict=True)
    )
    if not sure or not any(
        number and _unit(cell) in units.values() for number, cell in zip(numeric, cells, strict=True)
    ):
        return None
    reading.guess("The row below the names holds units.", 'read={"units_row": False}')
    return units


def _unit(cell: str) -> str:
    inner = _BRACKETS.fullmatch(cell)
    return (inner[1] or inner[2] or "").strip() if inner else cell


def _is_unit(cell: str) -> bool:
    from ..errors import InvalidUnitError
    from ..units import parse

    try:
        parse(_unit(cell))
    except InvalidUnitError:
        return False
    return True


def _decimal(names: Sequence[str], rows: list[list[str]], separator: str, reading: Reading) -> str:
    if reading.options.decimal:
        return str(reading.options.decimal)
    if separator == ",":
        return "."
    samples = [[row[i].strip() for row in rows if i < len(row)] for i in range(len(names))]
    if not has_decimal_commas(samples):
        return "."
    reading.guess("Numbers have decimal commas.", 'read={"decimal": "."}')
    return ","
