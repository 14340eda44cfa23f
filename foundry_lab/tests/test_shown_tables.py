"""Whatever is given to a preview is shown: odd columns as text with a word about it, and the others as they are."""

from __future__ import annotations

import datetime as dt
import decimal
import pathlib
import re
import uuid
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.errors import InvalidTableError

from .arrow_tables import tables

pytestmark = pytest.mark.filterwarnings("ignore")
MARS = pa.array([0, None], pa.timestamp("us", "Mars/Base"))
FAR = {
    "microseconds": pa.array([2**62, None], pa.timestamp("us")),
    "seconds": pa.array([316_516_204_800, -(2**62)], pa.timestamp("s")),
    "days": pa.array([2_933_000, -800_000], pa.date32()),
    "milliseconds": pa.array([2_933_000 * 86_400_000, None], pa.date64()),
    "in lists": pa.array([[2**62], None], pa.list_(pa.timestamp("us"))),
    "in records": pa.array([{"a": 2**62}, None], pa.struct([("a", pa.timestamp("us"))])),
    "an unknown zone": MARS,
}


def shown(source: Any) -> Any:
    """The preview of a source, drawn in full as a notebook draws and saves it."""
    widget = foundry.preview(source)
    assert "<table" in widget._repr_mimebundle_()["text/html"]
    return widget


@pytest.mark.parametrize("name", FAR)
def test_a_time_that_python_does_not_reach_takes_no_table_away(name: str) -> None:
    widget = shown(pa.table({"t": FAR[name], "n": [1, 2]}))
    assert widget.table["n"].to_pylist() == [1, 2]
    assert widget.table["t"].combine_chunks().equals(FAR[name])


class Unspeakable:
    def __repr__(self) -> str:
        raise ZeroDivisionError


TEXTS: dict[str, tuple[Callable[[], Any], list[str | None], str]] = {
    "complex": (lambda: [1j, None], ["1j", None], "'x', which holds a complex number in row 1"),
    "mixed": (lambda: pd.Series([1, "a"], dtype=object), ["1", "a"],
              "'x', which mixes a number in row 1, text in row 2"),
    "sets": (lambda: pd.Series([{1}, None]), ["{1}", None], "type set in row 1"),
    "no text": (lambda: pd.Series([Unspeakable(), None]), ["Unspeakable that cannot be shown (ZeroDivisionError)", None],
                "type Unspeakable"),
    "intervals": (lambda: pd.interval_range(0, 2), ["(0, 1]", "(1, 2]"], "interval"),
    "bands": (lambda: pd.cut([1, 9], [0, 5, 10]), ["(0, 5]", "(5, 10]"], "interval"),
    "periods": (lambda: pd.period_range("2024-01", periods=2, freq="M"), ["2024-01", "2024-02"], r"period\[M\]"),
    "extended floats": (lambda: np.array([1, 2], np.longdouble), ["1.0", "2.0"], "'x'"),
    "a large integer": (lambda: pd.Series([2**53 + 1, 0.5], dtype=object), [str(2**53 + 1), "0.5"], str(2**53 + 1)),
    "two zones": (lambda: pd.Series([pd.Timestamp("2024", tz=zone) for zone in ("UTC", "Asia/Tokyo")], dtype=object),
                  ["2024-01-01 00:00:00+00:00", "2024-01-01 00:00:00+09:00"], "zone Asia/Tokyo in row 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_column_that_arrow_lacks_is_shown_as_text_and_named(name: str) -> None:
    values, expected, said = TEXTS[name]
    frame = pd.DataFrame({"x": values(), "n": [1, 2]})
    for source in (frame, {"x": frame["x"], "n": [1, 2]}):
        widget = shown(source)
        assert widget.table.to_pydict() == {"x": expected, "n": [1, 2]}
        assert widget.description["note"].startswith("Shown as text: ")
        assert re.search(said, widget.description["note"])


def test_types_of_arrow_that_no_browser_draws_are_text() -> None:
    months = pa.Table.from_pandas(pd.DataFrame({"m": pd.PeriodIndex(["2024-01", None], freq="M")}))
    records = pa.DictionaryArray.from_arrays([0, None], pa.array([{"a": 1}]))
    widget = shown(months.append_column("r", records))
    assert widget.table.to_pydict() == {"m": ["2024-01", None], "r": ["{'a': 1}", None]}
    assert "'m', which is of the type pandas.period" in widget.description["note"]
    assert "'r', which is of the type dictionary" in widget.description["note"]


def test_columns_of_polars_and_duckdb_that_arrow_lacks_are_text() -> None:
    frame = pl.DataFrame({"x": [{1}], "n": [1]}, schema={"x": pl.Object, "n": pl.Int64})
    assert shown(frame).table.to_pydict() == {"x": ["{1}"], "n": [1]}
    long = shown(pl.DataFrame({"x": pl.Series([10**38], dtype=pl.Int128)}))
    assert long.table.to_pydict() == {"x": [str(10**38)]}
    bits = shown(duckdb.sql("select '101'::bit as \"x y\", 1 as n"))
    assert bits.table.to_pydict() == {"x y": ["101"], "n": [1]}
    assert "'x y', which is of the type BIT" in bits.description["note"]


def test_rows_without_columns_are_counted() -> None:
    for source in (pd.DataFrame(index=range(3)), pa.table({"a": [1, 2, 3]}).select([])):
        widget = shown(source)
        assert widget.description["rows"] == 3
        assert "3 rows × 0 columns" in widget._repr_mimebundle_()["text/html"]


LABELS = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
INDEXED: dict[str, tuple[pd.DataFrame, dict[str, list[Any]]]] = {
    "text": (pd.DataFrame({"c": [1, 2]}, index=["r1", "r2"]), {"index": ["r1", "r2"], "c": [1, 2]}),
    "levels": (pd.DataFrame({"c": [1, 2]}, index=LABELS), {"level_0": ["a", "b"], "level_1": [1, 2], "c": [1, 2]}),
    "one name of two": (pd.DataFrame({"c": [1, 2]}, index=LABELS.set_names(["k", None])),
                        {"k": ["a", "b"], "level_1": [1, 2], "c": [1, 2]}),
    "the name of a column": (pd.DataFrame({"a": [1, 2]}, pd.Index([5, 6], name="a")), {"a_index": [5, 6], "a": [1, 2]}),
    "of columns with levels": (pd.DataFrame([[1, 2]], ["r"], pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])),
                               {"index": ["r"], "('a', 'x')": [1], "('a', 'y')": [2]}),
    "filtered": (pd.DataFrame({"c": [1, 20, 30]}).query("c > 10"), {"index": [1, 2], "c": [20, 30]}),
    "grouped": (pd.DataFrame({"g": ["u", "v", "u"], "c": [1, 2, 3]}).groupby("g").agg({"c": ["min", "max"]}),
                {"g": ["u", "v"], "('c', 'min')": [1, 2], "('c', 'max')": [3, 2]}),
    "a count": (pd.DataFrame({"c": [1, 2]}), {"c": [1, 2]}),
    "no count of text": (pd.DataFrame({0: [1], 1: [2]}, index=[7]), {"index": [7], "0": [1], "1": [2]}),
}  # fmt: skip


@pytest.mark.parametrize("name", INDEXED)
def test_the_labels_of_rows_are_columns_at_the_left(name: str, store: Any) -> None:
    frame, expected = INDEXED[name]
    found = shown(frame).table
    assert found.column_names == [*expected]
    assert found.to_pydict() == expected
    published = foundry.publish_dataset({"train": frame}, name="labels")["train"].to_arrow()
    assert published.to_pydict() == expected


STRUCTURED = np.array([(1, 2.5)], [("a", "i4"), ("b", "f8")])
NAMELESS: dict[str, tuple[Callable[[], Any], dict[str, list[Any]]]] = {
    "Series": (lambda: pd.Series([1, 2]), {"value": [1, 2]}),
    "Series with labels": (lambda: pd.Series([1, 2], ["a", "b"], name="n"), {"index": ["a", "b"], "n": [1, 2]}),
    "Index": (lambda: pd.Index([1, 2], name="n"), {"n": [1, 2]}),
    "MultiIndex": (lambda: LABELS.set_names(["p", "q"]), {"p": ["a", "b"], "q": [1, 2]}),
    "Styler": (lambda: pd.DataFrame({"a": [1]}).style, {"a": [1]}),
    "Polars series": (lambda: pl.Series([1, 2]), {"value": [1, 2]}),
    "Arrow array": (lambda: pa.array([1, None]), {"value": [1, None]}),
    "Arrow records": (lambda: pa.array([{"a": 1}]), {"a": [1]}),
    "chunked array": (lambda: pa.chunked_array([[1], [2]]), {"value": [1, 2]}),
    "batch": (lambda: pa.record_batch({"a": [1]}), {"a": [1]}),
    "reader": (lambda: pa.table({"a": [1]}).to_reader(), {"a": [1]}),
    "array": (lambda: np.arange(2), {"value": [0, 1]}),
    "matrix": (lambda: np.array([[1, 2], [3, 4]]), {"0": [1, 3], "1": [2, 4]}),
    "cube": (lambda: np.arange(4).reshape(1, 2, 2), {"value": [[0, 1, 2, 3]]}),
    "structured": (lambda: STRUCTURED, {"a": [1], "b": [2.5]}),
    "list": (lambda: [1, None, 3], {"value": [1, None, 3]}),
    "rows": (lambda: [(1, "a"), (2, "b")], {"0": [1, 2], "1": ["a", "b"]}),
    "uneven rows": (lambda: [[1], [2, 3]], {"value": [[1], [2, 3]]}),
    "records": (lambda: [{"a": 1}, {"b": 2}], {"a": [1, None], "b": [None, 2]}),
    "record": (lambda: {"a": 1, "b": "x"}, {"a": [1], "b": ["x"]}),
    "columns": (lambda: {"a": [1], "b": np.array([2.5])}, {"a": [1], "b": [2.5]}),
    "empty list": (list, {}),
    "lazy frame": (lambda: pl.LazyFrame({"a": [1]}), {"a": [1]}),
    "relation": (lambda: duckdb.sql("select 1 as a"), {"a": [1]}),
    "Dask": (lambda: pytest.importorskip("dask.dataframe").from_pandas(pd.DataFrame({"a": [1]}), 1), {"a": [1]}),
    "xarray": (lambda: pytest.importorskip("xarray").DataArray([1.5], {"x": [7]}, "x", "v"), {"x": [7], "v": [1.5]}),
    "Hugging Face": (lambda: pytest.importorskip("datasets").Dataset.from_dict({"a": [1]}), {"a": [1]}),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMELESS)
def test_whatever_holds_rows_is_shown(name: str) -> None:
    source, expected = NAMELESS[name]
    assert shown(source()).table.to_pydict() == expected


@pytest.mark.parametrize("name", ["lazy frame", "relation", "Dask"])
def test_that_rows_were_computed_is_said(name: str) -> None:
    assert foundry.preview(NAMELESS[name][0]()).description["note"].startswith("Computed from a ")


FRAME = pd.DataFrame({"a": [1]})
NO_TABLES: dict[str, tuple[Any, str]] = {
    "nothing": (None, r"is None: a function that returns nothing.*give the table itself"),
    "a number": (3, "is an int; give a pandas"),
    "a function": (print, "give what it returns"),
    "a generator": ((row for row in [1]), r"is a generator; give list\(\.\.\.\)"),
    "groups": (FRAME.groupby("a"), "is a DataFrameGroupBy; give what its head"),
    "splits": ({"train": FRAME, "test": FRAME}, r"of tables \('train', 'test'\): give one, as in tables\['train'\]"),
    "two results": ((FRAME, 3), r"tuple of 2 items \(a DataFrame, an int\)"),
    "no rows": (np.array(3), "array of a single value"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_said_in_one_sentence(name: str) -> None:
    source, said = NO_TABLES[name]
    with pytest.raises(InvalidTableError, match=said) as refusal:
        foundry.preview(source)
    assert str(refusal.value).count("\n") == 0


ODD = st.sampled_from(
    [
        1j,
        pathlib.PurePosixPath("a/b"),
        uuid.UUID(int=7),
        decimal.Decimal("1.50"),
        decimal.Decimal("NaN"),
        dt.timedelta.max,
        dt.time(1, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, tzinfo=dt.UTC),
        pd.Interval(0, 1),
        pd.Period("2024-01"),
        pd.Timestamp("2024", tz="Asia/Tokyo"),
        np.datetime64("20000-01-01", "s"),
        np.float64("nan"),
        10**400,
        {"a": 1},
        {1: {2: 3}},
        [1, [2]],
        "\ud800",
        Unspeakable(),
        object,
        None,
        pd.NA,
        pd.NaT,
        1,
        2.5,
        "x",
        b"\xff",
        True,
    ]
)


@settings(deadline=None, max_examples=120)
@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(st.lists(ODD, min_size=rows, max_size=rows), min_size=1, max_size=3)
    )
)
def test_the_preview_of_an_odd_frame_always_comes_and_the_other_columns_are_pandas_own(
    columns: list[list[Any]],
) -> None:
    rows = len(columns[0])
    plain = pd.DataFrame(
        {"n": np.arange(rows), "s": [f"t{i}" for i in range(rows)], "d": pd.date_range("2024", periods=rows)}
    )
    odd = {f"odd {i}": pd.Series(values, dtype=object) for i, values in enumerate(columns)}
    frame = pd.concat([plain, pd.DataFrame(odd)], axis=1)
    found = shown(frame).table
    assert found.column_names == [*frame.columns]
    assert (
        found.select([*plain.columns])
        .to_pandas()
        .equals(plain.astype(found.select([*plain.columns]).to_pandas().dtypes))
    )
    for name, values in odd.items():
        assert found[name].null_count == values.isna().sum()


@settings(deadline=None, max_examples=120)
@given(tables())
def test_the_preview_of_any_arrow_table_comes(table: pa.Table) -> None:
    widget = shown(table)
    assert widget.table.shape == table.shape
