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
    given: Mapping[str, Any] | None,
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
    kept = dict(zip(ids, (json_value(value) for value in values.to_pylist()), strict=True))
    if hidden:
        shown = next((row for test in folds.test.values() for row in test if kept[row] is not None), None)
        if shown is not None:
            raise InvalidTableError(
                f"{reference} shows {target!r} of the test row {shown!r}, so it cannot be hidden: publish a dataset whose "
                "test rows lack it, and give `labels`."
            )
        if given is None:
            raise InvalidTableError("Hidden labels are given as `labels={id: value}`.")
    if given is not None:
        kept |= {str(row): json_value(value) for row, value in given.items()}
    for fold, test in folds.test.items():
        missing = next((row for row in test if kept[row] is None), None)
        if missing is not None:
            raise InvalidTableError(
                f"The test row {missing!r} of {fold!r} has no {target!r}: leave it out, or give its label in `labels`."
            )
    return {fold: [kept[row] for row in test] for fold, test in folds.test.items()}


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
    wanted = [metrics] if isinstance(metrics, str) else list(metrics or [])
    definitions = metric_definitions() if wanted else {}
    tasks = {definitions[name].task for name in wanted if isinstance(name, str) and name in definitions}
    named = bool(classes) or bool(column.classes)
    words = any(isinstance(value, str | bool) for value in values)
    if not (words or named or tasks == {"classification"}) or (tasks == {"regression"} and not words):
        return "regression", None
    found = [json_value(value) for value in (classes or column.classes or _sort_mixed(values))]
    if all(isinstance(value, bool) for value in values) and not classes:
        found = [False, True]
    strange = next((value for value in values if value not in found), None)
    if strange is not None:
        raise InvalidManifestError(
            f"The label {strange!r} is none of the classes {', '.join(map(repr, found))}."
        )
    if len(found) < 2:
        raise InvalidManifestError(f"There is one class only, {found[0]!r}: nothing can be told apart.")
    return "classification", found


def _sort_mixed(values: set[Any]) -> list[Any]:
    return sorted(values, key=lambda value: (str(type(value)), value))
