"""Pages and histograms of an Arrow table, as the contract asks for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from ..contracts.models import (
    Column,
    ColumnCounts,
    ColumnStatistics,
    CountsRequest,
    CrossCounts,
    CrossCountsRequest,
    CrossCountsResponse,
    Filter,
    FindRequest,
    FindResponse,
    GroupsRequest,
    GroupsResponse,
    HistogramRequest,
    PageRequest,
    PageResponse,
    PlotRequest,
    PlotResponse,
    View,
)
from ..errors import InvalidFilterError
from .columns import check_columns, columns_of
from .counts import column_counts
from .cross_counts import cross_counts, parts
from .cutting import cut
from .file_parts import FileFormat, FileParts
from .find import columns_holding, matching_rows
from .masks import Masks
from .numbers import is_numeric
from .order import row_numbers
from .own_names import with_own_names
from .row_bits import RowBits
from .statistics import BINS, column_statistics
from .wire import stream

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_REMEMBERED_VIEWS = 4


class TableView:
    """
    A table to be shown page by page.

    A page of the table as it is, is a slice. Row numbers of a sorted view, and the bits of a filtered one, are
    computed once and remembered; its pages are taken by them. Methods may be called from several threads.

    Parameters
    ----------
    table : pyarrow.Table
        The rows; fields may carry `unit`, `role` and `description`.
    """

    def __init__(self, table: pa.Table) -> None:
        from .plain_types import with_plain_types

        self.table = with_plain_types(with_own_names(table), small=False)
        self._masks = Masks(self.table)
        self._last_find: tuple[bytes, RowBits] | None = None
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
        import pyarrow as pa

        table, order = self._select(request.columns), self._order(request.view)
        total = self.table.num_rows if order is None else len(order)
        if order is None:
            numbers, rows = None, table.slice(request.offset, request.limit)
        else:
            some = (request.offset, request.limit)
            numbers = pa.array(order.numbers(*some)) if isinstance(order, RowBits) else order.slice(*some)
            rows = table.take(numbers)
        shortened: list[str] = []
        if request.full is not True:
            rows, shortened = cut(rows)
        head = PageResponse(
            id=request.id, offset=request.offset, rows=rows.num_rows, total=total, of=self.table.num_rows
        )
        if shortened:
            head.cut = shortened
        if numbers is not None:
            head.numbers = numbers.to_pylist()
        return head, stream(rows)

    def rows_in_view(
        self,
        view: View | UnsetType = UNSET,
        columns: list[str] | UnsetType = UNSET,
        places: tuple[int, int] | None = None,
    ) -> tuple[pa.Table, np.ndarray[Any, Any]]:
        """
        Return rows of a view in its order, whole values included, and the number of each in the table.

        Parameters
        ----------
        view : View, optional
            Which rows, and in which order; all of them as they are stored when absent.
        columns : list of str, optional
            Names of the columns; all when absent.
        places : tuple of int, optional
            The first place in the view and the one after the last; every row when absent.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the view does not fit the table.
        """
        import numpy as np
        import pyarrow as pa

        table, order = self._select(columns), self._numbers(view)
        start, end = places or (0, table.num_rows)
        if order is None:
            part = table.slice(start, end - start)
            return part, np.arange(start, start + part.num_rows, dtype=np.int64)
        numbers = order.slice(start, end - start).to_numpy().astype(np.int64)
        return table.take(pa.array(numbers)), numbers

    def file_parts(
        self,
        format: FileFormat,
        view: View | UnsetType = UNSET,
        columns: list[str] | UnsetType = UNSET,
    ) -> FileParts:
        """
        Return a file of all rows of a view in its order, whole values included.

        Raises
        ------
        UnknownColumnError, InvalidFilterError, InvalidTableError
            If the view does not fit the table, or a column the file.
        """
        return FileParts(self._select(columns), self._numbers(view), format)

    def counts(self, request: CountsRequest) -> ColumnCounts:
        """
        Return how a column's values fall into bins among the rows of a view.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        column = self._select([request.column]).column(0)
        mask = self._mask(request.view)
        edges = request.edges if isinstance(request.edges, list) and len(request.edges) > 1 else []
        values = request.values if isinstance(request.values, list) else []
        return column_counts(request.column, column, mask, edges=edges, values=values)

    def cross_counts(self, request: CrossCountsRequest) -> CrossCountsResponse:
        """
        Return how columns are counted in each part of another.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        along = self._select([request.along]).column(0)
        if not is_numeric(along.type) or len(request.from_) != len(request.to):
            raise InvalidFilterError(f"Column {request.along!r} cannot be cut into these ranges.")
        part = parts(along, request.from_, request.to)
        results: list[CrossCounts] = []
        for column_request in request.columns:
            edges = (
                column_request.edges
                if isinstance(column_request.edges, list) and len(column_request.edges) > 1
                else []
            )
            values = column_request.values if isinstance(column_request.values, list) else []
            column = self._select([column_request.column]).column(0)
            mask = self._mask(column_request.view)
            many = 2 * len(request.from_) + 1
            results.append(
                cross_counts(column_request.column, column, mask, part, many, edges=edges, values=values)
            )
        return CrossCountsResponse(id=request.id, columns=results)

    def find(self, request: FindRequest) -> FindResponse:
        """
        Return where in a view a text is next.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        import numpy as np

        table = self._select(request.columns)
        key = msgspec.json.encode(
            [request.text, request.columns if isinstance(request.columns, list) else None]
        )
        with self._lock:
            last = self._last_find
        matches = last[1] if last and last[0] == key else RowBits([matching_rows(table, request.text)])
        with self._lock:
            self._last_find = (key, matches)
        numbers = self._numbers(request.view)
        order = None if numbers is None else numbers.to_numpy()
        places = matches.numbers() if order is None else np.flatnonzero(matches.slice(0, matches.rows)[order])
        answer = FindResponse(id=request.id, matches=int(places.size))
        if places.size == 0:
            return answer
        if request.backwards is True:
            place = int(np.searchsorted(places, request.from_, side="right")) - 1
        else:
            place = int(np.searchsorted(places, request.from_)) % places.size
        # Past either end the search goes on at the other.
        row = int(places[place])
        answer.row, answer.place = row, place % int(places.size)
        answer.columns = columns_holding(table, row if order is None else int(order[row]), request.text)
        return answer

    def plot(self, request: PlotRequest) -> tuple[PlotResponse, bytes | None]:
        """
        Return what a plot of a view draws, and its points as an Arrow IPC stream where it draws points.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        from .plots import plot

        rows = self._numbers(_without_sort(request.view))
        answer, points = plot(self.table, rows, request)
        return answer, None if points is None else stream(points)

    def groups(self, request: GroupsRequest) -> tuple[GroupsResponse, bytes]:
        """
        Return how many groups a column's values make, and the largest of them as an Arrow IPC stream.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        from .groups import groups

        measures = request.columns if isinstance(request.columns, list) else []
        table = self._select(list(dict.fromkeys([request.by, *measures])))
        mask = self._mask(request.view)
        if mask is not None:
            import pyarrow as pa

            table = table.filter(pa.array(mask.slice(0, mask.rows)))
        limit = request.limit if isinstance(request.limit, int) else 1000
        count, first = groups(table, request.by, measures, limit)
        return GroupsResponse(id=request.id, rows=table.num_rows, groups=count), stream(first)

    def histogram(self, request: HistogramRequest) -> ColumnStatistics:
        """
        Return the distribution of one column in a view.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the request does not fit the table.
        """
        column, numbers = self._select([request.column]).column(0), self._numbers(request.view)
        if numbers is not None:
            column = column.take(numbers)
        bins = request.bins if isinstance(request.bins, int) else BINS
        return column_statistics(request.column, column, bins)

    def _mask(self, view: View | UnsetType) -> RowBits | None:
        """Return which rows a view shows; None for all of them."""
        if view is UNSET or view.sample is UNSET:
            return None if view is UNSET or view.filter is UNSET else self._masks.rows_matching(view.filter)
        import numpy as np

        numbers = self._numbers(_without_sort(view))
        assert numbers is not None
        mask = np.zeros(self.table.num_rows, dtype=bool)
        mask[numbers.to_numpy()] = True
        return RowBits([mask])

    def _select(self, columns: list[str] | UnsetType) -> pa.Table:
        if columns is UNSET:
            return self.table
        check_columns(columns, self.table.schema.names)
        return self.table.select([self.table.schema.names.index(name) for name in columns])

    def _order(self, view: View | UnsetType) -> RowBits | pa.Array | None:
        """Return the rows of a view: all of them as they are, some in their order, or their numbers."""
        condition = _filter_of(view)
        if view is UNSET or view.sort is not UNSET or view.sample is not UNSET or condition is None:
            return self._numbers(view)
        return self._masks.rows_matching(condition)

    def _numbers(self, view: View | UnsetType) -> pa.Array | None:
        if view is UNSET:
            return None
        condition = _filter_of(view)
        matching = None if condition is None else self._masks.rows_matching(condition)
        if view.sort is UNSET and view.sample is UNSET:
            return row_numbers(self.table, view, matching)
        key = msgspec.json.encode(view)
        with self._lock:
            if key in self._views:
                return self._views[key]
        numbers = row_numbers(self.table, view, matching)
        with self._lock:
            self._views[key] = numbers
            while len(self._views) > _REMEMBERED_VIEWS:
                self._views.pop(next(iter(self._views)))
        return numbers


def _without_sort(view: View | UnsetType) -> View | UnsetType:
    """Return a view of the same rows in their stored order."""
    if view is UNSET or (view.filter is UNSET and view.sample is UNSET):
        return UNSET
    return View(filter=view.filter, sample=view.sample)


def _filter_of(view: View | UnsetType) -> Filter | None:
    return None if view is UNSET or view.filter is UNSET else view.filter
