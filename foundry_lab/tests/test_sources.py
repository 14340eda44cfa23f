"""Frames and arrays: what carries meaning beside their values arrives with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
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
