"""Labels of materials by which folds are made: of a formula, a space group's number, or a structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from ..errors import FoundryError, InvalidTableError
from ..kinds import formula
from ..kinds.periodic_table import crystal_system, group, point_group, row

_FORMULAS = ("formula", "composition", "structure", "cif")
_STRUCTURES = ("spacegroup", "space_group", "sgnum", "structure", "cif")
#: Strategies, as MatFold names them, and the columns that each looks for.
STRATEGIES = {
    **dict.fromkeys(
        ("composition", "chemsys", "elements", "periodictablerows", "periodictablegroups"), _FORMULAS
    ),
    **dict.fromkeys(("sgnum", "pointgroup", "crystalsys"), _STRUCTURES),
}
#: Angstrom; MatFold's own.
SYMMETRY_PRECISION = 0.1


def labels_of_materials(values: Sequence[Any], by: str, column: str) -> list[set[str]]:
    """
    Return the labels of each material; one, but for elements, rows and groups.

    Raises
    ------
    InvalidTableError
        If a value is not a formula, number of a space group or structure.
    FoundryError
        If structures are to be read, and pymatgen is not installed.
    """
    label = _by_structure(by) if by in ("sgnum", "pointgroup", "crystalsys") else _by_composition(by)
    labels = []
    for value in values:
        try:
            labels.append(label(value))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidTableError(
                f"{str(value)[:60]!r} in column {column!r} gives no {by!r}: {' '.join(str(error).split())[:200]}."
            ) from None
    return labels


def _by_composition(by: str) -> Callable[[Any], set[str]]:
    def label(value: Any) -> set[str]:
        if not isinstance(value, str):
            raise TypeError("it is not text")
        amounts = _structure(value)[1] if "\n" in value.strip() else formula.amounts(value)
        if by == "composition":
            # Parts of the whole tell reduced formulas apart, whatever multiple is written.
            total = sum(amounts.values())
            return {"".join(f"{symbol}{amounts[symbol] / total:.4g}" for symbol in sorted(amounts))}
        if by == "chemsys":
            return {"-".join(sorted(amounts))}
        if by == "periodictablerows":
            return {f"row{row(symbol)}" for symbol in amounts}
        if by == "periodictablegroups":
            return {f"group{group(symbol)}" for symbol in amounts}
        return set(amounts)

    return label


def _by_structure(by: str) -> Callable[[Any], set[str]]:
    def label(value: Any) -> set[str]:
        is_structure = isinstance(value, str) and "\n" in value.strip()
        number = _structure(value)[0] if is_structure else int(value)
        if not 1 <= number <= 230:
            raise ValueError(f"{number} is not a space group's number")
        return {
            {"sgnum": str(number), "pointgroup": point_group(number), "crystalsys": crystal_system(number)}[
                by
            ]
        }

    return label


@cache
def _structure(text: str) -> tuple[int, dict[str, float]]:
    """Return the space group's number and the amounts of a structure."""
    try:
        # Whether it is installed or not must make no difference to a check of types.
        core: Any = import_module("pymatgen.core")
        symmetry: Any = import_module("pymatgen.symmetry.analyzer")
    except ImportError:
        raise FoundryError(
            "Splitting by structures needs pymatgen: `pip install pymatgen`; a column of space group numbers needs nothing."
        ) from None
    form = "cif" if "_cell_length_a" in text else "poscar"
    structure = core.Structure.from_str(text, fmt=form)
    return symmetry.SpacegroupAnalyzer(structure, SYMMETRY_PRECISION).get_space_group_number(), {
        str(symbol): float(amount) for symbol, amount in structure.composition.get_el_amt_dict().items()
    }
