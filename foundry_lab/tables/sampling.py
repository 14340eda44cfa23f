"""Rows drawn at random, the same ones for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from ..errors import FoundryError

if TYPE_CHECKING:
    import numpy as np
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
    check_sample(rows, seed)
    return table if rows >= table.num_rows else table.take(drawn_numbers(table.num_rows, rows, seed))


def drawn_numbers(of: int, rows: int, seed: int) -> np.ndarray[Any, Any]:
    """Return the numbers of the rows that `sample_rows` draws, ascending."""
    import numpy as np

    return np.sort(np.random.default_rng(seed).choice(of, size=rows, replace=False))


def check_sample(rows: int, seed: int) -> None:
    """Refuse numbers by which nothing can be drawn, as `sample_rows` does."""
    for name, value, least in (("sample", rows, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise FoundryError(f"{name} is a whole number of at least {least}, not {value!r}.")


def sample_of(table: pa.Table, sample: Sample) -> pa.Table:
    """Return what a view's sample leaves of a table."""
    return sample_rows(table, sample.rows, 0 if sample.seed is UNSET else sample.seed)
