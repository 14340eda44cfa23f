"""Groups of rows in a preview, against DuckDB."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundry_lab.contracts.models import Comparison, Filter, GroupsRequest, View
from foundry_lab.errors import InvalidFilterError
from foundry_lab.tables.pages import TableView

_FLOATS = st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf"), -float("inf")])
_KEYS: dict[str, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    "text": (pa.string(), st.sampled_from(["", "a", "b", "missing", "NaN"])),
    "double": (pa.float64(), _FLOATS),
    "single": (pa.float32(), _FLOATS),
    "large": (pa.uint64(), st.sampled_from([2**64 - 1, 2**64 - 2, 0])),
    "truth": (pa.bool_(), st.booleans()),
    "decimal": (pa.decimal128(38, 2), st.sampled_from([Decimal("0.10"), Decimal("-99999.01")])),
    "day": (pa.date32(), st.sampled_from([datetime.date(1, 1, 1), datetime.date(9999, 12, 31)])),
    "category": (pa.dictionary(pa.int8(), pa.string()), st.sampled_from(["x", "y"])),
    "time": (pa.timestamp("us"), st.integers(-5, 5)),
}
_VALUES = st.none() | st.floats(-1e6, 1e6, width=32) | st.sampled_from([float("nan"), float("inf")])
_QUERY = """
    SELECT key, count(*), avg(value) FILTER (isfinite(value)), min(value) FILTER (isfinite(value)),
           max(value) FILTER (isfinite(value)), max(id)
    FROM rows GROUP BY key ORDER BY count(*) DESC
"""


def _asked(table: pa.Table, **more: Any) -> tuple[Any, pa.Table]:
    answer, bytes_of = TableView(table).groups(GroupsRequest(id=1, by="key", **more))
    return answer, pa.ipc.open_stream(bytes_of).read_all()


def _word(value: object) -> str:
    return repr(abs(value) if isinstance(value, float) and value == 0 else value)


@pytest.mark.parametrize("kind", _KEYS)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_groups_are_those_of_duckdb(kind: str, data: st.DataObject) -> None:
    arrow, values = _KEYS[kind]
    rows = data.draw(st.lists(st.tuples(st.none() | values, _VALUES), max_size=40))
    columns = {
        "key": pa.array([key for key, _ in rows], arrow),
        "value": pa.array([value for _, value in rows], pa.float64()),
        "id": pa.array(range(2**62, 2**62 + len(rows)), pa.int64()),
    }
    table = pa.table(columns)
    answer, shown = _asked(table, columns=["value", "id"])
    # DuckDB reads no 8-bit categories with missing values that pyarrow writes.
    plain = table.set_column(0, "key", table["key"].cast(pa.string())) if kind == "category" else table
    with duckdb.connect() as engine:
        engine.register("rows", plain)
        found = engine.sql(_QUERY).to_arrow_table().to_pydict()
    truth = {_word(key): row for key, *row in zip(*found.values(), strict=True)}
    counts = shown["count"].to_pylist()
    assert (answer.rows, answer.groups) == (len(rows), len(truth))
    assert counts == sorted(counts, reverse=True)
    for key, count, mean, low, high, last in zip(
        *(shown[name].to_pylist() for name in ["value", "count", "mean 0", "min 0", "max 0", "max 1"]),
        strict=True,
    ):
        assert [count, low, high, last] == [truth[_word(key)][at] for at in (0, 2, 3, 4)]
        known = truth[_word(key)][1]
        assert mean == (known if known is None else pytest.approx(known, rel=1e-9, abs=1e-6))


def test_groups_follow_the_filter_and_say_how_many_there_are() -> None:
    table = pa.table({"key": ["a", "b", "a", None, "c"], "n": [1, 2, 3, 4, 5]})
    above = Filter(compare=Comparison(column="n", op=">", value=1))
    answer, shown = _asked(table, view=View(filter=above), limit=2)
    assert (answer.rows, answer.groups) == (4, 4)
    assert shown.to_pydict() == {"value": ["a", "b"], "count": [1, 1]}


def test_what_makes_no_groups_is_said() -> None:
    table = pa.table({"key": [[1], [2]], "n": ["x", "y"]})
    with pytest.raises(InvalidFilterError, match=r"Column 'key' holds list<.*>, which makes no groups"):
        _asked(table)
    with pytest.raises(
        InvalidFilterError, match=r"Column 'n' holds string, which has no mean; choose numbers\."
    ):
        _asked(table.set_column(0, "key", pa.array([1, 1])), columns=["n"])
