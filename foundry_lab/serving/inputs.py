"""Whether a request's tensors are what a model takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..contracts.models import Signature
from ..errors import SignatureMismatchError
from ..protocol.tensors import NamedArray

if TYPE_CHECKING:
    import numpy as np


def inputs_for(
    given: Sequence[NamedArray], signature: Signature, model: str
) -> tuple[dict[str, np.ndarray], int]:
    """
    Return a request's arrays by tensor, and how many rows they have.

    Raises
    ------
    SignatureMismatchError
        Naming the tensor that lacks, is unknown, or has another datatype or shape.
    """
    wanted = {tensor.name: tensor for tensor in signature.inputs}
    for name, datatype, array in given:
        tensor = wanted.get(name)
        if tensor is None:
            raise SignatureMismatchError(
                f"{model} has no input {name[:80]!r}; it has {', '.join(list(wanted)[:10])}."
            )
        if datatype != tensor.datatype:
            raise SignatureMismatchError(
                f"{model} takes {name!r} as {tensor.datatype}, and the request has it as {datatype}."
            )
        shape = list(array.shape)
        fits = len(shape) == len(tensor.shape) and all(
            size in (-1, found) for size, found in zip(tensor.shape, shape, strict=True)
        )
        if not fits:
            raise SignatureMismatchError(
                f"{model} takes {name!r} of the shape {tensor.shape} (-1 is any), and the request has it as {shape}."
            )
    arrays = {name: array for name, _, array in given}
    lacking = [name for name in wanted if name not in arrays]
    if lacking:
        raise SignatureMismatchError(f"{model} takes the input {lacking[0]!r}, which the request lacks.")
    rows = {len(array) for array in arrays.values()}
    if len(rows) > 1:
        raise SignatureMismatchError(f"The inputs have different numbers of rows: {sorted(rows)}.")
    return arrays, rows.pop()


def takes_batches(signature: Signature) -> bool:
    """Whether rows of several requests can go to a model at once."""
    tensors = [*signature.inputs, *signature.outputs]
    return all(tensor.shape[:1] == [-1] and -1 not in tensor.shape[1:] for tensor in tensors)
