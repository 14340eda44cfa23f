"""Writes src/core/units/testing/spellings.json: spellings of units, grouped by the unit that pint reads from them."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from foundry_lab.errors import InvalidUnitError
from foundry_lab.units import parse

TARGET = Path(__file__).parent.parent / "src/core/units/testing/spellings.json"
SIMPLE = [
    "K",
    "kelvin",
    "Kelvin",
    "degC",
    "celsius",
    "°C",
    "GPa",
    "gigapascal",
    "eV",
    "electron_volt",
    "meV",
    "millielectronvolt",
    "Å",
    "angstrom",
    "Angstrom",
    "Ang",
    "%",
    "percent",
    "wt%",
    "Ω",
    "ohm",
    "Ohm",
    "µm",
    "um",
    "micrometer",
    "micrometre",
    "hr",
    "hour",
    "h",
    "min",
    "minute",
    "Da",
    "amu",
    "bar",
    "mbar",
    "kcal",
    "kilocalorie",
    "Hartree",
    "Ha",
    "hartree",
    "bohr",
    "Bohr",
    "debye",
    "D",
    "mol",
    "mole",
    "kmol",
    "T",
    "tesla",
    "Oe",
    "S",
    "siemens",
    "mAh",
    "ppm",
]
COMPOUND = [
    ("g", "cm", 3),
    ("J", "m", 2),
    ("kJ", "mol", 1),
    ("eV", "atom", 1),
    ("eV", "Å", 3),
    ("S", "cm", 1),
    ("A", "cm", 2),
]
FORMS = [
    "{a}/{b}^{n}",
    "{a}/{b}**{n}",
    "{a} / {b}^{n}",
    "{a}/{b}{n}",
    "{a} {b}^-{n}",
    "{a}*{b}**-{n}",
    "{a} {b}-{n}",
    "{a}·{b}^(-{n})",
]
OTHERS = [
    "J/(mol K)",
    "J/(mol*K)",
    "J/mol/K",
    "J mol^-1 K^-1",
    "J/K/mol",
    "W/(m K)",
    "W/m/K",
    "W/m K",
    "W m-1 K-1",
    "1/cm",
    "cm^-1",
    "cm-1",
    "1/K",
    "K^-1",
    "10^-6/K",
    "1e-6/K",
    "log10(mol/L)",
    "log(mol/L)",
    "ln(mol/L)",
    "1",
    "",
    "N m",
    "m N",
    "Nm",
    "kg*m^2*s^-2",
    "kg m2/s2",
    "(m/s)^2",
    "m^2/s^2",
    "100 cm",
    "ohm m",
    "m*ohm",
    "Ω·m",
    "V/(cm s)",
    "mg/(mL)",
    "angstrom**2",
    "angstrom^2",
    "Å^2",
    "Å²",
    "cm⁻¹",
]


def main() -> None:
    """Group every spelling by pint's name of its unit, its power of ten and its logarithm."""
    forms = [form.format(a=a, b=b, n=n) for (a, b, n), form in itertools.product(COMPOUND, FORMS)]
    groups: dict[str, list[str]] = {}
    for text in [*SIMPLE, *forms, *OTHERS]:
        try:
            unit = parse(text)
        except InvalidUnitError:
            continue
        groups.setdefault(f"{unit.name} {unit.base} {unit.factor}", []).append(text)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(list(groups.values()), ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
