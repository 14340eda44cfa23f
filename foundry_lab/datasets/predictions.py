"""Predictions beside the truth, found by what a model's predictions say of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import FoundryError, InvalidTableError
from .split import Split

if TYPE_CHECKING:
    import pyarrow as pa


def compare_with_truth(predictions: pa.Table, truth: Any = None) -> tuple[pa.Table, str] | None:
    """
    Return predictions with the true values, errors and what identifies each row, and a title.

    Parameters
    ----------
    predictions : pyarrow.Table
        As `Model.predict` returns them, or with the columns of other models called as the true ones.
    truth : Split, table, frame or path, optional
        What they were made from, row by row; by default the split that the predictions name.

    Returns
    -------
    tuple of (pyarrow.Table, str) or None
        None where `truth` is not given and the predictions name none that is at hand.

    Raises
    ------
    InvalidTableError
        If `truth` has other rows, or none of the predicted columns.
    """
    from ..widgets.result_table import result_table, truth_column

    origin = _origin(predictions)
    model = str(origin.get("model", "predictions"))
    is_explicit = truth is not None
    if not is_explicit:
        truth = _split_of(origin)
        if truth is None or len(truth) != predictions.num_rows:
            return None
    table, name = _rows(truth)
    if table.num_rows != predictions.num_rows:
        raise InvalidTableError(
            f"There are {predictions.num_rows:,} predictions and {table.num_rows:,} rows of {name}: "
            "give the rows that they were made from."
        )
    if not any(truth_column(table, column) for column in predictions.column_names):
        if not is_explicit:
            return None
        raise InvalidTableError(
            f"{name} has no column that is predicted ({', '.join(predictions.column_names[:5])}); "
            "rename the predictions as the true column."
        )
    return result_table(table, predictions, model), f"{model} on {name}"


def _origin(table: pa.Table) -> dict[str, Any]:
    text = (table.schema.metadata or {}).get(b"foundry")
    try:
        record = msgspec.json.decode(text) if text else {}
    except msgspec.DecodeError:
        # Somebody else's metadata of this name.
        return {}
    return record if isinstance(record, dict) else {}


def _split_of(origin: dict[str, Any]) -> Split | None:
    from .load import load

    data = origin.get("data")
    if not isinstance(data, dict) or "model" not in origin:
        return None
    try:
        return load(str(data["reference"]))[str(data["split"])]
    except (KeyError, FoundryError):
        # Predictions can be looked at without the data that they were made from.
        return None


def _rows(truth: Any) -> tuple[pa.Table, str]:
    if isinstance(truth, Split):
        return truth._storage_table(), f"{truth.reference} {truth.name}"
    from ..tables.read import read_table

    return read_table(truth, "The truth", labels=False), "the truth"
