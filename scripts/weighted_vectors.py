"""
Write src/core/metrics/testing/weighted.json: scores of rows with weights or with standard deviations.

They are those of scikit-learn and of uncertainty-toolbox (`pip install uncertainty-toolbox`, which nothing else needs).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import uncertainty_toolbox as uct
from sklearn import metrics as sklearn

TARGET = Path(__file__).parents[1] / "src/core/metrics/testing/weighted.json"
Score = Callable[..., float]
OF_NUMBERS: dict[str, Score] = {
    "mae": sklearn.mean_absolute_error,
    "mse": sklearn.mean_squared_error,
    "rmse": sklearn.root_mean_squared_error,
    "mape": sklearn.mean_absolute_percentage_error,
    "r2": sklearn.r2_score,
}
OF_LABELS: dict[str, Score] = {
    "accuracy": sklearn.accuracy_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "mcc": sklearn.matthews_corrcoef,
    "kappa": sklearn.cohen_kappa_score,
}
OF_TWO: dict[str, Score] = {}
for _name in ("precision", "recall", "f1"):
    _score = getattr(sklearn, f"{_name}_score")
    OF_TWO[_name] = lambda y, p, score=_score, **more: score(y, p, zero_division=0, **more)
    for _average in ("macro", "weighted"):
        OF_LABELS[f"{_name}_{_average}"] = lambda y, p, score=_score, average=_average, **more: score(
            y, p, average=average, zero_division=0, **more
        )
OF_CHANCES: dict[str, Score] = {
    "rocauc": sklearn.roc_auc_score,
    "average_precision": sklearn.average_precision_score,
}
BY_CLASS: dict[str, Score] = {
    "log_loss": sklearn.log_loss,
    "rocauc_ovr": lambda y, p, **more: sklearn.roc_auc_score(y, p, multi_class="ovr", **more),
    "rocauc_ovr_weighted": lambda y, p, **more: sklearn.roc_auc_score(
        y, p, multi_class="ovr", average="weighted", **more
    ),
}
OF_DEVIATIONS: dict[str, Score] = {
    "nll": uct.nll_gaussian,
    "crps": uct.crps_gaussian,
    "miscalibration_area": uct.miscalibration_area,
    "coverage_error_68": lambda p, s, y: abs(uct.get_proportion_in_interval(p, s, y, 0.68) - 0.68),
    "coverage_error_95": lambda p, s, y: abs(uct.get_proportion_in_interval(p, s, y, 0.95) - 0.95),
}


def cases() -> list[dict[str, Any]]:
    """Return rows and their scores: weights near 1 and far apart, ties, calibrated and other deviations."""
    rng = np.random.default_rng(20261203)
    found = []
    for spread in (0.2, 4):
        weights = rng.lognormal(0, spread, 60).round(4)
        y = rng.gamma(1.2, 2.0, 60).round(1) + 0.1
        found.append(_weighted(OF_NUMBERS, None, y, y + rng.normal(0, 0.7, 60), weights))
        truth = rng.random(60) < 0.3
        chances = np.clip(truth * 0.4 + rng.random(60) * 0.6, 0, 1).round(1)
        found.append(_weighted(OF_CHANCES, [False, True], truth, chances, weights))
        found.append(_weighted({**OF_LABELS, **OF_TWO}, [False, True], truth, chances > 0.5, weights))
        classes = np.array(["high", "low", "medium"])
        labels = classes[rng.choice(3, 60, p=[0.5, 0.3, 0.2])]
        found.append(_weighted(BY_CLASS, classes.tolist(), labels, rng.dirichlet([1, 1, 1], 60), weights))
        found.append(_weighted(OF_LABELS, classes.tolist(), labels, rng.permutation(labels), weights))
    for scale in (0.02, 1, 30):
        y = rng.normal(5, 3, 80).round(3)
        deviations = rng.uniform(0.2, 1.5, 80).round(3)
        p = y + rng.normal(0, deviations)
        p[:3] = y[:3]
        given = deviations * scale
        found.append(
            {
                **_rows(None, y, p),
                "uncertainties": given.tolist(),
                "scores": {name: float(score(p, given, y)) for name, score in OF_DEVIATIONS.items()},
            }
        )
    return found


def _weighted(scores: dict[str, Score], classes: Any, y: Any, p: Any, weights: Any) -> dict[str, Any]:
    return {
        **_rows(classes, y, p),
        "weights": weights.tolist(),
        "scores": {name: float(score(y, p, sample_weight=weights)) for name, score in scores.items()},
    }


def _rows(classes: Any, y: Any, p: Any) -> dict[str, Any]:
    return {"classes": classes, "truth": y.tolist(), "predicted": p.tolist()}


if __name__ == "__main__":
    lines = [json.dumps(case, allow_nan=False) for case in cases()]
    TARGET.write_text("[\n" + ",\n".join(lines) + "\n]\n")
