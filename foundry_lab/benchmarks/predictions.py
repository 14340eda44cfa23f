"""Predictions as anyone has them, checked before they are sent."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidPredictionsError, NotFoundError, nearest
from .folds import as_id

#: By fold: ids, and predictions in the same order.
Predictions = dict[str, tuple[list[str], list[Any]]]
_VALUES = ("prediction", "predictions", "predicted", "value")
_SHOWN = 3


@dataclass(frozen=True)
class Expected:
    """
    What a benchmark asks for.

    Attributes
    ----------
    folds : dict of str to list of str
        Ids of the test rows.
    id, target : str
        Names that columns may have.
    classes : list or None
    """

    folds: Mapping[str, Sequence[str]]
    id: str
    target: str
    classes: Sequence[Any] | None


def read_predictions(given: Any, expected: Expected) -> Predictions:
    """
    Read predictions.

    Parameters
    ----------
    given : mapping, table, frame or path
        ``{fold: {id: prediction}}``; ``{fold: table}``, a table or frame with the columns `fold`, the id and
        `prediction` (the fold may be left out where rows are in one fold each); or an Arrow, Parquet, CSV or JSON file
        of either. Order never matters.
    expected : Expected

    Raises
    ------
    InvalidPredictionsError
        What is missing, doubled or wrong, in one sentence.
    """
    if isinstance(given, str | os.PathLike):
        given = read_file(os.fspath(given))
    if not isinstance(given, Mapping):
        return _by_fold(given, expected)
    names = [str(name) for name in given]
    unknown = next((name for name in names if name not in expected.folds), None)
    if unknown is not None:
        if len(expected.folds) == 1 and not any(isinstance(value, Mapping) for value in given.values()):
            return {next(iter(expected.folds)): _pairs(given, next(iter(expected.folds)), expected)}
        raise InvalidPredictionsError(
            f"The benchmark has no fold {unknown!r}; its folds are {_list(expected.folds)}.",
            suggestions=nearest(unknown, list(expected.folds)),
        )
    return {str(name): _pairs(rows, str(name), expected) for name, rows in given.items()}


def check_predictions(predictions: Predictions, expected: Expected) -> None:
    """
    Check that there is one good prediction for each row.

    Raises
    ------
    InvalidPredictionsError
        What is missing, doubled, NaN, infinite, complex, of a wrong type, of a wrong fold, or no class.
    """
    missing = [name for name in expected.folds if name not in predictions]
    if missing:
        raise InvalidPredictionsError(
            f"Predictions for {len(missing)} of {len(expected.folds)} folds are missing: {_list(missing)}."
        )
    for fold, (ids, values) in predictions.items():
        wanted = expected.folds[fold]
        if ids != wanted:
            _check_ids(fold, ids, wanted, expected)
        _check_values(fold, ids, values, expected)


def _check_ids(fold: str, ids: list[str], wanted: Sequence[str], expected: Expected) -> None:
    known, seen = set(wanted), set[str]()
    for row in ids:
        if row not in known:
            home = next((name for name, rows in expected.folds.items() if row in rows), None)
            where = "it is a test row of no fold" if home is None else f"it is a test row of {home!r}"
            raise InvalidPredictionsError(f"The row {row!r} is not among the test rows of {fold!r}: {where}.")
        if row in seen:
            raise InvalidPredictionsError(
                f"{fold!r} has two predictions for the row {row!r}; give one for each row."
            )
        seen.add(row)
    lacking = [row for row in wanted if row not in seen]
    if lacking:
        raise InvalidPredictionsError(
            f"{fold!r} lacks predictions for {len(lacking)} of its {len(wanted)} rows: {_list(lacking)}."
        )


def _check_values(fold: str, ids: list[str], values: list[Any], expected: Expected) -> None:
    if expected.classes is None:
        if all(type(value) is float or type(value) is int for value in values) and all(
            map(math.isfinite, values)
        ):
            return
        for row, value in zip(ids, values, strict=True):
            reason = _unlike_number(value)
            if reason:
                raise InvalidPredictionsError(
                    f"The prediction for row {row!r} in {fold!r} is {reason}, but must be a finite number."
                )
        return
    known = {(isinstance(label, bool), label) for label in expected.classes}
    binary = len(expected.classes) == 2
    chances = binary and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in values
    )
    for row, value in zip(ids, values, strict=True):
        if chances and isinstance(value, int | float) and 0 <= value <= 1:
            continue
        if not isinstance(value, str | bool | int | float) or (isinstance(value, bool), value) not in known:
            shown = _unlike_number(value) if isinstance(value, float) else repr(value)
            also = f", or a probability of {expected.classes[1]!r} between 0 and 1" if binary else ""
            raise InvalidPredictionsError(
                f"The prediction for row {row!r} in {fold!r} is {shown or value}, but must be one of "
                f"{', '.join(map(repr, expected.classes[:10]))}{also}."
            )


def _unlike_number(value: Any) -> str | None:
    if value is None:
        return "missing"
    if isinstance(value, complex):
        return f"the complex number {value}"
    if isinstance(value, bool):
        return f"the truth value {value}"
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if isinstance(value, float) and math.isinf(value):
        return "infinite"
    if isinstance(value, int | float):
        return None
    return f"{str(value)[:60]!r} ({type(value).__name__})"


def _pairs(rows: Any, fold: str, expected: Expected) -> tuple[list[str], list[Any]]:
    if isinstance(rows, Mapping):
        if set(rows) == {"ids", "values"} and isinstance(rows["ids"], list):
            return [as_id(row, fold) for row in rows["ids"]], plain_values(rows["values"])
        return [_id(row, fold) for row in rows], plain_values(list(rows.values()))
    if type(rows).__name__ == "Series" and hasattr(rows, "items"):
        return [_id(row, fold) for row in rows.index], plain_values(rows.tolist())
    if isinstance(rows, np.ndarray | list | tuple) and not _is_pairs(rows):
        raise InvalidPredictionsError(
            f"The predictions of {fold!r} are a list without ids: give {{id: prediction}}, as order never matters."
        )
    if isinstance(rows, list | tuple):
        return [_id(row, fold) for row, _ in rows], plain_values([value for _, value in rows])
    table = _table(rows, fold)
    key, value = _columns(table, expected)
    return [_id(row, fold) for row in table[key].to_pylist()], plain_values(table[value].to_pylist())


def _is_pairs(rows: Any) -> bool:
    return isinstance(rows, list | tuple) and all(
        isinstance(row, list | tuple) and len(row) == 2 for row in rows
    )


def _by_fold(given: Any, expected: Expected) -> Predictions:
    table = _table(given, "the predictions")
    key, value = _columns(table, expected)
    ids = [_id(row, "predictions") for row in table[key].to_pylist()]
    values = plain_values(table[value].to_pylist())
    folds = (
        [str(name) for name in table["fold"].to_pylist()]
        if "fold" in table.column_names
        else _homes(ids, expected)
    )
    found: Predictions = {}
    for fold, row, prediction in zip(folds, ids, values, strict=True):
        if fold not in expected.folds:
            raise InvalidPredictionsError(
                f"The benchmark has no fold {fold!r}; its folds are {_list(expected.folds)}."
            )
        of = found.setdefault(fold, ([], []))
        of[0].append(row)
        of[1].append(prediction)
    return found


def _homes(ids: list[str], expected: Expected) -> list[str]:
    homes: dict[str, str] = {}
    for fold, rows in expected.folds.items():
        for row in rows:
            if row in homes:
                raise InvalidPredictionsError(
                    f"The row {row!r} is in {homes[row]!r} and {fold!r}: name a prediction's fold in a column 'fold'."
                )
            homes[row] = fold
    for row in ids:
        if row not in homes:
            raise InvalidPredictionsError(f"The row {row!r} is a test row of no fold.")
    return [homes[row] for row in ids]


def _columns(table: pa.Table, expected: Expected) -> tuple[str, str]:
    names = table.column_names
    key = next((name for name in (expected.id, "id", "ids") if name in names), None)
    rest = [name for name in names if name not in (key, "fold")]
    value = next(
        (name for name in (*_VALUES, expected.target) if name in rest), rest[0] if len(rest) == 1 else None
    )
    if key is None or value is None:
        raise InvalidPredictionsError(
            f"The predictions have the columns {', '.join(map(repr, names[:10]))}: use {expected.id!r} and 'prediction'."
        )
    return key, value


def _table(rows: Any, fold: str) -> pa.Table:
    from ..tables.read import read_table

    if isinstance(rows, pa.Table):
        return rows
    return read_table(rows, f"The table of {fold}")


def read_file(path: str) -> Any:
    """
    Return what a file of predictions holds: a table, or what its JSON says.

    Raises
    ------
    NotFoundError, InvalidPredictionsError
        If it is not there, or cannot be read.
    """
    import json

    if not os.path.exists(path):  # noqa: PTH110
        raise NotFoundError(f"There is no file {path}: give the path of predictions.")
    if not path.lower().endswith(".json"):
        from pathlib import Path

        return _table(Path(path), path)

    def unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise InvalidPredictionsError(
                    f"{path} has two predictions for {key!r}; give one for each row."
                )
            found[key] = value
        return found

    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            content = json.load(file, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidPredictionsError):
            raise
        raise InvalidPredictionsError(f"{path} is not JSON: {error}.") from None
    if isinstance(content, list):
        return pa.Table.from_pylist(content) if all(isinstance(row, dict) for row in content) else content
    if isinstance(content, dict) and set(content) == {"folds"}:
        return content["folds"]
    return content


def _id(row: Any, fold: str) -> str:
    from ..errors import InvalidTableError

    try:
        return as_id(row, fold)
    except InvalidTableError as error:
        raise InvalidPredictionsError(str(error)) from None


def plain_values(values: Any) -> list[Any]:
    """Return predictions as Python's own numbers, texts and truth values."""
    if isinstance(values, np.ndarray):
        return list(values.tolist())
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return list(values.to_pylist())
    found = list(values)
    if all(type(value) is float for value in found):
        return found
    return [value.item() if isinstance(value, np.generic) or _is_single(value) else value for value in found]


def _is_single(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 0


def _list(names: Iterable[str]) -> str:
    items = list(names)
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(map(repr, items[:_SHOWN])) + more
