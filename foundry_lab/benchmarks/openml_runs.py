"""Predictions of OpenML's runs (`predictions.arff`): read for a benchmark, and written from an entry."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import InvalidPredictionsError
from .benchmark import Benchmark
from .openml import arff_content, arff_module, fold_name
from .submission import Submission

_CONFIDENCE = "confidence."
_PLACES = ("repeat", "fold", "row_id")
#: What is true of a row, which runs may repeat: of classes, and of numbers.
_TRUTH = {"classification": "correct", "regression": "truth"}


def read_run(path: str | os.PathLike[str], benchmark: Benchmark, *, ids: Sequence[Any]) -> dict[str, Any]:
    """
    Return the predictions of a run, ``{fold: {id: prediction}}``, as `Benchmark.submit` takes them.

    Of classes they are probabilities by class where the run has its confidence in each.

    Parameters
    ----------
    path : str or path
        The run's `predictions.arff`.
    benchmark : Benchmark
        Of the run's task, made with `openml_task`.
    ids : sequence
        Ids of the dataset's rows in OpenML's order, as OpenML counts rows.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidPredictionsError
        If it is no such file, of a learning curve, or of other rows: what it says to be true is not what the benchmark
        knows.
    """
    source = Path(path)
    names, rows = _read(source)
    classes = {_text(label): label for label in benchmark.classes or ()}
    confident = [f"{_CONFIDENCE}{text}" for text in classes]
    by_class = bool(classes) and set(confident) <= set(names)
    truth = _TRUTH[benchmark.task]
    repeats = 1 + max((row["repeat"] for row in rows), default=0)
    truths = {} if benchmark.hidden else _truths(benchmark)
    predictions: dict[str, Any] = {}
    for row in rows:
        fold = fold_name(row["repeat"], row["fold"], repeats)
        if not 0 <= row["row_id"] < len(ids):
            raise InvalidPredictionsError(
                f"{source} names the row {row['row_id']}, and there are {len(ids)} ids."
            )
        key = str(ids[row["row_id"]])
        if key in predictions.setdefault(fold, {}):
            raise InvalidPredictionsError(f"{source} has the row {row['row_id']} of {fold!r} twice.")
        correct, right = row.get(truth), truths.get(fold, {}).get(key)
        if correct is not None and right is not None and not _same(correct, right):
            raise InvalidPredictionsError(
                f"{source} says that row {row['row_id']} of {fold!r} is {correct!r}, and {benchmark.reference} knows "
                f"{right!r}: give `ids` in the order of OpenML's rows."
            )
        predictions[fold][key] = (
            {label: row[f"{_CONFIDENCE}{text}"] for text, label in classes.items()}
            if by_class
            else classes.get(_text(row["prediction"]), row["prediction"])
        )
    return predictions


def write_run(path: str | os.PathLike[str], submission: Submission, *, ids: Sequence[Any]) -> Path:
    """
    Write the predictions of an entry as a run of OpenML has them.

    Parameters
    ----------
    path : str or path
        Of the `predictions.arff` to be.
    submission : Submission
        Of a benchmark that was made with `openml_task`.
    ids : sequence
        Ids of the dataset's rows in OpenML's order, as OpenML counts rows.

    Raises
    ------
    InvalidPredictionsError
        If a row is not among the ids, or a fold is not called as OpenML's are.
    NotAllowedError
        If the benchmark's labels are hidden.
    """
    parent = submission.parent
    if not isinstance(parent, Benchmark):
        raise InvalidPredictionsError("Only entries of benchmarks are written as runs.")
    places = {str(row): place for place, row in enumerate(ids)}
    classes = [_text(label) for label in parent.classes or ()]
    truths = _truths(parent)
    data: list[list[Any]] = []
    for fold, predictions in submission.predictions().items():
        repeat, number = _places(fold)
        for row, value in predictions.items():
            if row not in places:
                raise InvalidPredictionsError(f"The row {row!r} of {fold!r} is not among the ids.")
            start = [repeat, number, *([0] if classes else []), places[row]]
            right = truths[fold][row]
            if not classes:
                data.append([*start, float(value), float(right)])
                continue
            chances = _chances(value, parent.classes or [])
            best = classes[chances.index(max(chances))]
            data.append([*start, best, _text(right), *chances])
    numbers = ["repeat", "fold", *(["sample"] if classes else []), "row_id"]
    attributes: list[tuple[str, Any]] = [(name, "NUMERIC") for name in numbers]
    if classes:
        attributes += [("prediction", classes), ("correct", classes)]
        attributes += [(f"{_CONFIDENCE}{text}", "NUMERIC") for text in classes]
    else:
        attributes += [("prediction", "NUMERIC"), ("truth", "NUMERIC")]
    target = Path(path)
    relation = f"{parent.name}_predictions"
    with target.open("w", encoding="utf-8") as file:
        arff_module("Runs of OpenML").dump(
            {"relation": relation, "attributes": attributes, "data": data}, file
        )
    return target


def _read(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    content = arff_content(path, "the predictions of an OpenML run", InvalidPredictionsError)
    names = [
        name if name.lower().startswith(_CONFIDENCE) else name.lower() for name, _ in content["attributes"]
    ]
    if not {*_PLACES, "prediction"} <= set(names):
        raise InvalidPredictionsError(
            f"{path} is not an ARFF file of a run's predictions: it has the columns {names[:10]}."
        )
    return names, list(_rows(path, names, content["data"]))


def _rows(path: Path, names: list[str], data: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for cells in data:
        row = dict(zip(names, cells, strict=True))
        try:
            places = {name: int(row[name]) for name in _PLACES}
        except (TypeError, ValueError):
            raise InvalidPredictionsError(
                f"{path} has the line {list(cells[:6])}, which is not a prediction of a row."
            ) from None
        if any(places[name] != row[name] for name in _PLACES) or row.get("sample") not in (None, 0):
            raise InvalidPredictionsError(
                f"{path} has the line {list(cells[:6])}: only runs with whole rows of whole folds can be read."
            )
        yield {**row, **places}


def _truths(benchmark: Benchmark) -> dict[str, Mapping[str, Any]]:
    rows = {fold: benchmark._fold_rows(fold) for fold in benchmark.folds}
    return {fold: dict(zip(of.test, of.truth or (), strict=False)) for fold, of in rows.items()}


def _text(label: Any) -> str:
    """Return a class as OpenML writes it."""
    if isinstance(label, float) and label.is_integer():
        label = int(label)
    return str(label)


def _same(value: Any, right: Any) -> bool:
    if isinstance(right, int | float) and not isinstance(right, bool) and not isinstance(value, str):
        return math.isclose(value, right, rel_tol=1e-6)
    return _text(value) == _text(right)


def _chances(value: Any, classes: Sequence[Any]) -> list[float]:
    """Return how probable each class is; 1 for one that was predicted alone."""
    if isinstance(value, list):
        return [float(chance) for chance in value]
    if isinstance(value, Mapping):
        return [float(value[next(key for key in value if key == _key(label))]) for label in classes]
    if len(classes) == 2 and isinstance(value, float) and value not in classes:
        return [1 - value, value]
    return [float(label == value) for label in classes]


def _key(label: Any) -> str:
    return str(label).lower() if isinstance(label, bool) else _text(label)


def _places(fold: str) -> tuple[int, int]:
    """Return the repeat and the number of a fold that `openml_task` named."""
    numbers = dict(part.rsplit("_", 1) for part in fold.split(".") if "_" in part)
    try:
        return int(numbers.get("repeat", 0)), int(numbers["fold"])
    except (KeyError, ValueError):
        raise InvalidPredictionsError(
            f"The fold {fold!r} is not called 'fold_0' or 'repeat_0.fold_0', as those of OpenML's tasks are."
        ) from None
