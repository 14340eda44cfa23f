"""Arrow tables as pandas frames in which every whole number is what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
from pyarrow import types

from ..errors import FoundryError

if TYPE_CHECKING:
    import pandas as pd

PandasTypes = Literal["numpy", "arrow"]


def pandas_frame(table: pa.Table, column_types: PandasTypes = "numpy") -> pd.DataFrame:
    """
    Return a table as a pandas frame.

    Parameters
    ----------
    table : pyarrow.Table
    column_types : 'numpy' or 'arrow', optional
        NumPy's types, or Arrow's as `pandas.ArrowDtype`. Tensors are arrays of their shape, or lists of lists.
        Whole numbers and truth values with missing ones have pandas' nullable types, such as 'Int64': a float
        would round them. What NumPy's types cannot hold, such as times of nanoseconds, has Arrow's. Missing
        floats are NaN.

    Raises
    ------
    FoundryError
        If the types are none of these.
    """
    import pandas as pd

    if column_types not in ("numpy", "arrow"):
        raise FoundryError(f"The types of a frame are 'numpy' or 'arrow', not {column_types!r}.")
    from ..arrays.tensor_lists import as_nested_lists, tensors_as_lists

    table, shapes = tensors_as_lists(table)
    arrays = {name: shape for name, shape in shapes.items() if len(shape) > 1}
    if column_types == "arrow":
        table = as_nested_lists(table, arrays)
        # What pandas said of its own types would win over the types that are asked for.
        arrow: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
        return arrow
    alone = _kept_by_arrow(table)
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=lambda kind: pd.ArrowDtype(kind) if kind in alone else None
    )
    # pandas gives labels that were numbers back as such.
    places = {str(label): place for place, label in enumerate(frame.columns)}
    for name, shape in arrays.items():
        frame.isetitem(places[name], _cells(table[name], name, shape))
    for field, column in zip(table.schema, table.columns, strict=True):
        if not column.null_count:
            continue
        values = _nullable(column)
        if values is None:
            continue
        if field.name in places:
            frame.isetitem(places[field.name], values)
        elif frame.index.nlevels == 1 and frame.index.name == field.name:
            frame.index = pd.Index(values, name=field.name)
    return frame


def _cells(column: pa.ChunkedArray, name: str, shape: list[int]) -> Any:
    import numpy as np

    from ..arrays.tensors import to_numpy

    cells = np.empty(len(column), object)
    for row, array in enumerate(to_numpy(column, name, shape)):
        cells[row] = array
    return cells


def _kept_by_arrow(table: pa.Table) -> list[pa.DataType]:
    """Return the types of columns whose values pandas' own types do not hold."""
    alone = []
    for field, column in zip(table.schema, table.columns, strict=True):
        kind = field.type
        try:
            if types.is_timestamp(kind) or types.is_duration(kind):
                hidden = _hides_a_value(column)
            elif types.is_nested(kind) and _has_times(kind):
                # pandas leaves zones out of lists.
                hidden = True
            else:
                hidden = False
                if types.is_nested(kind) or types.is_temporal(kind) or types.is_dictionary(kind):
                    pa.table([column], names=["x"]).to_pandas()
        except (pa.ArrowException, OverflowError, ValueError):
            hidden = True
        if hidden:
            alone.append(kind)
    return alone


def _has_times(kind: pa.DataType) -> bool:
    return bool(types.is_temporal(kind)) or any(
        _has_times(kind.field(place).type) for place in range(kind.num_fields)
    )


def _hides_a_value(column: pa.ChunkedArray) -> bool:
    """Whether a time is the number that stands for a missing one in pandas."""
    from pyarrow import compute

    counts = pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())
    least = compute.min(counts).as_py()
    return least is not None and least == -(2**63)


def _nullable(column: pa.ChunkedArray) -> Any:
    import pandas as pd

    kind = column.type
    if types.is_boolean(kind):
        dtype: Any = pd.BooleanDtype()
    elif types.is_integer(kind):
        dtype = pd.api.types.pandas_dtype(
            ("Int" if types.is_signed_integer(kind) else "UInt") + str(kind.bit_width)
        )
    else:
        return None
    return dtype.__from_arrow__(column)
