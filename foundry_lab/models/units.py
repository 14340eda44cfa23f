"""Units: whether values of one can be given where another is asked for, and how to convert them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
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
    # A logarithm has no factor: log10(mol/L) is log10(mmol/L) less three, which pint would not see in the text.
    if "log" in given or "log" in wanted:
        return None
    registry = _registry()
    try:
        source, target = (registry.Unit(text.replace("Å", "angstrom")) for text in (given, wanted))
        if source.dimensionality != target.dimensionality:
            return None
        zero, one = (float(registry.Quantity(value, source).to(target).magnitude) for value in (0.0, 1.0))
    except Exception:
        # pint raises errors of several libraries for what it cannot read.
        return None
    scale = one - zero
    return lambda values: values * scale + zero


@cache
def _registry() -> Any:  # noqa: ANN401
    import pint

    return pint.UnitRegistry(cache_folder=None)
