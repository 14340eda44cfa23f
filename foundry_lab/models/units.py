"""What brings a table's values to the unit that a model takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

#: Takes and returns an array of numbers.
Conversion = Callable[[Any], Any]


@cache
def conversion(given: str, wanted: str) -> Conversion | None:
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
    if given == wanted:
        return lambda values: values
    from ..errors import InvalidUnitError
    from ..units import convert, convertible

    try:
        return partial(convert, unit=given, to=wanted) if convertible(given, wanted) else None
    except InvalidUnitError:
        return None
