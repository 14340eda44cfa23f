"""Chemical elements that columns of formulas, molecules and structures hold: what a catalog can narrow by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from . import formula, smiles, structure

if TYPE_CHECKING:
    import pyarrow as pa

    from ..contracts.models import Column, ColumnDraft

#: Symbols of the elements by atomic number; hydrogen's isotopes count as hydrogen.
SYMBOLS = tuple(symbol for symbol in formula.SYMBOLS if symbol not in ("D", "T"))
_NUMBER = {symbol: number for number, symbol in enumerate(SYMBOLS)}
_ISOTOPES = {"D": "H", "T": "H"}

#: What columns are usually called whose publisher does not say what they hold.
_USUAL_NAMES = {
    "formula": re.compile(r"(?:(?:chemical|pretty|reduced|full)[_ ]?)?formula(?:[_ ]?pretty)?|composition"),
    "smiles": re.compile(r"(?:(?:canonical|isomeric)[_ ]?)?smiles"),
    "structure": re.compile(r"structure|cif|poscar|xyz"),
}
#: Values that are read of a column that is only called like this, to see whether it is.
_SAMPLE = 200
#: Distinct values of a column that are read at most: whatever has more has long shown its elements.
_MOST_VALUES = 1_000_000
_LONGEST_VALUE = 1 << 20
_BLOCK = 10_000

_FORMULA = re.compile(r"[A-Z][a-z]?")
_NO_FORMULA = re.compile(r"(?<![A-Z])[a-z]|[^A-Za-z0-9₀-₉\s.()\[\]{}+\-^·•*]")
# A bracket with its isotope and element, or an atom of the organic subset; lower case is aromatic (OpenSMILES 3.1 to 3.5).
_SMILES = re.compile(r"\[\d*([A-Z][a-z]?|se|as|te|si|[bcnops])[^\]]*\]|(Cl|Br|[BCNOPSFIbcnops])")


def elements_of(columns: Iterable[Column | ColumnDraft], tables: Iterable[pa.Table]) -> list[str]:
    """
    Return the symbols of the elements that columns of formulas, SMILES and structures name.

    Hydrogens that SMILES leave out are not counted.

    Parameters
    ----------
    columns : iterable of Column
        A column that says no kind is read when it is called like one and its first values are such.
    tables : iterable of pyarrow.Table

    Returns
    -------
    list of str
        In the order of their atomic numbers, each once.
    """
    columns_and_kinds = [
        (column, kind) for column in columns if not column.path and (kind := _kind_of(column))
    ]
    symbols: set[str] = set()
    for table in tables:
        for column, kind in columns_and_kinds:
            if column.name in table.schema.names:
                symbols |= _in_column(table.column(column.name), kind, certain=column.kind == kind)
    return _by_atomic_number(symbols)


def elements_of_structures(texts: Mapping[str, str]) -> list[str]:
    """Return the symbols of the elements in structures, by the names of their files."""
    return _by_atomic_number(
        {symbol for name, text in texts.items() for symbol in structure.elements(text, name)}
    )


def union(*lists: Iterable[str]) -> list[str]:
    """Return symbols of several lists, each once, by atomic number."""
    return _by_atomic_number({symbol for symbols in lists for symbol in symbols})


def _kind_of(column: Column | ColumnDraft) -> str | None:
    if column.kind:
        return column.kind if column.kind in _USUAL_NAMES else None
    name = column.name.rpartition("/")[2].lower()
    return next((kind for kind, usual in _USUAL_NAMES.items() if usual.fullmatch(name)), None)


def _in_column(values: pa.ChunkedArray, kind: str, *, certain: bool) -> set[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    inner = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if not (pa.types.is_string(inner) or pa.types.is_large_string(inner)):
        return set()
    distinct = pc.unique(values.cast(inner)).slice(0, _MOST_VALUES)
    check = _CHECKS[kind]
    first = [text for text in distinct.slice(0, _SAMPLE).to_pylist() if text is not None]
    if not certain and (not first or any(check(text[:_LONGEST_VALUE]) for text in first)):
        return set()
    symbols: set[str] = set()
    for start in range(0, len(distinct), _BLOCK):
        texts = [
            text[:_LONGEST_VALUE] for text in distinct.slice(start, _BLOCK).to_pylist() if text is not None
        ]
        symbols.update(_READERS[kind](texts))
    return symbols


def _in_formulas(texts: list[str]) -> Iterator[str]:
    # One pass over all of them, unless one is not a formula: a name must not bring in elements of its own.
    all_texts = "\n".join(texts)
    symbols = set(_FORMULA.findall(all_texts))
    if symbols <= formula.ELEMENTS and not _NO_FORMULA.search(all_texts):
        return iter(symbols)
    return (symbol for text in texts if formula.check(text) is None for symbol in _FORMULA.findall(text))


def _in_smiles(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if smiles.is_written(text):
            yield from {(bracket or organic).capitalize() for bracket, organic in _SMILES.findall(text)}


def _in_structures(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from structure.elements(text)


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "formula": formula.check,
    "smiles": lambda text: None if smiles.is_written(text) else "",
    "structure": structure.check,
}
_READERS: dict[str, Callable[[list[str]], Iterator[str]]] = {
    "formula": _in_formulas,
    "smiles": _in_smiles,
    "structure": _in_structures,
}


def _by_atomic_number(symbols: Iterable[str]) -> list[str]:
    elements = {_ISOTOPES.get(symbol, symbol) for symbol in symbols}
    return sorted(elements & _NUMBER.keys(), key=_NUMBER.__getitem__)
