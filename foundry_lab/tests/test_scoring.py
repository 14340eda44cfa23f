from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from foundry_lab.benchmarks.scoring import METRICS, metric_of, score
from foundry_lab.benchmarks.scoring.expression import compile_expression
from foundry_lab.benchmarks.scoring.metrics import MAPE_THRESHOLD
from foundry_lab.benchmarks.scoring.rows import Numbers, rows_of
from foundry_lab.contracts.models import BenchmarkMetric
from foundry_lab.errors import InvalidManifestError

VECTORS = json.loads((Path(__file__).parents[2] / "src/core/metrics/tests/vectors.json").read_text())


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_scores_are_those_of_the_shared_vectors(case: dict[str, Any]) -> None:
    rows = {
        fold: rows_of(case["classes"], item["truth"], item["predicted"])
        for fold, item in case["folds"].items()
    }
    scores, overall = score(msgspec.convert(case["metrics"], list[BenchmarkMetric]), rows)
    for fold, expected in case["scores"].items():
        assert_close(scores[fold], expected)
    for metric, expected in case["overall"].items():
        assert_close(msgspec.to_builtins(overall[metric]), expected)


def assert_close(found: dict[str, float | None], expected: dict[str, float | None]) -> None:
    assert found.keys() == expected.keys()
    for key, wanted in expected.items():
        value = found[key]
        assert (
            value == wanted if wanted is None or value is None else abs(value - wanted) <= 1e-12 * abs(wanted)
        ), key


def sklearn_metrics() -> dict[str, Any]:
    from scipy import stats
    from sklearn import metrics

    def masked(y: Any, p: Any) -> Any:
        kept = np.abs(y) > MAPE_THRESHOLD
        return metrics.mean_absolute_percentage_error(y[kept], p[kept]) if kept.any() else None

    return {
        "mae": metrics.mean_absolute_error,
        "rmse": metrics.root_mean_squared_error,
        "mse": metrics.mean_squared_error,
        "mape": masked,
        "max_error": metrics.max_error,
        "median_absolute_error": metrics.median_absolute_error,
        "r2": metrics.r2_score,
        "pearson": lambda y, p: stats.pearsonr(y, p).statistic,
        "spearman": lambda y, p: stats.spearmanr(y, p).statistic,
        "accuracy": metrics.accuracy_score,
        "balanced_accuracy": metrics.balanced_accuracy_score,
        "f1": lambda y, p: metrics.f1_score(y, p, zero_division=0),
        "f1_macro": lambda y, p: metrics.f1_score(y, p, average="macro", zero_division=0),
        "precision": lambda y, p: metrics.precision_score(y, p, zero_division=0),
        "recall": lambda y, p: metrics.recall_score(y, p, zero_division=0),
        "mcc": metrics.matthews_corrcoef,
        "rocauc": metrics.roc_auc_score,
        "average_precision": metrics.average_precision_score,
        "ndcg": lambda y, p: None if (y < 0).any() else metrics.ndcg_score([y], [p]),
    }


@pytest.mark.parametrize("seed", range(20))
def test_ranking_is_that_of_scikit_learn_with_ties(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 300))
    y = rng.gamma(1, 3, n).round(int(rng.integers(0, 3)))
    p = (y * rng.random() + rng.normal(0, 1, n)).round(int(rng.integers(0, 3)))
    expected = sklearn_metrics()["ndcg"](y, p)
    assert METRICS["ndcg"].compute(rows_of(None, y, p)) == pytest.approx(expected, rel=1e-12)
    assert METRICS["ndcg"].compute(rows_of(None, -y - 1, p)) is None


@pytest.mark.parametrize("seed", range(20))
def test_metrics_of_numbers_are_those_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 500))
    y = rng.normal(rng.normal(0, 5), rng.gamma(2), n).round(int(rng.integers(0, 6)))
    p = y * rng.random() + rng.normal(0, 1, n)
    rows = rows_of(None, y, p)
    for name, expected in sklearn_metrics().items():
        if METRICS[name].task != "regression":
            continue
        if (y == y[0]).all():
            continue
        found = METRICS[name].compute(rows)
        wanted = expected(y, p)
        assert found == (None if wanted is None else pytest.approx(wanted, rel=1e-10, abs=1e-12)), name


@pytest.mark.parametrize("seed", range(20))
def test_metrics_of_two_classes_are_those_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 400))
    y = rng.random(n) < rng.random()
    y[:2] = [True, False]
    chances = rng.random(n).round(int(rng.integers(1, 4)))
    labels = chances > 0.5
    rows = rows_of([False, True], y.tolist(), chances.tolist())
    for name, expected in sklearn_metrics().items():
        if METRICS[name].task == "classification":
            given = chances if name in ("rocauc", "average_precision") else labels
            assert METRICS[name].compute(rows) == pytest.approx(expected(y, given), rel=1e-12, abs=1e-15), (
                name
            )


@pytest.mark.parametrize("seed", range(20))
def test_metrics_of_several_classes_are_those_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    classes = ["a", "b", "c", "d", "e"][: int(rng.integers(3, 6))]
    n = int(rng.integers(20, 400))
    y, p = rng.choice(classes, n).tolist(), rng.choice(classes, n).tolist()
    rows = rows_of(classes, y, p)
    for name in ("accuracy", "balanced_accuracy", "f1_macro", "mcc"):
        assert METRICS[name].compute(rows) == pytest.approx(sklearn_metrics()[name](y, p), rel=1e-12), name


def test_mape_leaves_out_truths_near_zero() -> None:
    rows = Numbers(np.array([0.0, 1e-5, 2.0]), np.array([5.0, 5.0, 1.0]))
    assert METRICS["mape"].compute(rows) == 0.5
    assert METRICS["mape"].compute(Numbers(np.zeros(2), np.ones(2))) is None


def test_true_is_not_the_class_one() -> None:
    with pytest.raises(Exception, match="none of the classes"):
        rows_of([0, 1, 2], [1], [True])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mean(abs(y - q))", "'q' is not known"),
        ("abs(y - p)", "gives a number for each row"),
        ("mean(y - p", "cannot be read"),
        ("__import__('os')", "not known"),
        ("y.__class__", "not known"),
        ("(lambda: 1)()", "not known"),
        ("mean(y) if 1 else 2", "not known"),
        ("9" * 600, "longer than"),
        ("-" * 200 + "1", "cannot be read|nested"),
    ],
)
def test_an_expression_can_do_nothing_but_arithmetic(text: str, reason: str) -> None:
    with pytest.raises(InvalidManifestError, match=reason):
        compile_expression(text, "own")


def test_a_metric_that_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidManifestError, match=r"no metric 'maee'.*mae") as refused:
        metric_of("maee", None, "regression")
    assert refused.value.suggestions[0] == "mae"
    with pytest.raises(InvalidManifestError, match="is for classification"):
        metric_of("f1", None, "regression")
    with pytest.raises(InvalidManifestError, match="of two classes"):
        metric_of("f1", None, "classification", 3)
