"""Computing an entry's scores again, from its predictions or its model."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ..contracts import models as contract
from ..models.load_model import model as load_model
from .benchmark import Benchmark, benchmark
from .submission import Submission

#: Scores that differ by less, relatively, are the same number computed in another order.
SCORE_TOLERANCE = 1e-12
#: Predictions of a model that differ by less come from another processor or version of its runtime.
PREDICTION_TOLERANCE = 1e-5
_SHOWN = 20


@dataclass
class Reproduction:
    """
    How an entry's second run compares with what is recorded.

    Attributes
    ----------
    verdict : {"equal", "within tolerance", "different"}
    entry, benchmark : str
    scores : list of (fold, metric, recorded, found)
        Where they differ by more than the tolerance.
    rows : list of (fold, id, recorded, found)
        Predictions that differ, where a model was run again.
    rows_checked : int
        Predictions that were compared; 0 where none were made again.
    largest : float
        The largest relative difference of all.
    """

    verdict: str
    entry: str
    benchmark: str
    scores: list[tuple[str, str, float | None, float | None]] = field(default_factory=list)
    rows: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    rows_checked: int = 0
    largest: float = 0.0

    def __str__(self) -> str:
        lines = [
            f"{self.verdict}: {self.entry!r} on {self.benchmark} (largest relative difference {self.largest:.2g})"
        ]
        lines += [
            f"  score {fold} {metric}: recorded {a!r}, found {b!r}"
            for fold, metric, a, b in self.scores[:_SHOWN]
        ]
        lines += [
            f"  row {fold} {row}: recorded {a!r}, found {b!r}" for fold, row, a, b in self.rows[:_SHOWN]
        ]
        more = max(0, len(self.scores) - _SHOWN) + max(0, len(self.rows) - _SHOWN)
        lines += [f"  and {more:,} more differences"] if more else []
        if self.rows_checked:
            lines.append(f"  {self.rows_checked:,} predictions of the model were made again")
        return "\n".join(lines)


def reproduce(parent: Benchmark, entry: Submission) -> Reproduction:
    """
    Score an entry again: from its model where it has one, else from its predictions.

    With hidden labels the hub scores the predictions again, as only it can.

    Parameters
    ----------
    parent : Benchmark
    entry : Submission

    Raises
    ------
    FoundryError
        If its predictions, model or dataset cannot be had.
    """
    found = Reproduction("equal", entry.name, parent.reference)
    if parent.hidden:
        scores: Any = parent.rescore(entry.id)
    else:
        predictions = entry.predictions()
        if entry.record.model:
            again = parent.predict(load_model(entry.record.model))
            _compare_rows(found, predictions, again)
            predictions = again
        scores = parent.score(predictions)
    for fold, metrics in entry.scores.items():
        for metric, recorded in metrics.items():
            value = scores[fold][metric]
            far = _difference(recorded, value)
            found.largest = max(found.largest, far)
            if far > SCORE_TOLERANCE:
                found.scores.append((fold, metric, recorded, value))
    if found.largest > 0:
        within = found.largest <= (PREDICTION_TOLERANCE if found.rows_checked else SCORE_TOLERANCE)
        found.verdict = "within tolerance" if within else "different"
    return found


def _compare_rows(
    found: Reproduction, recorded: dict[str, dict[str, Any]], again: dict[str, dict[str, Any]]
) -> None:
    for fold, rows in recorded.items():
        for row, value in rows.items():
            found.rows_checked += 1
            far = _difference(value, again[fold][row])
            found.largest = max(found.largest, far)
            if far > PREDICTION_TOLERANCE:
                found.rows.append((fold, row, value, again[fold][row]))


def _difference(a: Any, b: Any) -> float:
    if a == b:
        return 0.0
    if not isinstance(a, int | float) or not isinstance(b, int | float) or isinstance(a, bool):
        return math.inf
    return abs(a - b) / max(abs(a), abs(b), 1e-12)


def find_entry(text: str) -> tuple[Benchmark, Submission]:
    """
    Return an entry by its id, or by `benchmark/name`.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    from ..hub.running import ensure_hub

    reference, slash, name = text.partition("/")
    if slash:
        parent = benchmark(reference)
        return parent, parent.submission(name)
    answer = ensure_hub().request("GET", f"submissions/{text}").content
    record = msgspec.json.decode(answer, type=contract.Submission)
    parent = benchmark(f"{record.benchmark}@{record.version}")
    return parent, Submission(record, parent)
