"""Values of a column as Python objects, whatever its bytes are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_UNREADABLE = "text that is not UTF-8"


def python_values(column: pa.ChunkedArray) -> list[Any]:
    """Return a column's values; bytes of a text that are no UTF-8 become U+FFFD, as a browser shows them."""
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(item) for chunk in column.chunks for item in chunk]


def _value(item: pa.Scalar) -> Any:
    read: Callable[[], Any] = item.as_py
    try:
        return read()
    except UnicodeDecodeError:
        buffer = item.as_buffer() if hasattr(item, "as_buffer") else None
        return buffer.to_pybytes().decode("utf-8", "replace") if buffer is not None else _UNREADABLE
