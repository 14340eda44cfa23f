"""Files as tables: the corpus of texts with their right tables, and the rule over all texts."""

from __future__ import annotations

import datetime
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundry_lab.contracts.models import ColumnDraft, ReadOptions
from foundry_lab.datasets.content import read_content
from foundry_lab.errors import FoundryError
from foundry_lab.tables.reading import Reading
from foundry_lab.tables.text_rule import typed

CORPUS = Path(__file__).parents[2] / "conformance" / "tables" / "csv.json"
CASES = {case["name"]: case for case in json.loads(CORPUS.read_text("utf-8"))} if CORPUS.is_file() else {}


@pytest.mark.parametrize("name", CASES)
def test_a_text_has_its_table(name: str, tmp_path: Path) -> None:
    case: dict[str, Any] = CASES[name]
    path = tmp_path / "data.csv"
    path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
    columns = msgspec.convert(case.get("columns", []), list[ColumnDraft])
    options = msgspec.convert(case.get("read", {}), ReadOptions)
    if "refused" in case:
        with pytest.raises(FoundryError, match=case["refused"]):
            read_content(path, columns=columns, read=options)
        return
    content = read_content(path, columns=columns, read=options)
    shown = {
        field.name: {
            "type": str(field.type),
            "values": [
                None if value is None else str(value) for value in content.table[field.name].to_pylist()
            ],
        }
        for field in content.table.schema
    }
    assert shown == case["table"]
    sentences = [guess.detail for guess in content.reading.guesses]
    for part in case.get("guesses", []):
        assert any(part in sentence for sentence in sentences), sentences


def test_units_below_the_names_are_the_columns_units(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("f,T,E\n-,[K],(eV)\nFe,1,2.5\n")
    schema = read_content(path).table.schema
    assert [(schema.field(name).metadata or {}).get(b"unit") for name in ("f", "T", "E")] == [
        None,
        b"K",
        b"eV",
    ]


identifiers = st.one_of(
    st.from_regex(r"[0-9]{1,25}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{1,6}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"0[xX][0-9a-fA-F]{1,8}", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", fullmatch=True),
    st.from_regex(r"mp-[0-9]{1,6}", fullmatch=True),
)
numbers = st.one_of(
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(repr),
    st.floats(allow_nan=False).map(lambda value: f"{value:.18e}"),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda value: f"{value:.3f}"),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.from_regex(r"-?[0-9]{0,20}\.[0-9]{0,20}", fullmatch=True),
)
dates = st.one_of(
    st.dates().map(str),
    st.datetimes().map(lambda value: value.isoformat()),
    st.datetimes().map(lambda value: f"{value.isoformat(' ')}Z"),
    st.from_regex(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)
words = st.sampled_from(["NaN", "NA", "null", "inf", "InF", "true", "False", "x", "", " 1", "None"])
texts = st.one_of(
    *(st.lists(part, min_size=1, max_size=6) for part in (identifiers, numbers, dates)),
    st.lists(st.one_of(identifiers, numbers, dates, words), min_size=1, max_size=6),
    st.lists(st.one_of(numbers, words), min_size=1, max_size=6),
)
MISSING = {"", "NA", "N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "#N/A", "<NA>"}


def comes_back(text: str, value: object) -> bool:
    """Whether a value, written with the digits of a text, is that text, by Python's own arithmetic."""
    bare = text.strip(" ")
    if isinstance(value, bool):
        return bare.lower() == str(value).lower()
    if isinstance(value, int):
        return bare == str(value)
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return bare.lower().lstrip("-+") in ("inf", "infinity") and bare.startswith("-") == (value < 0)
        if re.match(r"\+|-?0[0-9]", bare):
            return False
        exact = Decimal(bare)
        digits = len(exact.as_tuple().digits)
        return Decimal(repr(value)) == exact or Decimal(f"{value:.{max(digits, 1) - 1}e}") == exact
    if isinstance(value, Decimal):
        return Decimal(bare) == value and not re.match(r"\+|-?0[0-9]", bare)
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(bare) == value
    return isinstance(value, datetime.date) and bare == str(value)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_a_text_becomes_what_writes_it_back(values: list[str]) -> None:
    reading = Reading()
    column = pa.chunked_array([pa.array([value or None for value in values], pa.string())])
    read = typed(column, "c", reading)
    for text, value in zip(values, read.to_pylist(), strict=True):
        if value is None:
            assert text in MISSING
            assert not text or any("missing" in guess.detail for guess in reading.guesses)
        else:
            assert value == text if isinstance(value, str) else comes_back(text, value)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(identifiers, numbers, dates), min_size=1, max_size=6))
def test_an_id_stays_text(values: list[str]) -> None:
    column = pa.chunked_array([pa.array(values, pa.string())])
    for draft in (
        ColumnDraft(name="c", role="id"),
        ColumnDraft(name="c", kind="formula"),
        ColumnDraft(name="c", kind="smiles"),
    ):
        assert typed(column, "c", Reading.of([draft])).to_pylist() == values
