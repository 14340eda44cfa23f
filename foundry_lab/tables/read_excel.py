"""Excel workbooks as Arrow tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from ..extras import extra
from .python_values import column_of_values
from .reading import Reading

_SHOWN = 5


def read_excel(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read a sheet of a workbook, the first visible one unless another is said; its first row names the columns.

    Raises
    ------
    InvalidTableError
        Naming the file, and the cells or the column.
    """
    reading = reading or Reading()
    reading.where = str(path)
    rows, title = _cells(path, reading, formulas=False)
    start = _first_row(rows, path, title, reading)
    head, body = rows[start], rows[start + 1 :]
    if reading.header is False:
        head, body = [f"column_{i + 1}" for i in range(max(map(len, rows[start:])))], rows[start:]
    while head and head[-1] is None:
        head.pop()
    units: list[Any] = body.pop(0) if reading.options.units_row is True and body else []
    while body and all(value is None for value in body[-1]):
        body.pop()
    empty = sum(all(value is None for value in row) for row in body)
    if empty:
        reading.guess(
            f"{empty:,} empty row{'s' if empty > 1 else ''} between others are left out.", "fill them"
        )
        body = [row for row in body if any(value is not None for value in row)]
    if any(value is None for row in body for value in [*row, *[None] * (len(head) - len(row))]):
        _check_formulas(path, reading)
    columns: dict[str, pa.Array] = {}
    fields = []
    for index, name in enumerate(map(_name, head)):
        if not name or name in columns:
            problem = f"is called {name!r} like another" if name else "has no name"
            raise InvalidTableError(f"Column {index + 1} of the sheet {title!r} of {path} {problem}.")
        columns[name] = column_of_values(
            [row[index] if index < len(row) else None for row in body], name, reading
        )
        unit = units[index] if index < len(units) else None
        fields.append(pa.field(name, columns[name].type, metadata={"unit": str(unit)} if unit else None))
    for number, row in enumerate(body, start=1):
        if any(value is not None for value in row[len(head) :]):
            raise InvalidTableError(
                f"Row {number} of the sheet {title!r} of {path} has a value in a column without a name: name the column."
            )
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _name(value: object) -> str:
    return "" if value is None else str(value)


def _first_row(rows: list[list[Any]], path: Path, title: str, reading: Reading) -> int:
    header = reading.header
    if isinstance(header, int) and not isinstance(header, bool):
        if 0 < header <= len(rows):
            return header - 1
        raise InvalidTableError(f"The sheet {title!r} of {path} has no row {header}: it has {len(rows)}.")
    for index, row in enumerate(rows):
        if any(value is not None for value in row):
            return index
    raise InvalidTableError(f"The sheet {title!r} of {path} is empty.")


def _check_formulas(path: Path, reading: Reading) -> None:
    """Refuse formulas whose values were never stored: they would be missing."""
    values, title = _cells(path, Reading(options=reading.options), formulas=False)
    formulas, _ = _cells(path, Reading(options=reading.options), formulas=True)
    from openpyxl.utils import get_column_letter

    cells = [
        f"{get_column_letter(column)}{number}"
        for number, (row, cells_of_row) in enumerate(zip(values, formulas, strict=False), start=1)
        for column, (value, text) in enumerate(zip(row, cells_of_row, strict=False), start=1)
        if value is None and text is _FORMULA
    ]
    if cells:
        examples = ", ".join(cells[:_SHOWN]) + (
            f" and {len(cells) - _SHOWN:,} more" if len(cells) > _SHOWN else ""
        )
        raise InvalidTableError(
            f"{path} has formulas without stored values in the sheet {title!r} ({examples}): open it in a spreadsheet "
            "program and save it, or put values in their place."
        )


_FORMULA = object()


def _cells(path: Path, reading: Reading, *, formulas: bool) -> tuple[list[list[Any]], str]:
    """Return all cells of the sheet, whatever its `dimension` says, and its title."""
    import zipfile

    with extra("excel", f"{path} is an Excel workbook, which openpyxl reads"):
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

    # Opened here: a file that is a workbook is one whatever it is called.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=not formulas)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise InvalidTableError(f"{path} cannot be read as an Excel workbook: {error}.") from None
        sheet = _sheet(book.worksheets, path, reading)
        sheet.reset_dimensions()
        errors: dict[str, int] = {}

        def value(cell: Any, number: int) -> Any:
            kind = getattr(cell, "data_type", None)
            if formulas:
                return _FORMULA if kind == "f" else None
            if kind == "e":
                errors.setdefault(str(cell.value), number)
                return None
            return cell.value

        rows = [
            [value(cell, number) for cell in row] for number, row in enumerate(sheet.iter_rows(), start=1)
        ]
        title = str(sheet.title)
        book.close()
    for word, number in errors.items():
        reading.guess(
            f"Cells with the error {word} are missing values, first in row {number}.", "correct the formula"
        )
    return rows, title


def _sheet(sheets: list[Any], path: Path, reading: Reading) -> Any:
    option = reading.options.sheet
    titles = [sheet.title for sheet in sheets]
    if isinstance(option, int) and 0 < option <= len(sheets):
        return sheets[option - 1]
    if isinstance(option, int | str):
        if option in titles:
            return sheets[titles.index(option)]
        raise InvalidTableError(
            f"{path} does not have a sheet {option!r}: it has {', '.join(map(repr, titles))}."
        )
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if not visible:
        raise InvalidTableError(f'{path} has no visible sheet: say which one with read={{"sheet": ...}}.')
    others = [
        f"{sheet.title!r}{'' if sheet.sheet_state == 'visible' else ' (hidden)'}"
        for sheet in sheets
        if sheet is not visible[0]
    ]
    if others:
        reading.guess(
            f"The sheet {visible[0].title!r} is read; there are also {', '.join(others)}.",
            'read={"sheet": ...}',
        )
    return visible[0]
