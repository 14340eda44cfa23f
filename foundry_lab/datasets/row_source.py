"""Rows that a split is: those of its file, a choice of them, or what a function makes of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from ..store.package import Package
from .columns import Columns

if TYPE_CHECKING:
    from ..tables.filters import FilterLike


class RowSource(ABC):
    """
    Rows with their columns, and the split of a package that they come from.

    Attributes
    ----------
    package : Package, optional
        The package that has the split; that of a table has none.
    columns : Columns
    name : str
    reference : str
        The dataset's `name@version`; empty of a table.
    """

    package: Package | None
    columns: Columns
    name: str
    reference: str

    @property
    def label(self) -> str:
        """What sentences call it."""
        return f"split {self.name!r} of {self.reference}" if self.reference else self.name

    @property
    def subject(self) -> str:
        """What sentences begin with."""
        return f"{self.label[0].upper()}{self.label[1:]}"

    @property
    @abstractmethod
    def rows(self) -> int:
        """The number of rows."""

    @property
    @abstractmethod
    def schema(self) -> pa.Schema:
        """The schema of `table()`."""

    @abstractmethod
    def table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows as they are kept, with fixed-size lists for tensors."""

    def between(self, columns: Sequence[str] | None, start: int, stop: int) -> pa.Table:
        """Return the rows from `start` up to `stop`."""
        return self.table(columns).slice(start, stop - start)

    def to_arrow(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows with columns of arrays as fixed-shape tensors."""
        return self.with_tensors(self.table(columns, filter, sample, seed))

    def with_tensors(self, table: pa.Table) -> pa.Table:
        """Return rows of `table` with columns of arrays as fixed-shape tensors."""
        from ..arrays.tensor_lists import as_tensors

        return as_tensors(table, self._shapes())

    def with_nested_lists(self, table: pa.Table) -> pa.Table:
        """Return rows of `table` with columns of arrays as lists of lists, one level for each dimension."""
        from ..arrays.tensor_lists import as_nested_lists

        return as_nested_lists(table, self._shapes())

    def _shapes(self) -> dict[str, list[int]]:
        return {column.name: list(column.shape) for column in self.columns if column.shape}
