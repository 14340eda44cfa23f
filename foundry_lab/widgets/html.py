"""A table as plain HTML: what a saved notebook shows with no kernel, and on a code-hosting site."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ..contracts.models import ColumnStatistics
from ..tables.columns import columns_of
from ..tables.values import python_values
from .drawings import distribution_html
from .type_words import type_word

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 10
_COLUMNS = 20
_LONGEST = 80
# Counting every column of more cells would make a cell wait for what few look at.
_MOST_COUNTED = 1_000_000


def table_html(
    table: pa.Table, title: str, note: str = "", statistics: Sequence[ColumnStatistics] | None = None
) -> str:
    """
    Return a table's first rows with names, units, types and distributions of its columns.

    Parameters
    ----------
    table : pyarrow.Table
        The rows.
    title : str
        What it is called.
    note : str, optional
        What else there is to say, after the counts.
    statistics : sequence of ColumnStatistics, optional
        What is known of the columns; counted for a table that is not large when absent.
    """
    columns = columns_of(table.schema)[:_COLUMNS]
    first_rows = table.select([*range(len(columns))]).slice(0, _ROWS)
    drawings = _distributions(table, [column.name for column in columns], statistics)
    head = "".join(
        f"<th{_aligned(column)}>{escape(column.name)}{f' ({escape(column.unit)})' if isinstance(column.unit, str) else ''}"
        f"<br><small>{escape(_meaning(column))}</small>{drawings.get(column.name, '')}</th>"
        for column in columns
    )
    sides = [_aligned(column) for column in columns]
    values = [python_values(first_rows.column(i)) for i in range(len(columns))]
    body = "".join(
        f"<tr>{''.join(f'<td{side}>{_cell(value)}</td>' for side, value in zip(sides, row, strict=True))}</tr>"
        for row in zip(*values, strict=True)
    )
    counts = f"{table.num_rows:,} rows × {table.num_columns:,} columns"
    parts = [counts, note] if note else [counts]
    if table.num_rows > _ROWS:
        parts.append(f"the first {_ROWS} rows are shown")
    return (
        f'<div class="foundry-saved">'
        f"<strong>{escape(title)}</strong> <span>{escape(' · '.join(parts))}</span>"
        f'<table style="margin-left:0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _distributions(
    table: pa.Table, names: Sequence[str], statistics: Sequence[ColumnStatistics] | None
) -> dict[str, str]:
    if statistics is None:
        if table.num_rows * len(names) > _MOST_COUNTED:
            return {}
        from ..tables.statistics import column_statistics

        statistics = [column_statistics(name, table.column(i)) for i, name in enumerate(names)]
    return {
        summary.name: f"<br>{distribution_html(summary)}" for summary in statistics if summary.name in names
    }


def _meaning(column: Any) -> str:
    word = type_word(column.type)
    return f"{word} · {column.role}" if isinstance(column.role, str) else word


def _aligned(column: Any) -> str:
    """Return the style of a column's cells: numbers at the right, as in the live table."""
    side = "right" if type_word(column.type) == "number" else "left"
    return f' style="text-align:{side}"'


def _cell(value: object) -> str:
    if value is None:
        return "<em>missing</em>"
    if isinstance(value, float):
        return _float(value)
    text = str(value)
    return escape(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _float(value: float) -> str:
    """Return a float as a cell of the live table draws it: whole numbers whole, others in six digits at least."""
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if value.is_integer() and size < 2**53:
        return f"{value:.0f}"
    short = f"{value:.6g}" if size < 1e-4 or size >= 2**53 else f"{value:.{max(6, len(str(int(size))) + 2)}g}"
    return short if float(short) == value else f'<span title="{value!r}">{short}</span>'
