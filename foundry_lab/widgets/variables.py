"""The tables among a notebook's variables, as the side panel lists them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

_MOST = 200


class NotebookTables:
    """
    Names, sizes and memory of the tables among some variables; shown as JSON, so that a front end can read it.

    Only what is imported already is looked for: listing tables imports no library. It runs no query: rows and bytes
    that are not known without one are None.

    Parameters
    ----------
    variables : mapping
        A notebook's globals.
    """

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.tables = [
            {"name": name, **description}
            for name, value in list(variables.items())
            if not name.startswith("_") and (description := _describe(value)) is not None
        ][:_MOST]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return {"application/json": self.tables}


def _describe(value: Any) -> dict[str, Any] | None:
    kind = _kind(value)
    if kind is None:
        return None
    try:
        if kind == "Arrow table":
            return {"kind": kind, "rows": value.num_rows, "columns": value.num_columns, "bytes": value.nbytes}
        if kind == "DuckDB relation":
            return {"kind": kind, "rows": _row_count(value), "columns": len(value.columns), "bytes": None}
        rows, columns = value.shape
        size = value.estimated_size() if kind == "Polars frame" else int(value.memory_usage(index=True).sum())
        return {"kind": kind, "rows": int(rows), "columns": int(columns), "bytes": int(size)}
    except Exception:
        # A variable of somebody else's class may do anything when asked; it is left out.
        return None


def _row_count(relation: Any) -> int | None:
    """Return a relation's rows where it is a table: of any other, counting would run its query."""
    return int(relation.shape[0]) if relation.type == "TABLE_RELATION" else None


def _kind(value: Any) -> str | None:
    for module, name, kind in (
        ("pyarrow", "Table", "Arrow table"),
        ("pandas", "DataFrame", "pandas frame"),
        ("polars", "DataFrame", "Polars frame"),
        ("duckdb", "DuckDBPyRelation", "DuckDB relation"),
    ):
        library_class = getattr(sys.modules.get(module), name, None)
        if isinstance(library_class, type) and isinstance(value, library_class):
            return kind
    return None
