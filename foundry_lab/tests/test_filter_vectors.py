"""The filters of schema/vectors, whose rows DuckDB selected: as text, as a tree and over Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

import foundry_lab as foundry
from foundry_lab.contracts.models import Filter
from foundry_lab.errors import InvalidFilterError, UnknownColumnError
from foundry_lab.tables.filters import expression, matches, matching, tree
from foundry_lab.tables.grammar import parse

FOLDER = Path(__file__).parents[2] / "schema" / "vectors"
VECTORS = json.loads((FOLDER / "filters.json").read_text(encoding="utf-8"))
TABLE = feather.read_table(FOLDER / "filters.arrow")


def ids(table: Any) -> list[int]:
    found: list[int] = table.column("id").to_pylist()
    return found


@pytest.mark.parametrize("vector", VECTORS["filters"], ids=lambda vector: vector["text"])
def test_a_text_is_its_tree_and_selects_the_rows_that_duckdb_does(vector: dict[str, Any]) -> None:
    read = parse(vector["text"])
    assert msgspec.to_builtins(read) == vector["tree"]
    # As a browser sends it: through JSON.
    sent = msgspec.json.decode(json.dumps(vector["tree"]), type=Filter)
    for given in (vector["text"], vector["tree"], read, sent):
        assert ids(matching(TABLE, given)) == vector["rows"]
    condition = expression(vector["text"], TABLE.schema)
    assert ids(pq.read_table(FOLDER / "filters.parquet", filters=condition)) == vector["rows"]
    (batch,) = TABLE.combine_chunks().to_batches()
    chosen = matches(read, batch).fill_null(False).to_pylist()
    assert [row for row, holds in enumerate(chosen) if holds] == vector["rows"]


@pytest.mark.parametrize("text", VECTORS["unreadable"])
def test_what_is_not_a_filter_is_refused_by_the_reader(text: str) -> None:
    with pytest.raises(InvalidFilterError) as raised:
        parse(text)
    assert "Error" not in str(raised.value)


@pytest.mark.parametrize("text", VECTORS["unfit"])
def test_a_filter_that_does_not_fit_the_table_is_refused(text: str) -> None:
    parse(text)
    with pytest.raises((InvalidFilterError, UnknownColumnError)):
        matching(TABLE, text)


def test_a_file_is_filtered_by_the_same_text() -> None:
    text = "i64 == 9007199254740993 or utc == '2024-05-01T12:30:00.123456788Z'"
    assert ids(foundry.table(str(FOLDER / "filters.parquet")).to_arrow(filter=text)) == [1, 2]


def test_integers_that_doubles_do_not_hold_stay_exact_in_a_dict() -> None:
    given = {"compare": {"column": "u64", "op": "==", "value": 2**64 - 1}}
    assert ids(matching(TABLE, given)) == [2]
    assert msgspec.to_builtins(tree(given))["compare"]["value"] == {"number": str(2**64 - 1)}
