"""Rows drawn at random, the same ones for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from ..errors import FoundryError

if TYPE_CHECKING:
    import pyarrow as pa

    from ..contracts.models import Sample


def sample_rows(table: pa.Table, rows: int, seed: int = 0) -> pa.Table:
    """
    Return rows of a table drawn without replacement by NumPy's default generator, in their order in the table.

    Parameters
    ----------
    table : pyarrow.Table
        What is drawn from.
    rows : int
        How many, at least 1; a table with no more rows is returned whole.
    seed : int, optional
        The same seed draws the same rows of the same table.

    Raises
    ------
    FoundryError
        If `rows` or `seed` is not such a number.
    """
    import numpy as np

    for name, value, least in (("sample", rows, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise FoundryError(f"{name} is a whole number of at least {least}, not {value!r}.")
    if rows >= table.num_rows:
        return table
    return table.take(np.sort(np.random.default_rng(seed).choice(table.num_rows, size=rows, replace=False)))


def sample_of(table: pa.Table, sample: Sample) -> pa.Table:
    """Return what a view's sample leaves of a table."""
    return sample_rows(table, sample.rows, 0 if sample.seed is UNSET else sample.seed)
