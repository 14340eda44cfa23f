"""A table as plain HTML: what a saved notebook shows with no kernel, and on a code-hosting site."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ..tables.columns import columns_of

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 10
_COLUMNS = 20
_LONGEST = 80


def table_html(table: pa.Table, title: str, note: str = "") -> str:
    """
    Return a table's first rows with names, units and types of its columns.

    Parameters
    ----------
    table : pyarrow.Table
        The rows.
    title : str
        What it is called.
    note : str, optional
        What else there is to say, after the counts.
    """
    columns = columns_of(table.schema)[:_COLUMNS]
    shown = table.select([*range(len(columns))]).slice(0, _ROWS)
    head = "".join(
        f"<th>{escape(column.name)}{f' ({escape(column.unit)})' if isinstance(column.unit, str) else ''}"
        f"<br><small>{escape(_meaning(column))}</small></th>"
        for column in columns
    )
    values = [shown.column(i).to_pylist() for i in range(len(columns))]
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>"
        for row in zip(*values, strict=True)
    )
    counts = f"{table.num_rows:,} rows × {table.num_columns:,} columns"
    parts = [counts, note] if note else [counts]
    if table.num_rows > _ROWS:
        parts.append(f"the first {_ROWS} rows are shown")
    return (
        f"<div><strong>{escape(title)}</strong> <span>{escape(' · '.join(parts))}</span>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _meaning(column: Any) -> str:  # noqa: ANN401
    return f"{column.type} · {column.role}" if isinstance(column.role, str) else str(column.type)


def _cell(value: object) -> str:
    if value is None:
        return "<em>missing</em>"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return escape(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
