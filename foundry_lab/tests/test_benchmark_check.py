"""`Benchmark.check` says what `Benchmark.submit` would, and takes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.benchmark import Benchmark

GOOD = {"a": {"r0": 0.5, "r1": 2.5}, "b": {"r2": 4.5, "r3": 6.5}}

OTHER = {**GOOD, "a": {"r0": 7.5, "r1": 2.5}}


@pytest.fixture
def task(store: Path) -> Benchmark:
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(6)], "x": range(6), "y": [2.0 * i for i in range(6)]})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="small", columns=roles)
    folds = {fold: list(rows) for fold, rows in GOOD.items()}
    benchmark = foundry_lab.publish_benchmark(
        name="task", dataset="small", folds=folds, metrics=["mae"], entrants=["ada"], submissions_per_day=2
    )
    benchmark.submit(GOOD, name="taken", by="ada")
    return benchmark


def line(name: str, column: str) -> Any:
    from sklearn.linear_model import LinearRegression

    fitted = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
    return foundry_lab.publish_model(fitted, name=name, example=pa.table({column: [1.0, 2.0]}), outputs=["y"])


def code(name: str) -> Any:
    def doubled(x: float) -> float:
        return x * 2

    return foundry_lab.publish_model(doubled, name=name, example=pa.table({"x": [1.0, 2.0]}), outputs=["y"])


BY_ADA: dict[str, Any] = {"name": "new", "by": "ada"}
#: Entries of every kind: what is entered, and what is said of it.
ENTRIES: dict[str, tuple[Callable[[], Any], dict[str, Any], bool]] = {
    "a good one": (lambda: GOOD, BY_ADA, True),
    "a frame": (
        lambda: pd.DataFrame(
            [{"fold": f, "id": i, "prediction": v} for f, of in GOOD.items() for i, v in of.items()]
        ),
        BY_ADA,
        True,
    ),
    "a model": (lambda: line("line", "x"), BY_ADA, True),
    "a model that runs here": (lambda: line("line", "x"), {**BY_ADA, "run": "here"}, True),
    "a missing fold": (lambda: {"a": GOOD["a"]}, BY_ADA, False),
    "a missing row": (lambda: {**GOOD, "a": {"r0": 1.0}}, BY_ADA, False),
    "another row": (lambda: {**GOOD, "a": {**GOOD["a"], "r9": 1.0}}, BY_ADA, False),
    "a text": (lambda: {**GOOD, "a": {"r0": "x", "r1": 1.0}}, BY_ADA, False),
    "not a number": (lambda: {**GOOD, "a": {"r0": float("nan"), "r1": 1.0}}, BY_ADA, False),
    "nothing": (lambda: None, BY_ADA, False),
    "no file": (lambda: "nowhere.csv", BY_ADA, False),
    "a negative uncertainty": (
        lambda: GOOD,
        {**BY_ADA, "uncertainties": {"a": {"r0": -1.0, "r1": 1.0}, "b": {"r2": 1.0, "r3": 1.0}}},
        False,
    ),
    "the same entry again": (lambda: GOOD, {"name": "taken", "by": "ada"}, True),
    "the name of another": (lambda: OTHER, {"name": "taken", "by": "ada"}, False),
    "the name of another, and a missing fold": (
        lambda: {"a": GOOD["a"]},
        {"name": "taken", "by": "ada"},
        False,
    ),
    "a name that looks like another": (lambda: GOOD, {"name": "Taken\u200b", "by": "ada"}, False),
    "a name with a blank at its end": (lambda: GOOD, {"name": "new ", "by": "ada"}, False),
    "an entrant who may not": (lambda: GOOD, {"name": "new", "by": "eve"}, False),
    "a kind that there is not": (lambda: GOOD, {**BY_ADA, "kind": "guess"}, False),
    "an address that is none": (lambda: GOOD, {**BY_ADA, "url": "nowhere"}, False),
    "a negative time": (lambda: GOOD, {**BY_ADA, "seconds": -1}, False),
    "parameters that are no number": (lambda: GOOD, {**BY_ADA, "parameters": 1.5}, False),
    "a place that there is not": (lambda: GOOD, {**BY_ADA, "run": "moon"}, False),
    "a model of other columns": (lambda: line("other", "z"), BY_ADA, False),
    "a model with uncertainties": (lambda: line("line", "x"), {**BY_ADA, "uncertainties": GOOD}, False),
    "a model that nobody trusts": (lambda: code("code"), BY_ADA, False),
    "a model and both rules": (lambda: line("other", "z"), {"name": "taken", "by": "eve"}, False),
}


def outcome(work: Callable[[], Any]) -> tuple[type[Exception], str] | None:
    try:
        work()
    except errors.FoundryError as error:
        # A wrong argument is said with the name of what was called.
        return type(error), re.sub(r"\b(check|submit)\b", "...", str(error))
    return None


@pytest.mark.filterwarnings("ignore:'taken' is among the entries")
@pytest.mark.parametrize("kind", ENTRIES)
def test_check_and_submit_agree(task: Benchmark, kind: str) -> None:
    made, given, right = ENTRIES[kind]
    entry = made()
    checked = outcome(lambda: task.check(entry, **given))
    assert len(task.leaderboard()) == 1
    assert checked == outcome(lambda: task.submit(entry, **given))
    assert (checked is None) is right


def test_a_name_is_not_needed_to_check_an_entry(task: Benchmark) -> None:
    task.check(GOOD)
    with pytest.raises(errors.InvalidPredictionsError, match="'b'"):
        task.check({"a": GOOD["a"]})
    wrong: dict[str, Any] = {"title": "x"}
    with pytest.raises(errors.FoundryError, match="'title'; its arguments are entry, name, by, kind"):
        task.check(GOOD, **wrong)
