from __future__ import annotations

import gzip
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.benchmark import Benchmark

Published = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def published_entries(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Matbench's three published entries by name and fold: `data` and `scores`."""
    path = Path(__file__).parents[2] / "examples/data/sources/matbench/expt_gap.predictions.json.gz"
    with gzip.open(path) as file:
        found: Published = json.load(file)
    return found


@pytest.fixture
def gaps(examples: Path, published_entries: Published) -> Benchmark:
    folds = {fold: list(found["data"]) for fold, found in published_entries["dummy"].items()}
    return foundry_lab.publish_benchmark(
        name="expt-gap",
        version="1.0.0",
        dataset="matbench-expt-gap",
        id="id",
        target="gap",
        folds=folds,
        metrics=["mae", "rmse", "mape", "max_error"],
    )


def table(n: int = 12, **more: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [f"r{i}" for i in range(n)], "x": np.arange(n) * 1.5, "y": np.arange(n) * 2.0, **more}
    )


def publish(frame: pd.DataFrame, target: str = "y", **more: Any) -> Any:
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, target: {"role": "target", **more}}
    with pytest.warns(errors.FoundryWarning):
        return foundry_lab.publish_dataset({"all": frame}, name="small", columns=roles)


FOLDS = {"a": ["r0", "r1", "r2"], "b": ["r3", "r4", "r5"]}
GOOD = {"a": {"r0": 0.5, "r1": 2.5, "r2": 4.5}, "b": {"r3": 6.5, "r4": 8.5, "r5": 10.5}}


@pytest.fixture
def small(store: Path) -> Benchmark:
    publish(table())
    return foundry_lab.publish_benchmark(
        name="task", dataset="small@1.0.0", folds=FOLDS, metrics=["mae", "r2"]
    )


def test_published_scores_of_matbench_are_reproduced(gaps: Benchmark, published_entries: Published) -> None:
    for name, folds in published_entries.items():
        entry = gaps.submit(
            {fold: found["data"] for fold, found in folds.items()}, name=name, kind="published"
        )
        for fold, found in folds.items():
            for metric, expected in found["scores"].items():
                assert entry.scores[fold][metric] == pytest.approx(expected, rel=1e-12), (name, fold, metric)
        assert entry.reproduce().verdict in ("equal", "within tolerance")
    board: Any = gaps.leaderboard()
    assert [entry.name for entry in board] == ["CrabNet_v1.2.1", "rf", "dummy"]
    assert [entry.rank for entry in board] == [1, 2, 3]
    assert board["rf"].above.significant
    assert [entry.name for entry in gaps.leaderboard(sort="rmse")] == ["rf", "CrabNet_v1.2.1", "dummy"]
    assert gaps.submission("rf").predictions()["fold_0"] == published_entries["rf"]["fold_0"]["data"]


def test_k_fold_is_the_folds_of_matbench(gaps: Benchmark) -> None:
    again = foundry_lab.publish_benchmark(
        name="same", dataset="matbench-expt-gap@1.0.0", folds=_original_order(gaps)
    )
    for fold in gaps.folds:
        assert set(again.test_ids(fold)) == set(gaps.test_ids(fold))


def _original_order(benchmark: Benchmark) -> Any:
    from foundry_lab.benchmarks.splitters import KFold

    rows = sorted(row for fold in benchmark.folds for row in benchmark.test_ids(fold))
    parts = KFold().assign(benchmark.dataset, len(rows), pa.chunked_array([[0.0]]), [])
    return {f"fold_{i}": [rows[place] for place in part] for i, part in enumerate(parts)}


def test_train_and_test_rows_are_those_of_the_fold(small: Benchmark) -> None:
    assert small.test("b").to_pydict() == {"id": ["r3", "r4", "r5"], "x": [4.5, 6.0, 7.5]}
    assert small.train("b")["id"].to_pylist() == [f"r{i}" for i in (0, 1, 2, *range(6, 12))]
    assert small.dataset.reference == "small@1.0.0"
    assert small.inputs == ["x"]
    assert "task@1.0.0" in repr(small)


def test_a_benchmark_is_cited_as_datasets_are(small: Benchmark) -> None:
    assert "(Version 1.0.0)" in small.cite("apa")
    assert small.datacite()["types"]["resourceType"] == "Benchmark"
    assert small.doi is None
    assert foundry_lab.search("task", kind="benchmark")[0].load() == small
    assert "<table" in small._repr_html_()


def test_predictions_are_taken_in_any_form(small: Benchmark, tmp_path: Path) -> None:
    rows = [
        {"fold": fold, "id": row, "prediction": value}
        for fold, of in GOOD.items()
        for row, value in of.items()
    ]
    frame = pd.DataFrame(rows).sample(frac=1, random_state=0)
    frame.to_csv(tmp_path / "p.csv", index=False)
    frame.drop(columns="fold").to_parquet(tmp_path / "p.parquet")
    feather.write_feather(pa.Table.from_pandas(frame, preserve_index=False), str(tmp_path / "p.arrow"))
    (tmp_path / "p.json").write_text(json.dumps(GOOD))
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    series = {fold: pd.Series(of) for fold, of in GOOD.items()}
    arrays = {
        fold: dict(zip(of, np.array(list(of.values()), np.float32), strict=True)) for fold, of in GOOD.items()
    }
    tables = {fold: pa.table({"id": list(of), "prediction": list(of.values())}) for fold, of in GOOD.items()}
    files = [tmp_path / name for name in ("p.csv", "p.parquet", "p.arrow", "p.json", "rows.json")]
    for number, given in enumerate([GOOD, frame, series, arrays, tables, *files]):
        assert small.submit(given, name=f"form {number}").scores == {
            "a": {"mae": 0.5, "r2": pytest.approx(1 - 0.75 / 8)},
            "b": {"mae": 0.5, "r2": pytest.approx(1 - 0.75 / 8)},
        }


def changed(fold: str, **rows: Any) -> dict[str, dict[str, Any]]:
    return {**GOOD, fold: {**GOOD[fold], **rows}}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"a": GOOD["a"]}, "Predictions for 1 of 2 folds are missing: 'b'."),
        ({**GOOD, "c": {}}, "The benchmark has no fold 'c'; its folds are 'a', 'b'."),
        ({**GOOD, "a": {"r0": 1, "r1": 2}}, "'a' lacks predictions for 1 of its 3 rows: 'r2'."),
        (changed("a", r3=1), "The row \"r3\" is not among the test rows of 'a': it is a test row of 'b'."),
        (
            changed("a", r99=1),
            "The row \"r99\" is not among the test rows of 'a': it is a test row of no fold.",
        ),
        (changed("a", r0=float("nan")), "row 'r0' in 'a' is NaN, but must be a finite number."),
        (changed("a", r0=float("inf")), "row 'r0' in 'a' is infinite, but must be a finite number."),
        (
            changed("a", r0=1 + 2j),
            r"row 'r0' in 'a' is the complex number \(1\+2j\), but must be a finite number.",
        ),
        (changed("a", r0="1.0"), "row 'r0' in 'a' is \"1.0\", but must be a finite number."),
        ({**GOOD, "a": dict.fromkeys(GOOD["a"], "1.0")}, "row 'r0' in 'a' is \"1.0\", but must be a finite"),
        (changed("a", r0=None), "row 'r0' in 'a' is missing .* but must be a finite number."),
        (changed("a", r0=True), "row 'r0' in 'a' is true, but must be a finite number."),
        (changed("a", r0=10**400), "row 'r0' in 'a' is beyond the range of float64 numbers, but must be"),
        (changed("a", r0=-(10**400)), "row 'r0' in 'a' is beyond the range of float64 numbers, but must be"),
        (changed("a", r0=np.array([1.0])), "must be a finite number"),
        (
            {**GOOD, "a": [("r0", 1), ("r0", 2), ("r1", 1), ("r2", 1)]},
            "'a' has two predictions for the row 'r0'",
        ),
        ({**GOOD, "a": np.array([1.0, 2, 3])}, "a list without ids"),
        ({**GOOD, "a": {0.5: 1.0}}, "0.5 in the fold 'a' is not an id"),
        ("nowhere.csv", "There is no file nowhere.csv"),
    ],
)
def test_bad_predictions_are_refused_in_one_sentence(small: Benchmark, given: Any, sentence: str) -> None:
    for refuse in (small.check, lambda entry: small.submit(entry, name="bad")):
        with pytest.raises((errors.InvalidPredictionsError, errors.NotFoundError), match=sentence) as refused:
            refuse(given)
        assert "\n" not in str(refused.value)
    assert len(small.leaderboard()) == 0
    assert small.submit(GOOD, name="good").scores["a"]["mae"] == 0.5


def test_a_key_twice_in_a_json_file_is_refused(small: Benchmark, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"a": {"r0": 1, "r0": 2, "r1": 1, "r2": 1}, "b": {"r3": 1, "r4": 1, "r5": 1}}')
    with pytest.raises(errors.InvalidPredictionsError, match="two predictions for 'r0'"):
        small.check(path)


def test_rules_are_kept(store: Path) -> None:
    publish(table())
    given: dict[str, Any] = {"dataset": "small", "folds": FOLDS, "metrics": ["mae"]}
    closed = foundry_lab.publish_benchmark(name="closed", deadline="2020-01-01", **given)
    with pytest.raises(errors.NotAllowedError, match="closed since 2020-01-01T23:59:59Z"):
        closed.submit(GOOD, name="late")
    daily = foundry_lab.publish_benchmark(name="daily", submissions_per_day=1, baselines=["dummy"], **given)
    daily.submit(GOOD, name="one")
    with pytest.raises(
        errors.NotAllowedError, match="has entered 1 times in the last 24 hours, and 1 are allowed"
    ):
        daily.submit(GOOD, name="two")
    with pytest.raises(errors.DuplicateEntryError, match="called 'one' already"):
        daily.submit(GOOD, name="one", by="somebody else")
    few = foundry_lab.publish_benchmark(name="few", entrants=["ada"], baselines=["dummy"], **given)
    with pytest.raises(errors.NotAllowedError, match="Only ada may enter"):
        few.submit(GOOD, name="x", by="eve")
    assert few.submit(GOOD, name="x", by="ada").kind == "predictions"


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"target": "z"}, errors.UnknownColumnError, "has no column 'z'"),
        (
            {"id": "x"},
            errors.InvalidTableError,
            "The ids in column 'x' of small@1.0.0 are of the type double",
        ),
        ({"id": "y"}, errors.InvalidManifestError, "both id and target"),
        ({"metrics": ["maee"]}, errors.InvalidManifestError, "There is no metric 'maee'"),
        ({"metrics": ["rocauc"]}, errors.InvalidManifestError, "none|class"),
        ({"folds": {"a": ["r99"]}}, errors.InvalidTableError, "has no row with the id 'r99'"),
        ({"folds": {"a": ["r1", "r1"]}}, errors.InvalidTableError, "The row 'r1' is in the fold 'a' twice."),
        ({"folds": {"a": []}}, errors.InvalidTableError, "has no test rows"),
        ({"folds": {"a/b": ["r1"]}}, errors.InvalidNameError, "'a/b' is not a fold's name"),
        (
            {"folds": {"a": {"train": ["r1"], "test": ["r1"]}}},
            errors.InvalidTableError,
            "both for training and for testing",
        ),
        ({"folds": 1}, errors.InvalidTableError, "cannot be split into 1 parts"),
        ({"folds": "rest"}, errors.UnknownSplitError, "has no split 'rest'"),
        (
            {"hidden": True},
            errors.InvalidTableError,
            "shows 'y' of the test row 'r0', so it cannot be hidden",
        ),
        ({"deadline": "soon"}, errors.InvalidTableError, "'soon' is not a time"),
        ({"baselines": ["magic"]}, errors.FoundryError, "There is no baseline 'magic'"),
        ({"name": "Bad Name"}, errors.InvalidNameError, "is not a package's name"),
        ({"submissions_per_day": 0}, errors.InvalidManifestError, "submissionsPerDay"),
        ({"dataset": "nowhere"}, errors.NotFoundError, "There is no dataset 'nowhere'"),
    ],
)
def test_a_benchmark_that_cannot_be_is_refused(
    store: Path, change: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    publish(table())
    with pytest.raises(error, match=sentence):
        foundry_lab.publish_benchmark(
            **{"name": "task", "dataset": "small", "folds": FOLDS, "metrics": ["mae"], **change}
        )
    assert not (store / "benchmarks" / "task").exists()


def test_a_version_exists_once(small: Benchmark) -> None:
    with pytest.raises(errors.DuplicateVersionError, match=r"task@1.0.0 exists already"):
        foundry_lab.publish_benchmark(name="task", dataset="small", folds=FOLDS, metrics=["rmse"])


@pytest.mark.parametrize("hidden", [False, True])
def test_the_same_benchmark_and_entry_come_back_when_they_are_given_again(hidden: bool, store: Path) -> None:
    publish(table())
    unknown: list[Any] = [None] * 3
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset(
            {"all": table().assign(y=[*unknown, *range(9)])},
            name="open",
            columns={"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}},
        )

    def run(label: float, guess: float) -> tuple[Benchmark, str]:
        made = foundry_lab.publish_benchmark(
            name="task",
            dataset="open",
            folds={"a": ["r0"]},
            metrics=["mae"],
            labels={"r0": label},
            hidden=hidden,
            baselines=["dummy"],
        )
        return made, made.submit({"a": {"r0": guess}}, name="mine").id

    first, entry = run(1.0, 2.0)
    board = [one.name for one in first.leaderboard()]
    kept = sorted(Path(f"{store}.labels").glob("*"))
    assert bool(kept) == hidden
    with pytest.warns(errors.FoundryWarning) as said:
        again, same = run(1.0, 2.0)
    assert sorted(Path(f"{store}.labels").glob("*")) == kept
    assert (again.unchanged, same) == (True, entry)
    assert [str(one.message).partition(" ")[0] for one in said] == ["task@1.0.0", "'mine'"]
    assert [one.name for one in again.leaderboard()] == board == ["mine", "baseline: dummy"]
    with pytest.raises(errors.DuplicateVersionError):
        run(5.0, 2.0)
    with (
        pytest.raises(errors.DuplicateEntryError, match="'mine' already"),
        pytest.warns(errors.FoundryWarning),
    ):
        run(1.0, 3.0)


@pytest.mark.parametrize("kind", ["bool", "text", "number"])
def test_classes_of_every_type_are_scored_as_scikit_learn_does(store: Path, kind: str) -> None:
    from sklearn import metrics

    rng = np.random.default_rng(1)
    truth, guess = rng.random(60) < 0.4, rng.random(60) < 0.5
    named: Any = {"bool": [False, True], "text": ["dry", "wet"], "number": [0, 1]}[kind]
    frame = table(60).assign(y=[named[int(value)] for value in truth])
    publish(frame)
    names = ["accuracy", "balanced_accuracy", "f1", "rocauc"]
    task = foundry_lab.publish_benchmark(
        name="task", dataset="small", folds={"a": list(frame["id"])}, metrics=names
    )
    assert task.classes == named
    entry = task.submit(
        {"a": dict(zip(frame["id"], [named[int(v)] for v in guess], strict=True))}, name="classes"
    )
    assert entry.scores["a"] == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(truth, guess),
            "balanced_accuracy": metrics.balanced_accuracy_score(truth, guess),
            "f1": metrics.f1_score(truth, guess),
            "rocauc": metrics.roc_auc_score(truth, guess),
        },
        rel=1e-12,
    )
    chances = rng.random(60)
    entry = task.submit({"a": dict(zip(frame["id"], chances, strict=True))}, name="chances")
    assert entry.scores["a"]["rocauc"] == pytest.approx(metrics.roc_auc_score(truth, chances), rel=1e-12)
    with pytest.raises(errors.InvalidPredictionsError, match="must be one of"):
        task.submit({"a": dict.fromkeys(frame["id"], "soaked")}, name="none")
    with pytest.raises(errors.InvalidPredictionsError, match=r"must be one of|between 0 and 1"):
        task.submit({"a": dict.fromkeys(frame["id"], 1.5)}, name="beyond")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("mean(abs(y - q))", "'q' is not known"),
        ("abs(y - p)", "gives a number for each row"),
        ("mean(y - p", "is not closed"),
        ("mean(y) # comment", "cannot be read"),
        ("mean(y,)", "',' is not expected"),
        ("mean(y) + 1_000", "cannot be read"),
        ("mean(y) + 0x10", "'x10' is not expected"),
        (f"mean(y) + {'9' * 400}", "beyond the range of float64"),
        ("__import__('os')", "cannot be read"),
        ("9" * 600, "expression"),
    ],
)
def test_an_expression_that_is_not_arithmetic_is_refused(store: Path, expression: str, reason: str) -> None:
    publish(table())
    with pytest.raises(errors.InvalidManifestError, match=reason) as refused:
        foundry_lab.publish_benchmark(
            name="task", dataset="small", folds=FOLDS, metrics=[{"name": "own", "expression": expression}]
        )
    assert "\n" not in str(refused.value)
    assert not (store / "benchmarks" / "task").exists()


def test_own_metrics_are_expressions(store: Path) -> None:
    publish(table())
    own = {"name": "bias", "expression": "abs(mean(p - y))", "unit": "eV"}
    task = foundry_lab.publish_benchmark(name="task", dataset="small", folds=FOLDS, metrics=[own, "mae"])
    assert task.submit(GOOD, name="x").scores["a"]["bias"] == 0.5


@pytest.mark.parametrize("change", [{"metrics": ["mea"]}, {"name": "taken"}])
def test_a_refused_benchmark_leaves_no_labels_behind(store: Path, change: dict[str, Any]) -> None:
    publish(table())
    foundry_lab.publish_benchmark(name="taken", dataset="small", folds=FOLDS, metrics=["mae"])
    unknown: list[Any] = [None] * 3
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset(
            {"all": table().assign(y=[*unknown, *range(9)])},
            name="open",
            columns={"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}},
        )
    given = {"name": "task", "dataset": "open", "folds": {"a": ["r0"]}, "metrics": ["mae"], **change}
    with pytest.raises((errors.InvalidManifestError, errors.DuplicateVersionError)):
        foundry_lab.publish_benchmark(**given, labels={"r0": 1.0}, hidden=True)
    assert not list(store.parent.rglob("*.labels/*"))


def test_many_predictions_are_scored_in_any_order_as_scikit_learn_does(store: Path) -> None:
    from sklearn import metrics

    n = 120_000
    rng = np.random.default_rng(3)
    names = [f"row-é-{i:07}" for i in range(n)]
    frame = pd.DataFrame({"id": names, "x": 1.0, "y": rng.gamma(2, 2, n)})
    publish(frame)
    folds = {"a": names[: n // 3], "b": names[n // 3 :]}
    task = foundry_lab.publish_benchmark(
        name="task", dataset="small", folds=folds, metrics=["mae", "rmse", "mape", "max_error"]
    )
    guess = frame["y"].to_numpy() + rng.normal(0, 1, n)
    given = pd.DataFrame({"fold": np.repeat(list(folds), [n // 3, n - n // 3]), "id": names, "p": guess})
    expected = {}
    for fold, part in (("a", slice(None, n // 3)), ("b", slice(n // 3, None))):
        truth, predicted = frame["y"].to_numpy()[part], guess[part]
        kept = np.abs(truth) > 1e-5
        expected[fold] = {
            "mae": metrics.mean_absolute_error(truth, predicted),
            "rmse": metrics.root_mean_squared_error(truth, predicted),
            "mape": metrics.mean_absolute_percentage_error(truth[kept], predicted[kept]),
            "max_error": metrics.max_error(truth, predicted),
        }
    whole = pa.Table.from_pandas(given)
    for each in (whole, whole.take(rng.permutation(n)), whole.slice(n // 3), whole.take(np.arange(n)[::-1])):
        if len(each) < n:
            with pytest.raises(errors.InvalidPredictionsError, match="folds are missing"):
                task.score(each)
            continue
        for fold, scores in task.score(each).items():
            assert scores == pytest.approx(expected[fold], rel=1e-12)
    for wrong, sentence in (
        (given.assign(id=["nobody", *names[1:]]), "nobody.* is not among the test rows"),
        (given.assign(id=[names[1], *names[1:]]), "two predictions for the row"),
        (given.iloc[1:], "lacks predictions for 1"),
    ):
        with pytest.raises(errors.InvalidPredictionsError, match=sentence):
            task.score(wrong)


def test_hidden_labels_are_nowhere_but_with_the_hub(
    store: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = {f"r{i}": float(f"0.{digits}") for i, digits in enumerate(("73918462", "82649153", "61582739"))}
    unknown: list[Any] = [None] * 3
    frame = table().assign(y=[*unknown, *range(9)])
    publish(frame)
    task = foundry_lab.publish_benchmark(
        name="task",
        dataset="small",
        folds={"a": list(secrets)},
        metrics=["mae"],
        labels=secrets,
        hidden=True,
        baselines=True,
    )
    assert task.hidden
    entry = task.submit({"a": {row: value + 1 for row, value in secrets.items()}}, name="near")
    assert entry.scores["a"]["mae"] == pytest.approx(1)
    assert entry.reproduce().verdict == "equal"
    said = [
        repr(task),
        task._repr_html_(),
        repr(task.leaderboard()),
        task.leaderboard()._repr_html_(),
        repr(entry),
    ]
    said += [
        repr(foundry_lab.search("small")),
        repr(task._fold_rows("a")),
        repr(task.manifest),
        repr(task.test("a")),
    ]
    for attempt in (
        entry.predictions,
        lambda: task.submit({"a": dict.fromkeys(secrets, "x")}, name="x"),
        lambda: task.submit({"a": {"r0": 1}}, name="x"),
        lambda: task.leaderboard().parity("near"),
        lambda: foundry_lab.publish_benchmark(
            name="other", dataset="small", folds={"a": ["r0"]}, metrics=["mae"], labels={"r9": 1}, hidden=True
        ),
    ):
        with pytest.raises(errors.FoundryError) as refused:
            attempt()
        said.append(str(refused.value))
    said += capfd.readouterr()
    hunted = [path for path in home.rglob("*") if path.is_file() and path.parent != Path(f"{store}.labels")]
    assert len(hunted) > 10
    for digits in ("73918462", "82649153", "61582739"):
        assert not [text for text in said if digits in text]
        assert not [path for path in hunted if digits.encode() in path.read_bytes()]
    kept = list(Path(f"{store}.labels").iterdir())
    assert kept
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in kept)
    assert any(b"73918462" in path.read_bytes() for path in kept), "the hunt finds what is there to be found"


def test_200_entries_from_20_clients(small: Benchmark) -> None:
    ids: list[str] = []
    failed: list[Exception] = []

    def client(number: int) -> None:
        try:
            for i in range(10):
                off = (number * 10 + i) / 1000
                given = {
                    fold: {row: value + off for row, value in rows.items()} for fold, rows in GOOD.items()
                }
                ids.append(small.submit(given, name=f"{number}/{i}").id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    board: Any = small.leaderboard()
    assert board.total == len(board) == len(set(ids)) == 200
    assert {entry.id for entry in board} == set(ids)


def test_baselines_are_entered_with_the_benchmark(examples: Path) -> None:
    task = foundry_lab.publish_benchmark(
        name="solubility",
        dataset="solubility",
        id="name",
        target="solubility",
        folds="test",
        metrics=["mae", "rmse"],
        baselines=True,
    )
    board: Any = task.leaderboard(kind="baseline")
    assert [entry.name for entry in board] == [
        "baseline: random forest",
        "baseline: linear",
        "baseline: dummy",
    ]
    assert board[0].overall["mae"].mean < 0.6


def test_a_model_enters_and_is_reproduced(examples: Path, command: Callable[..., Any]) -> None:
    forest = foundry_lab.model("solubility-forest")
    test = foundry_lab.load("solubility")["test"].to_pandas().dropna(subset=forest.inputs)
    folds = {"test": list(test["name"])}
    task = foundry_lab.publish_benchmark(
        name="solubility",
        dataset="solubility",
        id="name",
        target="solubility",
        folds=folds,
        metrics=["mae", "rmse"],
    )
    entry = task.submit(forest, name="forest")
    assert entry.kind == "model"
    assert entry.record.model == forest.reference
    published = next(metric.value for metric in forest.metrics if metric.name.lower() == "mae")
    assert entry.scores["test"]["mae"] == pytest.approx(published, rel=0.02)
    said = command("reproduce", entry.id)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(("equal", "within tolerance"))
    assert f"{len(test)} predictions of the model were made again" in said.stdout
    graph = foundry_lab.lineage(entry)
    assert {node.kind for node in graph.nodes} == {"dataset", "model", "benchmark", "entry"}
    assert "solubility@1.0.0 -> model solubility-forest@1.0.0 (trained)" in repr(graph)
    assert "<svg" in graph._repr_html_()
    board: Any = task.leaderboard()
    for origin in (entry.id, board["forest"], board.parity("forest")):
        assert repr(foundry_lab.lineage(origin)) == repr(graph) == repr(entry.lineage())
    predicted = forest.predict(foundry_lab.load("solubility")["test"])
    around = foundry_lab.lineage(predicted)
    assert repr(around) == repr(foundry_lab.lineage(forest)) == repr(foundry_lab.lineage("solubility-forest"))
    assert "model solubility-forest@1.0.0 -> entry forest (predicted)" in repr(around)
    assert repr(foundry_lab.lineage(board.plot())) == repr(foundry_lab.lineage(task))
    split = foundry_lab.load("solubility")["test"]
    assert repr(foundry_lab.lineage(split)) == repr(foundry_lab.lineage("solubility", "dataset"))
    with pytest.raises(errors.InvalidNameError, match="a dataset and a benchmark called 'solubility'"):
        foundry_lab.lineage("solubility")
    with pytest.raises(errors.InvalidNameError, match="A int says nothing about where it comes from"):
        foundry_lab.lineage(3)
    with pytest.raises(errors.NotFoundError, match="no dataset, model or benchmark 'nowhere'"):
        foundry_lab.lineage("nowhere")


def test_an_entry_whose_predictions_were_changed_is_different(small: Benchmark, store: Path) -> None:
    entry = small.submit(GOOD, name="x")
    path = store / "benchmarks/task/1.0.0" / entry.record.predictions.path
    path.write_text(path.read_text().replace("10.5", "11.5"))
    with pytest.raises(errors.FoundryError, match="not as they were submitted"):
        entry.reproduce()


def test_withdrawn_data_shows_on_everything_downstream(small: Benchmark, store: Path) -> None:
    small.submit(GOOD, name="x")
    entry = {"id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "action": "withdrawn", "kind": "dataset", "name": "small"}
    entry |= {"version": "1.0.0", "at": "2026-01-01T00:00:00Z"}
    (store / "log/01ARZ3NDEKTSV4RRFFQ69G5FAV.json").write_text(json.dumps(entry))
    graph = foundry_lab.lineage(small)
    assert {node.kind for node in graph.withdrawn} == {"dataset", "benchmark", "entry"}
    assert "entry x (from withdrawn)" in repr(graph)


def test_a_withdrawn_entry_loses_its_rank(small: Benchmark) -> None:
    entry = small.submit(GOOD, name="x")
    assert entry.withdraw("a mistake").withdrawn
    board: Any = small.leaderboard()
    assert (board[0].rank, board[0].withdrawn.reason) == (0, "a mistake")
    assert "x (withdrawn)" in repr(board)


def test_the_leaderboard_shows_itself(small: Benchmark) -> None:
    assert "No entries yet" in small.leaderboard()._repr_html_()
    small.submit(GOOD, name="<b>x</b>", seconds=3, parameters=10)
    board: Any = small.leaderboard()
    assert "&lt;b&gt;x" in board._repr_html_()
    frame = board.to_pandas()
    assert list(frame["mae"]) == [0.5]
    assert frame["submitted"].dtype.kind == "M"
    for x in ("submitted", "seconds", "parameters"):
        assert board.plot(x).axes[0].get_ylabel() == "mae"
    assert board.parity().axes[0].get_xlabel() == "y"
    assert board.to_results()[0]["metrics"]["mae"] == 0.5
    with pytest.raises(errors.FoundryError, match="plotted against"):
        board.plot("moon")


def test_a_leaderboard_survives_csv(small: Benchmark, tmp_path: Path) -> None:
    for name in ('a "b", c', "-1.5", "007", "NaN"):
        worse = {fold: {row: value + len(name) for row, value in rows.items()} for fold, rows in GOOD.items()}
        small.submit(worse, name=name)
    frame = small.leaderboard().to_pandas()
    frame.to_csv(tmp_path / "board.csv", index=False)
    back = foundry_lab.table(tmp_path / "board.csv", columns={"name": {"type": "string"}}).to_pandas()
    for column in ("name", "kind", "by", "id", "mae", "rank", "withdrawn"):
        assert back[column].tolist() == frame[column].tolist()
    assert back["model"].isna().all()


def test_the_template_runs(small: Benchmark) -> None:
    scope: dict[str, Any] = {}
    exec(small.template(), scope)
    assert scope["entry"].name == "my model"


def test_a_matbench_record_is_read_scored_and_written(
    gaps: Benchmark, published_entries: Published, tmp_path: Path
) -> None:
    from foundry_lab.benchmarks.matbench import read_record, write_record

    entry = gaps.submit({fold: found["data"] for fold, found in published_entries["rf"].items()}, name="rf")
    for name in ("results.json", "results.json.gz"):
        record = read_record(write_record(tmp_path / name, entry))
        assert list(record.tasks) == ["matbench_expt_gap"]
        assert record.predictions("matbench_expt_gap")["fold_3"] == published_entries["rf"]["fold_3"]["data"]
        scores = record.tasks["matbench_expt_gap"]["fold_3"]["scores"]
        assert scores == pytest.approx(published_entries["rf"]["fold_3"]["scores"], rel=1e-12)
    assert record.submit(gaps, "again").scores == entry.scores
    text = (tmp_path / "results.json").read_text()
    (tmp_path / "results.json").write_text(text.replace("5.1654", "4.1654"))
    with pytest.raises(errors.InvalidPredictionsError, match="was changed after it was written"):
        read_record(tmp_path / "results.json")
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(errors.InvalidPredictionsError, match="not a Matbench record"):
        read_record(tmp_path / "x.json")


def test_matbench_itself_takes_what_is_written(
    gaps: Benchmark, published_entries: Published, tmp_path: Path
) -> None:
    bench = pytest.importorskip("matbench.bench", reason="matbench is not installed, which takes its records")
    from foundry_lab.benchmarks.matbench import read_record, write_record

    entry = gaps.submit({fold: found["data"] for fold, found in published_entries["rf"].items()}, name="rf")
    theirs = bench.MatbenchBenchmark.from_file(str(write_record(tmp_path / "ours.json", entry)))
    assert theirs.is_valid
    scores = theirs.matbench_expt_gap.scores.mae
    assert scores.mean == pytest.approx(entry.overall["mae"].mean, rel=1e-12)
    theirs.to_file(str(tmp_path / "theirs.json"))
    assert read_record(tmp_path / "theirs.json").submit(gaps, "again").scores == entry.scores


def test_probabilities_by_class_are_scored_as_scikit_learn_does(store: Path) -> None:
    from sklearn import metrics

    rng = np.random.default_rng(3)
    names = ["high", "low", "medium"]
    frame = table(60).assign(y=[names[i] for i in rng.integers(0, 3, 60)])
    publish(frame)
    wanted = ["log_loss", "rocauc_ovr", "rocauc_ovo", "rocauc_ovr_weighted", "f1_weighted", "accuracy"]
    ids = list(frame["id"])
    task = foundry_lab.publish_benchmark(name="task", dataset="small", folds={"a": ids}, metrics=wanted)
    chances = rng.dirichlet([1, 1, 1], 60)
    guess = np.array(names)[chances.argmax(axis=1)]
    auc = {"y_true": frame["y"], "y_score": chances, "labels": names}
    expected = {
        "log_loss": metrics.log_loss(frame["y"], chances, labels=names),
        "rocauc_ovr": metrics.roc_auc_score(multi_class="ovr", **auc),
        "rocauc_ovo": metrics.roc_auc_score(multi_class="ovo", **auc),
        "rocauc_ovr_weighted": metrics.roc_auc_score(multi_class="ovr", average="weighted", **auc),
        "f1_weighted": metrics.f1_score(frame["y"], guess, average="weighted"),
        "accuracy": metrics.accuracy_score(frame["y"], guess),
    }
    by_class = [dict(zip(names, row, strict=True)) for row in chances]
    for number, rows in enumerate((chances, chances.tolist(), by_class)):
        given = {"a": dict(zip(ids, rows, strict=True))}
        task.check(given)
        entry = task.submit(given, name=f"form {number}")
        assert entry.scores["a"] == pytest.approx(expected, rel=1e-10)
    for wrong in ([0.2, 0.3, 0.6], [0.5, 0.5], {"high": 1.0}, [0.5, 0.6, -0.1], [0.2, "x", 0.8]):
        with pytest.raises(errors.InvalidPredictionsError, match=r"a probability (for each|by class)"):
            task.check({"a": {**given["a"], ids[0]: wrong}})


def test_ids_as_floats_are_read_where_they_are_exact(store: Path) -> None:
    publish(table(6).assign(id=range(6)))
    task = foundry_lab.publish_benchmark(
        name="task", dataset="small", folds={"a": [1.0, 2.0]}, metrics=["mae"]
    )
    for given in (
        {"a": {1.0: 2.0, 2.0: 4.0}},
        pd.DataFrame({"id": [2.0, 1.0], "prediction": [4.0, 2.0]}),
    ):
        assert task.score(given)["a"]["mae"] == 0
    with pytest.raises(errors.InvalidPredictionsError, match="is not an id"):
        task.score({"a": {1.5: 2.0, 2.0: 4.0}})


def test_a_number_beyond_float64_is_refused_in_any_form(small: Benchmark, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"fold": fold, "id": row, "prediction": 10**400} for fold, of in GOOD.items() for row in of
    ]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows))
    folds = {fold: dict.fromkeys(of, 10**400) for fold, of in GOOD.items()}
    for given in (path, pd.DataFrame(rows), folds):
        with pytest.raises(errors.FoundryError, match=r"float64|must be a finite number"):
            small.check(given)


def test_an_openml_task_becomes_a_benchmark(store: Path, tmp_path: Path) -> None:
    from foundry_lab.benchmarks.openml import openml_task

    publish(table(6).assign(y=["good", "bad"] * 3))
    described = {
        "task": {
            "task_id": "31",
            "input": [
                {"name": "source_data", "data_set": {"data_set_id": "31", "target_feature": "y"}},
                {
                    "name": "evaluation_measures",
                    "evaluation_measures": {"evaluation_measure": "predictive_accuracy"},
                },
            ],
        }
    }
    (tmp_path / "task.json").write_text(json.dumps(described))
    rows = "\n".join(
        f"{'TEST' if i % 2 == fold else 'TRAIN'},{i},0,{fold}" for fold in (0, 1) for i in range(6)
    )
    columns = "".join(f"@attribute {name} numeric\n" for name in ("rowid", "repeat", "fold"))
    head = f"@relation s\n@attribute type {{TRAIN,TEST}}\n{columns}@data\n"
    (tmp_path / "splits.arff").write_text(head + rows)
    given = openml_task(tmp_path / "task.json", tmp_path / "splits.arff", ids=[f"r{i}" for i in range(6)])
    task = foundry_lab.publish_benchmark(name="credit", dataset="small", **given)
    assert task.test_ids("fold_1") == ["r1", "r3", "r5"]
    assert task.metrics == ["accuracy"]
    assert task.manifest.source == "OpenML task 31"
    with pytest.raises(errors.InvalidTableError, match="name rows up to"):
        openml_task(tmp_path / "task.json", tmp_path / "splits.arff", ids=["r0"])
    measure = "<o:evaluation_measure>predictive_accuracy</o:evaluation_measure>"
    measures = f"<o:evaluation_measures>{measure}</o:evaluation_measures>"
    source = (
        "<o:data_set><o:data_set_id>31</o:data_set_id><o:target_feature>y</o:target_feature></o:data_set>"
    )
    number = "<o:id>1</o:id><o:parameter name='number_folds'>2</o:parameter>"
    procedure = f"<o:estimation_procedure>{number}</o:estimation_procedure>"
    parts = {"source_data": source, "estimation_procedure": procedure, "evaluation_measures": measures}
    inputs = "".join(f'<o:input name="{name}">\n{text}</o:input>' for name, text in parts.items())
    (tmp_path / "task.xml").write_text(
        f'<o:task xmlns:o="http://openml.org/openml"><o:task_id>31</o:task_id>{inputs}</o:task>'
    )
    ids = [f"r{i}" for i in range(6)]
    text = json.dumps(described)
    for measure, metrics in (("f_measure", ["f1_weighted"]), ("kappa", ["kappa"])):
        (tmp_path / "task.json").write_text(text.replace("predictive_accuracy", measure))
        assert openml_task(tmp_path / "task.json", tmp_path / "splits.arff", ids=ids)["metrics"] == metrics
    (tmp_path / "task.json").write_text(text.replace("predictive_accuracy", "usercpu_time_millis"))
    with pytest.raises(errors.InvalidManifestError, match="'usercpu_time_millis', which has no exact"):
        openml_task(tmp_path / "task.json", tmp_path / "splits.arff", ids=ids)
    (tmp_path / "task.json").write_text(text)
    samples = "\n".join(f"{row},{i % 2}" for i, row in enumerate(rows.split("\n")))
    curve = head.replace("@data", "@attribute sample numeric\n@data") + samples
    (tmp_path / "curve.arff").write_text(curve)
    with pytest.raises(errors.InvalidManifestError, match="is of a learning curve"):
        openml_task(tmp_path / "task.json", tmp_path / "curve.arff", ids=ids)
    assert openml_task(tmp_path / "task.xml", tmp_path / "splits.arff", ids=ids) == given
    for text, sentence in (("<task>", "is not XML"), ("<!DOCTYPE x><a/>", "declares entities")):
        (tmp_path / "bad.xml").write_text(text)
        with pytest.raises(errors.InvalidManifestError, match=sentence):
            openml_task(tmp_path / "bad.xml", tmp_path / "splits.arff", ids=ids)


def test_the_command(
    small: Benchmark, tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(GOOD))
    assert "task" in command("list", "--kind", "benchmark").stdout
    assert "Predicts\n  y (regression)" in command("show", "task", "--kind", "benchmark").stdout
    assert (
        command("submit", "task", path, "--name", "ci", "--check").stdout == "The predictions are complete.\n"
    )
    said = command("submit", "task", path, "--name", "ci", "--json")
    assert json.loads(said.stdout)["scores"]["a"]["mae"] == 0.5
    again = command("submit", "task", path, "--name", "ci", "--json")
    assert json.loads(again.stdout)["id"] == json.loads(said.stdout)["id"]
    assert "'ci' is among the entries of task@1.0.0 already and is the same" in again.stderr
    path.write_text(json.dumps({**GOOD, "a": {**GOOD["a"], "r0": 99.0}}))
    refused = command("submit", "task", path, "--name", "ci")
    assert (refused.returncode, refused.stderr) == (
        1,
        "There is an entry called 'ci' already; give yours another name.\n",
    )
    assert json.loads(command("benchmark", "leaderboard", "task", "--json").stdout)["total"] == 1
    assert "equal: 'ci'" in command("reproduce", "task/ci").stdout
    assert (
        "No benchmark of this store has an entry" in command("reproduce", "01ARZ3NDEKTSV4RRFFQ69G5FAV").stderr
    )
    assert "reproduce" in command("--help").stdout
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "benchmark.json").write_text(
        json.dumps({"name": "other", "dataset": "small", "folds": 3, "metrics": ["mae"]})
    )
    assert command("publish", folder).stdout == "Published the benchmark other@1.0.0.\n"
    again = command("publish", folder)
    assert (again.stdout, again.stderr.count("other@1.0.0 is there already and holds the same")) == ("", 1)
    (folder / "benchmark.json").write_text(json.dumps({"name": "other", "dataset": "small", "fold": 3}))
    assert "A benchmark has no 'fold'" in command("publish", folder).stderr
    shown = command("verify", "other", "--kind", "benchmark")
    assert shown.returncode == 0, shown.stderr
    assert command("show", "other").returncode == 0


def test_splitters(examples: Path) -> None:
    from foundry_lab.benchmarks.splitters import Composition, Group, Nested, Time

    def made(splitter: Any, name: str, dataset: str = "matbench-expt-gap", **more: Any) -> Benchmark:
        return foundry_lab.publish_benchmark(
            name=name, dataset=dataset, folds=splitter, metrics=["mae"], **more
        )

    systems = made(Composition(n=4), "by-system")
    homes: dict[frozenset[str], set[str]] = {}
    for fold in systems.folds:
        for formula in systems.test(fold)["formula"].to_pylist():
            homes.setdefault(frozenset(__import__("re").findall("[A-Z][a-z]?", formula)), set()).add(fold)
    assert len(homes) > 1000
    assert all(len(folds) == 1 for folds in homes.values())
    assert sum(len(systems.test_ids(fold)) for fold in systems.folds) == 4604
    oxides = made(Composition(by="element", n=1), "by-element")
    assert all("O" in formula for formula in oxides.test("fold_0")["formula"].to_pylist())
    nested = made(Nested(outer=2, inner=2), "nested")
    assert nested.folds == [
        "outer_0",
        "outer_0.inner_0",
        "outer_0.inner_1",
        "outer_1",
        "outer_1.inner_0",
        "outer_1.inner_1",
    ]
    assert not set(nested.train("outer_0.inner_0")["id"].to_pylist()) & set(nested.test_ids("outer_0"))
    timed = made(Time("gap", n=3), "timed")
    assert max(timed.train("fold_1")["gap"].to_pylist()) <= min(
        foundry_lab.benchmark("timed").train("fold_2")["gap"].to_pylist()[-1:] or [99]
    )
    grouped = made(
        Group("solubility_class", n=3), "grouped", dataset="solubility", id="name", target="solubility"
    )
    assert [fold.rows for fold in grouped.manifest.folds] == sorted(
        (f.rows for f in grouped.manifest.folds), reverse=True
    )


def test_scaffolds_are_kept_together(store: Path) -> None:
    pytest.importorskip("rdkit", reason="RDKit is not installed, which scaffolds need")
    from foundry_lab.benchmarks.splitters import Scaffold

    smiles = ["c1ccccc1C", "c1ccccc1CC", "C1CCCCC1C", "C1CCCCC1O", "c1ccncc1C", "c1ccncc1O"]
    publish(table(6, smiles=smiles))
    task = foundry_lab.publish_benchmark(name="task", dataset="small", folds=Scaffold(n=3), metrics=["mae"])
    assert sorted(map(tuple, (task.test_ids(fold) for fold in task.folds))) == [
        ("r0", "r1"),
        ("r2", "r3"),
        ("r4", "r5"),
    ]
