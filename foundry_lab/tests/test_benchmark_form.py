"""The benchmark form's kernel half: what it proposes, refuses at each field, and publishes as its code does."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import foundry_lab as foundry
from foundry_lab.benchmarks.material_labels import STRATEGIES

from .asked_form import AskedForm

STRUCTURES = ("sgnum", "pointgroup", "crystalsys")
FORMULAS = ["GaAs", "Si", "GaN", "Ge", "AlN", "InP", "ZnO", "CdTe"]


@pytest.fixture
def form(store: Any) -> Iterator[AskedForm]:
    frame = pd.DataFrame(
        {
            "id": [f"m{i}" for i in range(len(FORMULAS))],
            "formula": FORMULAS,
            "gap": [1.42, 1.12, 3.4, 0.67, 6.2, 1.34, 3.3, 1.5],
            "kind": ["III-V", "IV", "III-V", "IV", "III-V", "III-V", "II-VI", "II-VI"],
        }
    )
    roles = {"id": {"role": "id"}, "formula": {"role": "input"}, "gap": {"role": "target", "unit": "eV"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", foundry.errors.FoundryWarning)
        foundry.publish_dataset({"all": frame}, name="form-gaps", title="Gaps", columns=roles)
    shown = AskedForm(foundry.benchmark_form("form-gaps"))
    yield shown
    shown.widget.close()


def propose(form: AskedForm, target: list[str] | None = None) -> dict[str, Any]:
    draft: dict[str, Any] = form.request("propose", dataset="form-gaps", target=target)["draft"]
    return draft


def errors(form: AskedForm, draft: dict[str, Any]) -> dict[str, str]:
    checked = form.request("check", draft=draft)
    assert ("manifest" in checked) == all(one["severity"] != "error" for one in checked["findings"])
    return {one["pointer"]: one["detail"] for one in checked["findings"] if one["severity"] == "error"}


def test_proposes_what_the_dataset_says_and_nothing_is_wrong_with_it(form: AskedForm) -> None:
    draft = propose(form)
    assert (draft["dataset"], draft["id"]) == ("form-gaps@1.0.0", "id")
    assert (draft["target"], draft["inputs"]) == (["gap"], ["formula"])
    assert draft["folds"] == {"method": "k-fold", "n": 5}
    assert errors(form, draft) == {}
    assert "form-gaps" in form.widget.datasets


def test_proposes_metrics_that_fit_the_target(form: AskedForm) -> None:
    assert [metric["name"] for metric in propose(form)["metrics"]] == ["mae", "rmse", "mape", "max_error"]
    draft = propose(form, ["kind"])
    assert [metric["name"] for metric in draft["metrics"]] == [
        "accuracy",
        "balanced_accuracy",
        "f1_macro",
        "mcc",
    ]
    assert errors(form, draft) == {}


def test_every_way_to_make_folds_says_what_it_lacks_at_its_field(form: AskedForm) -> None:
    answer = form.request("propose", dataset="form-gaps", target=None)
    strategies = [
        kind["folds"]["by"] for kind in answer["choices"]["folds"] if kind["label"].startswith("MatFold")
    ]
    assert strategies == list(STRATEGIES)
    for kind in answer["choices"]["folds"]:
        parts = {name: 2 for name in kind["parameters"] if name != "column"}
        folds = {**kind["folds"], **parts} if "folds" in kind else "nowhere"
        found = errors(form, {**answer["draft"], "folds": folds})
        assert set(found) <= {"/folds"}, kind
        # MatFold takes the formulas of the column that has them; the others are told their column.
        told = folds == "nowhere" or (
            kind["label"].startswith("by ") or kind["folds"].get("by") in STRUCTURES
        )
        assert bool(found) == told, kind


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "Bad Name"}, "/name"),
        ({"version": "1"}, "/version"),
        ({"dataset": "nowhere"}, "/dataset"),
        ({"id": "gone"}, "/id"),
        ({"target": []}, "/target"),
        ({"target": ["gone"]}, "/target"),
        ({"target": ["id"]}, "/target"),
        ({"inputs": ["gone"]}, "/inputs"),
        ({"folds": {"method": "k-fold", "n": 100}}, "/folds"),
        ({"hidden_rows": "gone.csv"}, "/hidden_rows"),
        ({"metrics": []}, "/metrics"),
        ({"baselines": ["linear"]}, "/baselines"),
        ({"deadline": "soon"}, "/deadline"),
    ],
)
def test_refuses_at_the_field_with_the_sentence_of_publishing(
    form: AskedForm, change: dict[str, Any], pointer: str
) -> None:
    draft = {**propose(form), **change}
    found = errors(form, draft)
    assert list(found) == [pointer]
    if "metrics" not in change and change != {"target": []}:
        arguments = {
            key: value for key, value in draft.items() if key != "folds" or "hidden_rows" not in draft
        }
        with pytest.raises(foundry.errors.FoundryError) as refused:
            foundry.publish_benchmark(**arguments)
        assert found[pointer] == str(refused.value)


def test_refuses_what_the_hub_would(form: AskedForm) -> None:
    draft = {**propose(form), "metrics": [{"name": "mae"}, {"name": "accuracy"}]}
    (pointer,) = errors(form, draft)
    assert pointer.startswith("/metrics")


def test_publishes_what_it_showed_and_what_its_code_says(form: AskedForm) -> None:
    metrics = [{"name": "mae"}, {"name": "bias", "expression": "mean(p - y)"}]
    draft = {**propose(form), "metrics": metrics, "entrants": ["Ada", "Bob"], "submissions_per_day": 3}
    shown = form.request("check", draft=draft)
    assert (
        form.request("publish", draft=draft)["reference"]
        == form.widget.published
        == "form-gaps-benchmark@1.0.0"
    )
    task = foundry.benchmark(form.widget.published)
    manifest = form.request("check", draft=draft)["manifest"]
    assert manifest == shown["manifest"]
    assert task.metrics == [metric["name"] for metric in shown["manifest"]["metrics"]] == ["mae", "bias"]
    assert [entry.name for entry in task.leaderboard()] == ["baseline: dummy"]
    exec(shown["code"].replace("form-gaps-benchmark", "by-code"), {})
    again = foundry.benchmark("by-code")
    assert [again.test_ids(fold) for fold in again.folds] == [task.test_ids(fold) for fold in task.folds]
    assert again.manifest.rules == task.manifest.rules


def test_says_of_a_benchmark_that_is_there_that_it_is(form: AskedForm) -> None:
    draft = propose(form)
    assert [form.request("publish", draft=draft)["unchanged"] for _ in range(2)] == [False, True]
    (finding,) = (
        one for one in form.request("check", draft=draft)["findings"] if one["pointer"] == "/version"
    )
    assert "unless it holds the same" in finding["detail"]
