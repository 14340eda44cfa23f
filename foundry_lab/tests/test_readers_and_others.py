"""The corpus of texts read by pandas, Polars and DuckDB: where they differ from its tables, and why the tables are right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

CORPUS = Path(__file__).parents[2] / "conformance" / "tables" / "csv.json"
CASES = [
    case
    for case in json.loads(CORPUS.read_text("utf-8"))
    if "table" in case and not {"read", "columns", "encoding"} & case.keys()
]
SEPARATOR = "they take a comma where another separator is said by nobody"
COMMENT = "they take comments for rows or names unless told otherwise"
#: Readers that differ, by the case's name, and why.
REASONS: dict[str, tuple[str, str]] = {
    "ids with leading zeros": ("pandas Polars", "an id loses its zeros"),
    "quoted ids with leading zeros": ("pandas Polars", "an id loses its zeros"),
    "one id with a leading zero": ("pandas Polars", "an id loses its zeros"),
    "60 digits": ("Polars", "it refuses what int128 does not hold; text keeps it"),
    "beyond 2^53 beside a missing one": ("pandas", "an integer beside a missing one is rounded"),
    "formulas that look like numbers": ("pandas", "InF and NaN are compounds"),
    "ratios": ("Polars DuckDB", "10:30 may be a ratio; it does not come back from a time"),
    "ratios of three": ("Polars", "10:30:60 becomes 10:31:00"),
    "hashes with an e": ("pandas Polars DuckDB", "a hash becomes a power of ten"),
    "hexadecimal": ("DuckDB", "0x1F becomes 31"),
    "signs": ("pandas", "+2 becomes 2"),
    "more digits than a double keeps": ("pandas Polars DuckDB", "digits are rounded away"),
    "beyond a double": ("pandas Polars DuckDB", "a finite number becomes infinite"),
    "words for missing values beside numbers": (
        "pandas Polars DuckDB",
        "pandas makes integers doubles and a word of a text column missing; the others keep a column of numbers as text",
    ),
    "truth values": ("pandas Polars DuckDB", "true and True are not one text"),
    "times": ("pandas", "it leaves times as text"),
    "times with a zone": ("pandas Polars DuckDB", "text in pandas; the zone becomes UTC; DuckDB needs pytz"),
    "times of several zones": ("Polars DuckDB", "the zones become UTC; DuckDB needs pytz"),
    "blanks around numbers": ("Polars DuckDB", "text in Polars; DuckDB changes the name ' b'"),
    "semicolons": ("pandas Polars", SEPARATOR),
    "commas in quotes between semicolons": ("pandas Polars", SEPARATOR),
    "tabs": ("pandas Polars", SEPARATOR),
    "pipes": ("pandas Polars", SEPARATOR),
    "blanks": ("pandas Polars DuckDB", SEPARATOR),
    "decimal commas": ("pandas Polars DuckDB", "decimal commas must be said"),
    "decimals or thousands": ("pandas Polars", SEPARATOR),
    "units below the names": ("pandas Polars DuckDB", "a row of units makes all columns text"),
    "an id with zeros above numbers is not a unit": ("pandas Polars", "007 becomes 7"),
    "a number with a plus above numbers is not a unit": ("pandas", "+1 becomes 1"),
    "a value after its quotes": (
        "Polars DuckDB",
        "Polars refuses it; DuckDB keeps the quotes",
    ),
    "comments at the top": ("pandas Polars", COMMENT),
    "names in a comment": ("pandas Polars DuckDB", COMMENT),
    "counted names": ("DuckDB", "it takes counted names for a row"),
    "a blank line in one column": ("pandas", "a missing value is dropped"),
    "a blank line in two columns": ("Polars", "an empty line becomes a row"),
    "ends of lines of old machines": ("Polars", "it does not know a lone CR"),
    "an index without a name": ("pandas Polars DuckDB", "they call it otherwise"),
}


def _pandas(path: Path) -> dict[str, list[Any]]:
    return {str(name): list(column) for name, column in pd.read_csv(path).items()}


def _polars(path: Path) -> dict[str, list[Any]]:
    return pl.read_csv(path, try_parse_dates=True).to_dict(as_series=False)


def _duckdb(path: Path) -> dict[str, list[Any]]:
    relation = duckdb.read_csv(str(path))
    rows = relation.fetchall()
    return {name: [row[index] for row in rows] for index, name in enumerate(relation.columns)}


READERS: dict[str, Callable[[Path], dict[str, list[Any]]]] = {
    "pandas": _pandas,
    "Polars": _polars,
    "DuckDB": _duckdb,
}


def _text(value: Any) -> str | None:
    return None if value is None or value is pd.NA or value != value else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_other_readers_differ_only_for_a_reason(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(case["text"].encode())
    right = {name: column["values"] for name, column in case["table"].items()}
    differing = []
    for reader, read in READERS.items():
        try:
            table = {name: list(map(_text, values)) for name, values in read(path).items()}
        except Exception:
            table = {}
        if table != right:
            differing.append(reader)
    assert " ".join(differing) == REASONS.get(case["name"], ("", ""))[0]
