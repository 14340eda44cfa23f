"""A model's signature: from tables to the arrays that it takes, and from the arrays that it gives to tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import ColumnDraft, Signature, Tensor
from ..errors import SignatureMismatchError
from ..tables.columns import field_metadata

if TYPE_CHECKING:
    import numpy as np

_NUMPY = {
    "BOOL": "bool",
    "UINT8": "uint8",
    "UINT16": "uint16",
    "UINT32": "uint32",
    "UINT64": "uint64",
    "INT8": "int8",
    "INT16": "int16",
    "INT32": "int32",
    "INT64": "int64",
    "FP16": "float16",
    "FP32": "float32",
    "FP64": "float64",
    "BYTES": "object",
}
_ARROW: dict[str, pa.DataType] = {
    "BOOL": pa.bool_(),
    "UINT8": pa.uint8(),
    "UINT16": pa.uint16(),
    "UINT32": pa.uint32(),
    "UINT64": pa.uint64(),
    "INT8": pa.int8(),
    "INT16": pa.int16(),
    "INT32": pa.int32(),
    "INT64": pa.int64(),
    "FP16": pa.float16(),
    "FP32": pa.float32(),
    "FP64": pa.float64(),
    "BYTES": pa.string(),
}


def columns_of(tensors: Sequence[Tensor]) -> list[ColumnDraft]:
    """Return the columns of tensors, in order."""
    return [column for tensor in tensors for column in tensor.columns]


def width_of(tensor: Tensor) -> int:
    """Return how many values each row has in a tensor; -1 if any."""
    rest = tensor.shape[1:]
    return -1 if -1 in rest else prod(rest)


def holds_lists(tensor: Tensor) -> bool:
    """Whether a tensor is one column of lists, such as spectra or images, instead of a column for each value."""
    return len(tensor.columns) == 1 and len(tensor.shape) > 1 and width_of(tensor) != 1


def categories_of(signature: Signature) -> dict[str, list[Any]]:
    """Return the categories of inputs that are categories, in the type of their tensors."""
    categories: dict[str, list[Any]] = {}
    for tensor in signature.inputs:
        kind: Callable[[str], Any] = str
        if tensor.datatype != "BYTES":
            kind = float if tensor.datatype.startswith("FP") else int
        for column in tensor.columns:
            if column.type == "category" and column.categories:
                categories[column.name] = [kind(value) for value in column.categories]
    return categories


def column_type(tensor: Tensor) -> pa.DataType:
    """Return the Arrow type of a tensor's columns."""
    kind = _ARROW[tensor.datatype]
    if not holds_lists(tensor):
        return kind
    width = width_of(tensor)
    return pa.list_(kind) if width < 0 else pa.list_(kind, width)


def numpy_type(datatype: str) -> str:
    """Return NumPy's name of a datatype of the Open Inference Protocol."""
    return _NUMPY[datatype]


def present(batch: pa.RecordBatch, signature: Signature) -> pa.BooleanArray:
    """Return which rows have a value in every input that the model does not take as missing."""
    import numpy as np
    import pyarrow.compute as pc

    mask = np.ones(batch.num_rows, dtype=bool)
    for column, array in zip(columns_of(signature.inputs), batch.columns, strict=True):
        if column.nullable is True:
            continue
        if array.null_count:
            mask &= pc.is_valid(array).to_numpy(zero_copy_only=False)
        if pa.types.is_nested(array.type):
            values = array.flatten()
            nulls = pc.is_null(values, nan_is_null=pa.types.is_floating(values.type))
            if pc.any(nulls).as_py():
                mask[pc.list_parent_indices(array).filter(nulls).to_numpy()] = False
    return pa.array(mask)


def arrays(batch: pa.RecordBatch, signature: Signature) -> dict[str, np.ndarray]:
    """
    Return the input arrays of rows without missing values, by tensor; the first axis counts rows.

    Raises
    ------
    SignatureMismatchError
        If lists of a column differ in length.
    """
    import numpy as np

    tensors = {}
    for tensor in signature.inputs:
        kind = _NUMPY[tensor.datatype]
        rows = batch.num_rows
        if holds_lists(tensor):
            tensors[tensor.name] = _stack(batch, tensor).astype(kind, copy=False)
            continue
        columns = [_numpy(batch.column(column.name), kind) for column in tensor.columns]
        if len(tensor.shape) == 1:
            tensors[tensor.name] = columns[0]
        else:
            matrix = np.stack(columns, axis=1)
            tensors[tensor.name] = (
                matrix if len(tensor.shape) == 2 else matrix.reshape(rows, *tensor.shape[1:])
            )
    return tensors


def _stack(batch: pa.RecordBatch, tensor: Tensor) -> np.ndarray:
    import numpy as np

    column = batch.column(tensor.columns[0].name)
    values: np.ndarray = column.flatten().to_numpy(zero_copy_only=False)
    shape = tensor.shape[1:]
    if -1 not in shape:
        shape = [batch.num_rows, *shape]
    else:
        shape = [batch.num_rows, *(len(values) // max(batch.num_rows, 1) if n == -1 else n for n in shape)]
    if prod(shape) != len(values) or not _even(column):
        raise SignatureMismatchError(
            f"Column {tensor.columns[0].name!r} holds lists of other lengths than the model takes: {tensor.shape[1:]}."
        )
    return np.ascontiguousarray(values).reshape(shape)


def _even(column: pa.Array) -> bool:
    import pyarrow.compute as pc

    return len(column) == 0 or len(pc.unique(pc.list_value_length(column))) == 1


def _numpy(array: pa.Array, kind: str) -> np.ndarray:
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.float64())
    values: np.ndarray = array.to_numpy(zero_copy_only=False)
    return values.astype(kind, copy=False)


def output_schema(signature: Signature, metadata: Mapping[bytes, bytes] | None = None) -> pa.Schema:
    """Return the schema of predictions: the signature's output columns with their units."""
    fields = [
        pa.field(column.name, column_type(tensor), metadata=field_metadata(column))
        for tensor in signature.outputs
        for column in tensor.columns
    ]
    return pa.schema(fields, metadata)


def split_outputs(
    outputs: Sequence[np.ndarray], rows: int, signature: Signature, model: str
) -> list[pa.Array]:
    """
    Return output arrays, one for each tensor, as the signature's output columns.

    Raises
    ------
    SignatureMismatchError
        If the model gave arrays of another shape than its signature says.
    """
    columns = []
    for tensor, output in zip(signature.outputs, outputs, strict=True):
        kind = _ARROW[tensor.datatype]
        # An array without values has no width to be told from.
        values = (
            output.reshape(len(output), -1) if output.size else output.reshape(rows, 0 if not rows else -1)
        )
        lists = holds_lists(tensor)
        expected = values.shape[1] if lists else len(tensor.columns)
        if values.shape != (rows, expected if rows else values.shape[1]):
            raise SignatureMismatchError(
                f"{model} gave {tensor.name!r} of shape {list(output.shape)}, "
                f"and its signature names {len(tensor.columns)} columns for each row."
            )
        if lists:
            flat = pa.array(values.reshape(-1), type=kind)
            offsets = pa.array(range(0, len(flat) + 1, max(expected, 1))[: rows + 1], type=pa.int32())
            column = pa.ListArray.from_arrays(offsets, flat)
            columns.append(column.cast(column_type(tensor)))
        elif not rows:
            columns += [pa.array([], type=kind) for _ in tensor.columns]
        else:
            columns += [pa.array(values[:, index], type=kind) for index in range(len(tensor.columns))]
    return columns


def predictions(
    run: Callable[[pa.RecordBatch], list[pa.Array]],
    batch: pa.RecordBatch,
    signature: Signature,
    schema: Callable[[], pa.Schema],
) -> pa.RecordBatch:
    """
    Return what a model gives for rows; those that miss what it needs have missing predictions.

    Parameters
    ----------
    run : callable
        Gives the output columns of rows that miss nothing.
    batch : pyarrow.RecordBatch
        As `compatibility.inputs_of` gives it.
    signature : Signature
    schema : callable
        Gives that of the predictions, once the model has run: some servers do not describe it before.
    """
    import numpy as np

    valid = present(batch, signature)
    if valid.true_count == len(valid):
        columns = run(batch)
        return pa.RecordBatch.from_arrays(columns, schema=schema())
    if not valid.true_count:
        empty = [pa.nulls(len(valid), field.type) for field in schema()]
        return pa.RecordBatch.from_arrays(empty, schema=schema())
    mask = valid.to_numpy(zero_copy_only=False)
    places = pa.array(np.cumsum(mask) - 1, mask=~mask)
    columns = [column.take(places) for column in run(batch.filter(valid))]
    return pa.RecordBatch.from_arrays(columns, schema=schema())
