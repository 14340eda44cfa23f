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
        self._known: OrderedDict[bytes, RowBits] = OrderedDict()
        self._lock = Lock()

    def rows_matching(self, given: Filter) -> RowBits:
        """
        Return the rows that match; a row whose condition is null does not.

        Raises
        ------
        InvalidFilterError, UnknownColumnError
            If the filter does not fit the table.
        """
        key = msgspec.json.encode(given)
        # Under the lock: the counts of every column ask at once, and wait for one of them to look.
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            found = self._known[key] = RowBits(self._matches(given))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def _matches(self, given: Filter) -> Iterator[np.ndarray[Any, Any]]:
        import numpy as np
        import pyarrow as pa

        # A condition on no column is still asked of each row.
        named = columns_named(given) or self._table.schema.names[:1]
        expression(given, self._table.schema)
        needed = self._table.select([self._table.schema.names.index(name) for name in named])
        try:
            # Few rows at a time, which stay in the processor's cache.
            for batch in needed.to_batches(max_chunksize=PIECE):
                found = matches(given, batch).fill_null(False)
                yield np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
        except (pa.ArrowException, KeyError) as error:
            raise InvalidFilterError(f"The filter does not fit the table: {error}.") from None
