"""What brings a table's values to the unit that a model takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

#: Takes and returns an array of numbers.
Conversion = Callable[[Any], Any]


@cache
def conversion(unit: str, target_unit: str) -> Conversion | None:
    """
    Return what brings values of one unit to another.

    Parameters
    ----------
    given, wanted : str
        Units as people write them, such as 'meV', 'degC' or 'g/mol'.

    Returns
    -------
    callable or None
        Takes and returns an array of numbers; None if the units measure different things or cannot be read.

    Examples
    --------
    >>> conversion("meV", "eV")(1500.0)
    1.5
    """
    if unit == target_unit:
        return lambda values: values
    from ..errors import InvalidUnitError
    from ..units import convert, convertible

    try:
        return partial(convert, unit=unit, to=target_unit) if convertible(unit, target_unit) else None
    except InvalidUnitError:
        return None
