"""Excel workbooks as Arrow tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading


def read_excel(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read the first sheet of a workbook; its first row names the columns.

    Raises
    ------
    InvalidTableError
        Naming the file and the column.
    """
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # Opened here: a file that is a workbook is one whatever it is called.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise InvalidTableError(f"{path} cannot be read as an Excel workbook: {error}.") from None
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    rows = [row for row in rows if any(value is not None for value in row)]
    if not rows:
        raise InvalidTableError(f"The first sheet of {path} is empty.")
    head, *body = rows
    while head and head[-1] is None:
        head.pop()
    arrays: dict[str, pa.Array] = {}
    for index, title in enumerate(head):
        if title is None or str(title) in arrays:
            said = "has no name" if title is None else f"is called {str(title)!r} like another"
            raise InvalidTableError(f"Column {index + 1} of the first sheet of {path} {said}.")
        values = [_value(row[index]) if index < len(row) else None for row in body]
        try:
            arrays[str(title)] = pa.array(values)
        except (pa.ArrowException, OverflowError) as error:
            raise InvalidTableError(
                f"Column {str(title)!r} of {path} mixes kinds of values: {str(error).strip().rstrip('.')}."
            ) from None
    return pa.table(arrays)


def _value(cell: Any) -> Any:
    # What a formula that failed leaves behind.
    return (
        None if isinstance(cell, str) and cell.startswith("#") and cell.endswith(("!", "/A", "?")) else cell
    )
