from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.benchmark import Benchmark

#: Truths up to it are left out of `mape`, as Matbench does.
MAPE_THRESHOLD = 1e-5
Folds = dict[str, tuple[Any, Any]]


def sklearn_metrics() -> dict[str, Callable[[Any, Any], Any]]:
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
        "ndcg": lambda y, p: metrics.ndcg_score([y], [p]),
        "accuracy": metrics.accuracy_score,
        "balanced_accuracy": metrics.balanced_accuracy_score,
        "f1": lambda y, p: metrics.f1_score(y, p, zero_division=0),
        "f1_macro": lambda y, p: metrics.f1_score(y, p, average="macro", zero_division=0),
        "precision": lambda y, p: metrics.precision_score(y, p, zero_division=0),
        "recall": lambda y, p: metrics.recall_score(y, p, zero_division=0),
        "mcc": metrics.matthews_corrcoef,
        "rocauc": metrics.roc_auc_score,
        "average_precision": metrics.average_precision_score,
    }


NUMBERS = list(sklearn_metrics())[:10]
BINARY = list(sklearn_metrics())[10:]


def publish(folds: Folds, metrics: list[str], **more: Any) -> tuple[Benchmark, dict[str, pa.Table]]:
    """Publish a benchmark of these truths, and return it with its predictions."""
    frames = {
        fold: pd.DataFrame({"id": [f"{fold}-{i}" for i in range(len(y))], "x": 0.0, "y": y})
        for fold, (y, _) in folds.items()
    }
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": pd.concat(frames.values())}, name="rows", columns=roles)
    tests = {fold: list(frame["id"]) for fold, frame in frames.items()}
    task = foundry_lab.publish_benchmark(name="task", dataset="rows", folds=tests, metrics=metrics, **more)
    return task, {fold: pa.table({"id": tests[fold], "prediction": p}) for fold, (_, p) in folds.items()}


def expect(task: Benchmark, predictions: Any, expected: Callable[[str, str], Any]) -> None:
    """Compare the scores of predictions that do not enter, and of the same ones entering, with the expected ones."""
    task.check(predictions)
    scored = task.score(predictions)
    assert task.submit(predictions, name="entry").scores == scored
    assert list(scored) == task.folds
    for fold, scores in scored.items():
        assert list(scores) == task.metrics
        for metric, value in scores.items():
            wanted = expected(fold, metric)
            close = None if wanted is None else pytest.approx(wanted, rel=1e-10, abs=1e-12)
            assert value == close, (fold, metric)


def test_scores_of_numbers_are_those_of_scikit_learn(store: Path) -> None:
    folds: Folds = {}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(3, 500))
        y = rng.normal(rng.normal(0, 5), rng.gamma(2), n).round(int(rng.integers(1, 6)))
        folds[f"any_{seed}"] = y, y * rng.random() + rng.normal(0, 1, n)
        tied = rng.gamma(1, 3, n).round(int(rng.integers(1, 3)))
        folds[f"tied_{seed}"] = tied, (tied * rng.random() + rng.normal(0, 1, n)).round(1)
    folds["near_zero"] = np.array([0.0, 1e-5, 2.0]), np.array([5.0, 5.0, 1.0])
    task, predictions = publish(folds, [metric for metric in NUMBERS if metric != "ndcg"])
    expect(task, predictions, lambda fold, metric: sklearn_metrics()[metric](*folds[fold]))
    shuffled = {fold: table.take(np.arange(len(table))[::-1]) for fold, table in predictions.items()}
    assert task.score(shuffled) == task.score(predictions)


def test_gains_of_an_order_are_those_of_scikit_learn(store: Path) -> None:
    folds: Folds = {}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        gains = rng.gamma(1, 3, int(rng.integers(5, 400))).round(int(rng.integers(0, 3)))
        folds[f"seed_{seed}"] = gains, (gains * rng.random() + rng.normal(0, 1, len(gains))).round(1)
    task, predictions = publish(folds, ["ndcg"])
    expect(task, predictions, lambda fold, metric: sklearn_metrics()[metric](*folds[fold]))


def test_a_fold_in_which_a_metric_has_no_value_is_refused(store: Path) -> None:
    zeros = np.array([0.0, 1e-6, 0.0]), np.array([5.0, 5.0, 1.0])
    with pytest.raises(errors.InvalidManifestError, match="'mape' is not defined in 'all_zero'"):
        publish({"all_zero": zeros}, ["mape"])


def test_scores_of_two_classes_are_those_of_scikit_learn(store: Path) -> None:
    folds: Folds = {}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(5, 400))
        y = rng.random(n) < rng.random()
        y[:2] = [True, False]
        folds[f"seed_{seed}"] = y, rng.random(n).round(int(rng.integers(1, 4)))
    task, predictions = publish(folds, BINARY)

    def expected(fold: str, metric: str) -> Any:
        y, chances = folds[fold]
        given = chances if metric in ("rocauc", "average_precision") else chances > 0.5
        return sklearn_metrics()[metric](y, given)

    expect(task, predictions, expected)


def test_scores_of_several_classes_are_those_of_scikit_learn(store: Path) -> None:
    folds: Folds = {}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(20, 400))
        folds[f"seed_{seed}"] = tuple(rng.choice(list("abcde"), n) for _ in range(2))  # type: ignore[assignment]
    task, predictions = publish(folds, ["accuracy", "balanced_accuracy", "f1_macro", "mcc"])
    expect(task, predictions, lambda fold, metric: sklearn_metrics()[metric](*folds[fold]))


def test_predictions_on_hidden_labels_are_checked_and_not_scored(store: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "x": 0.0, "y": [None, None, 1.0]})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="rows", columns=roles)
    task = foundry_lab.publish_benchmark(
        name="task",
        dataset="rows",
        folds={"f": ["a", "b"]},
        metrics=["mae"],
        labels={"a": 1, "b": 2},
        hidden=True,
    )
    task.check({"f": {"a": 1, "b": 2}})
    with pytest.raises(errors.NotAllowedError, match=r"labels of task@1\.0\.0 are hidden, so only"):
        task.score({"f": {"a": 1, "b": 2}})


def test_rows_weigh_by_the_column_of_that_role_as_sample_weight_does(store: Path) -> None:
    from sklearn import metrics

    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {"id": [f"r{i}" for i in range(30)], "y": rng.normal(2, 1, 30), "w": rng.lognormal(0, 2, 30)}
    )
    roles = {"id": {"role": "id"}, "y": {"role": "target"}, "w": {"role": "weight"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="weighed", columns=roles)
    predicted = frame["y"] + rng.normal(0, 0.3, 30)
    task = foundry_lab.publish_benchmark(name="task", dataset="weighed", folds={"a": list(frame["id"])})
    assert (task.weight, task.inputs, task.metrics) == ("w", [], ["mae", "rmse", "mape"])
    entry = task.submit({"a": dict(zip(frame["id"], predicted, strict=True))}, name="one")
    weights = {"sample_weight": frame["w"]}
    assert entry.scores["a"] == pytest.approx(
        {
            "mae": metrics.mean_absolute_error(frame["y"], predicted, **weights),
            "rmse": metrics.root_mean_squared_error(frame["y"], predicted, **weights),
            "mape": metrics.mean_absolute_percentage_error(frame["y"], predicted, **weights),
        },
        rel=1e-12,
    )
    assert entry.reproduce().verdict == "equal"
    with pytest.raises(errors.InvalidManifestError, match="'max_error' has no form: use mae, rmse"):
        foundry_lab.publish_benchmark(name="b", dataset="weighed", metrics=["max_error"])
    alike = foundry_lab.publish_benchmark(name="c", dataset="weighed", weight=False, metrics=["max_error"])
    assert alike.weight is None
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame.assign(w=frame["w"] - 1)}, name="weighed", columns=roles)
    with pytest.raises(errors.InvalidTableError, match="but must be a number above 0"):
        foundry_lab.publish_benchmark(name="d", dataset="weighed")


def test_uncertainties_are_published_with_an_entry_and_scored_by_their_calibration(
    store: Path, tmp_path: Path
) -> None:
    from scipy import stats

    rng = np.random.default_rng(6)
    y, deviations = rng.normal(0, 2, 40), rng.uniform(0.2, 2, 40).round(3)
    predicted = y + rng.normal(0, deviations)
    names = ["nll", "coverage_error_95", "crps", "miscalibration_area", "mae"]
    task, _ = publish({"a": (y, predicted)}, names)
    ids = task.test_ids("a")
    frame = pd.DataFrame({"id": ids, "prediction": predicted, "uncertainty": deviations})
    shuffled = frame.sample(frac=1, random_state=0)
    shuffled.to_csv(tmp_path / "p.csv", index=False)
    plain = {"a": dict(zip(ids, predicted, strict=True))}
    beside = {"a": dict(zip(shuffled["id"], shuffled["uncertainty"], strict=True))}
    columns = {"ids": ids, "values": predicted.tolist(), "uncertainties": deviations.tolist()}
    entries = [task.submit(given, name=f"form {i}") for i, given in enumerate([frame, tmp_path / "p.csv"])]
    entries.append(task.submit(plain, name="beside", uncertainties=beside))
    entries.append(task.submit({"a": columns}, name="columns"))
    for entry in entries:
        assert entry.scores["a"]["nll"] == pytest.approx(
            -stats.norm.logpdf(y, predicted, deviations).mean(), rel=1e-12
        )
        within = (np.abs(y - predicted) <= stats.norm.ppf(0.975) * deviations).mean()
        assert entry.scores["a"]["coverage_error_95"] == pytest.approx(abs(within - 0.95), rel=1e-9)
        assert entry.scores == entries[0].scores
        assert entry.uncertainties() == {"a": dict(zip(ids, deviations, strict=True))}
        assert entry.reproduce().verdict == "equal"
    without = task.submit(plain, name="without")
    assert (without.scores["a"]["nll"], without.uncertainties()) == (None, {})
    assert [entry.name for entry in task.leaderboard()][-1] == "without"
    assert without.scores["a"]["mae"] == entries[0].scores["a"]["mae"]
    for wrong, sentence in (
        ({**beside["a"], ids[0]: 0.0}, f"The uncertainty of row '{ids[0]}' in 'a' is 0, but must be"),
        ({**beside["a"], ids[0]: None}, "is missing .* but must be a standard deviation above 0"),
        ({ids[0]: 1.0}, "40 predictions and 1 uncertainties, of which 1 are of the same rows"),
    ):
        for refuse in (task.check, task.submit):
            with pytest.raises(errors.InvalidPredictionsError, match=sentence):
                refuse(plain, name="wrong", uncertainties={"a": wrong})


@pytest.mark.parametrize("labels", [["high", "low", "medium"], [False, True], [0, 1]])
def test_probabilities_are_columns_of_a_table_too(store: Path, tmp_path: Path, labels: list[Any]) -> None:
    rng = np.random.default_rng(7)
    y = np.array(labels)[rng.permutation(np.arange(30) % len(labels))]
    task, _ = publish({"a": (y, y)}, ["log_loss", "accuracy"], classes=labels)
    chances = rng.dirichlet(np.ones(len(labels)), 30)
    frame = pd.DataFrame(chances, columns=labels).assign(id=task.test_ids("a")).sample(frac=1, random_state=0)
    frame.columns = frame.columns.map(str)
    frame.to_csv(tmp_path / "p.csv", index=False)
    lists = task.submit({"a": dict(zip(task.test_ids("a"), chances, strict=True))}, name="lists")
    for number, given in enumerate((frame, {"a": frame}, tmp_path / "p.csv")):
        assert task.submit(given, name=f"form {number}").scores == lists.scores
    with pytest.raises(errors.InvalidPredictionsError, match="keep one of the two"):
        task.check(frame.assign(prediction=y))
    with pytest.raises(
        errors.InvalidPredictionsError, match="or instead of it a column for each of the classes"
    ):
        task.check(frame.drop(columns=str(labels[0])).assign(more=1))
