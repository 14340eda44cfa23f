from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from msgspec import UNSET

from foundry_lab.tables.statistics import column_statistics, split_statistics


def test_numbers_are_as_pandas_counts() -> None:
    values = pd.Series([1.5, np.nan, 2.5, -4.0, 2.5, np.nan])
    found = column_statistics("x", pa.chunked_array([pa.array(values), pa.array([None, 7.0])]))
    both = pd.concat([values, pd.Series([np.nan, 7.0])])
    assert (found.count, found.missing) == (both.count(), both.isna().sum())
    assert (found.min, found.max, found.mean, found.std) == pytest.approx(
        (both.min(), both.max(), both.mean(), both.std())
    )
    assert sum(found.histogram.counts) == both.count()  # type: ignore[union-attr]
    assert found.top is UNSET


def test_text_has_its_most_frequent_values_first_and_ties_in_order() -> None:
    found = column_statistics("x", pa.chunked_array([["b", "a", None], ["c", "b", "a", "c", "b"]]))
    assert (found.count, found.missing, found.unique) == (7, 1, 3)
    assert [(item.value, item.count) for item in found.top] == [("b", 3), ("a", 2), ("c", 2)]  # type: ignore[union-attr]
    assert found.min is UNSET


def test_booleans_are_written_as_json_writes_them() -> None:
    found = column_statistics("x", pa.chunked_array([[True, False, True, None]]))
    assert [(item.value, item.count) for item in found.top] == [("true", 2), ("false", 1)]  # type: ignore[union-attr]


def test_dates_and_times_are_milliseconds_since_1970() -> None:
    moments = [datetime(1970, 1, 2, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)]
    for unit in ("s", "ms", "us", "ns"):
        found = column_statistics("x", pa.chunked_array([pa.array(moments, pa.timestamp(unit, "UTC"))]))
        assert (found.min, found.max) == (86_400_000, moments[1].timestamp() * 1000)
    found = column_statistics("x", pa.chunked_array([pa.array([date(1970, 1, 2), None])]))
    assert (found.min, found.max, found.missing) == (86_400_000, 86_400_000, 1)


def test_one_value_has_no_deviation_and_none_has_no_range() -> None:
    one = column_statistics("x", pa.chunked_array([[3]]))
    assert (one.min, one.mean, one.std) == (3, 3, UNSET)
    none = column_statistics("x", pa.chunked_array([pa.array([None, float("nan")])]))
    assert (none.count, none.missing, none.nan, none.min, none.histogram) == (1, 1, 1, UNSET, UNSET)


def test_missing_nan_infinite_and_empty_are_counted_apart() -> None:
    infinity = float("inf")
    for kind in (pa.float16(), pa.float32(), pa.float64()):
        values = pa.array([1.0, None, float("nan"), None, infinity, -infinity, infinity], kind)
        for column in (values, values.dictionary_encode()):
            found = column_statistics("x", pa.chunked_array([column]))
            assert (found.count, found.missing, found.nan, found.infinite, found.max) == (5, 2, 1, 3, 1.0)
    text = column_statistics("x", pa.chunked_array([["", None], ["", "NaN", "null"]]))
    assert (text.count, text.missing, text.empty, text.nan) == (4, 1, 2, UNSET)


def test_a_split_of_no_rows() -> None:
    table = pa.table({"x": pa.array([], pa.float64()), "y": pa.array([], pa.string())})
    found = split_statistics("train", table)
    assert (found.rows, [column.count for column in found.columns]) == (0, [0, 0])
    assert msgspec.json.decode(msgspec.json.encode(found))["columns"][1] == {
        "name": "y", "count": 0, "missing": 0, "unique": 0, "top": [],
    }  # fmt: skip
