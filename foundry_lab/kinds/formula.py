"""Chemical formulas: element symbols with amounts, in groups, such as `La0.7Sr0.3MnO3` or `(NH4)2SO4`."""

from __future__ import annotations

import re

# IUPAC's symbols, and D and T for hydrogen's isotopes.
_NAMES = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr "
    "Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir "
    "Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl "
    "Mc Lv Ts Og D T"
)
SYMBOLS = tuple(_NAMES.split())
ELEMENTS = frozenset(SYMBOLS)
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_TOKEN = re.compile(
    r"(?P<symbol>[A-Z][a-z]?)|(?P<amount>\d+(?:\.\d+)?|\.\d+)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<dot>[·•*.])"
)
_CHARGE = re.compile(r"(?:\^?(?:\d*[+-]|[+-]\d*))$")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def check(value: str) -> str | None:
    """Return what is wrong with a formula, or None."""
    text = _CHARGE.sub("", value.strip().translate(_SUBSCRIPTS).replace(" ", ""))
    if not text:
        return "it is empty"
    place, brackets, elements = 0, [], 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            return f"{text[place]!r} is not a part of a formula"
        kind = token.lastgroup
        if kind == "symbol":
            symbol = token[0]
            if symbol not in ELEMENTS:
                # 'CO' is carbon and oxygen; 'Co' one element; 'Cx' neither.
                return f"{symbol!r} is not an element"
            elements += 1
        elif kind == "open":
            brackets.append(token[0])
        elif kind == "close" and (not brackets or brackets.pop() != _PAIRS[token[0]]):
            return f"{token[0]!r} closes nothing"
        place = token.end()
    if brackets:
        return f"{brackets[-1]!r} is never closed"
    return None if elements else "it names no element"


def amounts(value: str) -> dict[str, float]:
    """
    Return how much there is of each element, with groups multiplied out; the parts of a hydrate are added.

    Raises
    ------
    ValueError
        If `check` finds something wrong.
    """
    reason = check(value)
    if reason is not None:
        raise ValueError(reason)
    text = _CHARGE.sub("", value.strip().translate(_SUBSCRIPTS).replace(" ", ""))
    total: dict[str, float] = {}
    for part in re.split(r"[·•*]", text):
        factor = re.match(r"\d+(?:\.\d+)?", part)
        rest = part[factor.end() :] if factor else part
        for symbol, amount in _count_atoms(rest).items():
            total[symbol] = total.get(symbol, 0.0) + amount * (float(factor[0]) if factor else 1.0)
    return total


def _count_atoms(text: str) -> dict[str, float]:
    levels: list[dict[str, float]] = [{}]
    last: dict[str, float] = {}
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            levels.append({})
            last = {}
            continue
        if token.lastgroup == "amount":
            # What stands before it is in the sum once already.
            for symbol, amount in last.items():
                levels[-1][symbol] += amount * (float(token[0]) - 1)
            last = {}
            continue
        last = levels.pop() if token.lastgroup == "close" else {token[0]: 1.0} if token["symbol"] else {}
        for symbol, amount in last.items():
            levels[-1][symbol] = levels[-1].get(symbol, 0.0) + amount
    return levels[0]
