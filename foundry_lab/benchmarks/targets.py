"""Benchmarks of several targets: each fold is split into one for each target, with the rows of which it is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..contracts.models import Fold
from ..errors import InvalidManifestError, InvalidPredictionsError
from .folds import Folds
from .labels import labels_of


def folds_by_target(
    folds: Folds,
    goals: Sequence[str],
    table: pa.Table,
    ids: list[str],
    labels: Mapping[str, Any] | None,
    *,
    hidden: bool,
    reference: str,
) -> tuple[Folds, dict[str, list[Any]], dict[str, str]]:
    """
    Return folds, their labels and their targets.

    A fold of several targets becomes `fold.target` for each of them.

    Parameters
    ----------
    folds : Folds
    goals : sequence of str
        The targets.
    table : pyarrow.Table
        Their columns.
    ids : list of str
        Of the table's rows.
    labels : mapping, optional
        ``{id: value}``, or ``{target: {id: value}}`` for several targets.
    hidden : bool
    reference : str
        What sentences call the dataset.

    Raises
    ------
    InvalidTableError
        As `labels_of` does.
    InvalidManifestError
        If labels are not given by target, or targets cannot be told apart.
    """
    if len(goals) == 1:
        truth = labels_of(
            folds, ids, table[goals[0]], labels, hidden=hidden, reference=reference, target=goals[0]
        )
        return folds, truth, dict.fromkeys(folds.test, goals[0])
    if labels is not None and set(labels) - set(goals):
        raise InvalidManifestError("`labels` of several targets are given as {target: {id: value}}.")
    joint = Folds({}, splitter=folds.splitter)
    all_truth: dict[str, list[Any]] = {}
    by_fold: dict[str, str] = {}
    for goal in goals:
        labels_of_goal = (labels or {}).get(goal)
        rows_with_label = {
            row for row, there in zip(ids, table[goal].is_valid().to_pylist(), strict=True) if there
        }
        if labels_of_goal is not None:
            rows_with_label |= set(map(str, labels_of_goal))
        part = Folds({})
        for fold, test in folds.test.items():
            name = part_name(fold, goal)
            if name in joint.test:
                raise InvalidManifestError(
                    f"The targets {list(goals)} give two folds called {name!r}: rename one."
                )
            rows = [row for row in test if row in rows_with_label]
            if rows:
                part.test[name] = rows
                by_fold[name] = goal
                if fold in folds.train:
                    part.train[name] = folds.train[fold]
        if not part.test:
            raise InvalidManifestError(f"No test row has a {goal!r}.")
        all_truth |= labels_of(
            part, ids, table[goal], labels_of_goal, hidden=hidden, reference=reference, target=goal
        )
        joint.test |= part.test
        joint.train |= part.train
    order = [part_name(fold, goal) for fold in folds.test for goal in goals]
    joint.test = {name: joint.test[name] for name in order if name in joint.test}
    return joint, all_truth, by_fold


def part_name(fold: str, goal: str) -> str:
    """Return what the fold of one target is called."""
    return f"{fold}.{re.sub(r'[^A-Za-z0-9_.-]', '_', goal)}"[:100]


def gather(source: Any, folds: Sequence[Fold], expected: Mapping[str, Sequence[str]], key: str) -> Any:
    """
    Return predictions by the fold of each target, from predictions of all targets at once.

    ``{fold: {id: {target: value}}}``, ``{fold: {id: [values]}}`` in the targets' order, or tables with a column for each
    target are taken apart; what is by the fold of each target already stays as it is.

    Raises
    ------
    InvalidPredictionsError
        If a row lacks a target.
    """
    parts: dict[str, dict[str, str]] = {}
    for fold in folds:
        goal = fold.target or ""
        parts.setdefault(fold.name.removesuffix(part_name("", goal)), {})[goal] = fold.name
    goals = list(dict.fromkeys(fold.target or "" for fold in folds))
    if not isinstance(source, Mapping):
        table = _table(source)
        if table is None or not set(goals) <= set(table.column_names):
            return source
        if "uncertainty" in table.column_names:
            raise InvalidPredictionsError(
                "The column 'uncertainty' does not say of which target it is: give `uncertainties` with the columns "
                f"{', '.join(map(repr, goals[:5]))}."
            )
        if "fold" in table.column_names:
            names = table["fold"].cast(pa.string())
            import pyarrow.compute as pc

            source = {name: table.filter(pc.equal(names, name)) for name in names.unique().to_pylist()}
        elif len(parts) == 1:
            source = {next(iter(parts)): table}
        else:
            raise InvalidPredictionsError("Name the fold of each prediction in a column 'fold'.")
    rows_by_fold: dict[str, Any] = {}
    for fold_name, rows in source.items():
        if fold_name not in parts:
            rows_by_fold[fold_name] = rows
            continue
        table = None if isinstance(rows, Mapping) else _table(rows)
        if table is not None:
            ids = [str(row) for row in table[key].to_pylist()] if key in table.column_names else []
            columns = [table[goal].to_pylist() if goal in table.column_names else [] for goal in goals]
            rows = {
                row: dict(zip(goals, values, strict=True))
                for row, *values in zip(ids, *columns, strict=False)
            }
        for goal, name in parts[fold_name].items():
            expected_ids = set(expected[name])
            # Rows of no fold stay, so that the check names them.
            others = {str(row) for part in parts[fold_name].values() for row in expected[part]}
            rows_by_fold[name] = {
                row: _value(values, goal, goals, row, fold_name)
                for row, values in rows.items()
                if str(row) in expected_ids or str(row) not in others
            }
    return rows_by_fold


def _value(values: Any, goal: str, goals: Sequence[str], row: Any, fold: str) -> Any:
    if isinstance(values, Mapping):
        if goal in values:
            return values[goal]
    elif hasattr(values, "__len__") and not isinstance(values, str) and len(values) == len(goals):
        return values[goals.index(goal)]
    raise InvalidPredictionsError(
        f"The prediction for row {row!r} in {fold!r} lacks {goal!r}: give {{target: value}} for {', '.join(goals[:10])}."
    )


def _table(source: Any) -> pa.Table | None:
    if isinstance(source, pa.Table):
        return source
    if type(source).__name__ == "DataFrame" and type(source).__module__.startswith("pandas"):
        return pa.Table.from_pandas(source, preserve_index=False)
    return None
