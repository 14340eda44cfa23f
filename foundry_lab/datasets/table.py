"""Rows of any table by the words that splits are asked with, so that a cell reproduces what a preview shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ..tables.filters import FilterLike


def table(
    source: Any,
    *,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    read: Mapping[str, Any] | None = None,
) -> Rows:
    """
    Return a table to take rows and columns of, with the filters of splits and of previews.

    Parameters
    ----------
    source : Split, table, frame or path
        A split, or any table or path of a file that `publish_dataset` takes as one. It is read once, now;
        predictions that name their data stand beside the true values.
    columns : mapping, optional
        What is said about columns, as `publish_dataset` takes it: their `type`, `role`, `kind`, `missing`.
    read : mapping, optional
        How a file is read, as `publish_dataset` takes it.

    Raises
    ------
    InvalidTableError, NotFoundError
        If it is not a table.

    Examples
    --------
    >>> frame = {"metal": ["Fe", "Cu", "Al"], "gap": [1.0, None, 3.0]}
    >>> table(frame).to_arrow(filter="gap > 2")["metal"].to_pylist()
    ['Al']
    """
    from ..tables.origin import Origin
    from ..tables.own_names import with_own_names
    from ..tables.plain_types import with_plain_types
    from .predictions import compare_with_truth
    from .publish_dataset import reading
    from .split import Split

    if isinstance(source, Split):
        return Rows(source._storage_table())
    rows = Origin(source, reading(columns, read)).read()
    found = compare_with_truth(rows)
    return Rows(with_plain_types(with_own_names(rows if found is None else found[0]), small=False))


class Rows:
    """Rows that can be taken as a table of another library. Make them with `table`."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    def to_arrow(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """
        Return the rows as an Arrow table.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, such as ``"gap > 0 and formula != 'Ag'"``; missing values match no comparison.
        sample : int, optional
            So many of these rows, drawn at random without replacement and in their order.
        seed : int, optional
            The same seed draws the same rows.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the arguments do not fit the table.
        """
        from ..tables.chosen_rows import chosen_rows

        return chosen_rows(self._rows, columns, filter, sample, seed)

    def to_pandas(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        sample: int | None = None,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Return the rows as a pandas frame; the arguments are those of `to_arrow`."""
        from ..tables.to_pandas import pandas_frame

        return pandas_frame(self.to_arrow(columns, filter, sample=sample, seed=seed))

    def __repr__(self) -> str:
        rows, columns = self._rows.shape
        return f"<Table: {rows:,} rows × {columns:,} columns>"
