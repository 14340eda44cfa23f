"""Packages that only some files and models need: the extras of the installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .errors import InvalidTableError


@contextmanager
def extra(name: str, purpose: str) -> Iterator[None]:
    """
    Import packages of an extra.

    Parameters
    ----------
    name : str
        As in `pip install 'foundry-lab[NAME]'`.
    purpose : str
        What is read, and what reads it: "a.cif is a CIF file, which gemmi reads".

    Raises
    ------
    InvalidTableError
        If they are not installed; the sentence has the command that does it.
    """
    try:
        yield
    except ImportError:
        raise InvalidTableError(f"{purpose}: `pip install 'foundry-lab[{name}]'`.") from None
