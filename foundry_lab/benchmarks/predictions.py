"""Predictions as anyone has them, read for the hub, which checks and scores them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import InvalidPredictionsError, NotFoundError
from .folds import as_id

#: Predictions of one type as Arrow has them (float64, bool or text); others as Python has them.
Values: TypeAlias = pa.Array | list[Any]
_VALUES = ("prediction", "predictions", "predicted", "value")
_UNCERTAINTIES = ("uncertainty", "uncertainties", "std")
_SENDABLE = (bool, int, float, str)


class FoldColumns(NamedTuple):
    """
    Predictions of a fold.

    Attributes
    ----------
    ids : pyarrow.Array
    values : pyarrow.Array or list
        In the order of the ids.
    uncertainties : pyarrow.Array or list, optional
        Standard deviations of the values.
    """

    ids: pa.Array
    values: Values
    uncertainties: Values | None = None


#: Predictions by fold.
Predictions: TypeAlias = dict[str, FoldColumns]


@dataclass(frozen=True)
class Expected:
    """
    What a benchmark asks for.

    Attributes
    ----------
    folds : list of str
    rows : callable
        Ids of a fold's test rows.
    id, target : str
        Names that columns may have.
    classes : list, optional
        What can be predicted, in order.
    """

    folds: Sequence[str]
    rows: Callable[[str], Sequence[str]]
    id: str
    target: str
    classes: Sequence[Any] = ()


def read_predictions(source: Any, expected: Expected) -> Predictions:
    """
    Read predictions; whether they are those that the benchmark asks for is checked by the hub.

    Parameters
    ----------
    source : mapping, table, frame or path
        ``{fold: {id: prediction}}``, where a prediction may be a list of probabilities in the order of the classes, or
        ``{class: probability}``; ``{fold: table}``, a table or frame with the columns `fold`, the id and
        `prediction` (the fold may be left out where rows are in one fold each), or a column of probabilities for each
        class in its place, and `uncertainty` for standard deviations; or an Arrow, Parquet, CSV or JSON file of
        either. Order never matters.
    expected : Expected

    Raises
    ------
    InvalidPredictionsError
        If they cannot be read, or a value is not a number, text or truth value.
    """
    if isinstance(source, str | os.PathLike):
        source = read_file(os.fspath(source))
    if not isinstance(source, Mapping):
        return _by_fold(source, expected)
    only = expected.folds[0]
    if (
        len(expected.folds) == 1
        and only not in source
        and not any(isinstance(value, Mapping) for value in source.values())
    ):
        return {only: _columns_of(source, only, expected)}
    return {str(name): _columns_of(rows, str(name), expected) for name, rows in source.items()}


def with_uncertainties(predictions: Predictions, uncertainties: Predictions) -> Predictions:
    """
    Return predictions with standard deviations, which were read as predictions are.

    Raises
    ------
    InvalidPredictionsError
        If they are not of the same rows.
    """
    result: Predictions = {}
    for fold, rows in predictions.items():
        deviations_of_fold = uncertainties.get(fold, FoldColumns(pa.array([], pa.string()), []))
        places = pc.index_in(rows.ids, deviations_of_fold.ids)
        if places.null_count or len(deviations_of_fold.ids) != len(rows.ids):
            raise InvalidPredictionsError(
                f"{fold!r} has {len(rows.ids):,} predictions and {len(deviations_of_fold.ids):,} uncertainties, of which "
                f"{len(rows.ids) - places.null_count:,} are of the same rows: give one for each prediction."
            )
        deviations = (
            deviations_of_fold.values
            if isinstance(deviations_of_fold.values, pa.Array)
            else pa.array(deviations_of_fold.values)
        )
        result[fold] = rows._replace(uncertainties=deviations.take(places))
    unknown = next((fold for fold in uncertainties if fold not in predictions), None)
    if unknown is not None:
        raise InvalidPredictionsError(f"There are uncertainties of {unknown!r}, and no predictions of it.")
    return result


def _columns_of(rows: Any, fold: str, expected: Expected) -> FoldColumns:
    if isinstance(rows, Mapping):
        if {"ids", "values"} <= set(rows) <= {"ids", "values", "uncertainties"} and isinstance(
            rows["ids"], list
        ):
            return _columns(rows["ids"], rows["values"], fold, rows.get("uncertainties"))
        return _columns(list(rows), list(rows.values()), fold)
    if type(rows).__name__ == "Series" and hasattr(rows, "items"):
        return _columns(list(rows.index), rows.tolist(), fold)
    if isinstance(rows, np.ndarray | list | tuple) and not _is_pairs(rows):
        raise InvalidPredictionsError(
            f"The predictions of {fold!r} are a list without ids: give {{id: prediction}}, as order never matters."
        )
    if isinstance(rows, list | tuple):
        return _columns([row for row, _ in rows], [value for _, value in rows], fold)
    table = _table(rows, fold)
    return _of_table(table, _names(table, expected), fold)


def _is_pairs(rows: Any) -> bool:
    return isinstance(rows, list | tuple) and all(
        isinstance(row, list | tuple) and len(row) == 2 for row in rows
    )


def _by_fold(source: Any, expected: Expected) -> Predictions:
    table = _table(source, "the predictions")
    names = _names(table, expected)
    ids = _ids(table[names.id], "predictions")
    folds = table["fold"].cast(pa.string()) if "fold" in table.column_names else _homes(ids, expected)
    if folds.null_count:
        raise InvalidPredictionsError(
            f"{folds.null_count} predictions have no fold in the column 'fold': name it."
        )
    predictions: Predictions = {}
    table = table.set_column(table.column_names.index(names.id), names.id, ids)
    for name, places in _rows_of_folds(folds).items():
        rows = (
            table.slice(places.start, places.stop - places.start)
            if isinstance(places, slice)
            else table.take(places)
        )
        predictions[name] = _of_table(rows, names, name)
    return predictions


def _rows_of_folds(folds: pa.Array | pa.ChunkedArray) -> dict[str, slice | Any]:
    """Return the rows of each fold: a slice where they are one run."""
    if isinstance(folds, pa.ChunkedArray):
        folds = folds.combine_chunks()
    runs = pc.run_end_encode(folds)
    ends = runs.run_ends.to_numpy()
    runs_by_name = runs.values.dictionary_encode()
    names = runs_by_name.dictionary.to_pylist()
    codes = runs_by_name.indices.to_numpy()
    if len(codes) == len(names):
        starts = [0, *map(int, ends[:-1])]
        return {name: slice(starts[i], int(ends[i])) for i, name in enumerate(names)}
    rows = np.repeat(codes, np.diff(ends, prepend=0))
    return {name: np.flatnonzero(rows == code) for code, name in enumerate(names)}


def _homes(ids: pa.Array, expected: Expected) -> pa.Array:
    homes: dict[str, str] = {}
    for fold in expected.folds:
        for row in expected.rows(fold):
            if row in homes:
                raise InvalidPredictionsError(
                    f"The row {row!r} is in {homes[row]!r} and {fold!r}: name a prediction's fold in a column 'fold'."
                )
            homes[row] = fold
    rows = ids.to_pylist()
    for row in rows:
        if row not in homes:
            raise InvalidPredictionsError(f"The row {row!r} is a test row of no fold.")
    return pa.array([homes[row] for row in rows], pa.string())


class _Names(NamedTuple):
    """The columns of a table of predictions: one of values, or of probabilities for each class."""

    id: str
    values: list[str]
    uncertainty: str | None


def _names(table: pa.Table, expected: Expected) -> _Names:
    names = table.column_names
    key = next((name for name in (expected.id, "id", "ids") if name in names), None)
    rest = [name for name in names if name not in (key, "fold")]
    uncertainty = next((name for name in _UNCERTAINTIES if name in rest), None) if len(rest) > 1 else None
    rest = [name for name in rest if name != uncertainty]
    value = next(
        (name for name in (*_VALUES, expected.target) if name in rest), rest[0] if len(rest) == 1 else None
    )
    by_class = _class_columns(rest, expected.classes)
    if by_class and value is not None:
        raise InvalidPredictionsError(
            f"The predictions have the column {value!r} and probabilities for each class: keep one of the two."
        )
    if key is None or (value is None and not by_class):
        advice = (
            f", or instead of it a column for each of the classes {', '.join(map(str, expected.classes[:5]))}"
            if expected.classes
            else ""
        )
        raise InvalidPredictionsError(
            f"The predictions have the columns {', '.join(map(repr, names[:10]))}: use {expected.id!r} and "
            f"'prediction'{advice}."
        )
    return _Names(key, by_class if value is None else [value], uncertainty)


def _class_columns(names: Sequence[str], classes: Sequence[Any]) -> list[str]:
    """Return the column of each class, in their order; none where a class has none."""
    truths = any(isinstance(label, bool) for label in classes)
    columns_by_class = {name.lower() if truths else name: name for name in names}
    columns = [columns_by_class.get(_class_text(label)) for label in classes]
    return [] if None in columns else [name for name in columns if name is not None]


def _of_table(table: pa.Table, names: _Names, fold: str) -> FoldColumns:
    values: Any = table[names.values[0]]
    if len(names.values) > 1:
        values = list(zip(*(table[name].to_pylist() for name in names.values), strict=True))
    return _columns(
        table[names.id], values, fold, None if names.uncertainty is None else table[names.uncertainty]
    )


def _columns(ids: Any, values: Any, fold: str, uncertainties: Any = None) -> FoldColumns:
    rows = _ids(ids, fold)
    deviations = None if uncertainties is None else _values(uncertainties, rows, fold)
    return FoldColumns(rows, _values(values, rows, fold), deviations)


def _values(values: Any, rows: pa.Array, fold: str) -> Values:
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "fiub":
        values = pa.array(values)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if isinstance(values, pa.Array):
        array = _of_one_type(values)
        if array is not None:
            return array
        values = values.to_pylist()
    return _typed_values(list(values), rows, fold)


def _of_one_type(values: pa.Array) -> pa.Array | None:
    """Return an array as it is sent, or None where its type is not one that is."""
    types = pa.types
    if types.is_dictionary(values.type):
        values = values.dictionary_decode()
    kind = values.type
    if types.is_boolean(kind):
        return values
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return values.cast(pa.string())
    if types.is_floating(kind) or types.is_integer(kind) or types.is_decimal(kind) or types.is_null(kind):
        # Scores are computed of float64 numbers, as those of scikit-learn.
        return values.cast(pa.float64(), safe=False)
    return None


def _typed_values(values: list[Any], ids: pa.Array, fold: str) -> Values:
    """Return an array where values are of one type, else a list of Python's own values."""
    values_in_python = [
        value.item() if isinstance(value, np.generic | np.ndarray) and value.ndim == 0 else value
        for value in values
    ]
    kinds = {type(value) for value in values_in_python} - {type(None)}
    if kinds <= {float}:
        return pa.array(values_in_python, pa.float64())
    if kinds == {bool}:
        return pa.array(values_in_python, pa.bool_())
    if kinds == {str}:
        return pa.array(values_in_python, pa.string())
    numbers: list[Any] = []
    for place, value in enumerate(values_in_python):
        if isinstance(value, list | tuple | np.ndarray | Mapping):
            numbers.append(_by_class(value, ids, place, fold))
            continue
        if value is not None and type(value) not in _SENDABLE:
            what = (
                f"the complex number {value}"
                if isinstance(value, complex)
                else f"{str(value)[:60]!r} ({type(value).__name__})"
            )
            raise _prediction_error(ids, place, fold, f"{what}, but must be a finite number or a class")
        try:
            numbers.append(float(value) if type(value) is int else value)
        except OverflowError:
            raise _prediction_error(
                ids, place, fold, "beyond the range of float64 numbers, but must be a finite number"
            ) from None
    return pa.array(numbers, pa.float64()) if kinds <= {int, float} else numbers


def _by_class(value: Any, ids: pa.Array, place: int, fold: str) -> list[float] | dict[str, float]:
    """Return probabilities as they are sent: in the order of the classes, or by a class's text in JSON."""
    cells = value.values() if isinstance(value, Mapping) else value
    try:
        numbers = [float(cell) for cell in cells if not isinstance(cell, str)]
    except (TypeError, ValueError, OverflowError):
        numbers = []
    if len(numbers) < len(value):
        raise _prediction_error(
            ids,
            place,
            fold,
            f"{str(value)[:60]!r}, but must be a finite number, a class or a probability by class",
        )
    return dict(zip(map(_class_text, value), numbers, strict=True)) if isinstance(value, Mapping) else numbers


def _class_text(label: Any) -> str:
    if isinstance(label, bool | np.bool_):
        return str(label).lower()
    is_integer = isinstance(label, float) and label.is_integer()
    return str(int(label) if is_integer else label)


def _prediction_error(ids: pa.Array, place: int, fold: str, reason: str) -> InvalidPredictionsError:
    row = ids[place].as_py() if place < len(ids) else "?"
    return InvalidPredictionsError(f"The prediction for row {row!r} in {fold!r} is {reason}.")


def _ids(column: Any, fold: str) -> pa.Array:
    """Return ids as texts in one array."""
    from ..errors import InvalidTableError

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array) and column.null_count == 0:
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if pa.types.is_string(column.type):
            return column
        if pa.types.is_integer(column.type) or pa.types.is_large_string(column.type):
            return column.cast(pa.string())
    rows = column.to_pylist() if isinstance(column, pa.Array) else column
    try:
        return pa.array([as_id(row, fold) for row in rows], pa.string())
    except InvalidTableError as error:
        raise InvalidPredictionsError(str(error)) from None


def _table(rows: Any, fold: str) -> pa.Table:
    from ..tables.read import read_table

    if isinstance(rows, pa.Table):
        return rows
    try:
        return read_table(rows, f"The table of {fold}", labels=False)
    except OverflowError:
        raise _too_large(fold) from None


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
        members: dict[str, Any] = {}
        for key, value in pairs:
            if key in members:
                raise InvalidPredictionsError(
                    f"{path} has two predictions for {key!r}; give one for each row."
                )
            members[key] = value
        return members

    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            content = json.load(file, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidPredictionsError):
            raise
        raise InvalidPredictionsError(f"{path} is not JSON: {error}.") from None
    if isinstance(content, list) and all(isinstance(row, dict) for row in content):
        try:
            return pa.Table.from_pylist(content)
        except OverflowError:
            raise _too_large(path) from None
        except pa.ArrowInvalid as error:
            raise InvalidPredictionsError(f"{path} is not a table of predictions: {error}.") from None
    if isinstance(content, list):
        return content
    if isinstance(content, dict) and set(content) == {"folds"}:
        return content["folds"]
    return content


def _too_large(where: str) -> InvalidPredictionsError:
    return InvalidPredictionsError(
        f"{where} has a number beyond the range of float64 numbers: every prediction must be a finite number."
    )
