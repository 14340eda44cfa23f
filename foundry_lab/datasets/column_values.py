"""The values of one column of a split."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Column
from .row_source import RowSource

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class ColumnValues:
    """
    The values of a column, read when they are asked for; with its unit, role and description.

    Get them from a split: ``split["gap"]``. Other libraries take them as an array or an Arrow stream.
    """

    def __init__(self, source: RowSource, name: str) -> None:
        self._source = source
        self.about: Column = source.columns[name]

    @property
    def name(self) -> str:
        """The column's name."""
        return self.about.name

    @property
    def unit(self) -> str | None:
        """Its unit; None where it has none."""
        return self.about.unit or None

    @cached_property
    def _values(self) -> pa.ChunkedArray:
        return self._source.to_arrow([self.name]).column(0)

    def to_arrow(self) -> pa.ChunkedArray:
        """Return the values as an Arrow array."""
        return self._values

    def to_pandas(self) -> pd.Series[Any]:
        """Return the values as a pandas series, in the types of `Split.to_pandas`."""
        from .forms import as_form

        frame = as_form(self._source, self._source.table([self.name]), "pandas")
        series: pd.Series[Any] = frame[self.name]
        return series

    def to_numpy(self) -> np.ndarray[Any, Any]:
        """
        Return the values as a NumPy array; missing numbers are NaN, other missing values None.

        Raises
        ------
        InvalidTableError
            If NumPy would round them.
        """
        from ..arrays.tensors import to_numpy

        array: np.ndarray[Any, Any] = to_numpy(self._values, self.name)
        return array

    def to_list(self) -> list[Any]:
        """Return the values as Python's own."""
        from .rows import values_of

        return values_of(self._values, self.name)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        import numpy as np

        return np.array(self.to_numpy(), dtype, copy=copy)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._values.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return self._source.rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self.to_list())

    def __getitem__(self, key: int | slice) -> Any:
        if isinstance(key, slice):
            from .split_view import slice_rows

            return ColumnValues(slice_rows(self._source, key), self.name)
        from .rows import row_number, values_of

        number = row_number(key, len(self), self._source.label)
        return values_of(self._values.slice(number, 1), self.name)[0]

    def __repr__(self) -> str:
        unit = f" [{self.unit}]" if self.unit else ""
        return f"column {self.name!r}{unit} of {self._source.label}: {self.about.type}, {len(self):,} values"
