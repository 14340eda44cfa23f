"""Values of a column as Python objects, whatever its bytes are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_UNREADABLE = "text that is not UTF-8"
#: What pyarrow raises for a text's bytes, a time beyond Python's, or a zone that is not known here.
_NO_OBJECT = (UnicodeDecodeError, OverflowError, ValueError, KeyError)


def python_values(column: pa.ChunkedArray) -> list[Any]:
    """
    Return a column's values as Python objects, and as text what has none.

    Bytes of a text that are not UTF-8 become U+FFFD, as a browser shows them; a time that Python's own types do not
    reach is its count and unit.
    """
    try:
        return list(column.to_pylist())
    except _NO_OBJECT:
        return [_value(item) for chunk in column.chunks for item in chunk]


def text_of(value: Any) -> str:
    """Return a value's text; a sentence where its own class cannot make one."""
    try:
        # A lone half of a surrogate pair is no text in UTF-8.
        return str(value).encode("utf-8", "replace").decode("utf-8")
    except Exception as error:
        return f"{type(value).__name__} that cannot be shown ({type(error).__name__})"


def _value(item: pa.Scalar) -> Any:
    read: Callable[[], Any] = item.as_py
    try:
        return read()
    except _NO_OBJECT as error:
        if hasattr(item, "dictionary"):
            return _value(item.value)
        if isinstance(error, UnicodeDecodeError):
            buffer = item.as_buffer() if hasattr(item, "as_buffer") else None
            return buffer.to_pybytes().decode("utf-8", "replace") if buffer is not None else _UNREADABLE
        return _time_text(item)


def _time_text(item: pa.Scalar) -> str:
    import pyarrow as pa

    count, kind = getattr(item, "value", None), item.type
    if count is None:
        return f"value of type {kind} that cannot be shown"
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        naive = pa.scalar(count, pa.int64()).cast(pa.timestamp(kind.unit))
        try:
            return f"{naive.as_py()} UTC, in the zone {kind.tz!r}"
        except _NO_OBJECT:
            pass
    unit = "days" if pa.types.is_date32(kind) else "ms" if pa.types.is_date64(kind) else kind.unit
    return f"{count} {unit}" + ("" if pa.types.is_duration(kind) else " since 1970-01-01")
