"""A named array that is read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidTableError
from .attributes import Attributes

# An array may declare far more than its file holds: fill values take no room.
_LARGEST_UNBACKED = 1 << 30
_MOST_EXPANSION = 200


@dataclass(frozen=True)
class Leaf:
    """
    An array of a file.

    Attributes
    ----------
    name : str
        Its path without the first slash, such as 'inputs/spectrum'.
    shape : tuple of int or None
        None where each row has a shape of its own.
    rows : int or None
        Its first dimension; None for a single value.
    read : callable
        Returns a NumPy array, masked where values are missing; a list of arrays where the shape is None; or an Arrow
        array of categories.
    attributes : Attributes, optional
        What its file says about it.
    axis : str, optional
        The name of its first dimension, where the file names dimensions.
    """

    name: str
    shape: tuple[int, ...] | None
    rows: int | None
    read: Callable[[], Any]
    attributes: Attributes | None = None
    axis: str = ""


def check_size(declared_size: int, stored_size: int, where: str) -> None:
    """
    Refuse an array that would fill the memory without its file holding that much.

    Raises
    ------
    InvalidTableError
    """
    if declared_size > _LARGEST_UNBACKED and declared_size > _MOST_EXPANSION * max(stored_size, 1):
        raise InvalidTableError(
            f"{where} declares {declared_size:,} bytes, but its file holds {stored_size:,}: write only what is there."
        )
