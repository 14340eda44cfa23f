"""Tables of every Arrow type through each source, the store, the cache and each converter: equal, or refused."""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dask.dataframe as dask
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st
from pandas.api.interchange import from_dataframe as pandas_dataframe
from pyarrow import feather
from pyarrow.interchange import from_dataframe

import foundry_lab as foundry
from foundry_lab.foundry import FoundryDataset
from foundry_lab.tests.arrow_tables import PLAIN, arrays, tables, type_of, values_of

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
SETTINGS = settings(
    deadline=None,
    # The same tables in every run; `derandomize=False` and more examples look for others.
    derandomize=True,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
)
NAMES = (f"trip-{number}" for number in itertools.count())


def _as_file(table: pa.Table, write: Callable[[pa.Table, str], None], ending: str) -> str:
    path = str(Path(tempfile.mkdtemp()) / f"table.{ending}")
    write(table, path)
    return path


def _parquet(table: pa.Table) -> tuple[Any, pa.Table]:
    path = _as_file(table, pq.write_table, "parquet")
    return path, pq.read_table(path)


def _feather(table: pa.Table) -> tuple[Any, pa.Table]:
    path = _as_file(table, feather.write_feather, "feather")
    return path, feather.read_table(path)


def _polars(table: pa.Table) -> tuple[Any, pa.Table]:
    frame = pl.from_arrow(table)
    return frame, frame.to_arrow()


def _pandas(table: pa.Table) -> tuple[Any, pa.Table]:
    return table.to_pandas(types_mapper=pd.ArrowDtype), table


def _duckdb(table: pa.Table) -> tuple[Any, pa.Table]:
    # DuckDB has no type for values that are all missing, and makes integers of them in one of its ways out alone.
    assume("null" not in str(table.schema.types))
    relation = duckdb.from_arrow(table)
    return relation, relation.to_arrow_table()


def _lazy(table: pa.Table) -> tuple[Any, pa.Table]:
    frame, right = _polars(table)
    return frame.lazy(), right


def _dask(table: pa.Table) -> tuple[Any, pa.Table]:
    frame = dask.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=2)
    return frame, pa.Table.from_pandas(frame.compute(), preserve_index=False)


def _hugging_face(table: pa.Table) -> tuple[Any, pa.Table]:
    import datasets

    source = datasets.Dataset(table)
    return source, source.with_format("arrow")[:]


class _Stream:
    def __init__(self, table: pa.Table) -> None:
        self.__arrow_c_stream__ = table.__arrow_c_stream__


class _Interchange:
    def __init__(self, table: pa.Table) -> None:
        self.__dataframe__ = table.__dataframe__


#: What is published, and what the library itself makes of it.
SOURCES: dict[str, Callable[[pa.Table], tuple[Any, pa.Table]]] = {
    "Arrow": lambda table: (table, table),
    "reader": lambda table: (table.to_reader(), table),
    "scanner": lambda table: (ds.dataset(table).scanner(batch_size=2), table),
    "batches": lambda table: (table.combine_chunks().to_batches()[0], table),
    "series": lambda table: (dict(table.to_pandas(types_mapper=pd.ArrowDtype).items()), table),
    "lazy Polars": _lazy,
    "Dask": _dask,
    "__arrow_c_stream__": lambda table: (_Stream(table), table),
    "__dataframe__": lambda table: (_Interchange(table), from_dataframe(_Interchange(table))),
    "Parquet": _parquet,
    "Feather": _feather,
    "Polars": _polars,
    "pandas": _pandas,
    "DuckDB": _duckdb,
}


if find_spec("datasets"):
    SOURCES["Hugging Face"] = _hugging_face


def check_equal(found: pa.Table, right: pa.Table) -> None:
    assert found.column_names == right.column_names
    assert found.num_rows == right.num_rows
    for name, one, other in zip(found.column_names, found.columns, right.columns, strict=True):
        said = f"{name}: {other.type} -> {one.type}"
        if isinstance(other.type, pa.UuidType):
            assert one.to_pylist() == [None if item is None else str(item) for item in other.to_pylist()]
            continue
        if isinstance(other.type, pa.Bool8Type) or str(other.type) == "decimal128(5, -2)":
            assert one.to_pylist() == other.to_pylist(), said
            continue
        if isinstance(other.type, pa.BaseExtensionType):
            other = pa.chunked_array([chunk.storage for chunk in other.chunks], other.type.storage_type)
        assert type_of(one.type) == type_of(other.type), said
        assert values_of(one) == values_of(other), said
        if pa.types.is_dictionary(other.type) and other.num_chunks and one.num_chunks:
            words = dict.fromkeys(word for chunk in other.chunks for word in values_of(chunk.dictionary))
            # A missing value is one among the rows, not one of the categories.
            assert values_of(one.chunk(0).dictionary) == [word for word in words if word is not None], said


def _attempt(make: Callable[[], Any]) -> Any:
    """Return what a library makes of a table; no example where it cannot."""
    try:
        return make()
    except (Exception, pl.exceptions.PanicException):
        assume(False)


def _refused(sentence: str) -> None:
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert re.search(r"'.*'|\".*\"", sentence), sentence


@SETTINGS
@example(
    pa.table({"x": pa.DictionaryArray.from_arrays([0], pa.array([-800_000], pa.int32()).cast(pa.date32()))}),
    "Arrow",
)
@example(pa.table({"x": pa.array([[[None, None]]], pa.large_list(pa.list_(pa.null(), 2)))}), "Arrow")
@example(pa.table({"x": pa.array([[[None, None]], []], pa.large_list(pa.list_(pa.null())))}), "Arrow")
@given(tables(), st.sampled_from(list(SOURCES)))
def test_a_table_is_published_as_it_is_or_refused(table: pa.Table, source: str) -> None:
    given, right = _attempt(lambda: SOURCES[source](table))
    try:
        dataset = foundry.publish_dataset({"train": given}, name=next(NAMES))
    except foundry.FoundryError as error:
        _refused(str(error))
        return
    first = dataset["train"].to_arrow()
    check_equal(first, right)
    assert foundry.load(dataset.reference)["train"].to_arrow().equals(first) or first.num_rows


def _back(frame: Any, table: pa.Table) -> pa.Table:
    arrays = [
        pa.array(frame[name], field.type, from_pandas=True)
        for name, field in zip(frame, table.schema, strict=True)
    ]
    return pa.table(arrays, names=table.column_names)


def _durations(intervals: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return DuckDB's intervals, in which a duration has no months, as durations."""
    parts = intervals.to_pylist()
    assert not any(part.months for part in parts if part is not None)
    spans = [None if part is None else part.days * 86_400_000_000_000 + part.nanoseconds for part in parts]
    return pa.chunked_array([pa.array(spans, pa.duration("ns"))])


def _cast(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = []
    for column, field in zip(table.columns, schema, strict=True):
        if pa.types.is_dictionary(column.type) and not pa.types.is_dictionary(field.type):
            column = column.cast(column.type.value_type)
        kind = field.type
        if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
            kind = kind.value_type
        if pa.types.is_interval(column.type) and pa.types.is_duration(kind):
            column = _durations(column)
        columns.append(column if column.type.equals(kind) else column.cast(kind))
    return pa.table(columns, names=table.column_names)


def _of_values(columns: Mapping[str, Sequence[Any]], table: pa.Table) -> pa.Table:
    """Python's values in the types of a table."""
    kinds = [_value_type(kind) for kind in table.schema.types]
    parts = zip(table.column_names, kinds, strict=True)
    return pa.table([pa.array(columns[name], kind) for name, kind in parts], names=table.column_names)


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _records(split: foundry.Split, table: pa.Table) -> pa.Table:
    rows = list(split)
    return _of_values({name: [row[name] for row in rows] for name in table.column_names}, table)


def _drop_in(split: foundry.Split, table: pa.Table) -> pa.Table:
    inputs, _ = FoundryDataset.from_dataset(foundry.load(split.reference)).get_as_dict()["train"]
    return _back(inputs, table)


def _in_dask(split: foundry.Split, table: pa.Table) -> pa.Table:
    return _back(dask.from_pandas(split.to_pandas(types="arrow"), npartitions=2).compute(), table)


#: What comes back of each form, in the types of the table that was asked for.
CONVERTERS: dict[str, Callable[[Any, pa.Table], pa.Table]] = {
    "pandas": lambda split, table: _back(split.to_pandas(), table),
    "pandas of Arrow": lambda split, table: _back(split.to_pandas(types="arrow"), table),
    "Polars": lambda split, table: _cast(_attempt(split.to_polars().to_arrow), table.schema),
    "DuckDB": lambda split, table: _cast(split.to_duckdb().to_arrow_table(), table.schema),
    "batches": lambda split, table: pa.Table.from_batches(split.to_batches(rows=2), table.schema),
    "columns": lambda split, table: _of_values(
        {name: split[name].to_list() for name in split.columns.names}, table
    ),
    "records": _records,
    "pandas of the drop-in": _drop_in,
    "pandas of Dask": _in_dask,
    "pandas by __dataframe__": lambda split, table: _back(_attempt(lambda: pandas_dataframe(split)), table),
    "__dataframe__": lambda split, table: _cast(_attempt(lambda: from_dataframe(split)), table.schema),
}


def _without_nan(values: list[Any]) -> list[Any]:
    return [None if value == "NaN" else value for value in values]


@SETTINGS
@given(tables(columns=2), st.sampled_from(list(CONVERTERS)))
def test_each_form_holds_what_was_published_or_is_refused(table: pa.Table, form: str) -> None:
    try:
        split = foundry.publish_dataset({"train": table}, name=next(NAMES))["train"]
    except foundry.FoundryError:
        assume(False)
    stored = split.to_arrow()
    try:
        found = CONVERTERS[form](split, stored)
    except foundry.FoundryError as error:
        _refused(str(error))
        return
    assert found.column_names == stored.column_names
    for name, one, other in zip(stored.column_names, found.columns, stored.columns, strict=True):
        said = f"{name}: {other.type}"
        if form.startswith("pandas"):
            assert _without_nan(values_of(one)) == _without_nan(values_of(other)), said
        else:
            assert values_of(one) == values_of(other), said


@settings(SETTINGS, max_examples=1, phases=(Phase.generate,), database=None)
@given(st.tuples(*(arrays(kind, 3) for kind in PLAIN)))
def test_archives_and_other_stores_keep_every_type(columns: tuple[pa.Array, ...]) -> None:
    table = pa.table(list(columns), names=[f"{place} {array.type}" for place, array in enumerate(columns)])
    dataset = foundry.publish_dataset({"train": table}, name=next(NAMES))
    folder = Path(tempfile.mkdtemp())
    archive = foundry.export(dataset.reference, folder / "data.zip")
    source = os.environ["FOUNDRY_STORE"]
    for way in ("import", "pull"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FOUNDRY_STORE", str(folder / way))
            patch.setenv("FOUNDRY_CACHE", str(folder / f"{way}-cache"))
            if way == "import":
                foundry.import_package(archive)
            else:
                foundry.pull(dataset.reference, source=source)
            check_equal(foundry.load(dataset.reference)["train"].to_arrow(), table)
