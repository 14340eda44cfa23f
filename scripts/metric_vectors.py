"""Write src/core/metrics/testing/vectors.json: rows, and their scores by scikit-learn, SciPy and NumPy."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats
from sklearn import metrics as sklearn

TARGET = Path(__file__).parents[1] / "src/core/metrics/testing/vectors.json"
NUMBERS = [
    "mae",
    "rmse",
    "mape",
    "max_error",
    "mse",
    "median_absolute_error",
    "r2",
    "pearson",
    "spearman",
    "ndcg",
]
BINARY = [
    "accuracy",
    "balanced_accuracy",
    "f1",
    "f1_macro",
    "precision",
    "recall",
    "mcc",
    "rocauc",
    "average_precision",
]
METRICS: dict[str, Callable[[Any, Any], Any]] = {
    "mae": sklearn.mean_absolute_error,
    "rmse": sklearn.root_mean_squared_error,
    "mape": lambda y, p: _masked(sklearn.mean_absolute_percentage_error, y, p),
    "max_error": sklearn.max_error,
    "mse": sklearn.mean_squared_error,
    "median_absolute_error": sklearn.median_absolute_error,
    "r2": sklearn.r2_score,
    "pearson": lambda y, p: stats.pearsonr(y, p).statistic,
    "spearman": lambda y, p: stats.spearmanr(y, p).statistic,
    "ndcg": lambda y, p: sklearn.ndcg_score([y], [p]),
    "accuracy": sklearn.accuracy_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "f1": lambda y, p: sklearn.f1_score(y, p, zero_division=0),
    "f1_macro": lambda y, p: sklearn.f1_score(y, p, average="macro", zero_division=0),
    "precision": lambda y, p: sklearn.precision_score(y, p, zero_division=0),
    "recall": lambda y, p: sklearn.recall_score(y, p, zero_division=0),
    "mcc": sklearn.matthews_corrcoef,
    "rocauc": sklearn.roc_auc_score,
    "average_precision": sklearn.average_precision_score,
}
for average in ("macro", "weighted"):
    for name in ("precision", "recall", "f1"):
        METRICS[f"{name}_{average}"] = lambda y, p, name=name, average=average: getattr(
            sklearn, f"{name}_score"
        )(y, p, average=average, zero_division=0)
METRICS["kappa"] = sklearn.cohen_kappa_score
#: Metrics of probabilities by class, which take the classes in their order too.
BY_CLASS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "log_loss": lambda y, p, classes: sklearn.log_loss(y, p, labels=classes),
    "rocauc_ovr": lambda y, p, classes: sklearn.roc_auc_score(y, p, multi_class="ovr", labels=classes),
    "rocauc_ovr_weighted": lambda y, p, classes: sklearn.roc_auc_score(
        y, p, multi_class="ovr", average="weighted", labels=classes
    ),
    "rocauc_ovo": lambda y, p, classes: sklearn.roc_auc_score(y, p, multi_class="ovo", labels=classes),
}
#: Metrics of how sure predictions are; the others are of classes.
OF_CHANCES = ("rocauc", "average_precision")
#: What expressions are made of, as NumPy has it.
NUMPY = {
    name: getattr(np, name)
    for name in ["abs", "sqrt", "exp", "log", "log10", "mean", "median", "max", "min", "sum"]
}
CONFIDENCE = 0.95
SEVERAL = ["accuracy", "balanced_accuracy", "f1_macro", "mcc"]
AVERAGES = [
    f"{name}_{average}" for name in ("precision", "recall", "f1") for average in ("macro", "weighted")
]
EXPRESSIONS = [
    {"name": "log_mae", "expression": "mean(abs(log10(abs(y) + 1) - log10(abs(p) + 1)))"},
    {"name": "power", "expression": "-sqrt(mean((y - p) ** 2)) / 2 ** -1 + sum(y * 0.5) / max(abs(p))"},
    {"name": "spread", "expression": "median(exp(-abs(y - p))) - min(p) * 1e-3"},
]


def cases() -> list[dict[str, Any]]:
    """Return rows of every kind: many and few, ties, zeros, large and tiny numbers, classes of every type."""
    rng = np.random.default_rng(20260101)
    y = rng.gamma(1.2, 2.0, 200).round(2)
    y[::7] = 0
    noisy = (y + rng.normal(0, 0.7, 200)).round(3)
    large = rng.normal(1e9, 1e3, 60)
    found: list[dict[str, Any]] = [
        case("numbers", None, NUMBERS, {"a": (y[:100], noisy[:100]), "b": (y[100:], noisy[100:])}),
        case("far from zero", None, NUMBERS, {"a": (large, large + rng.normal(0, 5, 60))}),
        case("tiny", None, NUMBERS, {"a": (rng.normal(0, 1e-7, 40), rng.normal(0, 1e-7, 40))}),
        case("constant", None, NUMBERS, {"a": (np.full(5, 2.0), np.arange(5.0))}),
        case(
            "beyond all numbers",
            None,
            NUMBERS,
            {"a": (np.arange(4.0), np.full(4, 1e200) * [1, -1, 1, 1e100])},
        ),
        case("one row", None, NUMBERS, {"a": (np.array([3.0]), np.array([2.5]))}),
        case("expressions", None, EXPRESSIONS, {"a": (y[:50], noisy[:50])}),
    ]
    truth = rng.random(120) < 0.3
    chances = np.clip(truth * 0.4 + rng.random(120) * 0.6, 0, 1).round(2)
    found += [
        case("truth values", [False, True], BINARY, {"a": (truth, rng.random(120) < 0.4)}),
        case(
            "probabilities",
            [False, True],
            BINARY,
            {"a": (truth[:60], chances[:60]), "b": (truth[60:], chances[60:])},
        ),
        case("one class only", [False, True], BINARY, {"a": (np.zeros(9, bool), chances[:9])}),
        case("zero and one", [0, 1], BINARY, {"a": (truth.astype(int), chances)}),
    ]
    words = np.array(["low", "medium", "high", "never"])
    found.append(
        case(
            "words",
            words.tolist(),
            [*SEVERAL, *AVERAGES, "kappa"],
            {"a": (words[rng.integers(0, 3, 90)], words[rng.integers(0, 4, 90)])},
        )
    )
    classes = np.array(["high", "low", "medium"])
    found.append(
        case(
            "probabilities by class",
            classes.tolist(),
            [*SEVERAL, *AVERAGES, "kappa", *BY_CLASS],
            {
                fold: (classes[rng.choice(3, 70, p=[0.5, 0.3, 0.2])], rng.dirichlet([1, 1, 1], 70))
                for fold in "ab"
            },
        )
    )
    return found


def case(name: str, classes: Any, metrics: list[Any], folds: dict[str, Any]) -> dict[str, Any]:
    """Return a case with what it must give."""
    given = [{"higherIsBetter": False, **({"name": m} if isinstance(m, str) else m)} for m in metrics]
    plain = {fold: {"truth": y.tolist(), "predicted": p.tolist()} for fold, (y, p) in folds.items()}
    rows = list(folds.values())
    scores = {
        fold: {metric["name"]: value(metric, classes, y, p) for metric in given}
        for fold, (y, p) in folds.items()
    }
    overall = {}
    for metric in given:
        values = [fold[metric["name"]] for fold in scores.values()]
        means = [mean for drawn in resamples(rows) if (mean := mean_over(metric, classes, drawn)) is not None]
        low, high = (
            np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]) if means else (None, None)
        )
        undefined = [fold for fold, scored in scores.items() if scored[metric["name"]] is None]
        several = len(values) > 1 and not undefined
        overall[metric["name"]] = {
            "mean": None if undefined else float(np.mean(np.array(values, float))),
            "std": float(np.std(np.array(values, float))) if several else None,
            **({"undefinedFolds": undefined} if undefined else {}),
            "low": low,
            "high": high,
            "confidence": CONFIDENCE,
        }
    return {
        "name": name,
        "task": "regression" if classes is None else "classification",
        "classes": classes,
        "metrics": given,
        "folds": plain,
        "scores": scores,
        "overall": overall,
    }


def value(metric: dict[str, Any], classes: Any, y: Any, p: Any) -> float | None:
    """Return a score, or None where scikit-learn has none or none that is finite."""
    expression, name = metric.get("expression"), metric["name"]
    if p.ndim == 2 and name not in BY_CLASS:
        p = np.array(classes)[p.argmax(axis=1)]
    elif classes is not None and name not in (*OF_CHANCES, *BY_CLASS) and p.dtype == np.float64:
        p = (p > 0.5).astype(y.dtype)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            # The expressions are those of this file.
            if name in BY_CLASS:
                found = BY_CLASS[name](y, p, classes)
            else:
                found = eval(expression, {**NUMPY, "y": y, "p": p}) if expression else METRICS[name](y, p)
        except ValueError:
            return None
    return float(found) if found is not None and math.isfinite(found) else None


def mean_over(metric: dict[str, Any], classes: Any, rows: Sequence[Any]) -> float | None:
    """Return the mean of the folds' scores, or None where one has none."""
    values = [value(metric, classes, y, p) for y, p in rows]
    return None if None in values else float(np.mean(values))  # type: ignore[arg-type]


def resamples(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the rows that the bootstrap draws, as `src/core/metrics/bootstrap.ts` numbers its draws."""
    total = sum(len(y) for y, _ in rows)
    count = min(1000, max(100, 2_000_000 // max(1, total)))
    drawn = []
    for b in range(count):
        sample = []
        for f, (y, p) in enumerate(rows):
            key = mixed(np.array([b * len(rows) + f + 1], np.uint32))
            spread = key + np.arange(len(y), dtype=np.uint32) * np.uint32(0x9E3779B9)
            places = np.floor(mixed(spread) / 4294967296 * len(y)).astype(np.int64)
            sample.append((y[places], p[places]))
        drawn.append(sample)
    return drawn


def mixed(h: Any) -> Any:
    """Spread neighbouring numbers evenly: the finalizer of MurmurHash3 on 32 bits."""
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def _masked(metric: Callable[[Any, Any], Any], y: Any, p: Any) -> Any:
    kept = np.abs(y) > 1e-5
    return metric(y[kept], p[kept]) if kept.any() else None


if __name__ == "__main__":
    TARGET.write_text(json.dumps(cases(), indent=1, allow_nan=False) + "\n")
