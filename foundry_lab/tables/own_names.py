"""Columns of one name told apart, for tables that are shown and not kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def own_names(labels: Sequence[str]) -> list[str]:
    """Return names of which no two are the same: the second `a` is `a (2)`, an empty one is `unnamed`."""
    used_names: set[str] = set(labels)
    new_names: set[str] = set()
    names = []
    for one in labels:
        name, count = one or "unnamed", 1
        while name in new_names or (count > 1 and name in used_names):
            count += 1
            name = f"{one or 'unnamed'} ({count})"
        new_names.add(name)
        names.append(name)
    return names


def with_own_names(table: pa.Table) -> pa.Table:
    """Return a table in which no two columns have one name."""
    names = own_names(table.column_names)
    return table if names == table.column_names else table.rename_columns(names)


def renaming(labels: Sequence[str]) -> str | None:
    """Return a sentence that says which columns are shown under another name; None where none is."""
    pairs = [(old, new) for old, new in zip(labels, own_names(labels), strict=True) if old != new]
    if not pairs:
        return None
    old, new = pairs[0]
    more = f", and {len(pairs) - 1} others likewise" if len(pairs) > 1 else ""
    if not old:
        return f"A column without a name is shown as {new!r}{more}."
    return f"Several columns are called {old!r}: one of them is shown as {new!r}{more}."
