"""Which rows of a table match a filter, as one bit for each row."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

from ..contracts.models import Filter
from ..errors import InvalidFilterError
from .filters import expression

if TYPE_CHECKING:
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
        self._known: OrderedDict[bytes, np.ndarray[Any, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, given: Filter) -> np.ndarray[Any, Any]:
        """
        Return a boolean array as long as the table; a row whose condition is null does not match.

        Raises
        ------
        InvalidFilterError, UnknownColumnError
            If the filter does not fit the table.
        """
        key = msgspec.json.encode(given)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = self._match(given)
        with self._lock:
            self._known[key] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def _match(self, given: Filter) -> np.ndarray[Any, Any]:
        import numpy as np
        import pyarrow as pa
        from pyarrow import dataset

        if self._table.num_rows == 0:
            return np.zeros(0, dtype=bool)
        condition = expression(given, self._table.schema)
        try:
            scanner = dataset.dataset(self._table).scanner(columns={"matches": condition})
            column = scanner.to_table().column(0).fill_null(False)
        except (pa.ArrowException, KeyError) as error:
            raise InvalidFilterError(f"The filter does not fit the table: {error}.") from None
        return np.asarray(column.to_numpy(), dtype=bool)
