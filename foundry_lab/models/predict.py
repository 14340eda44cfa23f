"""Predicting all rows at once, with a bar, and a warning of rows with missing inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from ..errors import warn
from . import signature as signatures
from .execution import BATCH_ROWS, Execution
from .input_form import check_is_table, with_units

_NAMED_ROWS = 5


def predict(
    execution: Execution,
    data: Any,
    *,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    batch_rows: int = BATCH_ROWS,
    progress: bool | Callable[[int, int], object] | None = None,
) -> pa.Table:
    """Return a model's predictions as a table; see `Model.predict`."""
    is_plain = columns is None and units is None and not progress
    batches = execution.of_array(data, batch_rows) if is_plain else None
    if batches is not None:
        return pa.Table.from_batches(batches, None if batches else execution.output_schema(None))
    from .progress import reporting

    table = table_of(execution, data, columns, units)
    batches = []
    with reporting(progress, table.num_rows, execution.reference) as report:
        for batch in execution.batches(table, batch_rows, columns):
            batches.append(batch)
            report(batch.num_rows)
    predictions = pa.Table.from_batches(
        batches, execution.output_schema(table.schema) if not batches else None
    )
    if any(column.null_count for column in predictions.columns):
        _warn_of_missing(execution, table, dict(columns or {}))
    return predictions


def table_of(
    execution: Execution,
    data: Any,
    columns: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
) -> pa.Table:
    """
    Return data as a table that has a model's inputs, in the units that are said of it.

    Raises
    ------
    SignatureMismatchError
        If they are a single column.
    UnknownColumnError
        If a unit is said of a column that is not there.
    """
    check_is_table(data, execution.reference)
    return with_units(execution.table(data, columns), units)


def _warn_of_missing(execution: Execution, table: pa.Table, columns: Mapping[str, str]) -> None:
    """Name the rows without a prediction, and what they lack."""
    import numpy as np
    import pyarrow.compute as pc

    counts: dict[str, int] = {}
    every = np.zeros(table.num_rows, dtype=bool)
    for column in signatures.columns_of(execution.signature.inputs):
        name = columns.get(column.name, column.name)
        if column.nullable is True:
            continue
        is_float = pa.types.is_floating(table.schema.field(name).type)
        missing = pc.is_null(table[name], nan_is_null=is_float).to_numpy()
        if missing.any():
            counts[name] = int(missing.sum())
            every |= missing
    if not counts:
        return
    name, count = max(counts.items(), key=lambda item: item[1])
    more = f" and in {len(counts) - 1} other columns" if len(counts) > 1 else ""
    rows = every.nonzero()[0]
    text = ", ".join(f"{row:,}" for row in rows[:_NAMED_ROWS])
    text += f" and {len(rows) - _NAMED_ROWS:,} more" if len(rows) > _NAMED_ROWS else ""
    warn(
        f"{execution.reference} has no prediction for rows with missing inputs: {count:,} in column {name!r}{more} "
        f"({'row' if len(rows) == 1 else 'rows'} {text})."
    )
