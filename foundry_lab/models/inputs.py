"""What a person may give a model: tables, splits, frames, records, arrays and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from ..datasets.split import Split
from ..errors import SignatureMismatchError
from ..tables.read import read_table


def input_table(data: Any, names: Sequence[str], model: str, *, lists: bool = False) -> pa.Table:
    """
    Return data as a table that has at least the columns asked for, where the data have them.

    Parameters
    ----------
    data : Split, table, frame, records, array or path
        A two-dimensional array, or rows of numbers, has its columns in the signature's order; a mapping is one
        record, or columns.
    names : sequence of str
        The model's input columns.
    model : str
        What sentences call the model.
    lists : bool, optional
        Whether the model takes one column of lists, which an array holds row by row.

    Raises
    ------
    SignatureMismatchError
        If an array has another number of columns.
    InvalidTableError
        If the data cannot be read as a table.
    """
    if isinstance(data, Split):
        columns = {column.name for column in data.columns}
        # All of them, when some lack: the sentence then names what there is.
        return data.to_arrow(columns=list(names)) if columns.issuperset(names) else data.to_arrow()
    if isinstance(data, dict):
        single = not any(
            isinstance(value, list | tuple) or (hasattr(value, "__len__") and not isinstance(value, str))
            for value in data.values()
        )
        data = [data] if single else pa.table(data)
    if isinstance(data, list | tuple) and data and all(isinstance(row, dict) for row in data):
        return pa.Table.from_pylist(list(data))
    if isinstance(data, list | tuple) or type(data).__module__.partition(".")[0] == "numpy":
        return _from_array(data, names, model, lists=lists)
    return read_table(data, "The data", labels=False)


def _from_array(data: Any, names: Sequence[str], model: str, *, lists: bool) -> pa.Table:
    import numpy as np

    try:
        # What a mask hides is missing, not data.
        values = data if isinstance(data, np.ma.MaskedArray) else np.asarray(data)
    except ValueError:
        values = np.empty(0)
    if values.dtype.kind not in "biufOSUT":
        raise SignatureMismatchError(
            f"{model} takes numbers and texts, and the array holds values of {values.dtype}: convert it first."
        )
    if lists and values.ndim > 1:
        flat = pa.array(values.reshape(-1))
        return pa.table({names[0]: pa.FixedSizeListArray.from_arrays(flat, int(np.prod(values.shape[1:])))})
    if values.ndim == 1 and len(names) == 1:
        values = values[:, None]
    if values.ndim != 2 or values.shape[1] != len(names):
        raise SignatureMismatchError(
            f"{model} takes rows of {len(names)} values ({', '.join(names[:6])}{', ...' if len(names) > 6 else ''}), "
            f"and the array has the shape {list(values.shape)}."
        )
    return pa.table([pa.array(values[:, i]) for i in range(len(names))], names=list(names))
