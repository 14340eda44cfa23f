"""What datasets and splits show of themselves: text in a terminal, HTML in a notebook."""

from __future__ import annotations

from html import escape

from ..contracts.models import Dataset as Manifest
from ..widgets.markup import FAINT, heading, in_frame, table_html
from .column_summary import columns_html
from .row_source import RowSource
from .stored_split import StoredSplit
from .understood import Understood


def dataset_text(manifest: Manifest, reference: str, understood: Understood | None) -> str:
    """Return a dataset in a few lines."""
    splits = ", ".join(f"{split.name} ({split.rows:,} rows)" for split in manifest.splits)
    lines = [f"{manifest.title} [{reference}]", f"splits: {splits}"]
    if manifest.license:
        lines.append(f"license: {manifest.license}")
    column_texts = [f"{c.name} [{c.unit}]" if c.unit else c.name for c in manifest.columns[:20]]
    lines.append(f"columns: {', '.join(column_texts)}{', …' if len(manifest.columns) > 20 else ''}")
    if understood:
        lines.append(f"understood:\n{understood!r}")
    return "\n".join(lines)


def dataset_html(manifest: Manifest, reference: str, citation: str, understood: Understood | None) -> str:
    """Return a dataset's card."""
    parts = [heading(str(manifest.title), reference)]
    text = (manifest.description or "").strip()
    if text:
        parts.append(f"<p>{escape(text if len(text) <= 600 else f'{text[:599]}…')}</p>")
    rows = [(split.name, f"{split.rows:,}", split.description or "") for split in manifest.splits]
    parts.append(table_html(["split", "rows", "description"], rows, numbers=[1]))
    parts.append(columns_html(manifest.columns))
    for label, value in (("License", manifest.license or "not given"), ("Cite", citation)):
        if value:
            parts.append(f'<div><span style="{FAINT}">{label}:</span> {escape(value)}</div>')
    if understood:
        parts.append(f"<h4>What was understood</h4>{understood._repr_html_()}")
    return in_frame("".join(parts))


def split_text(split: RowSource) -> str:
    """Return a split in one line."""
    return f"{_label_of(split)}: {split.rows:,} rows, {len(split.columns):,} columns"


def split_html(split: RowSource) -> str:
    """Return a split's columns below its name."""
    is_part = not isinstance(split, StoredSplit) and split.reference
    name = f"part of {split.name}" if is_part else split.name
    return in_frame(heading(f"{name} · {split.rows:,} rows", split.reference) + columns_html(split.columns))


def _label_of(split: RowSource) -> str:
    return split.label if isinstance(split, StoredSplit) else f"part of {split.label}"
