"""Tables of other libraries, and Python's own values: exact, or refused in a sentence that names column and row."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.tables.frames import from_frame
from foundry_lab.tests import engines

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")

BIG = 2**53 + 1
ROWS = [{"id": BIG, "formula": "Ag"}, {"id": None, "formula": "NaN"}, {"id": 1, "formula": None}]
TABLE = pa.Table.from_pylist(ROWS)


class Stream:
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return TABLE.__arrow_c_stream__(requested_schema)


class Interchange:
    def __dataframe__(self, **options: Any) -> Any:
        return TABLE.__dataframe__(**options)


def dask_frame() -> Any:
    frames = pytest.importorskip("dask.dataframe")
    return frames.from_pandas(TABLE.to_pandas(types_mapper=pd.ArrowDtype), npartitions=2)


def hugging_face() -> Any:
    # Rows that were chosen stand in an index beside the table.
    return pytest.importorskip("datasets").Dataset.from_list([*ROWS[::-1], ROWS[0]]).select([2, 1, 0])


SOURCES: dict[str, Callable[[], Any]] = {
    "Arrow reader": lambda: TABLE.to_reader(1),
    "Arrow dataset": lambda: ds.dataset(TABLE),
    "Arrow scanner": lambda: ds.dataset(TABLE).scanner(batch_size=1),
    "lazy Polars": lambda: pl.LazyFrame(ROWS).filter(True),
    "DuckDB": lambda: duckdb.from_arrow(TABLE).filter("true"),
    "Dask": dask_frame,
    "Hugging Face": hugging_face,
    "__arrow_c_stream__": Stream,
    "__dataframe__": Interchange,
    "records": lambda: ROWS,
    "lists": lambda: TABLE.to_pydict(),
    "series by name": lambda: {
        "id": pd.Series([BIG, None, 1], dtype="Int64"),
        "formula": ["Ag", "NaN", None],
    },
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_table_of_another_library_arrives_as_it_is(store: Path, name: str) -> None:
    table = foundry.publish_dataset({"train": SOURCES[name]()}, name="other")["train"].to_arrow()
    assert table.schema.types == [pa.int64(), pa.string()]
    assert table.to_pylist() == ROWS
    assert foundry.table(SOURCES[name]()).to_arrow().to_pylist() == ROWS


def test_a_dataset_of_ray_arrives_in_its_order_and_goes_back(store: Path) -> None:
    pytest.importorskip("ray")
    with contextmanager(engines.ray)() as ray:
        odd = TABLE.append_column("t", pa.array([1, None, 3], pa.timestamp("ns", "UTC")))
        odd = odd.append_column("l", pa.array([[1], None, []], pa.list_(pa.int16())))
        for table in (TABLE, odd):
            source = ray.data.from_arrow([table.slice(row, 1) for row in range(3)])
            split = foundry.publish_dataset({"train": source}, name="ray")["train"]
            assert split.to_arrow().schema.types == table.schema.types
            assert split.to_arrow().to_pylist() == table.to_pylist()
            back = pa.concat_tables(ray.get(ray.data.from_arrow(split.to_arrow()).to_arrow_refs()))
            assert back.to_pylist() == table.to_pylist()
        images = np.arange(12.0).reshape(3, 2, 2)
        split = foundry.publish_dataset({"train": ray.data.from_numpy(images)}, name="images")["train"]
        np.testing.assert_array_equal(split.to_dict()["data"], images)


@pytest.mark.parametrize(
    "source", [pd.Series([1, BIG], name="n"), pl.Series("n", [1, BIG])], ids=["pandas", "Polars"]
)
def test_a_series_is_a_column(store: Path, source: Any) -> None:
    assert foundry.table(source).to_arrow().to_pydict() == {"n": [1, BIG]}


def test_a_structured_array_has_its_fields(store: Path) -> None:
    array = np.array([(1, "a", [1.0, 2.0]), (2, "b", [3.0, 4.0])], [("n", "i2"), ("s", "U3"), ("v", "f8", 2)])
    table = foundry.publish_dataset({"train": array}, name="fields")["train"].to_arrow()
    assert table.schema.types == [pa.int16(), pa.string(), pa.fixed_shape_tensor(pa.float64(), [2])]
    assert [row.tolist() for row in table["v"].combine_chunks().to_numpy_ndarray()] == [
        [1.0, 2.0],
        [3.0, 4.0],
    ]


def test_units_of_xarray_arrive_and_other_attributes_are_named(store: Path) -> None:
    xarray = pytest.importorskip("xarray")
    source = xarray.Dataset(
        {"gap": (("id",), [1.0, 2.0], {"units": "eV", "long_name": "band gap"})}, coords={"id": ["a", "b"]}
    )
    dataset = foundry.publish_dataset({"train": source}, name="grid")
    assert dataset["train"].to_arrow().to_pydict() == {"id": ["a", "b"], "gap": [1.0, 2.0]}
    assert dataset.columns["gap"].unit == "eV"
    assert "gap.long_name" in repr(dataset.understood)


COMPOSITIONS = [{"Fe": 2, "O": 3}, {"Na": 1, "Cl": 1}, None]


@pytest.mark.parametrize("form", ["frame", "records", "lists", "JSON", "JSON lines"])
def test_a_composition_has_the_keys_that_it_had(store: Path, tmp_path: Path, form: str) -> None:
    frame = pd.DataFrame({"c": COMPOSITIONS})
    records = [{"c": item} for item in COMPOSITIONS]
    (tmp_path / "a.json").write_text(json.dumps(records))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    sources: dict[str, Any] = {"frame": frame, "records": records, "lists": {"c": COMPOSITIONS}}
    sources |= {"JSON": tmp_path / "a.json", "JSON lines": tmp_path / "a.jsonl"}
    split = foundry.publish_dataset({"train": sources[form]}, name="compositions")["train"]
    for cells in (split.to_arrow()["c"].to_pylist(), split.to_pandas()["c"], [row["c"] for row in split]):
        assert [None if cell is None else dict(cell) for cell in cells] == COMPOSITIONS


def test_types_of_pandas_and_numpy_come_back(store: Path) -> None:
    frame = pd.DataFrame(
        {
            "i": pd.array([2**53 + 1, None], "Int64"),
            "u": pd.array([2**64 - 1, None], "UInt64"),
            "b": pd.array([True, None], "boolean"),
            "s": pd.array(["a", None], "string"),
            "p": pd.period_range("2020-01", periods=2, freq="M"),
            "v": pd.interval_range(0, 2),
            "h": np.array([0.5, np.nan], "float16"),
            "t": pd.DatetimeIndex(["2020-01-01T00:00:00.123456789Z", pd.NaT]),
            "d": pd.to_timedelta([1, None], "ns"),
        }
    )
    pd.testing.assert_frame_equal(
        foundry.publish_dataset({"train": frame}, name="own")["train"].to_pandas(), frame
    )
    array = np.array([(1, 2.5, "Å"), (2**40, -0.0, "")], [("a", ">i8"), ("b", ">f4"), ("c", ">U2")])
    table = foundry.publish_dataset({"train": array}, name="compound")["train"].to_arrow()
    assert [str(kind) for kind in table.schema.types] == ["int64", "float", "string"]
    assert [tuple(row.values()) for row in table.to_pylist()] == array.tolist()


def test_labels_that_become_a_column_are_said(store: Path) -> None:
    frame = pd.DataFrame({"gap": [1.0, 2.0, 3.0]}).query("gap > 1")
    dataset = foundry.publish_dataset({"train": frame}, name="labels")
    assert dataset["train"].to_arrow().to_pydict() == {"index": [1, 2], "gap": [2.0, 3.0]}
    assert "labels of the rows, which have no name, are the column 'index'" in repr(dataset.understood)


def test_values_of_python_that_have_another_form_are_said(store: Path) -> None:
    one = uuid.UUID(int=7)
    frame = pd.DataFrame({"id": [one, None], "place": [Path("a/b"), None]})
    dataset = foundry.publish_dataset({"train": frame}, name="forms")
    assert dataset["train"].to_arrow().to_pydict() == {"id": [str(one), None], "place": ["a/b", None]}
    assert "'id' holds UUIDs, which are kept as text" in repr(dataset.understood)
    typed = foundry.publish_dataset({"train": pa.table({"id": pa.array([one, None])})}, name="typed")
    assert typed["train"].to_arrow().to_pydict() == {"id": [str(one), None]}
    assert "'id' is of the type arrow.uuid" in repr(typed.understood)


def test_arrays_in_cells_keep_their_shape(store: Path) -> None:
    lattice = np.arange(6.0).reshape(2, 3)
    frame = pd.DataFrame({"same": [lattice, None], "other": [lattice, lattice[:1]]})
    split = foundry.publish_dataset({"train": frame}, name="cells")["train"]
    assert split.to_arrow().schema.field("same").type == pa.fixed_shape_tensor(pa.float64(), [2, 3])
    arrays = split.to_dict()
    np.testing.assert_array_equal(arrays["same"][0], lattice)
    assert arrays["same"][1] is None
    np.testing.assert_array_equal(arrays["other"][1], lattice[:1])


@pytest.mark.parametrize("order", [None, [0, 1], [1, 0]])
def test_a_tensor_of_arrow_keeps_its_shape(store: Path, order: list[int] | None) -> None:
    values = np.arange(18.0).reshape(3, 2, 3)
    storage = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), 6)
    kind = pa.fixed_shape_tensor(pa.float64(), [2, 3], dim_names=["site", "axis"], permutation=order)
    source = pa.ExtensionArray.from_storage(kind, storage)[1:]
    dataset = foundry.publish_dataset({"train": pa.table({"x": source})}, name="tensor")
    arrived = dataset["train"].to_arrow()["x"].combine_chunks()
    np.testing.assert_array_equal(arrived.to_numpy_ndarray(), source.to_numpy_ndarray())
    assert "dimensions of 'x' (site, axis) are not kept" in repr(dataset.understood)


ZONES = [dt.datetime(2024, 5, 1, tzinfo=dt.timezone(dt.timedelta(hours=hours))) for hours in (1, 2)]
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "two zones": (lambda: pd.DataFrame({"x": pd.Series([ZONES[0], None, ZONES[1]], dtype=object)}),
                  r"'x'.* zone UTC\+01:00 in row 1, .* zone UTC\+02:00 in row 3"),
    "a time of a zone": (lambda: {"x": [None, dt.time(1, tzinfo=dt.UTC)]}, "'x'.* zone UTC in row 2"),
    "complex column": (lambda: pd.DataFrame({"x": [1j]}), "'x'.* complex number in row 1.*real and imaginary"),
    "complex values": (lambda: {"x": [None, 1j]}, "'x'.* complex number in row 2.*real and imaginary"),
    "a set": (lambda: [{"x": 1}, {"x": {1, 2}}], "'x'.* a number in row 1, .* type set in row 2"),
    "objects in lists": (lambda: {"x": [["a"], [object()]]}, "'x'.* text in row 1, .* type object in row 2"),
    "zones in lists": (lambda: {"x": [[ZONES[0]], [ZONES[1]]]}, "'x'.* in row 1, .* in row 2"),
    "too long a duration": (lambda: {"x": [dt.timedelta(1), dt.timedelta.max]}, "'x'.* in row 2"),
    "Polars objects": (lambda: pl.DataFrame({"x": [{1}]}, schema={"x": pl.Object}), "'x'.* Python objects"),
    "39 digits": (lambda: pl.DataFrame({"x": pl.Series([10**38], dtype=pl.Int128)}), "'x'.* 38 digits"),
    "bits": (lambda: duckdb.sql("select '101'::bit as x"), "'x'.* BIT.*VARCHAR"),
    "no name": (lambda: pd.Series([1]), "series without a name"),
    "an array without a name": (lambda: np.eye(2), "array without names"),
    "columns of two lengths": (lambda: {"x": [1], "y": [1, 2]}, "1 values in column 'x' and 2 in 'y'"),
    "a number": (lambda: 3, "is an int; give a pandas or Polars frame"),
    "nothing": (lambda: [], "is a list; give"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_by_name(store: Path, name: str) -> None:
    source, said = REFUSED[name]
    with pytest.raises(foundry.FoundryError, match=said) as refusal:
        foundry.publish_dataset({"train": source()}, name="refused")
    assert str(refusal.value).count("\n") == 0


SCALARS = st.sampled_from(
    [
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False),
        st.text(max_size=4),
        st.binary(max_size=4),
        st.booleans(),
        st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(ZoneInfo("Europe/Berlin"))),
        st.times(),
        st.timedeltas(min_value=dt.timedelta(-(10**5)), max_value=dt.timedelta(10**5)),
    ]
)


@st.composite
def columns(draw: st.DrawFn) -> list[Any]:
    item = draw(SCALARS)
    shape = draw(st.sampled_from(["plain", "lists", "lists of lists", "records"]))
    if shape.startswith("lists"):
        item = st.lists(st.none() | item, max_size=3)
    if shape == "lists of lists":
        item = st.lists(st.none() | item, max_size=3)
    if shape == "records":
        item = st.fixed_dictionaries({"a": st.none() | item, "b": st.none() | st.text(max_size=2)})
    return draw(st.lists(st.none() | item, max_size=5))


@settings(deadline=None, max_examples=150)
@given(columns())
def test_values_of_one_kind_arrive_at_any_depth(values: list[Any]) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    sources: list[Any] = [frame, {"x": values}, [{"x": value} for value in values] or {"x": []}]
    for source in sources:
        arrived = from_frame(source, "The table")["x"].to_pylist()
        assert [plain(value) for value in arrived] == [plain(value) for value in values]


def plain(value: Any) -> Any:
    """A value in a form that is equal whatever holds it."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, dt.datetime) and value.tzinfo:
        return value.astimezone(dt.UTC), str(value.tzinfo)
    return value
