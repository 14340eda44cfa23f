"""Metrics as a publisher gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..contracts.models import MetricDefinition
from ..errors import InvalidManifestError

_USUAL = {
    "regression": ("mae", "rmse", "mape", "max_error"),
    "classification": ("accuracy", "balanced_accuracy", "f1", "rocauc"),
}
_KNOWN = ("name", "expression", "higher_is_better", "unit")


def manifest_metrics(
    metrics: Sequence[str | Mapping[str, Any]] | str | None,
    task: str,
    classes: Sequence[Any] | None,
    unit: str | None,
    *,
    weighed: bool,
) -> list[dict[str, Any]]:
    """
    Return metrics as the manifest has them; by default those of Matbench's in which rows may weigh differently, if they do.

    Whether they are known and fit the task is checked where the manifest is published.

    Raises
    ------
    InvalidManifestError
        For a metric that is neither a name nor a mapping with one.
    """
    definitions = metric_definitions()
    count = None if classes is None else len(classes)
    items: Sequence[str | Mapping[str, Any]]
    if metrics is None:
        usual = usual_metrics(task, count)
        items = [name for name in usual if definitions[name].weighable or not weighed]
    else:
        items = [metrics] if isinstance(metrics, str | Mapping) else metrics
    return [_metric(item, definitions, unit) for item in items]


def usual_metrics(task: str, classes: int | None) -> tuple[str, ...]:
    """Return Matbench's metrics of a task with so many classes."""
    return _USUAL[task] if classes in (None, 2) else ("accuracy", "balanced_accuracy", "f1_macro", "mcc")


def metric_definitions() -> dict[str, MetricDefinition]:
    """Return what the hub says of each metric without an expression, by name."""
    from ..hub.running import ask_hub

    return {metric.name: metric for metric in ask_hub(lambda hub: hub.metrics())}


def _metric(
    item: str | Mapping[str, Any], definitions: Mapping[str, MetricDefinition], unit: str | None
) -> dict[str, Any]:
    fields = {"name": item} if isinstance(item, str) else dict(item)
    unknown = [word for word in fields if word not in _KNOWN]
    if unknown or not isinstance(fields.get("name"), str):
        raise InvalidManifestError(f"The metric {item!r} is a name, or a mapping with {', '.join(_KNOWN)}.")
    name, expression = fields["name"], fields.get("expression")
    usual = definitions.get(name) if expression is None else None
    higher = fields.get("higher_is_better", usual.higher_is_better if usual else False)
    unit_of_score = fields.get("unit") or (unit if usual and usual.has_unit else None)
    return {
        "name": name,
        "higherIsBetter": bool(higher),
        **({"expression": expression} if expression else {}),
        **({"unit": unit_of_score} if unit_of_score else {}),
    }
