"""Write src/core/metrics/tests/vectors.json: rows, and their scores by scikit-learn and by this package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from foundry_lab.benchmarks.scoring import score
from foundry_lab.benchmarks.scoring.rows import rows_of
from foundry_lab.contracts.models import BenchmarkMetric

TARGET = Path(__file__).parents[1] / "src/core/metrics/tests/vectors.json"
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
SEVERAL = ["accuracy", "balanced_accuracy", "f1_macro", "mcc"]
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
            SEVERAL,
            {"a": (words[rng.integers(0, 3, 90)], words[rng.integers(0, 4, 90)])},
        )
    )
    return found


def case(name: str, classes: Any, metrics: list[Any], folds: dict[str, Any]) -> dict[str, Any]:
    """Return a case with what it must give."""
    given = [{"higherIsBetter": False, **({"name": m} if isinstance(m, str) else m)} for m in metrics]
    plain = {fold: {"truth": y.tolist(), "predicted": p.tolist()} for fold, (y, p) in folds.items()}
    rows = {fold: rows_of(classes, item["truth"], item["predicted"]) for fold, item in plain.items()}
    scores, overall = score(msgspec.convert(given, list[BenchmarkMetric]), rows)
    return {
        "name": name,
        "task": "regression" if classes is None else "classification",
        "classes": classes,
        "metrics": given,
        "folds": plain,
        "scores": scores,
        "overall": msgspec.to_builtins(overall),
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(cases(), indent=1, allow_nan=False) + "\n")
