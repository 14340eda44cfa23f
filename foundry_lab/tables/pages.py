"""Pages and histograms of an Arrow table, as the contract asks for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, UnsetType

from ..contracts.models import Column, ColumnStatistics, HistogramRequest, PageRequest, PageResponse, View
from .columns import check_columns, columns_of
from .order import row_numbers
from .statistics import BINS, column_statistics
from .wire import stream

if TYPE_CHECKING:
    import pyarrow as pa

_REMEMBERED_VIEWS = 4


class TableView:
    """
    A table to be shown page by page.

    A page of the table as it is, is a slice. Row numbers of a sorted or filtered view are computed once and
    remembered; its pages are taken by them. Methods may be called from several threads.

    Parameters
    ----------
    table : pyarrow.Table
        The rows; fields may carry `unit`, `role` and `description`.
    """

    def __init__(self, table: pa.Table) -> None:
        from .plain_types import plain

        self.table = plain(table, small=False)
        self._views: dict[bytes, pa.Array | None] = {}
        self._lock = threading.Lock()

    @property
    def columns(self) -> list[Column]:
        """The columns' names, types and meanings."""
        return columns_of(self.table.schema)

    def page(self, request: PageRequest) -> tuple[PageResponse, bytes]:
        """
        Return the head of a page and its rows as an Arrow IPC stream.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        table, numbers = self._chosen(request.columns), self._numbers(request.view)
        total = self.table.num_rows if numbers is None else len(numbers)
        if numbers is None:
            rows = table.slice(request.offset, request.limit)
        else:
            rows = table.take(numbers.slice(request.offset, request.limit))
        head = PageResponse(
            id=request.id, offset=request.offset, rows=rows.num_rows, total=total, of=self.table.num_rows
        )
        return head, stream(rows)

    def histogram(self, request: HistogramRequest) -> ColumnStatistics:
        """
        Return the distribution of one column in a view.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        column, numbers = self._chosen([request.column]).column(0), self._numbers(request.view)
        if numbers is not None:
            column = column.take(numbers)
        bins = request.bins if isinstance(request.bins, int) else BINS
        return column_statistics(request.column, column, bins)

    def _chosen(self, columns: list[str] | UnsetType) -> pa.Table:
        if columns is UNSET:
            return self.table
        check_columns(columns, self.table.schema.names)
        return self.table.select([self.table.schema.names.index(name) for name in columns])

    def _numbers(self, view: View | UnsetType) -> pa.Array | None:
        if view is UNSET:
            return None
        key = msgspec.json.encode(view)
        with self._lock:
            if key in self._views:
                return self._views[key]
        numbers = row_numbers(self.table, view)
        with self._lock:
            self._views[key] = numbers
            while len(self._views) > _REMEMBERED_VIEWS:
                self._views.pop(next(iter(self._views)))
        return numbers
