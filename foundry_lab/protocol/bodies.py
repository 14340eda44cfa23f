"""Bodies of a client: requests as it writes them and answers as it reads them, JSON with binary tensors after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import SignatureMismatchError
from .tensors import NUMPY_TYPES, NamedArray, array_of, bytes_of

if TYPE_CHECKING:
    import numpy as np

HEADER_LENGTH = "Inference-Header-Content-Length"
_MOST_AXES = 8


class _Tensor(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]
    parameters: dict[str, Any] | None = None
    data: msgspec.Raw = msgspec.Raw(b"")


class _Response(msgspec.Struct):
    outputs: list[_Tensor]


def write_request(inputs: Sequence[NamedArray], *, binary: bool) -> tuple[dict[str, str], bytes]:
    """
    Return headers and body of a request for all outputs.

    Parameters
    ----------
    inputs : sequence of NamedArray
    binary : bool
        Whether values go as binary, and are wanted so.

    Raises
    ------
    SignatureMismatchError
        If values cannot be written as JSON.
    """
    options: dict[str, Any] = {"parameters": {"binary_data_output": True}} if binary else {}
    entries, parts = [], []
    for name, datatype, array in inputs:
        entry: dict[str, Any] = {"name": name, "datatype": datatype, "shape": list(array.shape)}
        if binary:
            data = bytes_of(array, datatype)
            entry["parameters"] = {"binary_data_size": len(data)}
            parts.append(data)
        else:
            entry["data"] = _values(array, name)
        entries.append(entry)
    head = msgspec.json.encode({**options, "inputs": entries})
    if not parts:
        return {"Content-Type": "application/json"}, head
    headers = {"Content-Type": "application/octet-stream", HEADER_LENGTH: str(len(head))}
    return headers, b"".join([head, *parts])


def read_response(headers: Mapping[str, str], body: bytes) -> list[NamedArray]:
    """
    Read the outputs of an answer.

    Raises
    ------
    SignatureMismatchError
        If it is none, or its values are not what datatypes and shapes say.
    """
    head, rest = _split(headers, body)
    return _tensors(_decode(head).outputs, rest)


def _values(array: np.ndarray, name: str) -> list[Any]:
    import numpy as np

    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise SignatureMismatchError(
            f"The input {name!r} has values that are not finite, which JSON cannot hold, and the server takes no binary."
        )
    values: list[Any] = array.reshape(-1).tolist()
    return values


def _split(headers: Mapping[str, str], body: bytes) -> tuple[memoryview, memoryview]:
    view = memoryview(body)
    text = headers.get(HEADER_LENGTH) or headers.get(HEADER_LENGTH.lower())
    if text is None:
        return view, view[:0]
    if not text.isascii() or not text.isdigit() or int(text) > len(body):
        raise SignatureMismatchError(
            f"{HEADER_LENGTH} is {text[:40]!r}, and the body has {len(body)} bytes: it is the length of the JSON part."
        )
    return view[: int(text)], view[int(text) :]


def _decode(text: memoryview) -> _Response:
    try:
        return msgspec.json.decode(text, type=_Response)
    except RecursionError:
        raise SignatureMismatchError("The answer is nested deeper than any tensor.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SignatureMismatchError(f"The answer does not follow the inference protocol: {error}.") from None


def _tensors(tensors: list[_Tensor], rest: memoryview) -> list[NamedArray]:
    arrays, at = [], 0
    for index, tensor in enumerate(tensors):
        where = f"/outputs/{index}"
        if tensor.datatype != "BYTES" and tensor.datatype not in NUMPY_TYPES:
            raise SignatureMismatchError(
                f"{where} has the datatype {tensor.datatype[:40]!r}, which is unknown."
            )
        if len(tensor.shape) > _MOST_AXES or any(size < 0 for size in tensor.shape):
            raise SignatureMismatchError(f"{where} has the shape {tensor.shape[:20]}, which no tensor has.")
        size = (tensor.parameters or {}).get("binary_data_size")
        if size is not None:
            if not isinstance(size, int) or not 0 <= size <= len(rest) - at:
                raise SignatureMismatchError(
                    f"{where} has a binary_data_size of {size}, and the body has {len(rest) - at} bytes left."
                )
            array = array_of(rest[at : at + size], tensor.datatype, tensor.shape)
            at += size
        else:
            array = _from_json(tensor, where)
        arrays.append(NamedArray(tensor.name, tensor.datatype, array))
    if at != len(rest):
        raise SignatureMismatchError(f"The body has {len(rest) - at} bytes that no binary_data_size names.")
    return arrays


def _from_json(tensor: _Tensor, where: str) -> np.ndarray:
    import numpy as np

    if not bytes(tensor.data):
        raise SignatureMismatchError(f"{where} has no data.")
    value: Any = str if tensor.datatype == "BYTES" else bool if tensor.datatype == "BOOL" else float
    if tensor.datatype.startswith(("INT", "UINT")):
        value = int
    if value in (float, str):
        value = value | None
    flat: Any = list[value]
    nested: Any = flat
    for _ in tensor.shape[1:]:
        nested = list[nested]
    data = _lists(tensor.data, flat, nested, where)
    depth = 0
    while depth < len(tensor.shape) - 1 and data and isinstance(data[0], list):
        data = [value for row in data for value in row]
        depth += 1
    if len(data) != prod(tensor.shape):
        raise SignatureMismatchError(
            f"{where} has the shape {tensor.shape}, which holds {prod(tensor.shape)} values, and its data has {len(data)}."
        )
    try:
        if tensor.datatype == "BYTES":
            array = np.empty(len(data), object)
            array[:] = data
        else:
            array = np.array(data, dtype=NUMPY_TYPES[tensor.datatype])
    except OverflowError:
        raise SignatureMismatchError(f"{where} has values that {tensor.datatype} does not hold.") from None
    return array.reshape(tensor.shape)


def _lists(raw: msgspec.Raw, flat: Any, nested: Any, where: str) -> list[Any]:
    reason = ""
    for kind in (flat, nested):
        try:
            values: list[Any] = msgspec.json.decode(raw, type=kind)
        except RecursionError:
            raise SignatureMismatchError(f"{where} is nested deeper than any tensor.") from None
        except msgspec.MsgspecError as error:
            reason = reason or str(error)
        else:
            return values
    raise SignatureMismatchError(f"The data of {where} are not of its datatype and shape: {reason}.")
