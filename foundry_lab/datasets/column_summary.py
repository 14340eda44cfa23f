"""What columns show of themselves: text in a terminal, HTML in a notebook."""

from __future__ import annotations

from collections.abc import Sequence

from ..contracts.models import Column
from ..widgets.markup import FAINT, table_html

_MOST_COLUMNS = 50


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
    rest = f'<div style="{FAINT}">and {more:,} more columns</div>' if more else ""
    return table_html(["column", "type", "unit", "role", "description"], rows) + rest


def _column_row(column: Column) -> list[str]:
    return [column.name, column.type, column.unit or "", column.role or "", column.description or ""]
