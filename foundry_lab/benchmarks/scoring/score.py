"""Scores of folds: a pure function of metrics, truth and predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...contracts.models import BenchmarkMetric, OverallScore
from .metrics import Metric, metric_of
from .rows import Classes, Indices, Rows

#: Version of the scoring code, in both languages: it changes when any number may.
SCORING_CODE = "1"
CONFIDENCE = 0.95
_BUDGET, _FEWEST, _MOST = 2_000_000, 100, 1000

FoldScores = dict[str, dict[str, float | None]]


def score(
    metrics: Sequence[BenchmarkMetric], folds: Mapping[str, Rows]
) -> tuple[FoldScores, dict[str, OverallScore]]:
    """
    Score folds.

    Parameters
    ----------
    metrics : sequence of BenchmarkMetric
    folds : mapping of str to Numbers or Classes
        Truth and predictions of each fold's rows.

    Returns
    -------
    scores : dict
        `scores[fold][metric]`; None where a metric is not defined on the rows.
    overall : dict
        By metric: mean and population standard deviation over folds, and the interval of
        `bootstrap_intervals`.
    """
    functions = metric_functions(metrics, folds)
    scores = score_folds(metrics, functions, folds)
    intervals = bootstrap_intervals(list(folds.values()), functions)
    overall = {}
    for metric, interval in zip(metrics, intervals, strict=True):
        values = [fold[metric.name] for fold in scores.values()]
        low, high = interval or (None, None)
        found = None if None in values else np.array(values, np.float64)
        overall[metric.name] = OverallScore(
            mean=None if found is None else float(found.mean()),
            std=None if found is None else float(found.std()),
            low=low,
            high=high,
            confidence=CONFIDENCE,
        )
    return scores, overall


def metric_functions(metrics: Sequence[BenchmarkMetric], folds: Mapping[str, Rows]) -> list[Metric]:
    """Return the functions of metrics for the kind of these rows."""
    first = next(iter(folds.values()))
    task = "classification" if isinstance(first, Classes) else "regression"
    classes = first.count if isinstance(first, Classes) else None
    return [
        metric_of(m.name, m.expression if isinstance(m.expression, str) else None, task, classes)
        for m in metrics
    ]


def score_folds(
    metrics: Sequence[BenchmarkMetric], functions: Sequence[Metric], folds: Mapping[str, Rows]
) -> FoldScores:
    """Return each fold's scores by metric."""
    return {
        fold: {metric.name: compute(rows) for metric, compute in zip(metrics, functions, strict=True)}
        for fold, rows in folds.items()
    }


def bootstrap_intervals(folds: Sequence[Rows], metrics: Sequence[Metric]) -> list[tuple[float, float] | None]:
    """
    Return percentile bootstrap intervals of the mean over folds; rows are drawn with replacement within each fold.

    The draws depend on nothing but their position, so that every language and run has the same.

    References
    ----------
    Efron, B.; Tibshirani, R. J. An Introduction to the Bootstrap. Chapman & Hall, 1993, chapter 13.
    """
    total = sum(map(len, folds))
    resamples = min(_MOST, max(_FEWEST, _BUDGET // max(1, total)))
    found: list[list[float]] = [[] for _ in metrics]
    for b in range(resamples):
        samples = [rows.take(_draws(b * len(folds) + f + 1, len(rows))) for f, rows in enumerate(folds)]
        for kept, metric in zip(found, metrics, strict=True):
            values = [metric(sample) for sample in samples]
            if None not in values:
                kept.append(float(np.mean(values)))  # type: ignore[arg-type]
    return [_interval(values) for values in found]


def _interval(values: list[float]) -> tuple[float, float] | None:
    if not values:
        return None
    ordered = np.sort(np.array(values))
    return _quantile(ordered, (1 - CONFIDENCE) / 2), _quantile(ordered, (1 + CONFIDENCE) / 2)


def _quantile(ordered: npt.NDArray[np.float64], q: float) -> float:
    place = q * (len(ordered) - 1)
    below = int(np.floor(place))
    low = ordered[below]
    return float(low + (ordered[min(below + 1, len(ordered) - 1)] - low) * (place - below))


def _draws(number: int, rows: int) -> Indices:
    key = _mix(np.array([number], np.uint32))
    with np.errstate(over="ignore"):
        spread = key + np.arange(rows, dtype=np.uint32) * np.uint32(0x9E3779B9)
    found: Any = np.floor(_mix(spread) / 4294967296 * rows).astype(np.int64)
    return found  # type: ignore[no-any-return]


def _mix(h: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Spread neighbouring numbers evenly: the finalizer of MurmurHash3 on 32 bits."""
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))
