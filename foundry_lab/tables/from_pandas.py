"""Frames and series of pandas as Arrow tables, with the labels of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .columns import with_columns
from .python_values import column_of_values
from .reading import Reading, UnfitColumnError
from .shown_text import column_or_text, texts


def from_pandas(source: Any, reading: Reading, *, labels: bool = True) -> pa.Table:
    """
    Return a frame, series, index or styled frame as a table; labels of rows that do not just count them come first.

    Raises
    ------
    InvalidTableError
        If a column has no name of its own, or values that no column can hold.
    """
    frame = _frame(source, reading)
    names = [str(name) for name in frame.columns]
    duplicate = next((name for name in names if names.count(name) > 1), None)
    if duplicate is not None:
        raise InvalidTableError(
            f"{reading.where} has several columns {duplicate!r}; give each a name of its own."
        )
    attrs = frame.attrs
    frame = _with_labels(frame.set_axis(names, axis="columns"), names, reading, labels)
    names = list(frame.columns)
    arrays: dict[int, pa.Array] = {}
    for place, name in enumerate(names):
        arrays |= _odd_column(frame, place, name, reading)
    rest = frame.iloc[:, [place for place in range(len(names)) if place not in arrays]]
    plain_columns, metadata = _plain_columns(rest, reading)
    remaining = iter(plain_columns)
    columns = [arrays[place] if place in arrays else next(remaining) for place in range(len(names))]
    if not columns:
        return pa.table({"row": pa.nulls(len(frame))}).select([])
    fields = [pa.field(name, column.type) for name, column in zip(names, columns, strict=True)]
    return _with_units(pa.table(columns, schema=pa.schema(fields, metadata)), attrs)


def _frame(source: Any, reading: Reading) -> Any:
    import pandas as pd

    if type(source).__name__ == "Styler" and isinstance(getattr(source, "data", None), pd.DataFrame):
        return source.data
    if isinstance(source, pd.Index):
        source = source.to_frame(index=False) if source.nlevels > 1 else pd.Series(source, name=source.name)
    if isinstance(source, pd.Series):
        if source.name is None and not reading.is_for_show:
            raise InvalidTableError(
                f"{reading.where} is a series without a name: give it one, as in series.rename('gap')."
            )
        source = source.to_frame("value" if source.name is None else source.name)
    if not isinstance(source, pd.DataFrame):
        raise reading.not_a_table(source)
    return source


def _odd_column(frame: Any, place: int, name: str, reading: Reading) -> dict[int, pa.Array]:
    """Return the column at a place where Arrow would not take it, or not as it is meant, from pandas."""
    import pandas as pd

    column = frame.iloc[:, place]
    if isinstance(column.dtype, pd.SparseDtype):
        column = column.sparse.to_dense()
    if column.dtype == object:
        values = column.to_numpy(object, copy=True)
        values[column.isna().to_numpy()] = None
        return {place: column_of_values(values, name, reading)}
    if column.dtype.kind == "c":
        row = next((row for row, missing in enumerate(column.isna(), start=1) if not missing), 1)
        fault = f"holds a complex number in row {row}"
        if not reading.is_for_show:
            advice = "give their real and imaginary parts as two columns"
            raise UnfitColumnError(name, reading.where, fault, advice)
        return {place: texts(_values(column), name, fault, reading)}
    dtype = column.dtype.categories.dtype if isinstance(column.dtype, pd.CategoricalDtype) else column.dtype
    if reading.is_for_show and isinstance(dtype, pd.PeriodDtype | pd.IntervalDtype):
        return {place: texts(_values(column), name, f"is of the type {dtype}", reading)}
    if isinstance(frame.dtypes.iloc[place], pd.SparseDtype):
        return {place: pa.Array.from_pandas(column)}
    return {}


def _plain_columns(frame: Any, reading: Reading) -> tuple[list[Any], Any]:
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        if not reading.is_for_show:
            raise
    else:
        return table.columns, table.schema.metadata
    return [
        column_or_text(partial(pa.Array.from_pandas, column), _values(column), name, reading)
        for name, column in frame.items()
    ], None


def _values(column: Any) -> list[Any]:
    return [
        None if missing else value
        for value, missing in zip(column.to_numpy(object), column.isna(), strict=True)
    ]


def _with_labels(frame: Any, names: list[str], reading: Reading, labels: bool) -> Any:
    import numpy as np
    import pandas as pd

    index = frame.index
    if index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index.dtype):
        counts = not index.hasnans and bool((index.to_numpy() == np.arange(len(index))).all())
        if counts or not labels:
            return frame
    used_names = set(names)
    label_columns = []
    for level, name in enumerate(index.names):
        label = str(name) if name is not None else "index" if index.nlevels == 1 else f"level_{level}"
        while label in used_names:
            label = f"{label}_index"
        used_names.add(label)
        label_columns.append(label)
        if name is None:
            reading.guess(
                f"The labels of the rows, which have no name, are the column {label!r}.",
                "frame.reset_index(drop=True)",
                label,
            )
    return frame.set_axis(index.set_names(label_columns), axis="index").reset_index()


def _with_units(table: pa.Table, attrs: Mapping[str, Any]) -> pa.Table:
    metadata = attrs.get("foundry")
    units = metadata.get("units") if isinstance(metadata, dict) else None
    if not isinstance(units, dict):
        return table
    from ..contracts.models import ColumnDraft

    drafts = [ColumnDraft(name=str(name), unit=str(unit)) for name, unit in units.items() if unit]
    return pa.table(table.columns, schema=with_columns(table.schema, drafts))
