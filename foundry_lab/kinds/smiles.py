"""Molecules as SMILES, read by RDKit where it is installed (the extra `chemistry`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# OpenSMILES' alphabet: all that can be said without the library that knows chemistry.
_ALPHABET = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~>]+")


@lru_cache(maxsize=1)
def reader() -> Any:  # noqa: ANN401
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
    if not text:
        return "it is empty"
    if not _ALPHABET.fullmatch(text):
        return "it holds a character that SMILES do not have"
    for one, other in ("()", "[]"):
        if text.count(one) != text.count(other):
            return f"{one!r} and {other!r} do not pair"
    chem = reader()
    if chem is None:
        return None
    if chem.MolFromSmiles(text, sanitize=False) is None:
        return "it cannot be parsed as SMILES"
    return None if chem.MolFromSmiles(text) is not None else "its valences or aromatic rings are impossible"
