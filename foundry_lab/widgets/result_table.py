"""Predictions beside what they were made from, what is true, and their difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_CONTEXT_COLUMNS = 2
_PREFIXES = ("predicted_", "predicted ", "prediction_")


def result_table(
    table: pa.Table,
    predictions: pa.Table,
    model: str,
    failures: Mapping[int, str] | None = None,
    inputs: Sequence[str] = (),
) -> pa.Table:
    """
    Return what names a row, then each prediction beside the truth and their difference, then what it was made from.

    Parameters
    ----------
    table : pyarrow.Table
        What the model ran on, as many rows as there are predictions.
    predictions : pyarrow.Table
        What it gave; fields may carry `unit`.
    model : str
        The model's reference.
    failures : mapping of int to str, optional
        Why rows have no prediction, by their number: a column where there are any.
    inputs : sequence of str, optional
        Columns of the table that the model read.
    """
    import pyarrow as pa

    arrays: list[Any] = []
    fields: list[pa.Field] = []

    def add(name: str, array: Any, **metadata: str | None) -> None:
        own_metadata = {key: value for key, value in metadata.items() if value}
        arrays.append(array)
        fields.append(pa.field(name, array.type, metadata=own_metadata or None))

    truths = {field.name: truth_column(table, field.name) for field in predictions.schema}

    def keep(names: Sequence[str]) -> None:
        for name in names:
            arrays.append(table.column(name))
            fields.append(table.schema.field(name))

    known_truths = [truth for truth in truths.values() if truth]
    context = context_columns(table, known_truths)
    keep(context[:1])
    for field in predictions.schema:
        name, unit, truth = quantity_name(field.name), unit_of(field), truths[field.name]
        predicted = predictions.column(field.name)
        if truth:
            unit = unit or unit_of(table.schema.field(truth))
        add(f"predicted {name}", predicted, unit=unit, description=f"predicted by {model}")
        if truth:
            keep([truth])
        if truth and comparable(table.schema.field(truth), field):
            error_name = "error" if len(truths) == 1 else f"error of {name}"
            description = f"predicted {name} less {name}"
            add(error_name, _difference(predicted, table.column(truth)), unit=unit, description=description)
    present = {*context[:1], *known_truths}
    keep([name for name in dict.fromkeys([*context[1:], *inputs]) if name not in present])
    if failures:
        reasons = pa.array([failures.get(row) for row in range(table.num_rows)], pa.string())
        add("failure", reasons, description="Why the row has no prediction")
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def truth_column(table: pa.Table, predicted: str) -> str | None:
    """Return the column of the table that holds what a predicted column is about."""
    for name in (predicted, quantity_name(predicted)):
        if table.column_names.count(name) == 1:
            return name
    return None


def context_columns(table: pa.Table, truths: Sequence[str]) -> list[str]:
    """Return the few columns by which a person knows a row: an identifier first, then text, else the first ones."""
    from pyarrow import types

    fields = [field for field in table.schema if field.name not in truths]
    marked = [field.name for field in fields if _metadata_text(field, b"role") == "id"]
    text = [field for field in fields if types.is_string(field.type) or types.is_large_string(field.type)]
    # A text that is an input, such as a formula, says more of a row than a text that is not.
    text.sort(key=lambda field: _metadata_text(field, b"role") != "input")
    candidates = [*dict.fromkeys([*marked, *(field.name for field in text)])] or [
        field.name for field in fields[:2]
    ]
    return candidates[:_CONTEXT_COLUMNS]


def comparable(truth: pa.Field, predicted: pa.Field) -> bool:
    """Whether the difference of two columns means something: both are numbers, in one unit."""
    from pyarrow import types

    numbers = all(
        types.is_floating(field.type) or types.is_integer(field.type) for field in (truth, predicted)
    )
    units = {unit for unit in (unit_of(truth), unit_of(predicted)) if unit}
    return numbers and len(units) <= 1


def _difference(predicted: Any, truth: Any) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    return compute.subtract(predicted.cast(pa.float64()), truth.cast(pa.float64()))


def quantity_name(name: str) -> str:
    """Return what a predicted column is about, without a prefix that says it is predicted."""
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def unit_of(field: pa.Field) -> str | None:
    """Return a field's unit, if it has one."""
    return _metadata_text(field, b"unit")


def _metadata_text(field: pa.Field, key: bytes) -> str | None:
    value = (field.metadata or {}).get(key)
    return value.decode() if value else None
