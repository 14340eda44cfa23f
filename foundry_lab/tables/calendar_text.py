"""Days, points in time, times of day and durations as they are written, in exact seconds."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,18}))?)?"
_TIME_OF_DAY = re.compile(_TIME, re.ASCII)
_MOMENT = re.compile(
    rf"([+-]?\d{{4,6}})-(\d\d)-(\d\d)(?:[T ]{_TIME}\s?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_DURATION = re.compile(r"([+\u2212-]?)([0-9]{1,30})(?:\.([0-9]{1,30}))?\s?(s|ms|us|\u00b5s|ns)")
_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "µs": 10**6, "ns": 10**9}


class Moment(NamedTuple):
    """A point in time, in UTC where it names no zone."""

    seconds: Fraction
    has_time: bool
    has_zone: bool


def moment_of(text: str) -> Moment | None:
    """Return an ISO 8601 day, or day and time, since 1970; None for other text."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    days = _days(int(year), int(month), int(day))
    offset = _offset(zone or "Z")
    time = Fraction(0) if hour is None else _time(hour, minute, second, fraction)
    if days is None or offset is None or time is None:
        return None
    return Moment(days * 86_400 + time - offset, hour is not None, zone is not None)


def time_of_day(text: str) -> Fraction | None:
    """Return the seconds since midnight of a time such as '12:30:00.5'; None for other text."""
    match = _TIME_OF_DAY.fullmatch(text)
    return None if match is None else _time(*match.groups())


def duration_of(text: str) -> Fraction | None:
    """Return the seconds of a duration such as '1.5 s' or '-20 ns'; None for other text."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    sign, digits_before, fraction, unit = match.groups()
    digits = fraction or ""
    size = Fraction(int(digits_before + digits), 10 ** len(digits) * _UNITS[unit])
    return -size if sign in ("-", "−") else size


def _time(hour: str, minute: str, second: str | None, fraction: str | None) -> Fraction | None:
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    digits = fraction or "0"
    return int(hour) * 3600 + int(minute) * 60 + int(second or 0) + Fraction(int(digits), 10 ** len(digits))


def _offset(zone: str) -> int | None:
    if zone in ("Z", "z", "UTC"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    return (-1 if zone[0] == "-" else 1) * (hours * 3600 + minutes * 60)


def _days(year: int, month: int, day: int) -> int | None:
    """Return the days since 1970 in the Gregorian calendar, of any year (Howard Hinnant's days_from_civil)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 1 <= day <= lengths[month - 1]:
        return None
    years = year - (month <= 2)
    era, of_era = divmod(years, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
