"""Types that the publisher of a table states, by Arrow's names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from ..contracts.models import ColumnDraft
from ..errors import InvalidTableError

NAMES = (
    "string, bool, int8 to int64, uint8 to uint64, float32, float64, decimal128(precision, scale), date32, "
    "time32[s], timestamp[us], timestamp[us, UTC] or category"
)
CATEGORY = "category"
_DECIMAL = re.compile(r"decimal(?:128)?\(\s*([0-9]{1,2})\s*(?:,\s*(-?[0-9]{1,2})\s*)?\)")
_TIMESTAMP = re.compile(r"timestamp\[(s|ms|us|ns)(?:,\s*(?:tz=)?([A-Za-z0-9_+:/-]{1,60}))?\]")
_CLOCK = re.compile(r"(time32|time64|duration)\[(s|ms|us|ns)\]")
_ALIASES = {"str": "string", "text": "string", "date": "date32", "date32[day]": "date32"}
_TRUE = ("true", "1", "yes")
_FALSE = ("false", "0", "no")
_EXACT_DIGITS = 15


def stated_type(draft: ColumnDraft) -> pa.DataType:
    """
    Return the Arrow type that a column's publisher states.

    Raises
    ------
    InvalidTableError
        If it is not known.
    """
    name = str(draft.type).strip()
    name = _ALIASES.get(name, name)
    if name == CATEGORY:
        return pa.dictionary(pa.int32(), pa.string(), ordered=bool(draft.categories))
    try:
        if decimal := _DECIMAL.fullmatch(name):
            return pa.decimal128(int(decimal[1]), int(decimal[2] or 0))
        if timestamp := _TIMESTAMP.fullmatch(name):
            return pa.timestamp(timestamp[1], timestamp[2])
        if clock := _CLOCK.fullmatch(name):
            return {"time32": pa.time32, "time64": pa.time64, "duration": pa.duration}[clock[1]](clock[2])
        return pa.type_for_alias(name)
    except ValueError:
        raise InvalidTableError(
            f"The type {name!r} of column {draft.name!r} is not known: give {NAMES}."
        ) from None


def with_stated_types(table: pa.Table, drafts: dict[str, ColumnDraft], where: str) -> pa.Table:
    """
    Return a table whose columns have the types that are stated.

    Raises
    ------
    InvalidTableError
        Naming the first row that does not fit.
    """
    for index, field in enumerate(table.schema):
        draft = drafts.get(field.name)
        if draft is None or not draft.type or str(draft.type) == str(field.type):
            continue
        kind = stated_type(draft)
        if kind.equals(field.type) and not draft.categories:
            continue
        column = _convert(table.column(index), draft, kind, where)
        table = table.set_column(index, field.with_type(column.type), column)
    return table


def texts_as(texts: pa.ChunkedArray, draft: ColumnDraft, where: str) -> pa.ChunkedArray:
    """
    Return texts as the type that is stated.

    Raises
    ------
    InvalidTableError
        Naming the first row that does not fit.
    """
    return _convert(texts, draft, stated_type(draft), where)


def _convert(column: pa.ChunkedArray, draft: ColumnDraft, kind: pa.DataType, where: str) -> pa.ChunkedArray:
    read = _reader(column.type, draft, kind)
    try:
        return read(column)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        row = _first_wrong(column, read)
        if row is None:
            raise InvalidTableError(
                f"Column {draft.name!r} of {where} cannot be {draft.type}: {str(error).rstrip('.')}."
            ) from None
        value = column[row].as_py()
        of = f" of {', '.join(draft.categories[:8])}" if draft.categories else ""
        raise InvalidTableError(
            f"Row {row + 1} of {where} has {value!r} in column {draft.name!r}, which is not a {draft.type}{of}: "
            "correct it, or state another type."
        ) from None


def _reader(
    storage_type: pa.DataType, draft: ColumnDraft, kind: pa.DataType
) -> Callable[[pa.ChunkedArray], pa.ChunkedArray]:
    text = pa.types.is_string(storage_type)
    if pa.types.is_dictionary(kind):
        return lambda column: _category(column, draft)
    if text and pa.types.is_boolean(kind):
        return _truth
    if text and pa.types.is_integer(kind):
        return lambda column: pc.replace_substring_regex(_number(column), r"\.0*$", "").cast(kind)
    if text and pa.types.is_floating(kind):
        return lambda column: _double(_number(column), kind)
    if text and not pa.types.is_string(kind):
        return lambda column: (
            _number(column) if pa.types.is_decimal(kind) else pc.utf8_trim(column, " ")
        ).cast(kind)
    if pa.types.is_dictionary(storage_type):
        return lambda column: column.cast(storage_type.value_type).cast(kind)
    return lambda column: column.cast(kind)


def _number(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(pc.utf8_trim(texts, " "), r"^\+", "")


def _double(texts: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    doubles = texts.cast(kind)
    are_integers = pc.and_(
        pc.match_substring_regex(texts, r"^-?[0-9]+$"), pc.greater(pc.binary_length(texts), _EXACT_DIGITS)
    )
    for text, value in zip(
        texts.filter(are_integers).to_pylist(), doubles.filter(are_integers).to_pylist(), strict=True
    ):
        if int(text) != value:
            raise pa.ArrowInvalid(f"{text} is rounded")
    if pc.any(pc.and_(pc.is_inf(doubles), pc.match_substring_regex(texts, "[0-9]"))).as_py():
        raise pa.ArrowInvalid("a number is too large")
    return doubles


def _truth(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    lower = pc.utf8_lower(pc.utf8_trim(texts, " "))
    true = pc.is_in(lower, value_set=pa.array(_TRUE))
    if not pc.all(
        pc.or_(pc.or_(true, pc.is_in(lower, value_set=pa.array(_FALSE))), pc.is_null(lower))
    ).as_py():
        raise pa.ArrowInvalid("neither true nor false")
    return pc.if_else(pc.is_null(lower), pa.scalar(None, pa.bool_()), true)


def _category(column: pa.ChunkedArray, draft: ColumnDraft) -> pa.ChunkedArray:
    storage_type = column.type
    texts = column.cast(
        storage_type.value_type if pa.types.is_dictionary(storage_type) else storage_type
    ).cast(pa.string())
    words = list(draft.categories or []) or [
        value for value in pc.unique(texts).to_pylist() if value is not None
    ]
    dictionary = pa.array(words, pa.string())
    places = pc.index_in(texts, value_set=dictionary)
    if places.null_count != texts.null_count:
        raise pa.ArrowInvalid("not a category")
    kind = pa.dictionary(pa.int32(), pa.string(), ordered=bool(draft.categories))
    return pa.chunked_array(
        [
            pa.DictionaryArray.from_arrays(chunk.cast(pa.int32()), dictionary, ordered=kind.ordered)
            for chunk in places.chunks
        ],
        kind,
    )


def _first_wrong(column: pa.ChunkedArray, read: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> int | None:
    """Return the first row that cannot be read; None where each can, alone."""
    low, high = 0, len(column)

    def fits(start: int, count: int) -> bool:
        try:
            read(column.slice(start, count))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return False
        return True

    while high - low > 1:
        middle = (low + high) // 2
        if fits(low, middle - low):
            low = middle
        else:
            high = middle
    return low if high > low and not fits(low, 1) else None
