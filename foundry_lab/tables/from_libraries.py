"""Tables of Polars, DuckDB, Dask, Ray, Hugging Face Datasets and xarray as Arrow tables; none of them is imported here."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .engine_types import quote_name
from .reading import Reading, UnfitColumnError
from .shown_text import column_or_text
from .streams import read_stream

_DUCKDB_ALONE = ("BIT", "BIGNUM", "VARINT", "UHUGEINT", "TIME WITH TIME ZONE", "INTERVAL")


def from_polars(source: Any, reading: Reading) -> pa.Table:
    """
    Return a frame, a lazy one or a series of Polars as a table.

    Raises
    ------
    InvalidTableError
        Naming a column of Python objects, or of integers of more digits than a decimal has.
    """
    import polars as pl

    if isinstance(source, pl.LazyFrame):
        reading.computed = "a lazy Polars frame"
        source = source.collect()
    if isinstance(source, pl.Series):
        source = source.to_frame("value" if reading.is_for_show and not source.name else source.name)
    if not isinstance(source, pl.DataFrame):
        raise reading.not_a_table(source)
    try:
        return _polars_columns(source, reading)
    except Exception:
        if not reading.is_for_show:
            raise
    columns = {
        name: column_or_text(partial(_polars_column, source, name, reading), source[name], name, reading)
        for name in source.columns
    }
    return pa.table(columns)


def _polars_column(source: Any, name: str, reading: Reading) -> pa.ChunkedArray:
    return _polars_columns(source.select(name), reading).column(0)


def _polars_columns(source: Any, reading: Reading) -> pa.Table:
    import polars as pl

    for name, kind in source.schema.items():
        if _holds(kind, pl.Object):
            raise UnfitColumnError(
                name, reading.where, "holds Python objects", "give their parts as columns, or their text"
            )
        if str(kind) in ("Int128", "UInt128"):
            try:
                source = source.with_columns(source[name].cast(pl.Decimal(38, 0)))
            except pl.exceptions.PolarsError:
                raise UnfitColumnError(
                    name, reading.where, "has integers of more than 38 digits", "give their text"
                ) from None
            reading.guess(
                f"{name!r} is a decimal: Arrow has no integers of 128 bits.",
                "frame.cast({...: pl.Int64})",
                name,
            )
    return source.to_arrow()


def _holds(kind: Any, what: Any) -> bool:
    """Whether a type of Polars is another, or has it inside."""
    if kind == what:
        return True
    inner = [field.dtype for field in getattr(kind, "fields", None) or []]
    inner += [kind.inner] if getattr(kind, "inner", None) is not None else []
    return any(_holds(part, what) for part in inner)


def from_duckdb(source: Any, reading: Reading) -> pa.Table:
    """
    Return a relation of DuckDB as a table.

    Raises
    ------
    InvalidTableError
        Naming a column of a type of which Arrow would keep a part only.
    """
    if source.type != "TABLE_RELATION":
        reading.computed = "a DuckDB relation"
    columns = []
    for name, kind in zip(source.columns, source.types, strict=True):
        column = quote_name(name)
        columns.append(column)
        if str(kind) not in _DUCKDB_ALONE:
            continue
        fault = f"is of the type {kind}, which Arrow does not have"
        if not reading.is_for_show:
            raise UnfitColumnError(name, reading.where, fault, f'select its text, as in "{name}"::VARCHAR')
        reading.texts[name] = fault
        columns[-1] = f"{column}::VARCHAR AS {column}"
    relation = source.project(", ".join(columns)) if reading.texts else source
    table = read_stream(pa.RecordBatchReader.from_stream(relation))
    for place, kind in enumerate(source.types):
        if kind.id == "enum":
            table = _with_order(table, place)
    return table


def _with_order(table: pa.Table, place: int) -> pa.Table:
    """Return a table in which the categories of a column have the order in which they stand."""
    chunks = [
        pa.DictionaryArray.from_arrays(chunk.indices, chunk.dictionary, ordered=True)
        for chunk in table.column(place).chunks
    ]
    field = table.schema.field(place)
    kind = pa.dictionary(field.type.index_type, field.type.value_type, ordered=True)
    return table.set_column(place, field.with_type(kind), pa.chunked_array(chunks, kind))


def from_dask(source: Any, reading: Reading) -> pa.Table:
    """Return a frame or series of Dask as a table, computed by the scheduler that is set."""
    from .from_pandas import from_pandas

    if not hasattr(source, "divisions"):
        raise InvalidTableError(
            f"{reading.where} is of Dask but not a frame: give its to_dataframe(), or what its compute() returns."
        )
    # Partitions of unknown divisions count their rows each from 0.
    labels = source.known_divisions
    if not labels and source.index.name is None:
        reading.guess(
            "The labels of the rows are left out where they are whole numbers, of which each partition has its own.",
            "frame.reset_index()",
        )
    reading.computed = "a Dask frame"
    return from_pandas(source.compute(), reading, labels=labels)


def from_ray(source: Any, reading: Reading) -> pa.Table:
    """Return a dataset of Ray as a table, its rows in their order; columns of arrays of one shape are tensors."""
    import ray

    if not hasattr(source, "to_arrow_refs"):
        raise InvalidTableError(f"{reading.where} is of Ray but not a dataset: give a ray.data.Dataset.")
    reading.computed = "a Ray dataset"
    options = source.context.execution_options
    before, options.preserve_order = options.preserve_order, True
    try:
        blocks = ray.get(source.to_arrow_refs())
    finally:
        options.preserve_order = before
    table = pa.concat_tables([block for block in blocks if block.num_columns])
    for index, field in enumerate(table.schema):
        shape = getattr(field.type, "shape", None)
        if (
            isinstance(field.type, pa.ExtensionType)
            and shape
            and not isinstance(field.type, pa.FixedShapeTensorType)
        ):
            table = table.set_column(index, field.name, _tensors(table.column(index), list(shape)))
        elif isinstance(field.type, pa.ExtensionType) and "object" in field.type.extension_name:
            raise InvalidTableError(
                f"Column {field.name!r} of {reading.where} holds pickled objects, which are never loaded."
            )
    return table


def _tensors(column: pa.ChunkedArray, shape: list[int]) -> pa.ChunkedArray:
    kind = pa.fixed_shape_tensor(column.type.storage_type.value_type, shape)
    chunks = [
        pa.ExtensionArray.from_storage(kind, chunk.storage.cast(kind.storage_type)) for chunk in column.chunks
    ]
    return pa.chunked_array(chunks, kind)


def from_datasets(source: Any, reading: Reading) -> pa.Table:
    """
    Return a dataset of Hugging Face as a table; labels of classes are said of their columns.

    Raises
    ------
    InvalidTableError
        If it is a stream, of which there may be no end.
    """
    if not hasattr(source, "with_format") or not hasattr(source, "num_rows"):
        raise InvalidTableError(
            f"{reading.where} is a stream: load the dataset without streaming, and give one of its splits."
        )
    # Rows that were chosen or shuffled stand in an index beside the table.
    table = source.with_format("arrow")[:]
    fields = []
    for field in table.schema:
        names = getattr(source.features.get(field.name), "names", None)
        if names:
            import json

            field = field.with_metadata({b"classes": json.dumps(names, ensure_ascii=False).encode()})
        fields.append(field)
    return pa.table(table.columns, schema=pa.schema(fields))


def from_xarray(source: Any, reading: Reading) -> pa.Table:
    """
    Return a dataset or array of xarray as a table with a row for each point; units are those of its attributes.

    Raises
    ------
    InvalidTableError
        If an array has no name.
    """
    from .from_pandas import from_pandas

    if not hasattr(source, "data_vars"):
        if not hasattr(source, "to_dataset") or source.name is None:
            raise InvalidTableError(
                f"{reading.where} is an array without a name: give array.to_dataset(name='gap')."
            )
        source = source.to_dataset()
    if not source.sizes:
        raise InvalidTableError(f"{reading.where} has no dimension: give a dataset with rows.")
    variables = {str(name): variable for name, variable in source.variables.items()}
    metadata_keys = {"units"}
    lost_keys = [
        f"{name}.{key}"
        for name, variable in variables.items()
        for key in variable.attrs
        if key not in metadata_keys
    ]
    lost_keys += [str(key) for key in source.attrs]
    if lost_keys:
        reading.guess(
            f"The attributes {', '.join(lost_keys[:6])}{' and others' if len(lost_keys) > 6 else ''} are not kept.",
            'description=..., columns={name: {"description": ...}}',
        )
    frame = source.to_dataframe().reset_index()
    frame.attrs["foundry"] = {
        "units": {
            name: variable.attrs["units"]
            for name, variable in variables.items()
            if variable.attrs.get("units")
        }
    }
    return from_pandas(frame, reading)
