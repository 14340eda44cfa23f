"""Frames and arrays: what carries meaning beside their values arrives with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.tables.frames import from_frame

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")


def published(source: Any, name: str = "sources") -> pa.Table:
    return foundry.publish_dataset({"train": source}, name=name)["train"].to_arrow()


def test_what_a_mask_hides_is_missing_at_any_rank(store: Path) -> None:
    whole = np.ma.masked_array([[1.0, -999.0], [3.0, 4.0]], mask=[[False, True], [False, False]])
    table = published({"x": whole, "y": np.ma.masked_values([1.0, -999.0], -999.0), "n": np.array([1, 2])})
    assert table["y"].to_pylist() == [1.0, None]
    assert table["x"].to_pylist() == [[1.0, None], [3.0, 4.0]]
    assert table["n"].to_pylist() == [1, 2]


@pytest.mark.parametrize(
    ("index", "columns"),
    [
        (pd.Index(["mp-1", "mp-2"]), {"index": ["mp-1", "mp-2"]}),
        (pd.Index(["mp-1", "mp-2"], name="gap"), {"gap_index": ["mp-1", "mp-2"]}),
        (
            pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]),
            {"level_0": ["a", "b"], "level_1": [1, 2]},
        ),
        (
            pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["set", None]),
            {"set": ["a", "b"], "level_1": [1, 2]},
        ),
        (pd.Index([7, 9], name="row"), {"row": [7, 9]}),
        (pd.RangeIndex(2), {}),
        (pd.Index([0, 1]), {}),
        (pd.Index([5, 3]), {"index": [5, 3]}),
        (pd.RangeIndex(1, 3), {"index": [1, 2]}),
    ],
    ids=[
        "text",
        "name taken",
        "several",
        "some named",
        "named",
        "count",
        "same as a count",
        "left of one",
        "from 1",
    ],
)
def test_an_index_stays_unless_it_only_counts_the_rows(
    store: Path, index: pd.Index[Any], columns: dict[str, list[Any]]
) -> None:
    table = published(pd.DataFrame({"gap": [1.0, 2.0]}, index=index))
    assert table.to_pydict() == {**columns, "gap": [1.0, 2.0]}


LABELS = st.one_of(
    st.lists(st.text(max_size=5), min_size=3, max_size=3),
    st.lists(st.datetimes(min_value=pd.Timestamp("1900-01-01").to_pydatetime()), min_size=3, max_size=3),
    st.lists(st.floats(allow_nan=False), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=3, max_size=3),
)


@given(LABELS, st.one_of(st.none(), st.sampled_from(["index", "gap", "level_0", "id"])))
def test_labels_of_any_kind_come_back_in_their_order(labels: list[Any], name: str | None) -> None:
    frame = pd.DataFrame({"gap": [1.0, 2.0, 3.0]}, index=pd.Index(labels, name=name))
    table = from_frame(frame, "The frame")
    assert table.num_columns == 2
    assert table.column(0).to_pandas().tolist() == frame.index.tolist()
    assert table["gap"].to_pylist() == [1.0, 2.0, 3.0]


ARRAYS = {
    "X": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    "y": np.array([7.0, 8.0]),
    "wavelength": np.array([400.0, 500.0, 600.0]),
    "dark": np.array([0.0, 0.1, 0.2]),
}


def test_an_axis_that_rows_share_is_not_rows(store: Path) -> None:
    for columns in (None, {"X": {"role": "input"}, "y": {"role": "target"}}):
        data = foundry.publish_dataset({"train": ARRAYS}, name="spectra", columns=columns)
        inputs = data["train"].to_arrow()
        assert inputs.column_names == ["X", "y"]
        assert inputs["X"].to_pylist() == ARRAYS["X"].tolist()
        assert inputs["y"].to_pylist() == [7.0, 8.0]


@pytest.mark.parametrize(
    ("arrays", "columns", "said"),
    [
        ({"x": np.ones((4, 2)), "y": np.ones(4), "a": np.ones((3, 2)), "b": np.ones(3)}, None, "3 or 4 rows"),
        (ARRAYS, {"X": {"role": "input"}, "dark": {"role": "target"}}, "'X' has 2 rows and 'dark' has 3"),
    ],
    ids=["a tie", "roles that disagree"],
)
def test_a_row_axis_that_cannot_be_told_is_asked_for(
    store: Path, arrays: dict[str, Any], columns: Any, said: str
) -> None:
    with pytest.raises(foundry.FoundryError, match=said):
        foundry.publish_dataset({"train": arrays}, name="tie", columns=columns)


ZONE = dt.timezone(dt.timedelta(hours=2))
MIXED = {
    "zoned and naive": [dt.datetime(2024, 5, 1, tzinfo=ZONE), None, dt.datetime(2024, 5, 1)],
    "date and datetime": [dt.date(2024, 5, 1), None, dt.datetime(2024, 5, 1, 5)],
    "datetime and number": [dt.datetime(2024, 5, 1), None, 5],
    "number and truth value": [2.5, None, True],
    "text and number": ["a", None, 1],
}


@pytest.mark.parametrize("values", MIXED.values(), ids=list(MIXED))
@pytest.mark.parametrize("form", ["frame", "dict"])
def test_objects_of_several_kinds_are_refused_with_their_rows(
    store: Path, values: list[Any], form: str
) -> None:
    source = {"x": values} if form == "dict" else pd.DataFrame({"x": pd.Series(values, dtype=object)})
    with pytest.raises(foundry.FoundryError, match=r"Column 'x' .* in row 1, .* in row 3: give it one kind"):
        published(source)


def test_objects_of_one_kind_and_missing_ones_are_kept(store: Path) -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", None, float("nan")], dtype=object),
            "when": pd.Series([dt.datetime(2024, 5, 1), None, pd.NaT], dtype=object),
            "flag": pd.Series([True, None, pd.NA], dtype=object),
            "number": pd.Series([np.float64(1.5), None, 2], dtype=object),
        }
    )
    table = published(frame)
    assert table["text"].to_pylist() == ["a", None, None]
    assert table["when"].to_pylist() == [dt.datetime(2024, 5, 1), None, None]
    assert table["flag"].to_pylist() == [True, None, None]
    assert table["number"].to_pylist() == [1.5, None, 2.0]


def test_a_masked_array_without_rows_is_refused(store: Path) -> None:
    side = np.ma.masked_values([1.0, 2.0, -999.0], -999.0)
    with pytest.raises(foundry.FoundryError, match="'w' of split 'train' has masked values"):
        published({"x": np.ones((2, 3)), "w": side, "y": np.array([1, 2])})


def test_bytes_of_arrays_are_texts_only_where_they_are_utf8(store: Path) -> None:
    texts = np.array(["Ångström".encode(), b"Ag"])
    dataset = foundry.publish_dataset({"train": {"name": texts, "x": [1.0, 2.0]}}, name="texts")
    assert dataset["train"].to_arrow()["name"].to_pylist() == ["Ångström", "Ag"]
    latin = np.array([b"Ag", "Ångström".encode("latin-1")])
    with pytest.raises(foundry.FoundryError, match="Row 1 of 'name' holds bytes that are not UTF-8"):
        foundry.publish_dataset({"train": {"name": latin, "x": [1.0, 2.0]}}, name="latin")


EMPTY: dict[str, Any] = {
    "Arrow": pa.table({"x": pa.array([], pa.int8())}),
    "pandas": pd.DataFrame({"x": pd.Series([], dtype="int8")}),
    "Polars": pl.DataFrame({"x": []}, schema={"x": pl.Int8}),
    "NumPy": {"x": np.array([], "int8")},
    "structured": np.array([], [("x", "int8")]),
    "lists": {"x": []},
}


@pytest.mark.parametrize("form", EMPTY)
def test_a_table_without_rows_has_its_columns(store: Path, form: str) -> None:
    table = published(EMPTY[form])
    assert (table.num_rows, table.column_names) == (0, ["x"])
    assert table["x"].type == (pa.null() if form == "lists" else pa.int8())
    splits = {"train": pa.table({"x": pa.array([1], pa.int8())}), "test": EMPTY[form]}
    both = foundry.publish_dataset(splits, name="beside")
    assert [len(split) for split in both.values()] == [1, 0]
    assert [split.schema.field("x").type for split in both.values()] == [pa.int8()] * 2


def test_times_far_away_and_ten_thousand_columns_are_kept(store: Path) -> None:
    times = [dt.datetime(year, 1, 2) for year in (1, 1492, 9999)]
    assert published({"t": times})["t"].to_pylist() == times
    assert published(pd.DataFrame({"t": pd.Series(times, dtype=object)}))["t"].to_pylist() == times
    wide = pa.table({f"c{place}": [place, place + 0.5] for place in range(10_000)})
    assert published(wide, "wide").equals(wide)


TEXTS = [
    "F/C=C\\F",
    "C#N",
    "[13CH4]",
    "data_x\r\n_cell_length_a 3.1(2)\n;\ntext\n;\n",
    "Si2\n1.0\n0 2.7 2.7\n\nSi\n2\nSelective dynamics\nDirect\n",
    '2\nLattice="1 0 0 0 1 0 0 0 1" Properties=species:S:1:pos:R:3\nH 0 0 0\n',
    "(NH4)2SO4·xH2O",
    "Fe0.98O",
    " leading, and\ttabs ",
    "",
    None,
]


def test_texts_of_the_field_are_kept(store: Path, tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": TEXTS, "row": range(len(TEXTS))})
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ndjson(tmp_path / "a.jsonl")
    frame.write_csv(tmp_path / "a.csv", quote_style="non_numeric", null_value="nothing")
    sources = [frame, frame.to_pandas(), tmp_path / "a.parquet", tmp_path / "a.jsonl", tmp_path / "a.csv"]
    for source in sources:
        read = {"missing": ["nothing"]} if str(source).endswith("csv") else None
        dataset = foundry.publish_dataset({"train": source}, name="texts", read=read)
        # CSV has one form of nothing: an empty text is a missing one.
        right = [text or None for text in TEXTS] if read else TEXTS
        assert dataset["train"].to_arrow()["text"].to_pylist() == right
