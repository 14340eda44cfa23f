"""Units of columns, checked and converted by pint, in the spellings that papers and tables use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import InvalidUnitError, nearest

__all__ = ["Unit", "convert", "convertible", "parse"]

_LOG = re.compile(r"(?P<log>log10|log2|log|lg|ln)\s*\(\s*(?P<inner>.*?)\s*\)")
# 'log' without a base is decadic in solubility and conductivity tables.
_BASES = {"log": 10.0, "log10": 10.0, "lg": 10.0, "log2": 2.0, "ln": 2.718281828459045}
_FACTOR = re.compile(
    r"10\s*(?:\^|\*\*)\s*\(?\s*([-+]?\d{1,2})\s*\)?\s*[*x×]?\s*(?=[A-Za-zÅµμΩ°%/1(])"
    r"|1[eE]([-+]?\d{1,2})\s*[*x×]?\s*"
)
_SPELLINGS = {
    "Angstrom": "angstrom",
    "Angstroms": "angstrom",
    "Ang": "angstrom",
    "Celsius": "degree_Celsius",
    "Debye": "debye",
    "Ha": "hartree",
    "Kelvin": "kelvin",
    "Pascal": "pascal",
    "Hartree": "hartree",
    "Rydberg": "rydberg",
    "Volt": "volt",
    "Watt": "watt",
    "Joule": "joule",
    "muB": "bohr_magneton",
    "mu_B": "bohr_magneton",
    "µB": "bohr_magneton",
    "μB": "bohr_magneton",
    "μ_B": "bohr_magneton",
    "fu": "formula_unit",
    "pct": "percent",
}
_WHOLE = {
    "": "1",
    "-": "1",
    "none": "1",
    "unitless": "1",
    "wt%": "percent",
    "wt.%": "percent",
    "at%": "percent",
    "at.%": "percent",
    "mol%": "percent",
    "vol%": "percent",
}
_COUNTS = ("atom", "formula_unit", "molecule", "cell", "electron", "site", "sample", "step")
_WORD = re.compile(r"[^\W\d_][^\W\d]*")
_POWER = re.compile(r"([^\W\d_])(-?[1-4])\b")
_TOO_DEEP = re.compile(r"(\^|\*\*)\s*\(?\s*[-+]?\d{3}|(\^|\*\*)[^/\s]*(\^|\*\*)")


@dataclass(frozen=True)
class Unit:
    """
    A unit that was understood.

    Attributes
    ----------
    text : str
        As its publisher wrote it.
    name : str
        As pint writes it, such as 'electron_volt'.
    dimension : str
        What it measures, such as '[length]'.
    base : float or None
        The base of the logarithm, for a column of logarithms such as log10(mol/L).
    """

    text: str
    name: str
    dimension: str
    base: float | None = None
    factor: float = 1.0


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    for count in _COUNTS:
        if count not in registry:
            registry.define(f"{count} = count")
    return registry


@lru_cache(maxsize=1024)
def parse(text: str) -> Unit:
    """
    Return the unit that a text means.

    Raises
    ------
    InvalidUnitError
        If no such unit is known; the sentence names those near it.

    Examples
    --------
    >>> parse("log10(mol/L)").dimension
    '[substance] / [length] ** 3'
    """
    import pint

    inner, base = text.strip(), None
    log = _LOG.fullmatch(inner)
    if log is not None:
        inner, base = log["inner"], _BASES[log["log"]]
    spelled, factor = _spelled(inner)
    if len(text) > 100 or _TOO_DEEP.search(spelled):
        raise InvalidUnitError(f"{text[:60]!r} is not written as a unit: give one such as 'eV' or 'g/cm^3'.")
    try:
        unit = _registry().parse_units(spelled)
    except pint.UndefinedUnitError as error:
        unknown = str(error.args[0] if error.args else inner)
        unknown = unknown if isinstance(unknown, str) else inner
        close = _near(unknown)
        hint = (
            f"did you mean {' or '.join(map(repr, close))}?" if close else "write it as in 'eV' or 'g/cm^3'."
        )
        named = f" ({unknown!r} in it)" if unknown != text.strip() else ""
        raise InvalidUnitError(
            f"{text!r} is no unit that is known{named}; {hint}", suggestions=close
        ) from None
    except Exception:  # pint raises errors of tokenize, of its parser and of Python's own.
        raise InvalidUnitError(
            f"{text!r} cannot be read as a unit: write it as in 'eV', '1/cm' or 'g/cm^3'."
        ) from None
    return Unit(text, str(unit), str(unit.dimensionality), base, factor)


def convertible(one: str, other: str) -> bool:
    """
    Whether values in one unit can be given in the other.

    Raises
    ------
    InvalidUnitError
        If one of them is no unit.
    """
    return parse(one).dimension == parse(other).dimension


def convert(values: Any, unit: str, to: str) -> Any:
    """
    Return values in another unit.

    Parameters
    ----------
    values : float or numpy.ndarray
    unit, to : str
        Columns of logarithms convert too: what they are the logarithm of is converted.

    Raises
    ------
    InvalidUnitError
        If one is no unit, or they measure different things.
    """
    from math import log

    source, target = parse(unit), parse(to)
    if source.dimension != target.dimension:
        raise InvalidUnitError(
            f"{unit!r} measures {source.dimension} and {to!r} {target.dimension}: there is no way between them."
        )
    registry = _registry()
    if source.base is not None and source.base == target.base:
        ratio = registry.Quantity(1.0, source.name).to(target.name).magnitude
        return values + log(ratio * source.factor / target.factor, source.base)
    if source.base is not None:
        values = source.base**values
    converted = (
        registry.Quantity(values * source.factor, source.name).to(target.name).magnitude / target.factor
    )
    if target.base is None:
        return converted
    import numpy as np

    return np.log(converted) / log(target.base)


def _spelled(text: str) -> tuple[str, float]:
    """Return a unit in pint's spelling, and the power of ten before it."""
    text = text.replace("−", "-").replace("·", "*").replace("⋅", "*").replace("f.u.", "formula_unit")
    if text.strip().lower() in _WHOLE:
        return _WHOLE[text.strip().lower()], 1.0
    factor = 1.0
    found = _FACTOR.match(text)
    if found is not None:
        factor = 10.0 ** int(found[1] or found[2])
        text = text[found.end() :] or "1"
        if text.startswith("/"):
            text = f"1{text}"
    text = _WORD.sub(lambda word: _SPELLINGS.get(word[0], word[0]), text)
    # cm3 and m2 stand for powers, as no unit's name ends in 2 or 3 but water's.
    return _POWER.sub(r"\1**\2", text), factor


def _near(word: str) -> list[str]:
    registry = _registry()
    known = sorted(name for name in registry if len(name) > 1 and name.isascii() and name.isidentifier())
    folded = [name for name in known if name.lower() == word.lower()]
    return folded[:1] or nearest(word.lower(), known)[:2]
