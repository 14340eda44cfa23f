"""Example rows: what they hold, and the columns of them that a model takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyarrow import types

from ...datasets.split import Split
from ...errors import InvalidManifestError, SignatureMismatchError
from ..inputs import input_table
from .prepared import Source

#: More rows of an example are not kept.
MOST_ROWS = 100
_DATATYPES: list[tuple[Any, str]] = [
    (types.is_boolean, "BOOL"),
    (types.is_uint8, "UINT8"),
    (types.is_uint16, "UINT16"),
    (types.is_uint32, "UINT32"),
    (types.is_uint64, "UINT64"),
    (types.is_int8, "INT8"),
    (types.is_int16, "INT16"),
    (types.is_int32, "INT32"),
    (types.is_int64, "INT64"),
    (types.is_float16, "FP16"),
    (types.is_float32, "FP32"),
    (types.is_float64, "FP64"),
    (types.is_decimal, "FP64"),
    (types.is_null, "FP64"),
]


def read_example(example: Any, names: Sequence[str] | None) -> tuple[pa.Table | None, str]:
    """
    Return example rows as a table, and what they were: 'pandas', 'array' or 'arrow'.

    Raises
    ------
    SignatureMismatchError
        If an array does not fit the names.
    InvalidTableError
        If it is not a table.
    """
    if example is None:
        return None, "arrow"
    if isinstance(example, Split):
        return example[:MOST_ROWS].to_arrow(), "arrow"
    module = type(example).__module__.partition(".")[0]
    if module == "pandas" and hasattr(example, "to_frame") and not hasattr(example, "columns"):
        example = example.to_frame()
    if module == "torch":
        example, module = example.detach().cpu().numpy(), "numpy"
    rows = isinstance(example, list | tuple) and bool(example) and not isinstance(example[0], dict)
    if module == "numpy" or rows:
        return _array(example, names), "array"
    table = input_table(example, list(names or []), "The example")
    units = getattr(example, "attrs", {}).get("foundry", {}).get("units", {})
    for index, field in enumerate(table.schema):
        if field.name in units:
            table = table.set_column(
                index,
                field.with_metadata({**(field.metadata or {}), b"unit": units[field.name]}),
                table.column(index),
            )
    if not table.num_rows:
        raise InvalidManifestError("The example has no rows: give a few that the model can run on.")
    return table.slice(0, MOST_ROWS), "pandas" if module == "pandas" else "arrow"


def _array(example: Any, names: Sequence[str] | None) -> pa.Table:
    import numpy as np

    values = np.asarray(example)[:MOST_ROWS]
    if values.ndim == 1:
        values = values[:, None]
    if values.ndim < 2 or not len(values):
        raise InvalidManifestError("The example has no rows: give a few that the model can run on.")
    if values.ndim > 2 or (names is not None and len(names) == 1 and values.shape[1] > 1):
        name = names[0] if names else "input"
        width = int(np.prod(values.shape[1:]))
        flat = pa.array(np.ascontiguousarray(values).reshape(-1))
        return pa.table({name: pa.FixedSizeListArray.from_arrays(flat, width)})
    column_names = list(names) if names else [f"x{index}" for index in range(values.shape[1])]
    if len(column_names) != values.shape[1]:
        raise SignatureMismatchError(
            f"`inputs` names {len(column_names)} columns, and the example has {values.shape[1]}."
        )
    return pa.table([pa.array(values[:, i]) for i in range(len(column_names))], names=column_names)


def require_example(source: Source) -> pa.Table:
    """
    Return the example's columns that are inputs.

    Raises
    ------
    InvalidManifestError
        If there is no example.
    """
    if source.example is None:
        raise InvalidManifestError(
            "Give `example`: a few rows with the columns that the model takes, from which its signature is read."
        )
    return input_columns(source, None)


def input_columns(source: Source, width: int | None) -> pa.Table:
    """
    Return the example's columns that are inputs: those that `inputs` names, or all.

    Where they are more than the model's `width`, the outputs, then targets, ids and text are left out.

    Raises
    ------
    SignatureMismatchError
        If the example lacks one.
    """
    table = source.example
    assert table is not None
    if source.inputs:
        names = [column["name"] for column in source.inputs]
        missing = [name for name in names if name not in table.column_names]
        if missing:
            raise SignatureMismatchError(
                f"The example lacks the column {missing[0]!r}, which `inputs` names."
            )
        return table.select(names)
    outputs = {column["name"] for column in source.outputs or []}
    input_names = [name for name in table.column_names if name not in outputs]
    if width is None or len(table.column_names) == width:
        return table if width is not None else table.select(input_names or table.column_names)
    for drop in (_is_no_input, _is_text):
        if len(input_names) > width:
            input_names = [name for name in input_names if not drop(table.schema.field(name))]
    return table.select(input_names)


def datatype_of(kind: pa.DataType) -> str:
    """
    Return a type's name in the Open Inference Protocol.

    Raises
    ------
    InvalidManifestError
        If it has none.
    """
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_string(kind) or types.is_large_string(kind):
        return "BYTES"
    for is_kind, name in _DATATYPES:
        if is_kind(kind):
            return name
    raise InvalidManifestError(
        f"The example has a column of {kind}, which no model can take: convert it first."
    )


def typed_columns(table: pa.Table) -> pa.Table:
    """Return the columns that a model can take: without dates and the like, where others are left."""
    column_names = [field.name for field in table.schema if _has_type(field.type)]
    return table.select(column_names) if column_names else table


def _has_type(kind: pa.DataType) -> bool:
    try:
        datatype_of(kind.value_type if is_list(kind) else kind)
    except InvalidManifestError:
        return False
    return True


def is_numeric(table: pa.Table) -> bool:
    """Whether every column holds numbers."""
    return all(not is_list(f.type) and datatype_of(f.type) != "BYTES" for f in table.schema)


def is_list(kind: pa.DataType) -> bool:
    """Whether a column holds lists."""
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def column_tensors(table: pa.Table) -> list[tuple[str, str, list[int], list[str]]]:
    """Return a tensor for each column."""
    tensors = []
    for field in table.schema:
        if is_list(field.type):
            width = len(table[field.name][0].as_py())
            tensors.append((field.name, datatype_of(field.type.value_type), [-1, width], [field.name]))
        else:
            tensors.append((field.name, datatype_of(field.type), [-1], [field.name]))
    return tensors


def _is_no_input(field: pa.Field) -> bool:
    return (field.metadata or {}).get(b"role") in (b"target", b"id", b"weight")


def _is_text(field: pa.Field) -> bool:
    return bool(
        types.is_string(field.type) or types.is_large_string(field.type) or types.is_nested(field.type)
    )
