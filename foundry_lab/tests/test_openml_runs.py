from __future__ import annotations

from pathlib import Path
from typing import Any

import arff
import numpy as np
import pandas as pd
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.benchmark import Benchmark
from foundry_lab.benchmarks.openml import openml_task
from foundry_lab.benchmarks.openml_runs import read_run, write_run

IDS = [f"r{i}" for i in range(12)]


def task(folder: Path, y: Any, measure: str) -> Benchmark:
    """Publish a task of OpenML with two repeats of two folds."""
    frame = pd.DataFrame({"id": IDS, "x": np.arange(12.0), "y": y})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="rows", columns=roles)
    rows = [
        ["TEST" if (row + repeat) % 2 == fold else "TRAIN", row, repeat, fold]
        for repeat in (0, 1)
        for fold in (0, 1)
        for row in range(12)
    ]
    columns: list[tuple[str, Any]] = [("type", ["TRAIN", "TEST"])]
    columns += [(name, "NUMERIC") for name in ("rowid", "repeat", "fold")]
    splits = folder / "splits.arff"
    splits.write_text(arff.dumps({"relation": "splits", "attributes": columns, "data": rows}))
    source = {"name": "source_data", "data_set": {"target_feature": "y"}}
    measures = {"name": "evaluation_measures", "evaluation_measures": {"evaluation_measure": measure}}
    given = openml_task({"task": {"task_id": "7", "input": [source, measures]}}, splits, ids=IDS)
    return foundry_lab.publish_benchmark(name="task", dataset="rows", **given)


@pytest.fixture(params=["numbers", "words", "truths"])
def run(request: Any, store: Path, tmp_path: Path) -> tuple[Benchmark, Path, dict[str, Any]]:
    """A task, and the predictions of a run as openml-python writes them (`OpenMLRun._generate_arff_dict`)."""
    rng = np.random.default_rng(2)
    kinds: dict[str, list[Any]] = {"numbers": [], "words": ["bad", "good", "it's"], "truths": [False, True]}
    classes = kinds[request.param]
    y: Any = rng.normal(0, 1, 12)
    if classes:
        y = np.array(classes, object)[np.arange(12) // 2 % len(classes)]
    benchmark = task(tmp_path, y, "predictive_accuracy" if classes else "root_mean_squared_error")
    texts = [str(label) for label in classes]
    data: list[list[Any]] = []
    predictions: dict[str, Any] = {fold: {} for fold in benchmark.folds}
    for repeat in (0, 1):
        for fold in (0, 1):
            for row in (row for row in range(12) if (row + repeat) % 2 == fold):
                if not classes:
                    value: Any = float(rng.normal())
                    data.append([repeat, fold, row, value, float(y[row])])
                else:
                    chances = rng.dirichlet(np.ones(len(classes)))
                    value = dict(zip(classes, map(float, chances), strict=True))
                    guess = texts[chances.argmax()]
                    data.append([repeat, fold, 0, row, guess, str(y[row]), *chances.tolist()])
                predictions[f"repeat_{repeat}.fold_{fold}"][IDS[row]] = value
    numbers = ["repeat", "fold", *(["sample"] if classes else []), "row_id"]
    columns: list[tuple[str, Any]] = [(name, "NUMERIC") for name in numbers]
    if classes:
        columns += [
            ("prediction", texts),
            ("correct", texts),
            *((f"confidence.{one}", "NUMERIC") for one in texts),
        ]
    else:
        columns += [("prediction", "NUMERIC"), ("truth", "NUMERIC")]
    path = tmp_path / "predictions.arff"
    path.write_text(
        arff.dumps({"relation": "openml_task_7_predictions", "attributes": columns, "data": data})
    )
    return benchmark, path, predictions


def test_a_run_enters_with_its_predictions(
    run: tuple[Benchmark, Path, dict[str, Any]], tmp_path: Path
) -> None:
    benchmark, path, predictions = run
    found = read_run(path, benchmark, ids=IDS)
    assert found == predictions
    entry = benchmark.submit(found, name="run")
    written = write_run(tmp_path / "ours.arff", entry, ids=IDS)
    theirs, ours = arff.loads(path.read_text()), arff.loads(written.read_text())
    assert ours["attributes"] == theirs["attributes"]
    assert sorted(map(str, ours["data"])) == sorted(map(str, theirs["data"]))
    assert benchmark.submit(read_run(written, benchmark, ids=IDS), name="again").scores == entry.scores


def test_a_run_of_other_rows_is_refused(run: tuple[Benchmark, Path, dict[str, Any]], tmp_path: Path) -> None:
    benchmark, path, _ = run
    with pytest.raises(errors.InvalidPredictionsError, match="give `ids` in the order of OpenML's rows"):
        read_run(path, benchmark, ids=[*IDS[2:], *IDS[:2]])
    with pytest.raises(errors.InvalidPredictionsError, match="names the row 11, and there are 11 ids"):
        read_run(path, benchmark, ids=IDS[:11])
    content = arff.loads(path.read_text())
    for change, sentence in (
        (lambda row: row, "has the row .* twice"),
        (lambda row: [row[0], 0.5, *row[2:]], "only runs with whole rows of whole folds can be read"),
        (lambda row: [None, *row[1:]], "which is not a prediction of a row"),
    ):
        bad = {**content, "data": [*content["data"], change(content["data"][0])]}
        (tmp_path / "bad.arff").write_text(arff.dumps(bad))
        with pytest.raises(errors.InvalidPredictionsError, match=sentence):
            read_run(tmp_path / "bad.arff", benchmark, ids=IDS)
    (tmp_path / "bad.arff").write_text("hello")
    with pytest.raises(errors.InvalidPredictionsError, match="is not an ARFF file"):
        read_run(tmp_path / "bad.arff", benchmark, ids=IDS)
    with pytest.raises(errors.NotFoundError, match="There is no file"):
        read_run(tmp_path / "nowhere.arff", benchmark, ids=IDS)
    entry = benchmark.submit(read_run(path, benchmark, ids=IDS), name="run")
    with pytest.raises(errors.InvalidPredictionsError, match="is not among the ids"):
        write_run(tmp_path / "x.arff", entry, ids=IDS[:3])
