"""Columns, records and structured arrays of Python as Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .python_values import column_of_values
from .reading import Reading
from .shown_text import column_or_text
from .shown_values import is_record, is_table, named_array, named_list


def from_python(source: Any, reading: Reading) -> pa.Table:
    """
    Return a mapping of columns, a list of mappings or a structured array as a table.

    Raises
    ------
    InvalidTableError
        If it is none of these, its columns differ in length, or they hold what no column can.
    """
    if reading.is_for_show and isinstance(source, list | tuple):
        source = _with_names(source, reading)
    if isinstance(source, list | tuple) and source and all(isinstance(row, Mapping) for row in source):
        return from_records(source, reading)
    if reading.is_for_show and isinstance(source, Mapping) and is_record(source):
        return from_records([source], reading)
    if getattr(getattr(source, "dtype", None), "names", None):
        source = fields_of(source, reading.where)
    if isinstance(source, Mapping):
        return _from_columns(source, reading)
    if hasattr(source, "dtype"):
        if reading.is_for_show:
            return _from_columns(named_array(source, reading), reading)
        raise InvalidTableError(f"{reading.where} is an array without names: give {{'name': array}}.")
    raise reading.not_a_table(source)


def _with_names(source: Sequence[Any], reading: Reading) -> Any:
    is_records = bool(source) and all(isinstance(row, Mapping) for row in source)
    return source if is_records else named_list(source, reading)


def from_records(records: Sequence[Mapping[str, Any]], reading: Reading) -> pa.Table:
    """Return a table with a row for each mapping; what a mapping does not have is missing."""
    names = list(dict.fromkeys(name for record in records for name in record))
    odd = next((name for name in names if not isinstance(name, str)), None)
    if odd is not None and reading.is_for_show and len({*map(str, names)}) == len(names):
        return from_records(
            [{str(name): value for name, value in record.items()} for record in records], reading
        )
    if odd is not None:
        raise InvalidTableError(f"{reading.where} has the key {odd!r}, which is not text: name each column.")
    return pa.table(
        {name: column_of_values((record.get(name) for record in records), name, reading) for name in names}
    )


def fields_of(array: Any, where: str) -> dict[str, Any]:
    """
    Return the fields of a structured array by name.

    Raises
    ------
    InvalidTableError
        If its rows do not have one dimension, or fields have fields of their own.
    """
    if array.ndim != 1:
        raise InvalidTableError(
            f"{where} is a structured array of {array.ndim} dimensions: give one of one, a row for each item."
        )
    nested = next((name for name in array.dtype.names if array.dtype[name].names), None)
    if nested is not None:
        raise InvalidTableError(
            f"The field {nested!r} of {where} has fields of its own: give them as arrays by name."
        )
    return {name: array[name] for name in array.dtype.names}


def _from_columns(columns: Mapping[Any, Any], reading: Reading) -> pa.Table:
    arrays_by_name: dict[str, Any] = {}
    tables = [name for name, values in columns.items() if is_table(values)]
    if tables:
        names = ", ".join(map(repr, tables[:6]))
        raise InvalidTableError(
            f"{reading.where} is a dictionary of tables ({names}): give one, as in tables[{tables[0]!r}]."
        )
    for name, values in columns.items():
        arrays_by_name.update(_column_or_texts(values, str(name), reading))
    lengths = {name: len(values) for name, values in arrays_by_name.items()}
    if len(set(lengths.values())) > 1:
        (first, one), *others = lengths.items()
        second, other = next((name, length) for name, length in others if length != one)
        raise InvalidTableError(
            f"{reading.where} has {one:,} values in column {first!r} and {other:,} in {second!r}: give as many in each."
        )
    return pa.table(arrays_by_name)


def _column_or_texts(values: Any, name: str, reading: Reading) -> dict[str, Any]:
    if not reading.is_for_show or not hasattr(values, "__len__"):
        return _column(values, name, reading)
    # Complex numbers make two columns.
    columns: dict[str, Any] = {}

    def make() -> Any:
        columns.update(_column(values, name, reading))
        return next(iter(columns.values()))

    column = column_or_text(make, values, name, reading)
    return columns or {name: column}


def _column(values: Any, name: str, reading: Reading) -> dict[str, Any]:
    from ..arrays.tensors import to_column

    if isinstance(values, pa.Array | pa.ChunkedArray):
        return {name: values}
    if isinstance(values, list | tuple | range):
        return {name: column_of_values(values, name, reading)}
    library = type(values).__module__.partition(".")[0]
    if library == "pandas":
        import pandas as pd

        from .from_pandas import from_pandas

        # Arrow takes the values of such a column one after the other, whatever their labels.
        return {name: from_pandas(pd.DataFrame({name: pd.Series(values).array}), reading).column(0)}
    if hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__"):
        return {name: pa.chunked_array(values)}
    if getattr(values, "ndim", 0):
        import numpy as np

        array = values if isinstance(values, np.ma.MaskedArray) else np.asarray(values)
        if array.dtype == object and array.ndim == 1 and not isinstance(values, np.ma.MaskedArray):
            return {name: column_of_values(array, name, reading)}
        return to_column(array, name, reading.guess)
    raise InvalidTableError(
        f"Column {name!r} of {reading.where} is a {type(values).__name__}: give a list or an array of its values."
    )
