"""Columns of one name told apart, for tables that are shown and not kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def own_names(given: Sequence[str]) -> list[str]:
    """Return names of which no two are the same: the second `a` is `a (2)`, an empty one is `unnamed`."""
    taken: set[str] = set(given)
    seen: set[str] = set()
    names = []
    for one in given:
        name, count = one or "unnamed", 1
        while name in seen or (count > 1 and name in taken):
            count += 1
            name = f"{one or 'unnamed'} ({count})"
        seen.add(name)
        names.append(name)
    return names


def with_own_names(table: pa.Table) -> pa.Table:
    """Return a table in which no two columns have one name."""
    names = own_names(table.column_names)
    return table if names == table.column_names else table.rename_columns(names)


def renaming(given: Sequence[str]) -> str | None:
    """Return a sentence that says which columns are shown under another name; None where none is."""
    changed = [(old, new) for old, new in zip(given, own_names(given), strict=True) if old != new]
    if not changed:
        return None
    old, new = changed[0]
    more = f", and {len(changed) - 1} others likewise" if len(changed) > 1 else ""
    if not old:
        return f"A column without a name is shown as {new!r}{more}."
    return f"Several columns are called {old!r}: one of them is shown as {new!r}{more}."
