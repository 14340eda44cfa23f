"""The columns of a dataset, as a notebook wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from ..contracts.models import Column
from ..errors import UnknownColumnError


class Columns(Sequence[Column]):
    """
    Columns with their types, units and roles, by position or by name.

    Examples
    --------
    >>> dataset.columns["gap"].unit  # doctest: +SKIP
    'eV'
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)

    @property
    def names(self) -> list[str]:
        """The names, in order."""
        return [column.name for column in self._columns]

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    def __contains__(self, item: object) -> bool:
        return item in self._columns or item in self.names

    @overload
    def __getitem__(self, key: int | str) -> Column: ...
    @overload
    def __getitem__(self, key: slice) -> Columns: ...
    def __getitem__(self, key: int | str | slice) -> Column | Columns:
        if isinstance(key, slice):
            return Columns(self._columns[key])
        if isinstance(key, int):
            return self._columns[key]
        for column in self._columns:
            if column.name == key:
                return column
        from ..tables.columns import check_columns

        check_columns([key], self.names, "the dataset")
        raise UnknownColumnError(f"There is no column {key!r}.")

    def _ipython_key_completions_(self) -> list[str]:
        return self.names

    def __repr__(self) -> str:
        from .column_summary import columns_text

        return columns_text(self._columns)

    def _repr_html_(self) -> str:
        from ..widgets.markup import in_frame
        from .column_summary import columns_html

        return in_frame(columns_html(self._columns))
