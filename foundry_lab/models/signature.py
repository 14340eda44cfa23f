"""A model's signature: from tables to the arrays that it takes, and from the arrays that it gives to tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from ..contracts.models import ColumnDraft, Signature, Tensor
from ..errors import SignatureMismatchError
from ..tables.columns import field_metadata, listing

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


def check_inputs(schema: pa.Schema, signature: Signature, model: str) -> None:
    """
    Check that a table can be given to a model.

    Raises
    ------
    SignatureMismatchError
        Naming the columns that lack, hold another kind of value, or have another unit.
    """
    columns = columns_of(signature.inputs)
    lacking = [column.name for column in columns if column.name not in schema.names]
    if lacking:
        shown = ", ".join(map(repr, lacking[:6])) + (
            f" and {len(lacking) - 6} more" if len(lacking) > 6 else ""
        )
        raise SignatureMismatchError(
            f"{model} takes {'the column' if len(lacking) == 1 else 'the columns'} {shown}, which the table lacks; "
            + listing(schema.names)
        )
    for tensor in signature.inputs:
        for column in tensor.columns:
            _check_field(schema.field(column.name), column, tensor.datatype, model)


def _check_field(field: pa.Field, column: ColumnDraft, datatype: str, model: str) -> None:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    is_number = is_number or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    if not (is_text if datatype == "BYTES" else is_number):
        raise SignatureMismatchError(
            f"{model} takes column {field.name!r} as {datatype}, and the table holds {field.type} there: convert it first."
        )
    unit = (field.metadata or {}).get(b"unit", b"").decode()
    if unit and isinstance(column.unit, str) and unit != column.unit:
        raise SignatureMismatchError(
            f"{model} takes column {field.name!r} in {column.unit}, and the table has it in {unit}: convert it first."
        )


def present(batch: pa.RecordBatch, signature: Signature) -> pa.BooleanArray:
    """Return which rows have a value in every input column."""
    import pyarrow.compute as pc

    valid = None
    for column in columns_of(signature.inputs):
        array = batch.column(column.name)
        if array.null_count:
            here = pc.is_valid(array)
            valid = here if valid is None else pc.and_(valid, here)
    return pa.array([True] * batch.num_rows) if valid is None else valid


def arrays(batch: pa.RecordBatch, signature: Signature) -> dict[str, np.ndarray]:
    """Return the input arrays of rows without missing values, by tensor; the first axis counts rows."""
    import numpy as np

    found = {}
    for tensor in signature.inputs:
        kind = _NUMPY[tensor.datatype]
        columns = [_numpy(batch.column(column.name), kind) for column in tensor.columns]
        found[tensor.name] = columns[0] if len(tensor.shape) == 1 else np.stack(columns, axis=1)
    return found


def _numpy(array: pa.Array, kind: str) -> np.ndarray:
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.float64())
    values: np.ndarray = array.to_numpy(zero_copy_only=False)
    return values.astype(kind, copy=False)


def output_schema(signature: Signature, metadata: Mapping[bytes, bytes] | None = None) -> pa.Schema:
    """Return the schema of predictions: the signature's output columns with their units."""
    fields = [
        pa.field(column.name, _ARROW[tensor.datatype], metadata=field_metadata(column))
        for tensor in signature.outputs
        for column in tensor.columns
    ]
    return pa.schema(fields, metadata)


def predictions(
    outputs: Sequence[np.ndarray], signature: Signature, valid: pa.BooleanArray, schema: pa.Schema, model: str
) -> pa.RecordBatch:
    """
    Return predictions as rows; those that were not given to the model are missing.

    Raises
    ------
    SignatureMismatchError
        If the model gave arrays of another shape than its signature says.
    """
    import numpy as np

    mask = valid.to_numpy(zero_copy_only=False)
    columns = []
    for tensor, output in zip(signature.outputs, outputs, strict=True):
        values = output.reshape(len(output), -1)
        if values.shape != (int(mask.sum()), len(tensor.columns)):
            raise SignatureMismatchError(
                f"{model} gave {tensor.name!r} of shape {list(output.shape)}, "
                f"and its signature names {len(tensor.columns)} columns for each row."
            )
        for index, _ in enumerate(tensor.columns):
            kind = _ARROW[tensor.datatype]
            if mask.all():
                columns.append(pa.array(values[:, index], type=kind))
                continue
            whole = np.zeros(len(mask), dtype=values.dtype)
            whole[mask] = values[:, index]
            columns.append(pa.array(whole, type=kind, mask=~mask))
    return pa.RecordBatch.from_arrays(columns, schema=schema)
