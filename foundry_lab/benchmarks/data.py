"""The rows of a benchmark's dataset, by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..datasets.dataset import Dataset
from ..errors import InvalidTableError, UnknownColumnError, close_matches


def all_rows(dataset: Dataset, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of all splits, one after another."""
    tables = [dataset[split].to_arrow(columns) for split in dataset]
    return pa.concat_tables(
        [table.replace_schema_metadata(None) for table in tables], promote_options="permissive"
    )


def column_with_role(dataset: Dataset, role: str, choice: str | None, what: str) -> str:
    """
    Return the column that is given, or the only one with a role.

    Raises
    ------
    UnknownColumnError
        If there is no such column, or not exactly one with the role.
    """
    if choice is not None:
        if choice not in dataset.columns.names:
            close = close_matches(choice, dataset.columns.names)
            raise UnknownColumnError(
                f"{dataset.reference} has no column {choice!r}; its columns are {', '.join(dataset.columns.names[:20])}.",
                suggestions=close,
            )
        return choice
    candidates = [column.name for column in dataset.columns if column.role == role]
    if len(candidates) == 1:
        return candidates[0]
    have = f"has the columns {', '.join(map(repr, candidates))} with" if candidates else "has no column with"
    raise UnknownColumnError(f"{dataset.reference} {have} the role {role!r}: name one as `{what}`.")


def id_texts(column: pa.ChunkedArray, where: str) -> list[str]:
    """
    Return ids as text.

    Raises
    ------
    InvalidTableError
        If an id is missing or doubled, or ids are neither text nor whole numbers.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (
        pa.types.is_integer(column.type)
        or pa.types.is_string(column.type)
        or pa.types.is_large_string(column.type)
    ):
        raise InvalidTableError(
            f"The ids in {where} are of the type {column.type}: use a column of text or whole numbers."
        )
    if column.null_count:
        raise InvalidTableError(f"{column.null_count} rows of {where} have no id: give every row one.")
    if pc.count_distinct(column).as_py() < len(column):
        counts = pc.value_counts(column)
        twice = next(item["values"].as_py() for item in counts if item["counts"].as_py() > 1)
        raise InvalidTableError(f"The id {twice!r} is in {where} twice: ids name one row each.")
    texts: list[str] = column.cast(pa.string()).to_pylist()
    return texts


def rows_at(table: pa.Table, ids: Sequence[str], places: dict[str, int], where: str) -> pa.Table:
    """
    Return the rows of these ids, in their order.

    Raises
    ------
    InvalidTableError
        If there is no row of an id.
    """
    try:
        return table.take(pa.array([places[i] for i in ids], pa.int64()))
    except KeyError as error:
        raise missing_row(error.args[0], places, where) from None


def missing_row(row: Any, ids: dict[str, int], where: str) -> InvalidTableError:
    """Return the error for an id that no row has."""
    close = close_matches(str(row), list(ids)[:5000])
    hint = f"; near it are {', '.join(close)}" if close else ""
    return InvalidTableError(f"{where} has no row with the id {row!r}{hint}.", suggestions=close)
