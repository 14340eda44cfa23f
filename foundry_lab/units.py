"""Units of columns, checked and converted by pint, in the spellings that papers and tables use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import InvalidUnitError, close_matches

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
    "Bohr": "bohr",
    "Nm": "newton*meter",
    "Ohm": "ohm",
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
#: What these spellings mean to a parser of units is seldom what their writers mean.
_UNLIKELY = {
    "pH": "a pH is a bare number, so give it no unit",
    "at": "for atomic percent write 'at%', for atmospheres 'atm'",
    "au": "for atomic units name the one, such as 'hartree' or 'bohr'",
    "C": "for degrees Celsius write 'degC'",
    "F": "for degrees Fahrenheit write 'degF'",
    "kB": "for the Boltzmann constant write 'boltzmann_constant'",
    "ML": "monolayers are a bare number, so give them no unit",
}
_SEVERAL = {
    "a.u.": "atomic units or arbitrary ones: name the atomic unit, such as 'hartree' or 'bohr', or give no unit",
    "arb. units": "no known quantity: leave the unit out",
}
_SLASH_THEN_BLANK = re.compile(r"/\s*[^\W\d_][^\s/()*]*\s+[^\W\d_]")
_AMPERE_FOR_ANGSTROM = re.compile(
    r"\bA\s*(?:\^|\*\*)?\s*-?[23]|(?:eV|Ha|hartree|Ry)\b[\s*/]*\bA\b|\bA[\s*/]+(?:eV|Ha|hartree|Ry)\b"
)
_COUNTS = ("atom", "formula_unit", "molecule", "cell", "electron", "site", "sample", "step")
_WORD = re.compile(r"[^\W\d_][^\W\d]*")
_POWER = re.compile(r"([^\W\d_])(-?[1-4])\b")
_TOO_DEEP = re.compile(r"(\^|\*\*)\s*\(?\s*[-+]?\d{3}|(\^|\*\*)[\s(+\-\d.)]*(\^|\*\*)")


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
        What it measures, such as '[length]'; the same for every spelling of it.
    remark : str or None
        What its writer may have meant instead, where the spelling means something unlikely.
    base : float or None
        The base of the logarithm, for a column of logarithms such as log10(mol/L).
    """

    text: str
    name: str
    dimension: str
    base: float | None = None
    factor: float = 1.0
    remark: str | None = None

    @property
    def key(self) -> tuple[str, float | None, float]:
        """Equal for two spellings of one unit, such as 'g/cm3' and 'g/cm^3'."""
        return self.name, self.base, self.factor


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    for count in _COUNTS:
        if count not in registry:
            registry.define(f"{count} = count")
    registry.define("emu = 1e-3 * ampere * meter ** 2")
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
    if inner in _SEVERAL:
        raise InvalidUnitError(f"{inner!r} stands for {_SEVERAL[inner]}.")
    log = _LOG.fullmatch(inner)
    if log is not None:
        inner, base = log["inner"], _BASES[log["log"]]
    spelled, factor = _in_pint(inner)
    if len(text) > 100 or _TOO_DEEP.search(spelled):
        raise InvalidUnitError(f"{text[:60]!r} is not written as a unit: give one such as 'eV' or 'g/cm^3'.")
    try:
        unit = _registry().parse_units(spelled)
    except pint.UndefinedUnitError as error:
        unknown = str(error.args[0] if error.args else inner)
        unknown = unknown if isinstance(unknown, str) else inner
        close = _suggestions(unknown)
        hint = (
            f"did you mean {' or '.join(map(repr, close))}?" if close else "write it as in 'eV' or 'g/cm^3'."
        )
        hint_of_part = f" ({unknown!r} in it)" if unknown != text.strip() else ""
        raise InvalidUnitError(
            f"{text!r} is not a known unit{hint_of_part}; {hint}", suggestions=close
        ) from None
    except Exception:  # pint raises errors of tokenize, of its parser and of Python's own.
        raise InvalidUnitError(
            f"{text!r} cannot be read as a unit: write it as in 'eV', '1/cm' or 'g/cm^3'."
        ) from None
    name = str(unit)
    return Unit(text, name, _dimension_text(unit.dimensionality), base, factor, _remark(inner, name))


def _dimension_text(dimension: Mapping[str, float]) -> str:
    """Return a dimension as text that does not depend on the order in which its unit was written."""
    parts = sorted(dimension.items(), key=lambda part: (part[1] < 0, part[0]))
    above = [_power(name, power) for name, power in parts if power > 0]
    below = [_power(name, -power) for name, power in parts if power < 0]
    return " / ".join([" * ".join(above) or "1", *below]) if parts else "dimensionless"


def _power(name: str, power: float) -> str:
    return name if power == 1 else f"{name} ** {power:g}"


def _remark(text: str, name: str) -> str | None:
    advice = _UNLIKELY.get(text)
    if advice is None and _SLASH_THEN_BLANK.search(text):
        advice = "put what the slash divides by in brackets, as in 'W/(m K)'"
    if advice is None and _AMPERE_FOR_ANGSTROM.search(text):
        advice = "for the ångström write 'Å' or 'angstrom'"
    return None if advice is None else f"{text!r} is read as {name}; {advice}."


def convertible(one: str, other: str) -> bool:
    """
    Whether values in one unit can be given in the other.

    Raises
    ------
    InvalidUnitError
        If one of them is not a unit.
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
        If one is not a unit, or they measure different things.
    """
    from math import log

    source, target = parse(unit), parse(to)
    if source.dimension != target.dimension:
        raise InvalidUnitError(
            f"{unit!r} measures {source.dimension} and {to!r} {target.dimension}: their dimensions are incompatible."
        )
    registry = _registry()
    if source.base is not None and source.base == target.base:
        ratio = registry.Quantity(1.0, source.name).to(target.name).magnitude
        return values + log(ratio * source.factor / target.factor, source.base)
    if source.base is not None:
        values = source.base**values
    values_in_unit = (
        registry.Quantity(values * source.factor, source.name).to(target.name).magnitude / target.factor
    )
    if target.base is None:
        return values_in_unit
    import numpy as np

    return np.log(values_in_unit) / log(target.base)


def _in_pint(text: str) -> tuple[str, float]:
    """Return a unit in pint's spelling, and the power of ten before it."""
    text = text.replace("−", "-").replace("·", "*").replace("⋅", "*").replace("f.u.", "formula_unit")
    if text.strip().lower() in _WHOLE:
        return _WHOLE[text.strip().lower()], 1.0
    factor = 1.0
    match = _FACTOR.match(text)
    if match is not None:
        factor = 10.0 ** int(match[1] or match[2])
        text = text[match.end() :] or "1"
        if text.startswith("/"):
            text = f"1{text}"
    text = _WORD.sub(lambda word: _SPELLINGS.get(word[0], word[0]), text)
    # cm3 and m2 stand for powers, as no unit's name ends in 2 or 3 but water's.
    return _POWER.sub(r"\1**\2", text), factor


def _suggestions(word: str) -> list[str]:
    registry = _registry()
    names = sorted(name for name in registry if len(name) > 1 and name.isascii() and name.isidentifier())
    folded = [name for name in names if name.lower() == word.lower()]
    return folded[:1] or close_matches(word.lower(), names)[:2]
