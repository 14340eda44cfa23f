"""Molecules as SMILES, read by RDKit where it is installed (the extra `chemistry`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# OpenSMILES' alphabet: all that can be said without the library that knows chemistry.
_ALPHABET = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~>]+")


@lru_cache(maxsize=1)
def reader() -> Any:
    """Return RDKit, silent, or None where it is not installed."""
    try:
        from rdkit import Chem, RDLogger
    except ImportError:
        return None
    RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]
    return Chem


def check(value: str) -> str | None:
    """Return what is wrong with a SMILES, or None."""
    text = value.strip()
    fault = _fault(text)
    chem = reader()
    if fault or chem is None:
        return fault
    if chem.MolFromSmiles(text, sanitize=False) is None:
        return "it cannot be parsed as SMILES"
    return None if chem.MolFromSmiles(text) is not None else "its valences or aromatic rings are impossible"


def is_written(value: str) -> bool:
    """Return whether a text is written as SMILES are, whatever molecule it names."""
    return _fault(value.strip()) is None


def _fault(text: str) -> str | None:
    if not text:
        return "it is empty"
    if not _ALPHABET.fullmatch(text):
        return "it holds a character that SMILES do not have"
    for one, other in ("()", "[]"):
        if text.count(one) != text.count(other):
            return f"{one!r} and {other!r} do not pair"
    return None
