"""Texts as dates and times that, written back, are the same texts."""

from __future__ import annotations

import re
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
TIME = rf"{DATE}[T ]{_CLOCK}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
_UNITS = {0: "s", 3: "ms", 6: "us", 9: "ns"}


def dates(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return texts such as `2026-11-30` as dates; None where one is not a date."""
    if not pc.all(pc.match_substring_regex(texts, f"^{DATE}$")).as_py():
        return None
    return _cast(texts, pa.date32())


def times(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return ISO 8601 texts of one form and one zone as timestamps; None where one is not."""
    first = next((value for value in texts.to_pylist() if value is not None), "")
    zone = _ZONE.search(first)
    suffix = zone[0] if zone else ""
    form = rf"^{DATE}{first[10:11]}{_CLOCK}{re.escape(suffix)}$"
    if not pc.all(pc.match_substring_regex(texts, form)).as_py():
        return None
    local_texts = pc.utf8_slice_codeunits(texts, 0, -len(suffix)) if suffix else texts
    longest = pc.max(pc.subtract(pc.binary_length(local_texts), 20)).as_py()
    unit = _UNITS[next(digits for digits in _UNITS if digits >= max(longest, 0))]
    instants = _cast(local_texts, pa.timestamp(unit))
    if instants is None or not suffix:
        return instants
    if suffix == "Z":
        return instants.cast(pa.timestamp(unit, "UTC"))
    hours, minutes = int(suffix[1:3]), int(suffix[4:])
    if hours > 14 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if suffix[0] == "-" else 1)
    try:
        shifted = pc.subtract_checked(instants, pa.scalar(ahead, pa.duration(unit)))
    except pa.ArrowInvalid:
        return None
    return shifted.cast(pa.timestamp(unit, suffix))


def _cast(texts: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    try:
        return texts.cast(kind)
    except pa.ArrowInvalid:
        return None
