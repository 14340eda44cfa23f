"""Writes src/core/units/unit-names.ts: every name of a unit that the kernel's library of units knows, and its symbol.

`--check` changes nothing and fails when what is committed differs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from foundry_lab import units

TARGET = Path(__file__).parent.parent / "src/core/units/unit-names.ts"
HEAD = "// Names of pint's units and prefixes, by `python scripts/unit_names.py`: the symbol, then other names of it.\n"


def _lines() -> tuple[list[str], list[str]]:
    registry = units._registry()
    names: dict[str, list[str]] = {}
    symbols: dict[str, str] = {}
    for alias, definition in registry._units.items():
        if not alias or any(character.isspace() for character in alias):
            continue
        symbol = definition.symbol if definition.has_symbol else definition.name
        symbols[definition.name] = symbol
        names.setdefault(symbol, [])
        if alias not in (symbol, *names[symbol]):
            names[symbol].append(alias)
    for spelling, name in (*units._SPELLINGS.items(), *units._WHOLE.items()):
        canonical = registry.get_name(name) if name.isidentifier() else ""
        symbol = symbols.get(canonical, "")
        if symbol and spelling not in (symbol, *names[symbol]) and " " not in spelling:
            names[symbol].append(spelling)
    prefixes: dict[str, list[str]] = {}
    for alias, definition in registry._prefixes.items():
        if alias and alias not in prefixes.setdefault(definition.symbol, []) and alias != definition.symbol:
            prefixes[definition.symbol].append(alias)
    return (
        [" ".join([symbol, *aliases]) for symbol, aliases in sorted(names.items())],
        [" ".join([symbol, *aliases]) for symbol, aliases in sorted(prefixes.items())],
    )


def main() -> int:
    """Write the file, or compare it."""
    unit_lines, prefix_lines = _lines()
    text = HEAD + "".join(
        f"export const {name} = `\n{chr(10).join(lines)}\n`;\n"
        for name, lines in (("UNITS", unit_lines), ("PREFIXES", prefix_lines))
    )
    if "--check" in sys.argv:
        if TARGET.read_text() == text:
            return 0
        print(f"{TARGET.name} differs from what pint knows: run `python scripts/unit_names.py` and commit.")
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
