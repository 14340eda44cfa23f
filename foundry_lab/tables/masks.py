"""Which rows of a table match a filter."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

from ..contracts.models import Filter
from ..errors import InvalidFilterError
from .filters import columns_named, expression, matches
from .row_bits import PIECE, RowBits

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa

_REMEMBERED = 8


class Masks:
    """
    The last few masks of a table: a brush asks for the counts of every column under the same filter.

    Parameters
    ----------
    table : pyarrow.Table
        The rows. Methods may be called from several threads.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._cache: OrderedDict[bytes, RowBits] = OrderedDict()
        self._lock = Lock()

    def rows_matching(self, condition: Filter) -> RowBits:
        """
        Return the rows that match; a row whose condition is null does not.

        Raises
        ------
        InvalidFilterError, UnknownColumnError
            If the filter does not fit the table.
        """
        key = msgspec.json.encode(condition)
        # Under the lock: the counts of every column ask at once, and wait for one of them to look.
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            rows = self._cache[key] = RowBits(self._matches(condition))
            while len(self._cache) > _REMEMBERED:
                self._cache.popitem(last=False)
        return rows

    def _matches(self, condition: Filter) -> Iterator[np.ndarray[Any, Any]]:
        import numpy as np
        import pyarrow as pa

        # A condition on no column is still asked of each row.
        names = columns_named(condition) or self._table.schema.names[:1]
        expression(condition, self._table.schema)
        table = self._table.select([self._table.schema.names.index(name) for name in names])
        try:
            # Few rows at a time, which stay in the processor's cache.
            for batch in table.to_batches(max_chunksize=PIECE):
                hits = matches(condition, batch).fill_null(False)
                yield np.asarray(hits.to_numpy(zero_copy_only=False), dtype=bool)
        except (pa.ArrowException, KeyError) as error:
            raise InvalidFilterError(f"The filter does not fit the table: {error}.") from None
