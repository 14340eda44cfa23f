"""Values in the types that a model takes: the same values, or a refusal that names the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ..contracts.models import Tensor
from ..errors import SignatureMismatchError
from .signature import column_type

if TYPE_CHECKING:
    import numpy as np


def in_type(
    array: pa.Array, tensor: Tensor, column: str, model: str, first: int = 0, *, nullable: bool = False
) -> pa.Array:
    """
    Return values in the type of a tensor's columns; `schema/vectors/inputs.json` has the rule.

    Floating-point numbers are rounded to the width that the model takes.

    Parameters
    ----------
    array : pyarrow.Array
    tensor : Tensor
        What the model takes: numbers, texts, or lists of them.
    column, model : str
        What sentences call them.
    first : int, optional
        The number of the first row.
    nullable : bool, optional
        Whether the input takes missing values, of which NaN is then one in place of a whole number too.

    Raises
    ------
    SignatureMismatchError
        If a value is not whole, or beyond the range, and would be another one in that type.
    """
    kind = column_type(tensor)
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.type == kind:
        return array
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), kind)
    if nullable and pa.types.is_floating(array.type):
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)
    if not _is_list(kind):
        result, index = _scalars(array, kind)
        if index is not None:
            raise _refusal(array[index].as_py(), tensor.datatype, column, model, first + index)
        return result
    flat = array.flatten()
    _, element = _scalars(flat, kind.value_type)
    if element is not None:
        row = pc.list_parent_indices(array)[element].as_py()
        raise _refusal(flat[element].as_py(), tensor.datatype, column, model, first + row)
    return array.cast(kind, safe=False)


def _scalars(array: pa.Array, kind: pa.DataType) -> tuple[pa.Array, int | None]:
    """Return values in a type and the place of the first that it cannot hold."""
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.float64(), safe=False)
    if pa.types.is_boolean(array.type) and not pa.types.is_boolean(kind):
        array = array.cast(pa.uint8())
    if pa.types.is_boolean(kind):
        values = array.cast(kind, safe=False)
        return values, _first(pc.not_equal(values.cast(pa.float64()), array.cast(pa.float64(), safe=False)))
    if pa.types.is_floating(kind):
        values = array.cast(kind, safe=False)
        # A number beyond the range has become infinite.
        return values, _first(pc.and_(pc.is_inf(values), pc.is_finite(array)))
    if pa.types.is_integer(kind):
        return _to_integers(array, kind)
    return array.cast(kind), None


def _to_integers(array: pa.Array, kind: pa.DataType) -> tuple[pa.Array, int | None]:
    import numpy as np

    limits = np.iinfo(kind.to_pandas_dtype())
    if pa.types.is_floating(array.type):
        values = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64)
        with np.errstate(invalid="ignore"):
            # The limit itself has no double, its successor has one.
            fits = (values == np.trunc(values)) & (values >= limits.min) & (values < float(limits.max) + 1)
        if not fits.all():
            return array, int(np.argmin(fits))
        return array.cast(kind, safe=False), None
    try:
        return array.cast(kind), None
    except pa.ArrowInvalid:
        in_range = pc.and_(
            pc.greater_equal(array, pa.scalar(max(limits.min, _least(array.type)), array.type)),
            pc.less_equal(array, pa.scalar(min(limits.max, _most(array.type)), array.type)),
        )
        return array, _first(pc.invert(in_range))


def _least(kind: pa.DataType) -> int:
    import numpy as np

    return int(np.iinfo(kind.to_pandas_dtype()).min)


def _most(kind: pa.DataType) -> int:
    import numpy as np

    return int(np.iinfo(kind.to_pandas_dtype()).max)


def _first(flags: pa.Array) -> int | None:
    places: np.ndarray = flags.fill_null(False).to_numpy(zero_copy_only=False).nonzero()[0]
    return int(places[0]) if len(places) else None


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _refusal(value: object, datatype: str, column: str, model: str, row: int) -> SignatureMismatchError:
    if datatype == "BOOL":
        what = "which is neither true nor false, 1 nor 0"
    elif "INT" in datatype and isinstance(value, float) and not value.is_integer():
        what = "which is not a whole number"
    else:
        what = "which is beyond its range"
    return SignatureMismatchError(
        f"{model} takes column {column!r} as {datatype}, and row {row:,} holds {value!r}, {what}."
    )
