"""Workbooks read by openpyxl and pandas: where they differ from what is read here, and why."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from foundry_lab.datasets.content import Content
from foundry_lab.datasets.read_content import read_content
from foundry_lab.errors import FoundryError

DAY = datetime.datetime(2026, 3, 4)
REFUSED = "refused"
#: The cells of a sheet, row by row, the names first.
SHEETS: dict[str, list[list[Any]]] = {
    "whole numbers": [["n"], [1], [2]],
    "large whole numbers": [["n"], [2**53 - 1], [1]],
    "decimals": [["x"], [1.5], [-0.25]],
    "whole numbers beside decimals": [["x"], [1], [2.5]],
    "a missing whole number": [["n", "m"], [1, 1], [None, 2]],
    "text": [["s"], ["a"], ["b"]],
    "ids as text": [["id"], ["007"], ["1e5"]],
    "words for missing values": [["s"], ["NA"], ["NaN"], ["null"]],
    "formulas of compounds": [["f"], ["NaN"], ["InF"]],
    "truth values": [["t"], [True], [False]],
    "a missing truth value": [["t", "m"], [True, 1], [None, 2]],
    "dates": [["d"], [DAY], [DAY]],
    "times": [["t"], [datetime.time(10, 30)], [datetime.time(11, 0)]],
    "text that looks like an error": [["s"], ["#12!"], ["#A?"]],
    "errors": [["x", "m"], ["#DIV/0!", 1], [2, 2]],
    "an empty row between": [["n"], [1], [None], [3]],
    "empty rows at the end": [["n"], [1], [None], [None]],
    "an empty row above": [[None], ["n"], [1]],
    "a number as a name": [[2020, 2021], [1, 2]],
    "a column without a name": [["a", None], [1, 2]],
    "two columns of one name": [["a", "a"], [1, 2]],
    "numbers beside text": [["x"], [1], ["a"]],
    "numbers beside dates": [["x"], [1], [DAY]],
    "truth values beside numbers": [["x"], [True], [2]],
    "a formula without a stored value": [["x", "y"], [1, "=A2+1"]],
    "text with blanks around it": [["s"], [" a "], ["b"]],
}
MIXED = "a column of several kinds is refused with its rows; they keep Python objects"
#: Readers that differ, by the sheet's name, and why.
REASONS: dict[str, tuple[str, str]] = {
    "whole numbers beside decimals": (
        "openpyxl",
        "a column has one type; openpyxl gives Python's int and float",
    ),
    "ids as text": ("pandas", "007 becomes 7 and 1e5 100000.0"),
    "a missing whole number": ("pandas", "whole numbers become doubles"),
    "words for missing values": ("pandas", "NA, NaN and null may be texts"),
    "formulas of compounds": ("pandas", "NaN is sodium nitride"),
    "a missing truth value": ("pandas", "truth values become numbers"),
    "errors": ("openpyxl pandas", "openpyxl gives the error's text; pandas makes the whole numbers doubles"),
    "an empty row between": (
        "openpyxl pandas",
        "an empty row is left out, and said; they keep a missing value",
    ),
    "an empty row above": ("openpyxl pandas", "they take the empty row for that of the names"),
    "a column without a name": ("openpyxl pandas", "it is refused; pandas calls it 'Unnamed: 1'"),
    "two columns of one name": ("openpyxl pandas", "they are refused; pandas calls one 'a.1'"),
    "numbers beside text": ("openpyxl pandas", MIXED),
    "numbers beside dates": ("openpyxl pandas", MIXED),
    "truth values beside numbers": ("openpyxl pandas", MIXED),
    "a formula without a stored value": (
        "openpyxl pandas",
        "it is refused with its cell; they give a missing value",
    ),
}
Table = dict[str, list[str | None]]


def _text(value: Any) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return str(pd.Timestamp(value)) if isinstance(value, datetime.datetime) else str(value)


def _here(path: Path) -> Table | str:
    try:
        content: Content = read_content(path)
    except FoundryError:
        return REFUSED
    return {
        name: [_text(value) for value in content.table[name].to_pylist()]
        for name in content.table.schema.names
    }


def _openpyxl(path: Path) -> Table:
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    head, *rows = list(sheet.iter_rows(values_only=True))
    return {str(name): [_text(row[index]) for row in rows] for index, name in enumerate(head)}


def _pandas(path: Path) -> Table:
    return {str(name): [_text(value) for value in column] for name, column in pd.read_excel(path).items()}


READERS = {"openpyxl": _openpyxl, "pandas": _pandas}


@pytest.mark.parametrize("name", SHEETS)
def test_other_readers_of_workbooks_differ_only_for_a_reason(name: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in SHEETS[name]:
        book.worksheets[0].append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    here = _here(path)
    differing = [reader for reader, read in READERS.items() if read(path) != here]
    assert " ".join(differing) == REASONS.get(name, ("", ""))[0], here
