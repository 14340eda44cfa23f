"""Metrics by name, with scikit-learn's definitions; `mape` leaves out truths up to 1e-5, as Matbench does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from ...errors import InvalidManifestError, nearest
from .rows import Classes, Floats, Numbers, Rows

Metric: TypeAlias = Callable[[Rows], float | None]
MAPE_THRESHOLD = 1e-5


@dataclass(frozen=True)
class Known:
    """A metric that needs no expression."""

    task: str
    higher_is_better: bool
    compute: Metric
    has_unit: bool = False
    binary: bool = False


def metric_of(
    name: str, expression: str | None, task: str, classes: int | None = None
) -> Callable[[Rows], float | None]:
    """
    Return the function of a metric; it gives None where it is not defined on the rows.

    Raises
    ------
    InvalidManifestError
        For a name that is not known or does not fit, or an expression that cannot be read.
    """
    if expression is not None:
        if task != "regression":
            raise InvalidManifestError(
                f"The metric {name!r} is an expression, which can only be of numbers; name a metric of classes."
            )
        from .expression import compile_expression

        return compile_expression(expression, name)
    fitting = [each for each, known in METRICS.items() if known.task == task]
    found = METRICS.get(name)
    if found is None:
        raise InvalidManifestError(
            f"There is no metric {name!r}; for {task} there are {', '.join(fitting)}.",
            suggestions=nearest(name, fitting),
        )
    if found.task != task:
        raise InvalidManifestError(
            f"The metric {name!r} is for {found.task} and the benchmark is of {task}: use {', '.join(fitting)}."
        )
    if found.binary and classes is not None and classes != 2:
        raise InvalidManifestError(
            f"The metric {name!r} is of two classes and the benchmark has {classes}; use f1_macro, accuracy or mcc."
        )
    return found.compute


def _numbers(
    compute: Callable[[Floats, Floats], float | None], *, higher: bool = False, unit: bool = False
) -> Known:
    def measure(rows: Rows) -> float | None:
        assert isinstance(rows, Numbers)
        if len(rows) == 0:
            return None
        # Errors may be larger than any number: such a score is not defined.
        with np.errstate(over="ignore", invalid="ignore"):
            found = compute(rows.truth, rows.predicted)
        return float(found) if found is not None and np.isfinite(found) else None

    return Known("regression", higher, measure, has_unit=unit)


def _classes(compute: Callable[[Classes], float | None], *, binary: bool = False) -> Known:
    def measure(rows: Rows) -> float | None:
        assert isinstance(rows, Classes)
        if len(rows) == 0:
            return None
        found = compute(rows)
        return None if found is None else float(found)

    return Known("classification", True, measure, binary=binary)


def _mse(y: Floats, p: Floats) -> float:
    error = y - p
    return float(np.mean(error * error))


def _mape(y: Floats, p: Floats) -> float | None:
    kept = np.abs(y) > MAPE_THRESHOLD
    if not kept.any():
        return None
    return float(np.mean(np.abs((y[kept] - p[kept]) / y[kept])))


def _r2(y: Floats, p: Floats) -> float | None:
    if len(y) < 2:
        return None
    residual, total = float(np.sum((y - p) ** 2)), float(np.sum((y - y.mean()) ** 2))
    if total == 0:
        return 1.0 if residual == 0 else 0.0
    return 1 - residual / total


def _pearson(y: Floats, p: Floats) -> float | None:
    if len(y) < 2 or (y == y[0]).all() or (p == p[0]).all():
        return None
    a, b = y - y.mean(), p - p.mean()
    scale = np.sqrt(np.sum(a * a)) * np.sqrt(np.sum(b * b))
    return None if scale == 0 or not np.isfinite(scale) else float(np.clip(np.sum(a * b) / scale, -1, 1))


def ranks(values: Floats) -> Floats:
    """Return ranks from 1; equal values share the mean of theirs."""
    order = np.argsort(values, kind="stable")
    _, inverse, counts = np.unique(values[order], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    found = np.empty(len(values))
    found[order] = ((ends - counts + 1 + ends) / 2)[inverse]
    return found


def _confusion(rows: Classes) -> Floats:
    cells = np.bincount(rows.truth * rows.count + rows.predicted, minlength=rows.count**2)
    return cells.reshape(rows.count, rows.count).astype(np.float64)


def _balanced_accuracy(rows: Classes) -> float:
    cells = _confusion(rows)
    truth = cells.sum(1)
    present = truth > 0
    return float(np.mean(np.diag(cells)[present] / truth[present]))


def _counts(rows: Classes) -> tuple[float, float, float]:
    cells = _confusion(rows)
    return float(cells[-1, -1]), float(cells[-1].sum()), float(cells[:, -1].sum())


def _precision(rows: Classes) -> float:
    hits, _, predicted = _counts(rows)
    return hits / predicted if predicted else 0.0


def _recall(rows: Classes) -> float:
    hits, truth, _ = _counts(rows)
    return hits / truth if truth else 0.0


def _f1(rows: Classes) -> float:
    hits, truth, predicted = _counts(rows)
    return 2 * hits / (truth + predicted) if truth + predicted else 0.0


def _f1_macro(rows: Classes) -> float:
    cells = _confusion(rows)
    both = cells.sum(0) + cells.sum(1)
    present = both > 0
    return float(np.mean(2 * np.diag(cells)[present] / both[present]))


def _mcc(rows: Classes) -> float:
    cells = _confusion(rows)
    truth, predicted, n = cells.sum(1), cells.sum(0), float(len(rows))
    scale = (n * n - np.sum(predicted**2)) * (n * n - np.sum(truth**2))
    if scale == 0:
        return 0.0
    return float((np.trace(cells) * n - np.sum(truth * predicted)) / np.sqrt(scale))


def _roc_auc(rows: Classes) -> float | None:
    positive = rows.truth == 1
    n1 = int(positive.sum())
    n0 = len(rows) - n1
    if n1 == 0 or n0 == 0:
        return None
    return float((ranks(rows.scores)[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def _average_precision(rows: Classes) -> float:
    positive = rows.truth == 1
    if not positive.any():
        return 0.0
    _, inverse = np.unique(-rows.scores, return_inverse=True)
    hits = np.cumsum(np.bincount(inverse, weights=positive))
    ends = np.cumsum(np.bincount(inverse))
    return float(np.sum(np.diff(hits, prepend=0) / positive.sum() * (hits / ends)))


def _ndcg(y: Floats, p: Floats) -> float | None:
    """
    Return the normalised discounted cumulated gain; equal predictions share their places.

    References
    ----------
    Järvelin, K.; Kekäläinen, J. ACM Trans. Inf. Syst. 2002, 20, 422.
    """
    if len(y) < 2 or (y < 0).any():
        return None
    ideal = _discounted_gain(y, y)
    return 0.0 if ideal == 0 else _discounted_gain(y, p) / ideal


def _discounted_gain(y: Floats, by: Floats) -> float:
    _, inverse, counts = np.unique(-by, return_inverse=True, return_counts=True)
    gains = np.bincount(inverse, weights=y) / counts
    discounts = np.add.reduceat(1 / np.log2(np.arange(len(y)) + 2), np.cumsum(counts) - counts)
    return float(np.sum(gains * discounts))


#: Every metric that needs no expression, by its name.
METRICS: dict[str, Known] = {
    "mae": _numbers(lambda y, p: float(np.mean(np.abs(y - p))), unit=True),
    "rmse": _numbers(lambda y, p: float(np.sqrt(_mse(y, p))), unit=True),
    "mape": _numbers(_mape),
    "max_error": _numbers(lambda y, p: float(np.max(np.abs(y - p))), unit=True),
    "mse": _numbers(_mse),
    "median_absolute_error": _numbers(lambda y, p: float(np.median(np.abs(y - p))), unit=True),
    "r2": _numbers(_r2, higher=True),
    "pearson": _numbers(_pearson, higher=True),
    "spearman": _numbers(lambda y, p: _pearson(ranks(y), ranks(p)), higher=True),
    "ndcg": _numbers(_ndcg, higher=True),
    "accuracy": _classes(lambda rows: float(np.mean(rows.truth == rows.predicted))),
    "balanced_accuracy": _classes(_balanced_accuracy),
    "f1": _classes(_f1, binary=True),
    "f1_macro": _classes(_f1_macro),
    "precision": _classes(_precision, binary=True),
    "recall": _classes(_recall, binary=True),
    "mcc": _classes(_mcc),
    "rocauc": _classes(_roc_auc, binary=True),
    "average_precision": _classes(_average_precision, binary=True),
}
