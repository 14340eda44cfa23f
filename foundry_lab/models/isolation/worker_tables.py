"""
Tables as a model takes them, and what it gives as columns.

In a model's process it stands beside `worker.py` alone: the standard library, NumPy and pyarrow only.
"""

from __future__ import annotations

import inspect
from typing import Any


def arrow(np: Any, pa: Any, values: Any) -> Any:
    """Return values as an Arrow array; those of two dimensions as lists."""
    array = np.asarray(values)
    if array.ndim > 1:
        flat = pa.array(array.reshape(-1))
        return pa.FixedSizeListArray.from_arrays(flat, int(np.prod(array.shape[1:])))
    return pa.array(array.tolist() if array.dtype == object else array)


def named_columns(result: Any, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a model gave as columns by name."""
    import numpy as np
    import pyarrow as pa

    names = [output["name"] for output in outputs]
    if isinstance(result, pa.RecordBatch):
        result = pa.Table.from_batches([result])
    if isinstance(result, pa.Table):
        result = {name: result[name].combine_chunks() for name in result.column_names}
    elif type(result).__name__ == "DataFrame":
        result = {str(name): result[name].to_numpy() for name in result.columns}
    elif type(result).__name__ == "Series":
        result = result.to_numpy()
    if isinstance(result, list) and result and isinstance(result[0], dict):
        result = {name: [row[name] for row in result] for name in result[0]}
    if isinstance(result, dict):
        missing = [name for name in names if name not in result]
        if not missing:
            return result
        if len(result) == len(names):
            return dict(zip(names, result.values(), strict=True))
        raise ValueError(f"it gave {sorted(map(str, result))}, and not {missing[0]!r}")
    if isinstance(result, tuple):
        parts = list(result)
    elif len(names) == 1:
        parts = [result]
    else:
        array = np.asarray(result)
        if array.ndim != 2 or array.shape[1] != len(names):
            raise ValueError(f"it gave an array of the shape {array.shape}, and has {len(names)} outputs")
        parts = [array[:, index] for index in range(len(names))]
    if len(parts) != len(names):
        raise ValueError(f"it gave {len(parts)} results, and has {len(names)} outputs")
    columns = {}
    for name, part in zip(names, parts, strict=True):
        if isinstance(part, pa.Array | pa.ChunkedArray):
            columns[name] = part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
            continue
        array = np.asarray(part)
        columns[name] = array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
    return columns


def own_names(result: Any) -> list[str]:
    """Return the names that a model gives its outputs, or numbered ones."""
    import numpy as np
    import pyarrow as pa

    if isinstance(result, dict):
        return list(map(str, result))
    if isinstance(result, list) and result and isinstance(result[0], dict):
        return list(map(str, result[0]))
    if isinstance(result, pa.Table | pa.RecordBatch):
        return list(result.schema.names)
    if type(result).__name__ == "DataFrame":
        return list(map(str, result.columns))
    if isinstance(result, tuple):
        return [f"output_{index}" for index in range(len(result))]
    array = np.asarray(result)
    if array.ndim == 2 and array.shape[1] > 1:
        return [f"output_{index}" for index in range(array.shape[1])]
    return ["output"]


def columns(table: Any) -> dict[str, Any]:
    """Return the columns of a table as NumPy arrays; lists as one array more."""
    import numpy as np
    import pyarrow as pa

    arrays = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_fixed_size_list(column.type) or pa.types.is_list(column.type):
            arrays[name] = (
                np.stack(column.to_numpy(zero_copy_only=False)) if len(column) else np.empty((0, 0))
            )
        else:
            arrays[name] = column.to_numpy(zero_copy_only=False)
    return arrays


def array_of(table: Any) -> Any:
    """Return a table of numbers as one array of rows and columns."""
    import numpy as np

    arrays = list(columns(table).values())
    if len(arrays) == 1 and arrays[0].ndim > 1:
        return arrays[0]
    return np.stack(arrays, axis=1)


def in_form(table: Any, form: str, categories: dict[str, list[Any]] | None = None) -> Any:
    """Return a table in the form that a model takes."""
    if form == "pandas":
        return frame_of(table, categories or {})
    if form == "array":
        return array_of(table)
    if form == "column":
        return table.column(0).to_pandas().to_numpy(dtype=object)
    return table


def frame_of(table: Any, categories: dict[str, list[Any]]) -> Any:
    """Return a table as a pandas frame, whose categories come in the order that the model knows; others after them."""
    import pandas as pd
    import pyarrow as pa

    frame = table.to_pandas()
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_integer(field.type) and column.null_count:
            try:
                column.cast(pa.float64())
            except pa.ArrowInvalid:
                # A float, in which others are missing, would round it.
                kind = str(field.type).replace("uint", "UInt").replace("int", "Int")
                frame[field.name] = pd.array(column.to_pylist(), dtype=kind)
    for name, allowed_values in categories.items():
        values = table[name].to_pylist()
        others = sorted({value for value in values if value is not None} - set(allowed_values))
        frame[name] = pd.Categorical(values, categories=[*allowed_values, *others])
    return frame


def dense(values: Any) -> Any:
    """Return an array of what an estimator gives, which may be sparse or a frame."""
    import numpy as np

    return values.toarray() if hasattr(values, "toarray") else np.asarray(values)


def estimator_outputs(model: Any, methods: list[str], rows: Any) -> list[Any]:
    """Return the outputs of an estimator's methods: of a classifier of several targets, one for each target."""
    import numpy as np

    outputs = []
    for method in methods:
        result = getattr(model, method)(rows)
        several = isinstance(result, list | tuple) and any(np.ndim(part) > 1 for part in result)
        parts = [dense(part) for part in (result if several else [result])]
        if method == "predict" and "predict_proba" in methods and parts[0].ndim == 2:
            parts = [parts[0][:, index] for index in range(parts[0].shape[1])]
        outputs += parts
    return outputs


def call_with(function: Any, table: Any, form: str, categories: dict[str, list[Any]] | None = None) -> Any:
    """Return what a function gives for a table, in the form that it takes: columns, row by row, or the whole."""
    if form == "columns":
        return for_rows(function(**columns(table)), table.num_rows)
    if form == "rows":
        rows = [function(**row) for row in table.to_pylist()]
        if rows and (rows[0] is None or inspect.iscoroutine(rows[0])):
            return for_rows(rows[0], table.num_rows)
        return rows if rows and isinstance(rows[0], dict) else transposed(rows)
    return for_rows(function(in_form(table, form, categories)), table.num_rows)


def for_rows(result: Any, count: int) -> Any:
    """
    Return a result with a value for each row, in the order of the rows.

    Raises
    ------
    ValueError
        If it has none, or an index that is not that of the rows.
    """
    import numpy as np

    if inspect.isgenerator(result):
        return list(result)
    if inspect.iscoroutine(result):
        result.close()
        raise ValueError("it is asynchronous, and must give its values when it is called")
    if result is None:
        raise ValueError("it gave None, and must return a value for each row")
    if isinstance(result, dict):
        return {name: in_order(values, count) for name, values in result.items()}
    if isinstance(result, tuple):
        return tuple(in_order(values, count) for values in result)
    if np.ndim(result) == 0 and isinstance(result, int | float | str | np.generic):
        raise ValueError(
            f"it gave one value for {count} rows, and must give one for each; per_row=True calls it for each row"
        )
    return in_order(result, count)


def in_order(values: Any, count: int) -> Any:
    """Return a Series or frame in the order of the rows, which its index names; anything else as it is."""
    if type(values).__module__.partition(".")[0] != "pandas" or not hasattr(values, "index"):
        return values
    index = list(values.index)
    rows = list(range(count))
    if index == rows or len(index) != count:
        return values
    if set(index) != set(rows):
        raise ValueError(
            "it gave a Series or frame with another index than that of the rows: keep it, or return an array"
        )
    return values.loc[rows]


def transposed(rows: list[Any]) -> Any:
    """Return results of single rows as columns."""
    if rows and isinstance(rows[0], tuple):
        return tuple(list(column) for column in zip(*rows, strict=True))
    return rows


def parts_of(result: Any) -> list[Any]:
    """Return the outputs of a network, which gives one, several or named ones."""
    if isinstance(result, dict):
        return list(result.values())
    return list(result) if isinstance(result, tuple | list) else [result]


def tensors(table: Any, inputs: list[dict[str, Any]]) -> list[Any]:
    """Return the input tensors of a network."""
    import numpy as np

    column_arrays = columns(table)
    arrays = []
    for tensor in inputs:
        parts = [column_arrays[name] for name in tensor["columns"]]
        if len(tensor["shape"]) == 1:
            arrays.append(parts[0])
        elif len(parts) == 1 and parts[0].ndim > 1:
            arrays.append(parts[0].reshape(-1, *tensor["shape"][1:]))
        else:
            arrays.append(np.stack(parts, axis=1).reshape(-1, *tensor["shape"][1:]))
    return arrays
