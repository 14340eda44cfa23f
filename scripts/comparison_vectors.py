"""Write src/core/metrics/testing/comparisons.json: pairs of entries, and SciPy's p of how their scores differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from metric_vectors import BINARY, EXPRESSIONS, NUMBERS, SEVERAL, value
from scipy import stats

TARGET = Path(__file__).parents[1] / "src/core/metrics/testing/comparisons.json"
#: Metrics of which only the order of predictions matters: ranks are exchanged, not numbers on two scales.
OF_ORDER = ("spearman", "ndcg", "rocauc", "average_precision")
RESAMPLES = 1_999


def rows_cases() -> list[dict[str, Any]]:
    """Return pairs of few rows, of which every exchange is tried, and of many."""
    rng = np.random.default_rng(20261201)
    found = []
    for n in (8, 10, 300):
        y = rng.gamma(1.2, 2.0, n).round(2)
        near, far = y + rng.normal(0, 0.7, n), y + rng.normal(0.1, 0.9, n)
        for metric in [*NUMBERS, *EXPRESSIONS]:
            found.append(case(metric, None, y, near, far))
        truth = rng.random(n) < 0.4
        truth[:2] = [True, False]
        chances = [np.clip(truth * weight + rng.random(n) * 0.7, 0, 1) for weight in (0.3, 0.2)]
        for metric in BINARY:
            found.append(case(metric, [False, True], truth, *chances))
        words = np.array(["low", "medium", "high"])
        labels = [words[rng.integers(0, 3, n)] for _ in range(3)]
        for metric in SEVERAL:
            found.append(case(metric, words.tolist(), *labels))
    # One far prediction makes the entry with the smaller errors elsewhere the worse one by rmse.
    zeros, steady, once = np.zeros(30), np.full(30, 0.3), np.full(30, 0.02)
    once[7] = 2
    return [*found, *(case(metric, None, zeros, steady, once) for metric in ("rmse", "mae", "max_error"))]


def case(metric: Any, classes: Any, y: Any, first: Any, second: Any) -> dict[str, Any]:
    """Return a pair of entries with the p of SciPy."""
    given = {"higherIsBetter": False, **({"name": metric} if isinstance(metric, str) else metric)}
    of_order = given["name"] in OF_ORDER
    samples = [stats.rankdata(p) if of_order else p for p in (first, second)]
    # Texts are exchanged by their place among the classes, as SciPy takes numbers.
    texts = classes is not None and first.dtype.kind == "U"
    if texts:
        samples = [np.array([classes.index(word) for word in p]) for p in samples]

    def difference(a: Any, b: Any) -> float:
        a, b = ((np.array(classes)[p.astype(int)] if texts else p) for p in (a, b))
        scores = [value(given, classes, y, p) for p in (a, b)]
        return float(scores[0]) - float(scores[1])  # type: ignore[arg-type]

    exact = len(y) <= 10
    p = stats.permutation_test(
        samples,
        difference,
        permutation_type="samples",
        n_resamples=np.inf if exact else RESAMPLES,
        vectorized=False,
        rng=np.random.default_rng(0),
    ).pvalue
    return {
        "metric": given,
        "classes": classes,
        "truth": y.tolist(),
        "first": first.tolist(),
        "second": second.tolist(),
        "exact": exact,
        "p": float(p),
    }


def folds_cases() -> list[dict[str, Any]]:
    """Return scores by fold, with the t-test corrected for shared training rows."""
    rng = np.random.default_rng(7)
    found = []
    for n, ratio in ((2, 1.0), (5, 0.25), (10, 1 / 9), (30, 0.5)):
        first, second = rng.normal(0.4, 0.05, n), rng.normal(0.43, 0.05, n)
        differences = first - second
        t = differences.mean() / np.sqrt((1 / n + ratio) * differences.var(ddof=1))
        p = 2 * stats.t.sf(abs(t), n - 1)
        found.append({"first": first.tolist(), "second": second.tolist(), "ratio": ratio, "p": float(p)})
    return found


if __name__ == "__main__":
    content = {"rows": rows_cases(), "folds": folds_cases()}
    TARGET.write_text(json.dumps(content, allow_nan=False) + "\n")
