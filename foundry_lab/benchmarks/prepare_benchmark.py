"""What a benchmark is made of: its record, folds, labels and weights, before anything is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from ..contracts.models import Benchmark as Manifest
from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError, InvalidManifestError, InvalidTableError, close_matches, fault_at
from ..references import check_name, check_version
from ..store.manifests import read_json, with_current_keywords
from .baselines import check_baselines
from .data import all_rows, column_with_role, id_texts
from .folds import Folds
from .hidden_rows import read_hidden_rows
from .labels import task_of
from .make_folds import make_folds
from .manifest_metrics import manifest_metrics
from .targets import folds_by_target
from .weights import weight_column, weights_of

#: Where a package keeps its folds.
FOLDS = "folds"
_MORE = ("license", "authors", "citations", "doi", "url", "source", "keywords", "domains", "tasks")


@dataclass(frozen=True)
class PreparedBenchmark:
    """A benchmark that can be published: its record without time and files, and by fold its labels and weights."""

    record: dict[str, Any]
    folds: Folds
    truth: Mapping[str, list[Any]]
    weights: Mapping[str, list[float]] | None
    #: Of hidden test rows: ``{fold: {column: values}}``.
    hidden_inputs: dict[str, dict[str, list[Any]]] | None
    baselines: list[str]


def prepare_benchmark(
    *,
    name: str,
    version: str,
    dataset: str | Dataset,
    id: str | None,
    target: str | Sequence[str] | None,
    inputs: Sequence[str] | None,
    weight: str | Literal[False] | None,
    folds: Any,
    metrics: Sequence[str | Mapping[str, Any]] | str | None,
    title: str | None,
    description: str | None,
    labels: Mapping[str, Any] | None,
    hidden: bool,
    hidden_rows: Any,
    classes: Sequence[Any] | None,
    deadline: str | datetime | date | None,
    submissions_per_day: int | None,
    submissions_total: int | None,
    digits: int | None,
    entrants: Sequence[str] | None,
    extra_data: str | None,
    baselines: bool | Sequence[str],
    **more: Any,
) -> PreparedBenchmark:
    """
    Return the benchmark that `publish_benchmark` would publish of the same arguments.

    Its errors have, as their `pointer`, the argument that is wrong.
    """
    more = with_current_keywords(more)
    with fault_at("/name"):
        check_name(name)
    with fault_at("/version"):
        check_version(version)
    unknown = next((word for word in more if word not in _MORE), None)
    if unknown is not None:
        raise InvalidManifestError(
            f"A benchmark has no {unknown!r}; besides the arguments of publish_benchmark it has {', '.join(_MORE)}.",
            suggestions=close_matches(
                unknown, [*_MORE, "folds", "metrics", "inputs", "labels", "dataset", "target"]
            ),
        )
    with fault_at("/dataset"):
        data = dataset if isinstance(dataset, Dataset) else load(dataset)
        if not isinstance(data.version, str) or "@" not in data.reference:
            raise InvalidManifestError(f"{data.reference} is not published: publish the dataset first.")
    with fault_at("/id"):
        key = column_with_role(data, "id", id, "id")
    with fault_at("/target"):
        goals = (
            [column_with_role(data, "target", target, "target")]
            if target is None or isinstance(target, str)
            else [column_with_role(data, "target", name, "target") for name in dict.fromkeys(target)]
        )
        if not goals:
            raise InvalidManifestError("There is no target: name a column.")
        if key in goals:
            raise InvalidManifestError(f"The column {key!r} is both id and target: name another `id`.")
    goal = goals[0]
    with fault_at("/weight"):
        weigher = weight_column(data, weight)
    with fault_at("/inputs"):
        input_names = _inputs(data, inputs, (key, *goals, *([weigher] if weigher else [])))
    table = all_rows(data, [key, *goals])
    with fault_at("/id"):
        ids = id_texts(table[key], f"column {key!r} of {data.reference}")
    with fault_at("/hidden_rows"):
        secret = (
            None
            if hidden_rows is None
            else read_hidden_rows(
                hidden_rows, key, input_names, [*goals, *([weigher] if weigher else [])], ids
            )
        )
        if secret is not None and (hidden or labels is not None or folds != 5):
            raise InvalidManifestError(
                "`hidden_rows` are the test rows with their labels: leave out `folds`, `labels` and `hidden`."
            )
    if secret is not None:
        hidden, hidden_folds = True, secret.folds()
        fold_set, truth, goal_of = folds_by_target(
            hidden_folds, goals, secret.table, secret.ids, None, hidden=False, reference="hidden_rows"
        )
    else:
        with fault_at("/folds"):
            hidden_folds = make_folds(folds, data, ids, table[goal], input_names)
        with fault_at("/target"):
            fold_set, truth, goal_of = folds_by_target(
                hidden_folds, goals, table, ids, labels, hidden=hidden, reference=data.reference
            )
    weights = weights_of(
        fold_set,
        weigher,
        secret.table if secret else all_rows(data, [weigher] if weigher else []),
        secret.ids if secret else ids,
    )
    with fault_at("/metrics"):
        task, found_classes = _task(data, goals, goal_of, truth, classes, metrics)
    units = {name: data.columns[name].unit or None for name in goals}
    unit = units[goal] if len(set(units.values())) == 1 else None
    with fault_at("/baselines"):
        baseline_names = check_baselines(baselines, input_names, data) if baselines else []
    with fault_at("/metrics"):
        scores = manifest_metrics(metrics, task, found_classes, unit, weighed=weigher is not None)
    with fault_at("/deadline"):
        rules = _rules(deadline, submissions_per_day, submissions_total, digits, entrants, extra_data)
    record: dict[str, Any] = {
        "schemaVersion": 1,
        "kind": "benchmark",
        "name": name,
        "version": version,
        "title": title or f"{', '.join(goals[:3])} of {data.title}",
        "description": description,
        "dataset": {"name": data.name, "version": data.version},
        "task": task,
        "id": key,
        "inputs": input_names,
        "weight": weigher,
        "target": goal,
        "targets": goals if len(goals) > 1 else None,
        "unit": unit,
        "units": {name: word for name, word in units.items() if word} if len(goals) > 1 else None,
        "classes": found_classes,
        "folds": [
            {
                "name": fold,
                "path": f"{FOLDS}/{fold}.json",
                "rows": len(fold_set.test[fold]),
                "trainRows": len(fold_set.train[fold])
                if fold in fold_set.train
                else len(ids) - (0 if secret else len(fold_set.test[fold])),
                **({"target": goal_of[fold]} if len(goals) > 1 else {}),
            }
            for fold in fold_set.test
        ],
        "splitter": fold_set.splitter,
        "metrics": scores,
        "rules": rules,
        "baselines": baseline_names or None,
        "labels": {"hidden": hidden, **({"inputsHidden": True} if secret else {})},
        "publishedAt": "1970-01-01T00:00:00Z",
        "files": [],
        **{word: _records(word, value) for word, value in more.items()},
    }
    record = {key: value for key, value in record.items() if value not in (None, {}) or key == "files"}
    read_json(msgspec.json.encode(record), Manifest, "The record")
    for word in ("publishedAt", "files"):
        del record[word]
    return PreparedBenchmark(
        record,
        fold_set,
        truth,
        weights,
        secret.inputs(fold_set, input_names) if secret else None,
        baseline_names,
    )


def _task(
    data: Dataset,
    goals: Sequence[str],
    goal_of: Mapping[str, str],
    truth: Mapping[str, list[Any]],
    classes: Sequence[Any] | None,
    metrics: Sequence[str | Mapping[str, Any]] | str | None,
) -> tuple[str, list[Any] | None]:
    """Return what kind of thing all targets are, and their classes."""
    task_fields = [
        task_of(
            data.columns[goal],
            {fold: rows for fold, rows in truth.items() if goal_of[fold] == goal},
            classes,
            metrics,
        )
        for goal in goals
    ]
    for goal, one in zip(goals, task_fields, strict=True):
        if one != task_fields[0]:
            raise InvalidManifestError(
                f"The targets {goals[0]!r} and {goal!r} are of two kinds: several targets are all numbers, or all of the "
                "same `classes`."
            )
    return task_fields[0]


def _inputs(data: Dataset, names: Sequence[str] | None, others: tuple[str, ...]) -> list[str]:
    if names is None:
        return [
            column.name for column in data.columns if column.role == "input" and column.name not in others
        ]
    return [column_with_role(data, "input", name, "inputs") for name in names]


def _rules(
    deadline: str | datetime | date | None,
    per_day: int | None,
    total: int | None,
    digits: int | None,
    entrants: Sequence[str] | None,
    extra_data: str | None,
) -> dict[str, Any]:
    if isinstance(entrants, str):
        raise FoundryError("`entrants` is a list of names.")
    fields = {
        "deadline": None if deadline is None else closing_time(deadline),
        "submissionsPerDay": per_day,
        "submissionsTotal": total,
        "digits": digits,
        "entrants": list(entrants) if entrants is not None else None,
        "extraData": extra_data,
    }
    return {key: value for key, value in fields.items() if value is not None}


def closing_time(value: str | datetime | date) -> str:
    """Return when a benchmark closes, as ISO text in UTC; a day without a time is over when it has ended."""
    from datetime import UTC, time

    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise InvalidTableError(
            f"{value!r} is not a time: write it as '2027-01-31T12:00:00+00:00'."
        ) from None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(23, 59, 59))
    if isinstance(value, str) and len(value) <= 10:
        moment = moment.replace(hour=23, minute=59, second=59)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _records(word: str, value: Any) -> Any:
    key = {"authors": "name", "citations": "text"}.get(word)
    if key is None:
        return value
    items = [value] if isinstance(value, str | Mapping) else value
    return [{key: item} if isinstance(item, str) else item for item in items]
