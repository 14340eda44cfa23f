"""Rows of one table that another holds too, by the hashes of their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..contracts.models import Leakage, LeakedRow
from .row_hashes import row_hashes

if TYPE_CHECKING:
    import pyarrow as pa

    from ..contracts.models import Column
    from .row_hashes import Hashes

_EXAMPLES = 10


def leakage(first: pa.Table, second: pa.Table, columns: Sequence[Column]) -> Leakage | None:
    """
    Count the rows of the second table that the first holds too.

    Identifiers (columns of the role `id`) are not compared: the same measurement under another number is the
    same measurement. Inputs are the columns of that role or, where none is marked, all but targets.

    Parameters
    ----------
    first, second : pyarrow.Table
        Such as the rows that a model is fitted to, and those that it is judged by.
    columns : sequence of Column
        Their columns with their roles; those that only one table has are left out.

    Returns
    -------
    Leakage or None
        None where there is nothing to compare: no columns but identifiers.
    """
    import numpy as np

    shared = set(first.column_names) & set(second.column_names)
    shared_columns = [column for column in columns if column.name in shared]
    content = [column.name for column in shared_columns if column.role != "id"]
    if not content:
        return None
    targets = [column.name for column in shared_columns if column.role == "target"]
    marked = [column.name for column in shared_columns if column.role == "input"]
    inputs = marked or [name for name in content if name not in targets]
    before, after = _hashes(first, content), _hashes(second, content)
    identical = np.isin(after, before)
    counts: dict[str, Any] = {"identical": int(identical.sum())}
    examples = _examples(before, after, identical, "identical")
    if inputs and targets:
        own, other = _hashes(first, inputs), _hashes(second, inputs)
        pairs = np.isin(_hashes(second, inputs + targets), _hashes(first, inputs + targets))
        duplicates = np.isin(other, own) & ~identical
        unequal = duplicates & ~pairs
        counts |= {
            "same_inputs": int(duplicates.sum()),
            "other_targets": int(unequal.sum()),
            "inputs": inputs,
            "targets": targets,
        }
        examples += _examples(own, other, unequal, "other-targets")
        examples += _examples(own, other, duplicates & pairs, "same-inputs")
    return Leakage(**counts, examples=examples[:_EXAMPLES])


def _hashes(table: pa.Table, names: Sequence[str]) -> Hashes:
    import numpy as np

    parts = [*row_hashes(table, names)]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint64)


def _examples(before: Hashes, after: Hashes, leaked: Any, kind: Any) -> list[LeakedRow]:
    import numpy as np

    rows = np.flatnonzero(leaked)[:_EXAMPLES]
    return [LeakedRow(first=int(np.argmax(before == after[row])), second=int(row), kind=kind) for row in rows]
