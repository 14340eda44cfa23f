"""What datasets and splits show of themselves: text in a terminal, HTML in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ..contracts.models import Column

if TYPE_CHECKING:
    from .dataset import Dataset
    from .split import Split

_MOST_COLUMNS = 50
_STYLE = (
    "font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,inherit);line-height:1.5;max-width:60em"
)
_FAINT = "color:var(--jp-ui-font-color2,inherit)"
_CELL = "text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid var(--jp-border-color2,#8886)"


class Markup(str):
    """Text of a cell that is HTML already."""


def in_frame(content: str) -> str:
    """Return HTML in the type and colours of the notebook around it."""
    return f'<div class="foundry-lab-summary" style="{_STYLE}">{content}</div>'


def heading(title: str, reference: str) -> str:
    """Return a title with the reference below it."""
    return (
        f'<div style="font-weight:600;font-size:var(--jp-ui-font-size2,15px)">{escape(title)}</div>'
        f'<div style="{_FAINT}"><code>{escape(reference)}</code></div>'
    )


def table_html(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> str:
    """Return a table; the cells are texts, not HTML, but for `Markup`."""
    align = [";text-align:right" if i in numbers else "" for i in range(len(head))]
    top = "".join(
        f'<th style="{_CELL}{align[i]};{_FAINT};font-weight:normal">{escape(word)}</th>'
        for i, word in enumerate(head)
    )
    body = "".join(
        f'<tr style="background:none">{"".join(_cell(cell, align[i]) for i, cell in enumerate(row))}</tr>'
        for row in rows
    )
    return (
        '<table style="border-collapse:collapse;margin:6px 0;font-size:inherit">'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(text: str, align: str) -> str:
    shown = text if isinstance(text, Markup) else escape(text)
    return f'<td style="{_CELL}{align}">{shown}</td>'


def columns_text(columns: Sequence[Column]) -> str:
    """Return one line for each column."""
    rows = [_column_row(column) for column in columns]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def columns_html(columns: Sequence[Column]) -> str:
    """Return the columns as a table, the first of them where there are many."""
    rows = [_column_row(column) for column in columns[:_MOST_COLUMNS]]
    more = len(columns) - len(rows)
    rest = f'<div style="{_FAINT}">and {more:,} more columns</div>' if more else ""
    return table_html(["column", "type", "unit", "role", "description"], rows) + rest


def _column_row(column: Column) -> list[str]:
    return [column.name, column.type, column.unit or "", column.role or "", column.description or ""]


def dataset_text(dataset: Dataset) -> str:
    """Return a dataset in a few lines."""
    splits = ", ".join(f"{name} ({len(split):,} rows)" for name, split in dataset.items())
    lines = [f"{dataset.title} [{dataset.reference}]", f"splits: {splits}"]
    if dataset.license:
        lines.append(f"license: {dataset.license}")
    named = [f"{c.name} [{c.unit}]" if c.unit else c.name for c in dataset.columns[:20]]
    lines.append(f"columns: {', '.join(named)}{', …' if len(dataset.columns) > 20 else ''}")
    if dataset.understood:
        lines.append(f"understood:\n{dataset.understood!r}")
    return "\n".join(lines)


def dataset_html(dataset: Dataset) -> str:
    """Return a dataset's card."""
    parts = [heading(dataset.title, dataset.reference)]
    text = dataset.description.strip()
    if text:
        parts.append(f"<p>{escape(text if len(text) <= 600 else f'{text[:599]}…')}</p>")
    rows = [(name, f"{len(split):,}", split.description) for name, split in dataset.items()]
    parts.append(table_html(["split", "rows", "description"], rows, numbers=[1]))
    parts.append(columns_html(dataset.columns))
    for label, value in (("License", dataset.license or "not given"), ("Cite", dataset.citation)):
        if value:
            parts.append(f'<div><span style="{_FAINT}">{label}:</span> {escape(value)}</div>')
    if dataset.understood:
        parts.append(f"<h4>What was understood</h4>{dataset.understood._repr_html_()}")
    return in_frame("".join(parts))


def split_text(split: Split) -> str:
    """Return a split in one line."""
    return f"split {split.name!r} of {split.reference}: {len(split):,} rows, {len(split.columns):,} columns"


def split_html(split: Split) -> str:
    """Return a split's columns below its name."""
    return in_frame(
        heading(f"{split.name} · {len(split):,} rows", split.reference) + columns_html(split.columns)
    )
