"""What a server says of a model, as a signature."""

from __future__ import annotations

from math import prod
from typing import Any

import msgspec

from ...contracts.models import ColumnDraft, Signature, Tensor
from ...errors import SignatureMismatchError
from ...protocol.tensors import NUMPY_TYPES
from .client import Described, Description

#: A server of arrays that says nothing of its inputs takes one of these.
UNNAMED = Described("input-0", "FP64", [-1, -1])


def signature_of(description: Description) -> tuple[Signature, bool]:
    """
    Return a signature, and whether its columns have names of the server's.

    Tensors of a Foundry hub name their columns and units. Those of other servers have a column for each value of a
    row, called by the tensor and a number, or one column of lists where a row is more than a vector. Tensors whose
    width nobody knows have no columns.

    Raises
    ------
    SignatureMismatchError
        If the server names a datatype that is unknown here.
    """
    inputs = description.inputs or [UNNAMED]
    tensors = [_tensor(one, "input") for one in inputs]
    outputs = [_tensor(one, "target") for one in description.outputs or []]
    has_columns = all(_columns_given(one) is not None for one in inputs)
    return Signature(inputs=tensors, outputs=outputs), has_columns


def with_width(tensor: Tensor, width: int, names: list[str] | None = None) -> Tensor:
    """Return a tensor whose rows have so many values, with their columns."""
    columns = names or ([tensor.name] if width == 1 else [f"{tensor.name}_{i}" for i in range(width)])
    return Tensor(
        name=tensor.name,
        datatype=tensor.datatype,
        shape=[-1, width],
        columns=[ColumnDraft(name=name) for name in columns],
    )


def _tensor(description: Described, role: Any) -> Tensor:
    if description.datatype != "BYTES" and description.datatype not in NUMPY_TYPES:
        raise SignatureMismatchError(
            f"The server has {description.name!r} as {description.datatype}, a datatype that is unknown here."
        )
    shape = description.shape or [-1]
    columns = _columns_given(description)
    if columns is None:
        rest = shape[1:]
        if -1 in rest and len(rest) == 1:
            names: list[str] = []
        elif len(rest) > 1:
            names = [description.name]
        else:
            width = prod(rest)
            names = [description.name] if width == 1 else [f"{description.name}_{i}" for i in range(width)]
        columns = [ColumnDraft(name=name, role=role) for name in names]
    return Tensor(name=description.name, datatype=description.datatype, shape=shape, columns=columns)  # type: ignore[arg-type]


def _columns_given(description: Described) -> list[ColumnDraft] | None:
    """Return the columns that a Foundry hub names, if it does and they fit."""
    try:
        columns = msgspec.convert((description.parameters or {}).get("columns"), list[ColumnDraft])
    except msgspec.ValidationError:
        return None
    return columns if len(columns) in (1, prod(description.shape[1:])) else None
