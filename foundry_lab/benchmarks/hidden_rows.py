"""Test rows that are not in the dataset at all: the hub alone has them, and runs published models on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError, UnknownColumnError, close_matches
from .data import id_texts
from .folds import Folds
from .labels import json_value

FOLD = "hidden"


@dataclass(frozen=True)
class HiddenRows:
    """
    Rows that only the hub has.

    Attributes
    ----------
    ids : list of str
    table : pyarrow.Table
        Inputs and targets.
    """

    ids: list[str]
    table: pa.Table

    def folds(self) -> Folds:
        """Return the one fold that they are; every row of the dataset is for training."""
        return Folds({FOLD: self.ids}, splitter={"method": "hidden rows"})

    def inputs(self, folds: Folds, inputs: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
        """Return the inputs by fold and column, as JSON has them."""
        places = {row: place for place, row in enumerate(self.ids)}
        columns = {name: [json_value(value) for value in self.table[name].to_pylist()] for name in inputs}
        return {
            fold: {name: [values[places[row]] for row in test] for name, values in columns.items()}
            for fold, test in folds.test.items()
        }


def read_hidden_rows(
    rows: Any,
    key: str,
    inputs: Sequence[str],
    goals: Sequence[str],
    public_ids: Sequence[str],
) -> HiddenRows:
    """
    Return hidden rows from a table.

    Raises
    ------
    UnknownColumnError
        If it lacks a column.
    InvalidTableError
        If an id is missing, doubled or one of the dataset, or there are no inputs.
    """
    from ..tables.read import read_table

    table = rows if isinstance(rows, pa.Table) else read_table(rows, "The hidden rows", labels=False)
    for name in (key, *inputs, *goals):
        if name not in table.column_names:
            raise UnknownColumnError(
                f"The hidden rows have no column {name!r}; they have {', '.join(table.column_names[:20])}.",
                suggestions=close_matches(name, table.column_names),
            )
    if not inputs:
        raise InvalidTableError("Hidden rows need `inputs`, the columns that models predict from.")
    ids = id_texts(table[key], f"column {key!r} of the hidden rows")
    common = set(ids) & set(public_ids)
    if common:
        raise InvalidTableError(f"The row {min(common)!r} is in the dataset, so it cannot be hidden.")
    if not ids:
        raise InvalidTableError("There are no hidden rows.")
    return HiddenRows(ids, table)
