"""What is true of a benchmark's rows, and what kind of thing that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..contracts.models import Column
from ..errors import InvalidManifestError, InvalidTableError
from .folds import Folds
from .manifest_metrics import metric_definitions


def labels_of(
    folds: Folds,
    ids: list[str],
    values: pa.ChunkedArray,
    labels: Mapping[str, Any] | None,
    *,
    hidden: bool,
    reference: str,
    target: str,
) -> dict[str, list[Any]]:
    """
    Return the labels of each fold's test rows.

    Raises
    ------
    InvalidTableError
        If a row has none, or labels that are to be hidden are in the dataset.
    """
    own_labels = dict(zip(ids, (json_value(value) for value in values.to_pylist()), strict=True))
    if hidden:
        public = next(
            (row for test in folds.test.values() for row in test if own_labels[row] is not None), None
        )
        if public is not None:
            raise InvalidTableError(
                f"{reference} shows {target!r} of the test row {public!r}, so it cannot be hidden: publish a dataset whose "
                "test rows lack it, and give `labels`."
            )
        if labels is None:
            raise InvalidTableError("Hidden labels are given as `labels={id: value}`.")
    if labels is not None:
        own_labels |= {str(row): json_value(value) for row, value in labels.items()}
    for fold, test in folds.test.items():
        missing = next((row for row in test if own_labels[row] is None), None)
        if missing is not None:
            raise InvalidTableError(
                f"The test row {missing!r} of {fold!r} has no {target!r}: leave it out, or give its label in `labels`."
            )
    return {fold: [own_labels[row] for row in test] for fold, test in folds.test.items()}


def json_value(value: Any) -> Any:
    """Return a value as JSON has it; None for one that is missing."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise InvalidTableError(f"{value!r} is neither a number nor a class.") from None


def task_of(
    column: Column,
    truth: Mapping[str, list[Any]],
    classes: Sequence[Any] | None,
    metrics: Sequence[str | Mapping[str, Any]] | str | None,
) -> tuple[str, list[Any] | None]:
    """
    Return 'regression' or 'classification', and the classes of the latter.

    Raises
    ------
    InvalidManifestError
        If a label is none of the classes, or there are fewer than two of them.
    """
    values = {value for test in truth.values() for value in test}
    names = [metrics] if isinstance(metrics, str) else list(metrics or [])
    definitions = metric_definitions() if names else {}
    tasks = {definitions[name].task for name in names if isinstance(name, str) and name in definitions}
    has_classes = bool(classes) or bool(column.classes)
    words = any(isinstance(value, str | bool) for value in values)
    if not (words or has_classes or tasks == {"classification"}) or (tasks == {"regression"} and not words):
        return "regression", None
    class_values = [json_value(value) for value in (classes or column.classes or _sort_mixed(values))]
    if all(isinstance(value, bool) for value in values) and not classes:
        class_values = [False, True]
    strange = next((value for value in values if value not in class_values), None)
    if strange is not None:
        raise InvalidManifestError(
            f"The label {strange!r} is none of the classes {', '.join(map(repr, class_values))}."
        )
    if len(class_values) < 2:
        raise InvalidManifestError(
            f"There is one class only, {class_values[0]!r}: nothing can be told apart."
        )
    return "classification", class_values


def _sort_mixed(values: set[Any]) -> list[Any]:
    return sorted(values, key=lambda value: (str(type(value)), value))
