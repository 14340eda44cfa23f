"""What leaves a dataset for other libraries is what was published, or nothing leaves."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import h5py
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.arrays.tensors import to_numpy as as_numpy
from foundry_lab.datasets.split import Split
from foundry_lab.foundry.loading import inputs_and_targets
from foundry_lab.models.isolation.worker_tables import frame_of
from foundry_lab.tables.frames import from_frame
from foundry_lab.tables.to_pandas import pandas_frame
from foundry_lab.tables.write_csv import write_csv

from .arrow_tables import PLAIN, tables, values_of

BIG = 2**53 + 1
KINDS = [getattr(pa, f"{sign}int{bits}")() for sign in ("", "u") for bits in (8, 16, 32, 64)]


def split_of(table: pa.Table) -> Split:
    return foundry.publish_dataset({"train": table}, name="out")["train"]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_frame_rounds_a_whole_number(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    low, high = np.iinfo(kind.to_pandas_dtype()).min, np.iinfo(kind.to_pandas_dtype()).max
    values = data.draw(st.lists(st.none() | st.integers(int(low), int(high)), max_size=8))
    table = pa.table({"id": pa.array(values, kind)})
    for form in ("numpy", "arrow"):
        frame = pandas_frame(table, form)
        assert [None if pd.isna(item) else int(item) for item in frame["id"]] == values
    if None in values:
        assert str(pandas_frame(table)["id"].dtype).lower() == str(kind)


def test_a_split_gives_its_whole_numbers_to_pandas() -> None:
    split = split_of(pa.table({"id": [BIG, None], "ok": [True, None]}))
    expected = pd.DataFrame({"id": pd.array([BIG, None], "Int64"), "ok": pd.array([True, None], "boolean")})
    pd.testing.assert_frame_equal(split.to_pandas(), expected)
    arrow = split.to_pandas(types="arrow")
    assert [str(kind) for kind in arrow.dtypes] == ["int64[pyarrow]", "bool[pyarrow]"]
    with pytest.raises(errors.FoundryError, match="'numpy' or 'arrow'"):
        split.to_pandas(types="polars")  # type: ignore[arg-type]


def test_numpy_refuses_what_it_would_round() -> None:
    table = pa.table({"id": [BIG, 1], "missing": [BIG, None], "few": [3, None], "x": [0.5, 1.5]})
    split = split_of(table)
    with pytest.raises(errors.InvalidTableError, match=r"'missing' holds whole numbers beyond 2\*\*53"):
        split.to_dict(["missing"])
    with pytest.raises(errors.InvalidTableError, match=r"'id' holds whole numbers beyond 2\*\*53"):
        split.to_numpy(["id", "x"])
    assert split.to_numpy(["id"])[0].tolist() == [[BIG], [1]]
    np.testing.assert_array_equal(split.to_numpy(["few", "x"])[0], [[3, 0.5], [np.nan, 1.5]])


@example(pa.table({"0": pa.array([-(2**63)], pa.int64()).cast(pa.duration("s"))}))
@given(tables(st.sampled_from([kind for kind in PLAIN if not pa.types.is_null(kind)]), columns=1))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_numpy_array_holds_what_the_column_holds_or_is_refused(table: pa.Table) -> None:
    (column,) = table.columns
    try:
        found = as_numpy(column, "x")
    except errors.InvalidTableError:
        return
    kind = column.type
    if pa.types.is_float16(kind):
        found = np.asarray(found, np.float16)
    # NaN and a missing number are one in NumPy.
    nothing = ["NaN"] if pa.types.is_floating(kind) else []
    back = values_of(pa.array(found, kind, from_pandas=not nothing))
    right = ["NaN" if value is None and nothing else value for value in values_of(column)]
    assert back == right


def test_one_item_of_a_network_is_rounded_by_no_other_column() -> None:
    table = pa.table({"id": [BIG, 1], "x": [0.5, 1.5], "name": ["a", "b"]})
    for names, sentence in (
        (["id", "x"], r"'id' holds whole numbers beyond"),
        (["x", "name"], "'name' holds text"),
    ):
        columns = {name: {"role": "input"} for name in names}
        with pytest.warns(errors.FoundryWarning):
            dataset = foundry.publish_dataset({"train": table}, name=f"items-{names[1]}", columns=columns)
        with pytest.raises(errors.InvalidTableError, match=sentence):
            inputs_and_targets(dataset, None)


def test_a_frame_for_a_model_rounds_no_whole_number() -> None:
    for kind in ("int64", "uint64"):
        frame = frame_of(pa.table({"id": pa.array([BIG, None], kind), "few": [1, None]}), {})
        assert frame["id"].tolist() == [BIG, pd.NA]
        assert frame["few"].dtype == np.float64


CELLS: dict[str, Callable[[Split], list[Any]]] = {
    "pandas": lambda split: list(split.to_pandas()["x"]),
    "pandas of Arrow": lambda split: list(split.to_pandas(types="arrow")["x"]),
    "Polars": lambda split: split.to_polars()["x"].to_list(),
    "DuckDB": lambda split: [row[0] for row in split.to_duckdb().fetchall()],
    "arrays": lambda split: list(split.to_dict()["x"]),
    "records": lambda split: [row["x"] for row in split],
    "frames of batches": lambda split: [row["x"] for row in split.map(lambda frame: frame, form="pandas")],
    "Polars of batches": lambda split: [row["x"] for row in split.map(lambda frame: frame, form="polars")],
}


@pytest.mark.parametrize("form", CELLS)
def test_an_array_in_a_cell_has_its_shape_in_every_form(form: str) -> None:
    lattices = [np.arange(6.0).reshape(2, 3), None, np.ones((2, 3))]
    split = split_of(pa.table(from_frame(pd.DataFrame({"x": lattices}), "The frame")))
    for rows, cells in ((split, lattices), (split[1:], lattices[1:])):
        for cell, right in zip(CELLS[form](rows), cells, strict=True):
            if right is None:
                assert cell is None or cell is pd.NA
            else:
                np.testing.assert_array_equal([list(row) for row in cell], right)


def test_duckdb_gives_times_of_a_zone() -> None:
    moment = datetime.datetime(2024, 5, 6, 7, tzinfo=datetime.UTC)
    split = split_of(pa.table({"t": pa.array([moment], pa.timestamp("us", "Europe/Berlin"))}))
    assert split.to_duckdb().fetchall() == [(moment,)]


@pytest.mark.parametrize(
    "column", [pa.array([1.5, None, 2.25]), pa.array(["a", None, 'b"\n\nc']), pa.array([None, BIG])]
)
def test_a_missing_value_of_one_column_is_a_row_of_the_file(column: pa.Array, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    write_csv(pa.table({"y": column}), str(path))
    right = column.to_pylist()
    assert foundry.table(path).to_arrow()["y"].to_pylist() == right
    assert [None if pd.isna(item) else item for item in pd.read_csv(path, dtype=object)["y"]] == [
        None if item is None else str(item) for item in right
    ]
    assert [row[0] for row in duckdb.read_csv(str(path), header=True).fetchall()] == right


AGREE: dict[str, tuple[pa.Array, pa.Array, pa.DataType | None]] = {
    "decimals": (pa.array([Decimal("1.5")]), pa.array([Decimal("12.25")]), pa.decimal128(4, 2)),
    "units of time": (
        pa.array([1], pa.timestamp("s")),
        pa.array([1], pa.timestamp("ns")),
        pa.timestamp("ns"),
    ),
    "too far for nanoseconds": (
        pa.array([2**40], pa.timestamp("s")),
        pa.array([1], pa.timestamp("ns")),
        None,
    ),
    "text of other offsets": (pa.array(["a"], pa.large_string()), pa.array(["b"]), pa.string()),
    "missing alone": (pa.nulls(1), pa.array([1], pa.int8()), pa.int8()),
    "whole numbers": (pa.array([1], pa.int8()), pa.array([2**40]), pa.int64()),
    "no common sign": (pa.array([-1]), pa.array([2**64 - 1], pa.uint64()), None),
    "decimals beside floats": (pa.array([Decimal("0.1234567890123456789")]), pa.array([0.5]), None),
    "text and bytes": (pa.array(["a"]), pa.array([b"a"]), None),
    "zones": (
        pa.array([1], pa.timestamp("s", "UTC")),
        pa.array([1], pa.timestamp("s", "Europe/Berlin")),
        None,
    ),
    "zone and none": (pa.array([1], pa.timestamp("s", "UTC")), pa.array([1], pa.timestamp("s")), None),
    "categories and text": (pa.array(["a"]).dictionary_encode(), pa.array(["a"]), None),
    "truth and number": (pa.array([True]), pa.array([1]), None),
}


@pytest.mark.parametrize("case", AGREE)
def test_splits_agree_without_loss_or_are_refused(case: str) -> None:
    one, other, kind = AGREE[case]
    splits = {"train": pa.table({"n": one}), "test": pa.table({"n": other})}
    if kind is None:
        with pytest.raises(errors.InvalidTableError, match="'n' has different types in the splits"):
            foundry.publish_dataset(splits, name="agree")
        return
    dataset = foundry.publish_dataset(splits, name="agree")
    assert [part.to_arrow().schema.field("n").type for part in dataset.values()] == [kind, kind]
    assert dataset["train"].to_arrow()["n"].to_pylist() == one.to_pylist()
    assert dataset["test"].to_arrow()["n"].to_pylist() == other.to_pylist()
    assert (
        one.type == kind
        or "which keeps the values of every split" in repr(dataset.understood)
        or case.startswith("text")
    )


def test_splits_agree_on_a_type_that_keeps_every_number() -> None:
    floats = pd.DataFrame({"n": [0.5]})
    with pytest.raises(errors.InvalidTableError, match=r"'n' has different types.*int64 in 'train', double"):
        foundry.publish_dataset({"train": pd.DataFrame({"n": [BIG]}), "test": floats}, name="agree")
    dataset = foundry.publish_dataset({"train": pd.DataFrame({"n": [3]}), "test": floats}, name="agree")
    assert dataset["train"].to_pandas()["n"].tolist() == [3.0]


def test_the_drop_in_gives_whole_numbers_as_they_are() -> None:
    from foundry_lab.foundry.loading import load_as_dict

    dataset = foundry.publish_dataset({"train": pa.table({"id": [BIG, None]})}, name="drop-in")
    inputs, _ = load_as_dict(dataset, None)["train"]
    assert inputs["id"].tolist() == [BIG, pd.NA]


def test_splits_of_one_array_file_are_not_each_others(tmp_path: Path) -> None:
    names = [f"{split}/{key}" for split in ("train", "test") for key in ("x", "y")]
    with h5py.File(tmp_path / "data.h5", "w") as file:
        for place, name in enumerate(names):
            file[name] = np.full(3, float(place))
    metadata = {
        "short_name": "arrays",
        "data_type": "hdf5",
        "splits": [{"label": label, "path": "data.h5"} for label in ("train", "test")],
        "keys": [{"key": [name], "type": "input"} for name in names],
    }
    (tmp_path / "foundry_metadata.json").write_text(json.dumps(metadata))
    dataset = foundry.load(tmp_path)
    assert dataset["train"].to_arrow().to_pydict() == {"x": [0.0] * 3, "y": [1.0] * 3}
    assert dataset["test"].to_arrow().to_pydict() == {"x": [2.0] * 3, "y": [3.0] * 3}
