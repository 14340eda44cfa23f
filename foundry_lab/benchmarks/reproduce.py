"""Computing an entry's scores again, from its predictions or its model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..contracts.models import Benchmark
from ..contracts.models import Submission as Record
from ..models.load_model import model as load_model
from ..models.model import Model

#: Scores that differ by less, relatively, are the same number computed in another order.
SCORE_TOLERANCE = 1e-12
#: Predictions of a model that differ by less come from another processor or version of its runtime.
PREDICTION_TOLERANCE = 1e-5
_SHOWN = 20


Scores = Mapping[str, Mapping[str, float | None]]


class ScoredBenchmark(Protocol):
    """What scores an entry again."""

    @property
    def reference(self) -> str:
        """`name@version`."""
        ...

    @property
    def manifest(self) -> Benchmark:
        """Everything that was published about it."""
        ...

    @property
    def hidden(self) -> bool:
        """Whether only the hub knows the labels."""
        ...

    def rescore(self, id: str) -> Scores:
        """Return the scores that the hub computes again from an entry's predictions, `[fold][metric]`."""
        ...

    def score(self, predictions: Any, *, uncertainties: Any = None) -> Scores:
        """Return the scores of predictions, `[fold][metric]`."""
        ...

    def predict(self, model: Model) -> dict[str, dict[str, Any]]:
        """Return a model's predictions for every fold's test rows, `[fold][id]`."""
        ...


class Entry(Protocol):
    """What is scored again."""

    @property
    def record(self) -> Record:
        """Everything that is kept of it."""
        ...

    def predictions(self) -> dict[str, dict[str, Any]]:
        """Return the predictions, `[fold][id]`."""
        ...

    def uncertainties(self) -> dict[str, dict[str, float]]:
        """Return their standard deviations, `[fold][id]`; no folds where there are none."""
        ...


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


def reproduce(parent: ScoredBenchmark, entry: Entry) -> Reproduction:
    """
    Score an entry again: from its model where it has one, else from its predictions.

    With hidden labels the hub scores the predictions again, as only it can.

    Parameters
    ----------
    parent : ScoredBenchmark
        A `Benchmark`.
    entry : Entry
        A `Submission` of it.

    Raises
    ------
    FoundryError
        If its predictions, model or dataset cannot be had.
    """
    reproduction = Reproduction("equal", entry.record.name, parent.reference)
    if parent.hidden:
        scores: Any = parent.rescore(entry.record.id)
    else:
        predictions = entry.predictions()
        if entry.record.model:
            repetition = parent.predict(load_model(entry.record.model))
            _compare_rows(reproduction, predictions, repetition)
            predictions = repetition
        scores = parent.score(predictions, uncertainties=entry.uncertainties() or None)
    for fold, metrics in entry.record.scores.items():
        for metric, score in metrics.items():
            value = scores[fold][metric]
            far = _difference(score, value)
            reproduction.largest = max(reproduction.largest, far)
            if far > SCORE_TOLERANCE:
                reproduction.scores.append((fold, metric, score, value))
    if reproduction.largest > 0:
        is_within = reproduction.largest <= (
            PREDICTION_TOLERANCE if reproduction.rows_checked else SCORE_TOLERANCE
        )
        reproduction.verdict = "within tolerance" if is_within else "different"
    return reproduction


def _compare_rows(
    reproduction: Reproduction, originals: dict[str, dict[str, Any]], repetition: dict[str, dict[str, Any]]
) -> None:
    for fold, rows in originals.items():
        for row, value in rows.items():
            reproduction.rows_checked += 1
            far = _difference(value, repetition[fold][row])
            reproduction.largest = max(reproduction.largest, far)
            if far > PREDICTION_TOLERANCE:
                reproduction.rows.append((fold, row, value, repetition[fold][row]))


def _difference(a: Any, b: Any) -> float:
    if a == b:
        return 0.0
    if not isinstance(a, int | float) or not isinstance(b, int | float) or isinstance(a, bool):
        return math.inf
    return abs(a - b) / max(abs(a), abs(b), 1e-12)
