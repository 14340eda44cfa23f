"""Verbs of splits beside those of pandas, Polars and DuckDB."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyarrow.interchange import from_dataframe

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.datasets import stored_split
from foundry_lab.datasets.tabular import Tabular

ROWS = 400
BIG = 2**53 + 1


def _table() -> pa.Table:
    draw = np.random.default_rng(7)
    # NaN but no nulls, which pandas cannot tell apart and sorting does.
    gaps = [math.nan if i % 13 == 0 else round(float(draw.normal()), 2) for i in range(ROWS)]
    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int64()),
            "formula": [None if i % 17 == 0 else f"A{i % 9}" for i in range(ROWS)],
            "gap": pa.array(gaps, pa.float64()),
            "count": pa.array([None if i % 7 == 0 else BIG + i for i in range(ROWS)], pa.int64()),
            "spectrum": pa.FixedSizeListArray.from_arrays(pa.array(draw.normal(size=ROWS * 6)), 6),
        }
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("published") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOUNDRY_STORE", str(store))
        patch.setenv("FOUNDRY_CACHE", str(store.parent / "cache"))
        patch.setenv("FOUNDRY_RUNTIME_DIR", str(store.parent / "runtime"))
        foundry.publish_dataset(
            {"train": _table(), "test": _table().slice(0, 10)},
            name="band-gaps",
            title="Gaps",
            description="x",
            license="MIT",
            authors=["A"],
            citations=["C"],
            columns={"gap": {"unit": "eV", "role": "target", "description": "measured"}},
        )
    return store


@pytest.fixture
def gaps(published: Path, store: Path) -> foundry.Dataset:
    shutil.copytree(published, store)
    return foundry.load("band-gaps")


@pytest.fixture
def train(gaps: foundry.Dataset) -> foundry.Split:
    return gaps["train"]


def _rows_of(table: pa.Table) -> tuple[pa.Schema, str]:
    """A table as two of its kind are compared: NaN is what NaN is."""
    return table.schema, repr(table.to_pylist())


def _same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True), check_dtype=False)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("filter"), st.sampled_from([("gap", 0.3), ("id", 100), ("count", BIG + 50)])),
        st.tuples(
            st.just("sort"),
            st.tuples(st.sampled_from(["gap", "formula", "id", "count"]), st.booleans()),
        ),
        st.tuples(
            st.just("cut"),
            st.builds(
                slice,
                st.none() | st.integers(-300, 300),
                st.none() | st.integers(-300, 300),
                st.none() | st.sampled_from([1, 2, 3, -1, -2]),
            ),
        ),
        st.tuples(st.just("sample"), st.tuples(st.integers(1, 500), st.integers(0, 3))),
        st.tuples(st.just("select"), st.permutations(["id", "formula", "gap", "count"])),
    ),
    max_size=5,
)


def _in_pandas(frame: Any, step: str, what: Any) -> Any:
    if step == "filter":
        column, least = what
        return frame[(frame[column] > least).fillna(False).astype(bool)]
    if step == "sort":
        column, descending = what
        return frame.sort_values(column, ascending=not descending, kind="stable", na_position="last")
    if step == "cut":
        return frame.iloc[what]
    if step == "sample":
        rows, seed = what
        if rows >= len(frame):
            return frame
        return frame.iloc[np.sort(np.random.default_rng(seed).choice(len(frame), rows, replace=False))]
    return frame[list(what)]


def _in_split(split: Tabular, step: str, what: Any) -> Any:
    if step == "filter":
        return split.filter(f"{what[0]} > {what[1]}")
    if step == "sort":
        return split.sort(what[0], descending=what[1])
    if step == "cut":
        return split[what]
    if step == "sample":
        return split.sample(what[0], seed=what[1])
    return split.select(list(what))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@example(steps=[("sort", ("gap", True)), ("filter", ("gap", 0.3)), ("cut", slice(None, 5))])
@example(steps=[("sample", (50, 1)), ("filter", ("gap", 0.3)), ("sample", (5, 1))])
@example(steps=[("sort", ("formula", False)), ("sample", (9, 2)), ("sort", ("gap", False))])
@given(steps=STEPS)
def test_verbs_do_what_pandas_does(train: foundry.Split, steps: list[tuple[str, Any]]) -> None:
    split, rows, frame = train, foundry.table(train.to_polars()), train.to_pandas()
    for step, what in steps:
        split, rows = _in_split(split, step, what), _in_split(rows, step, what)
        frame = _in_pandas(frame, step, what)
    assert rows.to_arrow(["id"]).equals(pa.table({"id": split.to_arrow()["id"]}))
    _same(rows.to_pandas()[frame.columns], frame)
    assert len(split) == len(frame)
    assert split.shape == frame.shape
    _same(split.to_pandas(), frame)
    assert _rows_of(pa.table(split)) == _rows_of(split.to_arrow())
    assert [row["id"] for row in split] == frame["id"].tolist()
    assert split.schema.equals(split.to_arrow().schema, check_metadata=True)
    assert split.schema.field("gap").metadata[b"unit"] == b"eV"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(least=st.floats(-2, 2), descending=st.booleans(), rows=st.integers(1, 50))
def test_a_chain_does_what_polars_and_duckdb_do(
    train: foundry.Split, least: float, descending: bool, rows: int
) -> None:
    found = (
        train.filter(f"gap > {least!r}").sort(["gap"], descending=descending).select(["id", "gap"]).head(rows)
    )
    frame = pl.from_arrow(train.to_arrow(columns=["id", "gap"]))
    assert isinstance(frame, pl.DataFrame)
    known = (
        frame.filter((pl.col("gap") > least) & pl.col("gap").is_not_nan())
        .sort("gap", descending=descending, maintain_order=True)
        .head(rows)
    )
    assert pl.DataFrame(found).equals(known)
    order = "desc" if descending else "asc"
    whole = train.select(["id", "gap"])
    assert whole.num_rows == ROWS
    asked = duckdb.sql(
        f"from whole where gap > {least!r} and not isnan(gap) order by gap {order}, id limit {rows}"
    )
    assert pa.table(asked).cast(known.to_arrow().schema).equals(known.to_arrow())


def test_other_libraries_take_a_split_as_it_is(train: foundry.Split) -> None:
    plain = train.select(["id", "gap"])
    table = plain.to_arrow()
    assert _rows_of(pa.table(plain)) == _rows_of(table)
    assert pl.DataFrame(plain).equals(plain.to_polars())
    pd.testing.assert_frame_equal(pd.DataFrame(plain), plain.to_pandas())
    assert pa.table(duckdb.sql("from plain")).to_pydict()["id"] == table["id"].to_pylist()
    assert from_dataframe(plain).to_pandas().equals(table.to_pandas())
    assert np.array_equal(np.asarray(plain["gap"]), table["gap"].to_numpy(), equal_nan=True)
    pd.testing.assert_series_equal(pd.Series(plain["gap"], name="gap"), plain.to_pandas()["gap"])


def test_what_another_library_would_change_is_refused(train: foundry.Split) -> None:
    with pytest.raises(errors.InvalidTableError, match="'count' holds whole numbers beyond 2\\*\\*53"):
        pd.DataFrame(train)
    with pytest.raises(errors.InvalidTableError, match="loses the columns"):
        pd.DataFrame(train[:0])
    with pytest.raises(errors.WrongArgumentError, match=r"np\.asarray\(split\['gap'\]\)"):
        np.asarray(train)
    with pytest.raises(errors.InvalidTableError, match="NumPy would round"):
        np.asarray(train["count"])


def test_a_row_and_a_column_are_python_values(train: foundry.Split) -> None:
    row = train[3]
    assert {key: row[key] for key in ("id", "formula", "count")} == {
        "id": 3,
        "formula": "A3",
        "count": BIG + 3,
    }
    assert np.array_equal(row["spectrum"], train.to_dict(["spectrum"])["spectrum"][3])
    assert train[-1]["id"] == ROWS - 1
    assert train[np.int64(5)]["id"] == 5
    assert train["count"].to_list() == train.to_arrow()["count"].to_pylist()
    assert train["count"][1:3].to_list() == [BIG + 1, BIG + 2]
    assert train["count"][0] is None
    assert train["gap"].unit == "eV"
    assert train[["gap", "id"]].columns.names == ["gap", "id"]
    assert "gap" in train
    for wrong in (ROWS, -ROWS - 1):
        with pytest.raises(IndexError, match="There is no row"):
            train[wrong]
    with pytest.raises(errors.UnknownColumnError, match="did you mean 'gap'"):
        train["gaps"]
    with pytest.raises(TypeError, match=r"\.filter"):
        train[train.to_pandas()["gap"] > 0]  # type: ignore[call-overload]


def test_batches_hold_the_rows(train: foundry.Split) -> None:
    assert [batch.num_rows for batch in train.batches(150)] == [150, 150, 100]
    positive = pa.Table.from_batches(train.filter("gap > 0").batches(7))
    assert positive.to_pylist() == train.to_arrow(filter="gap > 0").to_pylist()


@pytest.mark.parametrize("form", ["arrow", "pandas", "polars"])
def test_map_gives_what_the_function_makes(train: foundry.Split, form: Any) -> None:
    sizes: list[int] = []

    def double(batch: Any) -> Any:
        sizes.append(len(batch))
        if form == "arrow":
            return batch.append_column("double", pc.multiply(batch["gap"], 2))
        return (
            batch.assign(double=batch["gap"] * 2)
            if form == "pandas"
            else batch.with_columns(double=pl.col("gap") * 2)
        )

    mapped = train.select(["id", "gap"]).map(double, batch_rows=150, form=form)
    assert sizes == []
    assert mapped.columns.names == ["id", "gap", "double"]
    assert np.array_equal(mapped["double"], np.asarray(train["gap"]) * 2, equal_nan=True)
    assert mapped.filter("double > 1").sort("double").to_arrow().num_rows == len(train.filter("gap > 0.5"))
    assert sizes == [150, 150, 100]
    if form != "polars":
        assert mapped.schema.field("gap").metadata[b"unit"] == b"eV"


def test_a_function_without_a_table_is_refused(train: foundry.Split) -> None:
    with pytest.raises(errors.InvalidTableError, match="What the function gives for the rows from 0"):
        len(train.map(lambda batch: None))
    with pytest.raises(errors.InvalidTableError, match="different columns"):
        len(train.map(lambda batch: {"n": [batch["id"][0].as_py() or "none"]}, batch_rows=100))
    with pytest.raises(TypeError, match="function"):
        train.map("gap")  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "expected"), [(0.25, 100), (0.001, 1), (37, 37)])
def test_parts_hold_each_row_once(train: foundry.Split, size: float, expected: int) -> None:
    parts = train.train_test_split(size, seed=3)
    first, second = parts
    assert len(second) == len(parts["test"]) == expected
    ids = [row["id"] for row in first] + [row["id"] for row in second]
    assert sorted(ids) == list(range(ROWS))
    assert _rows_of(second.to_arrow()) == _rows_of(train.sample(expected, seed=3).to_arrow())
    assert first.filter("gap > 0").to_pandas()["id"].tolist() == [
        row["id"] for row in train.filter("gap > 0") if row["id"] in set(ids[: len(first)])
    ]
    for wrong in (0, 1.0, ROWS, -1, True):
        with pytest.raises(errors.FoundryError, match="test_size"):
            train.train_test_split(wrong)


def test_predictions_of_a_view_do_not_pass_for_those_of_the_split(train: foundry.Split) -> None:
    metadata = train.sort("gap").to_arrow().schema.metadata[b"foundry"]
    assert b"part_of" in metadata
    assert b'"split"' not in metadata
    assert train.select(["gap"]).to_arrow().schema.metadata == train.to_arrow().schema.metadata


def test_a_large_file_is_read_where_rows_are_needed(
    gaps: foundry.Dataset, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gaps["train"].to_arrow()
    shutil.rmtree(cache / "arrow")
    monkeypatch.setattr(stored_split, "_LARGE", 0)
    split = gaps["train"]
    assert _rows_of(split[10:20].to_arrow()) == _rows_of(whole.slice(10, 10))
    assert split.schema.equals(whole.schema, check_metadata=True)
    assert len(split.filter("id < 7")) == 7
    assert split[-1]["id"] == ROWS - 1
    assert split[20:10].to_arrow().equals(whole.slice(0, 0))
    assert not (cache / "arrow").exists()


HABITS: list[tuple[str, Callable[[foundry.Split], Any], str]] = [
    ("iloc", lambda split: split.iloc, r"split\[:5\]"),
    ("groupby", lambda split: split.groupby("formula"), r"to_pandas\(\)\.groupby"),
    ("features", lambda split: split.features, r"split\.schema"),
    ("fliter", lambda split: split.fliter, "did you mean 'filter'"),
]


@pytest.mark.parametrize(("name", "ask", "remedy"), HABITS, ids=[habit[0] for habit in HABITS])
def test_a_habit_is_answered_with_the_verb(
    train: foundry.Split, name: str, ask: Callable[[foundry.Split], Any], remedy: str
) -> None:
    with pytest.raises(AttributeError, match=remedy) as caught:
        ask(train)
    assert isinstance(caught.value, errors.FoundryError)
    assert not hasattr(train, name)
