"""Tensors of the Open Inference Protocol: datatypes, and values as bytes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ..errors import SignatureMismatchError

if TYPE_CHECKING:
    import numpy as np

#: NumPy's little-endian types by the protocol's datatypes; texts have none.
NUMPY_TYPES = {
    "BOOL": "?",
    "UINT8": "u1",
    "UINT16": "<u2",
    "UINT32": "<u4",
    "UINT64": "<u8",
    "INT8": "i1",
    "INT16": "<i2",
    "INT32": "<i4",
    "INT64": "<i8",
    "FP16": "<f2",
    "FP32": "<f4",
    "FP64": "<f8",
}


class NamedArray(NamedTuple):
    """
    A tensor with its name.

    Attributes
    ----------
    name, datatype : str
    array : numpy.ndarray
        Of objects, which are texts, where the datatype is BYTES.
    """

    name: str
    datatype: str
    array: np.ndarray


def datatype_of(array: np.ndarray) -> str:
    """
    Return the datatype of an array.

    Raises
    ------
    SignatureMismatchError
        If there is none for its type.
    """
    if array.dtype.kind in "OUST":
        return "BYTES"
    for name, kind in NUMPY_TYPES.items():
        if array.dtype.newbyteorder("=") == kind:
            return name
    raise SignatureMismatchError(f"The inference protocol has no datatype for an array of {array.dtype}.")


def bytes_of(array: np.ndarray, datatype: str) -> memoryview | bytes:
    """Return values as the binary extension has them: row-major and little-endian, texts with their lengths."""
    import numpy as np

    if datatype == "BYTES":
        parts = []
        for value in array.reshape(-1):
            text = value if isinstance(value, bytes) else str(value).encode()
            parts += [len(text).to_bytes(4, "little"), text]
        return b"".join(parts)
    values = np.ascontiguousarray(array, dtype=NUMPY_TYPES[datatype])
    return values.reshape(-1).view("u1").data if values.size else b""


def array_of(data: bytes | memoryview, datatype: str, shape: list[int]) -> np.ndarray:
    """
    Return binary values as an array, which shares their memory unless they are texts.

    Raises
    ------
    SignatureMismatchError
        If the bytes do not hold what datatype and shape say.
    """
    import numpy as np

    if datatype == "BYTES":
        return _texts(data, shape)
    kind = np.dtype(NUMPY_TYPES[datatype])
    if len(data) != prod(shape) * kind.itemsize:
        raise SignatureMismatchError(
            f"A tensor of {datatype} and shape {shape} has {len(data)} bytes instead of {prod(shape) * kind.itemsize}."
        )
    return np.frombuffer(data, kind).reshape(shape)


def _texts(data: bytes | memoryview, shape: list[int]) -> np.ndarray:
    import numpy as np

    texts, at = [], 0
    while at + 4 <= len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "little")
        try:
            texts.append(bytes(data[at + 4 : end]).decode("utf-8"))
        except UnicodeDecodeError:
            raise SignatureMismatchError(
                f"Value {len(texts)} of a tensor of texts is not text in UTF-8, which is what models take and give as BYTES."
            ) from None
        at = end
    if at != len(data) or len(texts) != prod(shape):
        raise SignatureMismatchError(
            f"A tensor of texts of shape {shape} has bytes for {len(texts)} of them."
        )
    values = np.empty(len(texts), object)
    values[:] = texts
    return values.reshape(shape)
