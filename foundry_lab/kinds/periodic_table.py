"""Rows and groups of the periodic table, and crystal systems and point groups of space groups."""

from __future__ import annotations

from .formula import SYMBOLS

#: Atomic numbers by symbol; isotopes of hydrogen are hydrogen.
NUMBERS = {symbol: number for number, symbol in enumerate(SYMBOLS[:118], 1)} | {"D": 1, "T": 1}
_NOBLE = (0, 2, 10, 18, 36, 54, 86, 118)
# The last space group of each, in the order of the International Tables for Crystallography, volume A.
_SYSTEMS = {
    2: "triclinic",
    15: "monoclinic",
    74: "orthorhombic",
    142: "tetragonal",
    167: "trigonal",
    194: "hexagonal",
    230: "cubic",
}
_POINT_GROUPS = {
    **{1: "1", 2: "-1", 5: "2", 9: "m", 15: "2/m", 24: "222", 46: "mm2", 74: "mmm", 80: "4", 82: "-4"},
    **{
        88: "4/m",
        98: "422",
        110: "4mm",
        122: "-42m",
        142: "4/mmm",
        146: "3",
        148: "-3",
        155: "32",
        161: "3m",
    },
    **{167: "-3m", 173: "6", 174: "-6", 176: "6/m", 182: "622", 186: "6mm", 190: "-6m2", 194: "6/mmm"},
    **{199: "23", 206: "m-3", 214: "432", 220: "-43m", 230: "m-3m"},
}


def row(symbol: str) -> int:
    """Return the row of an element; 8 for lanthanides and 9 for actinides, which stand in rows of their own."""
    number = NUMBERS[symbol]
    if 57 <= number <= 71:
        return 8
    if 89 <= number <= 103:
        return 9
    return next(period for period, last in enumerate(_NOBLE) if number <= last)


def group(symbol: str) -> int:
    """Return the group of an element, from 1 to 18; lanthanides and actinides are in group 3."""
    number = NUMBERS[symbol]
    if 57 <= number <= 71 or 89 <= number <= 103:
        return 3
    period = next(period for period, last in enumerate(_NOBLE) if number <= last)
    place, length = number - _NOBLE[period - 1], _NOBLE[period] - _NOBLE[period - 1]
    if number == 2:
        return 18
    if place <= 2:
        return place
    return 18 - (length - place)


def crystal_system(space_group: int) -> str:
    """Return the crystal system of a space group's number, from 1 to 230."""
    return next(name for last, name in _SYSTEMS.items() if space_group <= last)


def point_group(space_group: int) -> str:
    """Return the point group, in Hermann-Mauguin's notation, of a space group's number."""
    return next(name for last, name in _POINT_GROUPS.items() if space_group <= last)
