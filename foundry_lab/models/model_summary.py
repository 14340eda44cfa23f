"""What models show of themselves: text in a terminal, HTML in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..contracts.models import Agreement, ColumnDraft, Metric
from ..contracts.models import Model as Manifest
from ..widgets.markup import heading, in_frame, table_html
from .signature import columns_of

_MOST_COLUMNS = 50


def model_text(model: Manifest, reference: str) -> str:
    """Return a model in a few lines."""
    lines = [f"{model.title} [{reference}]"]
    lines.append(f"takes: {_column_names(columns_of(model.signature.inputs))}")
    lines.append(f"gives: {_column_names(columns_of(model.signature.outputs))}")
    lines += [f"steps: {', '.join(_steps(model))}"] if model.steps else []
    lines += [f"trained on: {name}" for name in _training(model)]
    lines += [f"checked: {_agreement(model)}"] if _agreement(model) else []
    if model.metrics:
        lines.append(f"metrics: {'; '.join(map(metric_text, model.metrics))}")
    return "\n".join(lines)


def model_html(model: Manifest, reference: str) -> str:
    """Return a model's card."""
    parts = [heading(str(model.title), reference)]
    if model.description:
        parts.append(f"<p>{escape(model.description[:600])}</p>")
    for label, tensors in (("takes", model.signature.inputs), ("gives", model.signature.outputs)):
        columns = columns_of(tensors)
        rows = [(c.name, c.unit or "", c.description or "") for c in columns[:_MOST_COLUMNS]]
        parts.append(table_html([label, "unit", "description"], rows))
        if len(columns) > len(rows):
            parts.append(f"<div>and {len(columns) - len(rows):,} more columns</div>")
    if model.metrics:
        rows3 = [(m.name, f"{m.value:.4g} {m.unit or ''}".strip(), _where(m)) for m in model.metrics]
        parts.append(table_html(["metric", "value", "on"], rows3))
    for label, value in (
        ("Steps", ", ".join(_steps(model))),
        ("Trained on", ", ".join(_training(model))),
        ("Checked", _agreement(model)),
        ("License", model.license or "not given"),
    ):
        if value:
            parts.append(f"<div>{label}: {escape(value)}</div>")
    return in_frame("".join(parts))


def metric_text(metric: Metric) -> str:
    """Return a figure of merit with its unit and the split that it is of."""
    where = _where(metric)
    return f"{metric.name} {metric.value:.4g} {metric.unit or ''}".strip() + (f" on {where}" if where else "")


def _where(metric: Metric) -> str:
    return " ".join(filter(None, (metric.dataset or "", metric.split or "")))


def _steps(model: Manifest) -> list[str]:
    return [step.model for step in model.steps or []]


def _agreement(model: Manifest) -> str:
    if not isinstance(model.agreement, Agreement):
        return ""
    largest = "; ".join(f"{name} {value:.2g}" for name, value in model.agreement.largest.items())
    return (
        f"on {model.agreement.rows:,} rows against its publisher's own object, in {model.agreement.precision} precision; "
        f"largest difference {largest or '0'}, tolerance {model.agreement.tolerance:.0e} of the spread"
    )


def _training(model: Manifest) -> list[str]:
    return [f"{item.dataset}@{item.version} {item.split}" for item in model.trained_on or []]


def _column_names(columns: Sequence[ColumnDraft]) -> str:
    parts = [f"{column.name} ({column.unit})" if column.unit else column.name for column in columns[:12]]
    return ", ".join(parts) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
