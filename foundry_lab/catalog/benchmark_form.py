"""The benchmark form's entry: what proposes a benchmark on a dataset, says what is wrong with it, and publishes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ..benchmarks.baselines import BASELINES
from ..benchmarks.data import all_rows
from ..benchmarks.manifest_metrics import metric_definitions, usual_metrics
from ..benchmarks.material_labels import STRATEGIES
from ..benchmarks.prepare_benchmark import PreparedBenchmark, closing_time, prepare_benchmark
from ..contracts.models import BenchmarkChoices, Finding
from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError
from ..references import check_name, check_version
from ..store.violations import schema_findings
from .publish_form import duplicate_findings

if TYPE_CHECKING:
    from ..benchmarks.benchmark import Benchmark
    from ..progress import Progress
    from ..widgets.benchmark_form import BenchmarkFormWidget

_WHERE = "The benchmark"
#: Types of columns that hold classes rather than numbers.
_WORDS = ("string", "large_string", "bool", "dictionary")
_UNSAID = (
    *(
        "id",
        "title",
        "description",
        "hidden_rows",
        "deadline",
        "submissions_per_day",
        "submissions_total",
        "digits",
        "entrants",
        "extra_data",
    ),
    *("weight", "labels", "classes"),
)
#: What `publish_benchmark` takes where a draft says nothing.
_DEFAULTS = {**dict.fromkeys(_UNSAID), "version": "1.0.0", "folds": 5, "hidden": False}


def benchmark_form(dataset: str | Dataset | None = None) -> BenchmarkFormWidget:
    """
    Return a form that makes a benchmark of a dataset.

    It proposes ids, target, inputs, folds and metrics from what the dataset says of its columns, says what is wrong while
    you type, shows the leaderboard as it will be and the code that does the same, and publishes.

    Parameters
    ----------
    dataset : str or Dataset, optional
        What it is on; chosen in the form when absent.

    Returns
    -------
    BenchmarkFormWidget
        Its `published` is the reference of what was published; empty before.

    Raises
    ------
    NotFoundError
        If there is no such dataset.
    """
    from ..hub.running import ensure_hub
    from ..widgets.benchmark_form import BenchmarkFormWidget

    selection = (
        ""
        if dataset is None
        else dataset.reference
        if isinstance(dataset, Dataset)
        else load(dataset).reference
    )
    return BenchmarkFormWidget(selection, ensure_hub().names("datasets"), _Form())


class _Form:
    def propose(self, dataset: str, target: Sequence[str] | None) -> dict[str, Any]:
        data = load(dataset)
        roles = {
            role: [column.name for column in data.columns if column.role == role]
            for role in ("id", "target", "input")
        }
        goals = list(roles["target"][:1] if target is None else target)
        draft = {
            "name": f"{data.name}-benchmark",
            "version": "1.0.0",
            "dataset": data.reference,
            "target": goals,
            "inputs": [name for name in roles["input"] if name not in goals],
            "metrics": [{"name": name} for name in _metrics(data, goals)],
            "baselines": list(BASELINES[:1]),
            "folds": "test" if "test" in data else {"method": "k-fold", "n": 5},
            **({"id": roles["id"][0]} if roles["id"] else {}),
        }
        choices = BenchmarkChoices(
            dataset=data.reference,
            columns=list(data.columns),
            splits=list(data),
            folds=[],
            metrics=list(metric_definitions().values()),
            baselines=list(BASELINES),
        )
        # A splitter's own parameters are no fields of a struct.
        return {"draft": draft, "choices": {**msgspec.to_builtins(choices), "folds": _folds_kinds()}}

    def check(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        from ..benchmarks.publish_benchmark import check_record

        findings = [*schema_findings(dict(draft), "BenchmarkDraft", _WHERE), *_field_findings(draft)]
        answer: dict[str, Any] = {"code": _code(draft)}
        if not findings:
            try:
                preparation = _prepare(draft)
                check_record(preparation.record)
                answer["manifest"] = {
                    **preparation.record,
                    "publishedAt": "1970-01-01T00:00:00Z",
                    "files": [],
                }
            except FoundryError as error:
                findings.append(_finding(error, "/dataset"))
        findings += [*duplicate_findings("benchmark", draft), *_advice(draft)]
        return {**answer, "findings": msgspec.to_builtins(findings)}

    def publish(self, draft: Mapping[str, Any], progress: Progress) -> Benchmark:
        from ..benchmarks.publish_benchmark import publish_prepared

        progress("Making the folds", 0, 0)
        return publish_prepared(_prepare(draft), progress)


def _metrics(data: Dataset, target: Sequence[str]) -> tuple[str, ...]:
    """Return the usual metrics of what the first target holds."""
    if not target:
        return usual_metrics("regression", None)
    column = data.columns[target[0]]
    if not column.classes and not str(column.type).startswith(_WORDS):
        return usual_metrics("regression", None)
    classes = column.classes or all_rows(data, [column.name])[column.name].drop_null().unique()
    return usual_metrics("classification", len(classes))


def _prepare(draft: Mapping[str, Any]) -> PreparedBenchmark:
    return prepare_benchmark(**{**_DEFAULTS, **draft})


def _field_findings(draft: Mapping[str, Any]) -> list[Finding]:
    """Return what is wrong with fields that can be judged each by itself."""
    checks: dict[str, Callable[[Any], object]] = {
        "name": check_name,
        "version": check_version,
        "deadline": closing_time,
        "target": lambda names: _require(names, "There is no target: choose what is predicted."),
        "metrics": lambda names: _require(
            names, "There is no metric: choose one, which orders the leaderboard."
        ),
    }
    findings = []
    for key, check in checks.items():
        try:
            if key in draft:
                check(draft[key])
        except FoundryError as error:
            findings.append(_finding(error, f"/{key}"))
    return findings


def _require(values: object, sentence: str) -> None:
    if not values:
        raise FoundryError(sentence)


def _finding(error: FoundryError, pointer: str) -> Finding:
    return Finding(severity="error", detail=str(error), pointer=error.pointer or pointer)


def _advice(draft: Mapping[str, Any]) -> list[Finding]:
    missing = {
        "description": "The benchmark has no description.",
        "inputs": "No inputs are named: entrants do not learn what to predict from.",
        "baselines": "No baseline is entered: entrants have nothing to beat.",
    }
    return [
        Finding(severity="warning", detail=detail, pointer=f"/{key}")
        for key, detail in missing.items()
        if not draft.get(key)
    ]


def _folds_kinds() -> list[dict[str, Any]]:
    """Return the ways to make folds, the simplest first, as `FoldsKind` has them."""
    by_column = [(f"by {method}", {"method": method}) for method in ("group", "time", "scaffold")]
    by_column += [(f"MatFold: {by}", {"method": "matfold", "by": by}) for by in STRATEGIES]
    return [
        {"label": "a split is the test set", "parameters": []},
        {"label": "k-fold, shuffled", "folds": {"method": "k-fold"}, "parameters": ["n"]},
        {"label": "nested k-fold", "folds": {"method": "nested k-fold"}, "parameters": ["outer", "inner"]},
        *({"label": label, "folds": folds, "parameters": ["column", "n"]} for label, folds in by_column),
    ]


def _code(draft: Mapping[str, Any]) -> str:
    lines = "".join(
        f"    {word}={value!r},\n" for word, value in draft.items() if value not in ("", [], None)
    )
    return f"import foundry_lab as foundry\n\nfoundry.publish_benchmark(\n{lines})"
