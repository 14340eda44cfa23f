"""Metrics as a publisher gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InvalidManifestError
from .scoring.metrics import METRICS, metric_of

_USUAL = {
    "regression": ("mae", "rmse", "mape", "max_error"),
    "classification": ("accuracy", "balanced_accuracy", "f1", "rocauc"),
}
_KNOWN = ("name", "expression", "higher_is_better", "unit")


def metrics_given(
    given: Sequence[str | Mapping[str, Any]] | str | None,
    task: str,
    classes: Sequence[Any] | None,
    unit: str | None,
) -> list[dict[str, Any]]:
    """
    Return metrics as the manifest has them; by default those that Matbench uses.

    Raises
    ------
    InvalidManifestError
        For a metric that is not known or does not fit the task.
    """
    count = None if classes is None else len(classes)
    items: Sequence[str | Mapping[str, Any]]
    if given is None:
        items = _USUAL[task] if count in (None, 2) else ("accuracy", "balanced_accuracy", "f1_macro", "mcc")
    else:
        items = [given] if isinstance(given, str | Mapping) else given
    return [_metric(item, task, count, unit) for item in items]


def _metric(item: str | Mapping[str, Any], task: str, count: int | None, unit: str | None) -> dict[str, Any]:
    known = {"name": item} if isinstance(item, str) else dict(item)
    wrong = [word for word in known if word not in _KNOWN]
    if wrong or not isinstance(known.get("name"), str):
        raise InvalidManifestError(f"The metric {item!r} is a name, or a mapping with {', '.join(_KNOWN)}.")
    name, expression = known["name"], known.get("expression")
    metric_of(name, expression, task, count)
    usual = METRICS.get(name) if expression is None else None
    higher = known.get("higher_is_better", usual.higher_is_better if usual else False)
    measured = known.get("unit") or (unit if usual and usual.has_unit else None)
    return {
        "name": name,
        "higherIsBetter": bool(higher),
        **({"expression": expression} if expression else {}),
        **({"unit": measured} if measured else {}),
    }
