"""Units: read in any spelling, compared by what they measure, converted as the constants of physics say."""

from __future__ import annotations

import math

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import constants

from foundry_lab import errors
from foundry_lab.units import convert, convertible, parse

PINT: pint.UnitRegistry[float] = pint.UnitRegistry()


@pytest.mark.parametrize(
    ("value", "unit", "to", "right"),
    [
        (1.0, "eV/Å^3", "GPa", constants.e / 1e-30 / 1e9),
        (1.0, "meV/Å^3", "GPa", constants.e / 1e-30 / 1e12),
        (1.0, "S/cm", "1/(ohm*m)", 100.0),
        (1.0, "cal/(mol K)", "J/(mol*K)", constants.calorie),
        (25.0, "degC", "K", 298.15),
        (1.0, "emu/g", "A m^2/kg", 1.0),
        (1.0, "Nm", "J", 1.0),
        (50.0, "%", "1", 0.5),
        (0.0, "log10(mol/L)", "mol/m^3", 1000.0),
        (1.0, "dyn/cm", "mN/m", 1.0),
    ],
)
def test_values_convert_as_the_constants_say(value: float, unit: str, to: str, right: float) -> None:
    assert convert(value, unit, to) == pytest.approx(right, rel=1e-12)


POWERS = st.lists(
    st.tuples(
        st.sampled_from(["eV", "angstrom", "GPa", "mol", "K", "S", "cm", "g", "V"]),
        st.sampled_from([-2, -1, 1, 2]),
    ),
    min_size=1,
    max_size=5,
)


@given(POWERS, st.randoms())
def test_the_order_of_factors_does_not_matter(powers: list[tuple[str, int]], random: object) -> None:
    written = "*".join(f"{name}**{power}" for name, power in powers)
    other = list(powers)
    random.shuffle(other)  # type: ignore[attr-defined]
    elsewhere = " ".join(f"{name}^{power}" for name, power in other)
    assert convertible(written, elsewhere)
    base = PINT.Quantity(1.0, PINT.parse_units(written)).to_base_units()
    assert convert(1.0, elsewhere, str(base.units) or "1") == pytest.approx(base.magnitude, rel=1e-9)
    assert parse(written).dimension == parse(elsewhere).dimension == parse(str(base.units) or "1").dimension


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("g/cm3", "g/cm^3"),
        ("Å", "angstrom"),
        ("J/(mol K)", "J mol^-1 K^-1"),
        ("kelvin", "K"),
        ("%", "percent"),
        ("1/cm", "cm-1"),
    ],
)
def test_spellings_of_one_unit_are_one(one: str, other: str) -> None:
    assert parse(one).key == parse(other).key
    assert parse(one).key != parse("eV").key


@pytest.mark.parametrize("unit", ["pH", "W/m K", "eV/A", "A^3", "C", "au", "kB", "at", "ML"])
def test_a_spelling_that_means_something_unlikely_is_said(unit: str) -> None:
    remark = parse(unit).remark
    assert remark is not None
    assert remark.startswith(f"{unit!r} is read as {parse(unit).name}; ")


@pytest.mark.parametrize(
    "unit", ["W/(m K)", "A/cm^2", "mA/g", "degC", "mol/L", "J/kg/K", "1/(ohm m)", "K", "S cm^-1"]
)
def test_ordinary_spellings_need_no_word(unit: str) -> None:
    assert parse(unit).remark is None


def test_what_cannot_be_told_is_asked() -> None:
    with pytest.raises(errors.InvalidUnitError, match="atomic units or arbitrary ones"):
        parse("a.u.")
    with pytest.raises(errors.InvalidUnitError, match="their dimensions are incompatible"):
        convert(1.0, "eV", "K")


def test_logarithms_keep_their_base() -> None:
    assert convert(1.0, "ln(mol/L)", "log10(mol/L)") == pytest.approx(1 / math.log(10))
    assert parse("log10(mol/L)").key != parse("ln(mol/L)").key
