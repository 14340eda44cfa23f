"""Frames and series of pandas as Arrow tables, with the labels of their rows."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .columns import with_columns
from .python_values import column_of_values
from .reading import Reading


def from_pandas(source: Any, reading: Reading, *, labels: bool = True) -> pa.Table:
    """
    Return a frame or series as a table; labels of rows that do not just count them are columns before the others.

    Raises
    ------
    InvalidTableError
        If a column has no name of its own, or values that no column can hold.
    """
    import pandas as pd

    if isinstance(source, pd.Series):
        if source.name is None:
            raise InvalidTableError(
                f"{reading.where} is a series without a name: give it one, as in series.rename('gap')."
            )
        source = source.to_frame()
    if not isinstance(source, pd.DataFrame):
        raise reading.not_a_table(source)
    names = [str(name) for name in source.columns]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise InvalidTableError(
            f"{reading.where} has several columns {repeated!r}; give each a name of its own."
        )
    frame = _with_labels(source, names, reading, labels)
    names = [str(name) for name in frame.columns]
    objects = {}
    for place, name in enumerate(names):
        column = frame.iloc[:, place]
        if isinstance(column.dtype, pd.SparseDtype):
            column = column.sparse.to_dense()
            frame = frame.assign(**{name: column}) if name in frame.columns else frame
        if column.dtype.kind == "c":
            row = next((row for row, missing in enumerate(column.isna(), start=1) if not missing), 1)
            raise InvalidTableError(
                f"Column {name!r} of {reading.where} holds a complex number in row {row}, which no column can hold: "
                "give their real and imaginary parts as two columns."
            )
        if column.dtype == object:
            values = column.to_numpy(object, copy=True)
            values[column.isna().to_numpy()] = None
            objects[place] = column_of_values(values, name, reading)
    rest = pa.Table.from_pandas(
        frame.iloc[:, [place for place in range(len(names)) if place not in objects]], preserve_index=False
    )
    typed = iter(rest.columns)
    columns = [objects[place] if place in objects else next(typed) for place in range(len(names))]
    table = pa.table(columns, schema=_schema(names, columns, rest.schema))
    return _with_units(table, frame)


def _schema(names: list[str], columns: list[Any], typed: pa.Schema) -> pa.Schema:
    fields = [pa.field(name, column.type) for name, column in zip(names, columns, strict=True)]
    return pa.schema(fields, typed.metadata)


def _with_labels(frame: Any, names: list[str], reading: Reading, labels: bool) -> Any:
    import numpy as np
    import pandas as pd

    index = frame.index
    if index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index.dtype):
        counts = not index.hasnans and bool((index.to_numpy() == np.arange(len(index))).all())
        if counts or not labels:
            return frame
    taken = set(names)
    given = []
    for level, name in enumerate(index.names):
        label = str(name) if name is not None else "index" if index.nlevels == 1 else f"level_{level}"
        while label in taken:
            label = f"{label}_index"
        taken.add(label)
        given.append(label)
        if name is None:
            reading.guess(
                f"The labels of the rows, which have no name, are the column {label!r}.",
                "frame.reset_index(drop=True)",
                label,
            )
    return frame.set_axis(index.set_names(given), axis="index").reset_index()


def _with_units(table: pa.Table, frame: Any) -> pa.Table:
    known = frame.attrs.get("foundry")
    units = known.get("units") if isinstance(known, dict) else None
    if not isinstance(units, dict):
        return table
    from ..contracts.models import ColumnDraft

    drafts = [ColumnDraft(name=str(name), unit=str(unit)) for name, unit in units.items() if unit]
    return pa.table(table.columns, schema=with_columns(table.schema, drafts))
