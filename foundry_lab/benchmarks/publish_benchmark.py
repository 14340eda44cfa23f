"""Publishing a benchmark: a dataset, what of it is predicted, on which rows, and how that is scored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from ..contracts.models import Benchmark as Manifest
from ..contracts.models import KeptLabels
from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError, InvalidManifestError, InvalidTableError, close_matches
from ..references import check_name, check_version
from ..store.manifests import read_json, with_current_keywords
from ..store.package_writer import PackageWriter
from ..store.publication import publication
from .baselines import check_baselines, submit_baselines
from .benchmark import Benchmark, benchmark
from .data import all_rows, column_with_role, id_texts
from .folds import Folds
from .hidden_rows import read_hidden_rows
from .labels import task_of
from .make_folds import make_folds
from .manifest_metrics import manifest_metrics
from .targets import folds_by_target
from .weights import weight_column, weights_of

_FILES = "folds"
_MORE = ("license", "authors", "citations", "doi", "url", "source", "keywords", "domains", "tasks")


def publish_benchmark(
    *,
    name: str,
    version: str = "1.0.0",
    dataset: str | Dataset,
    id: str | None = None,
    target: str | Sequence[str] | None = None,
    inputs: Sequence[str] | None = None,
    weight: str | Literal[False] | None = None,
    folds: Any = 5,
    metrics: Sequence[str | Mapping[str, Any]] | str | None = None,
    title: str | None = None,
    description: str | None = None,
    labels: Mapping[str, Any] | None = None,
    hidden: bool = False,
    hidden_rows: Any = None,
    classes: Sequence[Any] | None = None,
    deadline: str | datetime | date | None = None,
    submissions_per_day: int | None = None,
    entrants: Sequence[str] | None = None,
    extra_data: str | None = None,
    baselines: bool | Sequence[str] = (),
    **more: Any,
) -> Benchmark:
    """
    Publish a version of a benchmark to the store; it never changes afterwards.

    Where one that holds the same is there already, nothing is published: it is returned, with a warning that says so.

    Parameters
    ----------
    name : str
        Lower case letters, digits and hyphens.
    version : str, optional
        Three numbers.
    dataset : str or Dataset
        `name@version`; a name alone is its newest version.
    id, target : str, optional
        Columns of the dataset; by default the ones with the roles 'id' and 'target'. A list of targets makes a
        multi-task benchmark: each fold is scored for each target, on the rows of which it is known.
    inputs : sequence of str, optional
        Columns to predict from; by default those with the role 'input'.
    weight : str or False, optional
        The column by which test rows weigh in every score, as scikit-learn's `sample_weight`: numbers above 0. By default
        the one with the role 'weight'; False where rows are to weigh alike.
    folds : mapping, int, str or splitter, optional
        ``{"fold_0": [test ids], ...}`` (each fold trains on all other rows, or on the ids of
        ``{"fold_0": {"train": [...], "test": [...]}}``); a number for shuffled k-fold; the name of a split that is the
        test set; one of `foundry_lab.benchmarks.splitters` or `foundry_lab.benchmarks.matfold`, or the same as
        ``{"method": "group", "column": "family", "n": 5}``.
    metrics : sequence of str or mapping, optional
        Names (mae, rmse, mape, max_error, r2, ndcg, accuracy, balanced_accuracy, f1, rocauc...), or mappings with `name`,
        `expression` and `higher_is_better`; the first one orders the leaderboard.
    title, description : str, optional
        Shown where the benchmark is found.
    labels : mapping, optional
        ``{id: value}`` of the test rows, where the dataset lacks them.
    hidden : bool, optional
        Keep the labels from the package: only the hub has them. The dataset must lack them too.
    hidden_rows : table, frame or path, optional
        Test rows (id, inputs and target) that are not in the dataset: only the hub has them, and only published models
        can enter, which the hub runs. `folds`, `labels` and `hidden` are not given then.
    classes : sequence, optional
        What can be predicted, the positive class last; by default what the column holds.
    deadline : str, datetime or date, optional
        When the benchmark closes; a time without a zone is UTC.
    submissions_per_day : int, optional
        Entries of each entrant within 24 hours.
    entrants : sequence of str, optional
        Who may enter.
    extra_data : str, optional
        What may be used besides the dataset, in words.
    baselines : bool or sequence of {"dummy", "linear", "random forest"}, optional
        Entries to compute now; True for all that can be. All but 'dummy' need scikit-learn and numeric inputs.
    **more
        Other fields of the manifest, such as `license`, `authors`, `citations`, `keywords`.

    Returns
    -------
    Benchmark
        As `foundry_lab.benchmark` returns it.

    Raises
    ------
    InvalidNameError, DuplicateVersionError
        If the name is not written as it should be, or the version exists and holds something else.
    UnknownColumnError, InvalidTableError
        If the dataset lacks a column, a row or a label.
    InvalidManifestError
        If a metric is not known or does not fit the target.
    """
    more = with_current_keywords(more)
    check_name(name)
    check_version(version)
    unknown = next((word for word in more if word not in _MORE), None)
    if unknown is not None:
        raise InvalidManifestError(
            f"A benchmark has no {unknown!r}; besides the arguments of publish_benchmark it has {', '.join(_MORE)}.",
            suggestions=close_matches(
                unknown, [*_MORE, "folds", "metrics", "inputs", "labels", "dataset", "target"]
            ),
        )
    data = dataset if isinstance(dataset, Dataset) else load(dataset)
    if not isinstance(data.version, str) or "@" not in data.reference:
        raise InvalidManifestError(f"{data.reference} is not published: publish the dataset first.")
    key = column_with_role(data, "id", id, "id")
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
    weigher = weight_column(data, weight)
    chosen = _inputs(data, inputs, (key, *goals, *([weigher] if weigher else [])))
    table = all_rows(data, [key, *goals])
    ids = id_texts(table[key], f"column {key!r} of {data.reference}")
    secret = (
        None
        if hidden_rows is None
        else read_hidden_rows(hidden_rows, key, chosen, [*goals, *([weigher] if weigher else [])], ids)
    )
    if secret is not None:
        if hidden or labels is not None or folds != 5:
            raise InvalidManifestError(
                "`hidden_rows` are the test rows with their labels: leave out `folds`, `labels` and `hidden`."
            )
        hidden, whole = True, secret.folds()
        made, truth, goal_of = folds_by_target(
            whole, goals, secret.table, secret.ids, None, hidden=False, reference="hidden_rows"
        )
    else:
        whole = make_folds(folds, data, ids, table[goal], chosen)
        made, truth, goal_of = folds_by_target(
            whole, goals, table, ids, labels, hidden=hidden, reference=data.reference
        )
    weights = weights_of(
        made,
        weigher,
        secret.table if secret else all_rows(data, [weigher] if weigher else []),
        secret.ids if secret else ids,
    )
    task, found_classes = _task(data, goals, goal_of, truth, classes, metrics)
    units = {name: data.columns[name].unit or None for name in goals}
    unit = units[goal] if len(set(units.values())) == 1 else None
    entered = check_baselines(baselines, chosen, data) if baselines else []
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
        "inputs": chosen,
        "weight": weigher,
        "target": goal,
        "targets": goals if len(goals) > 1 else None,
        "unit": unit,
        "units": {name: word for name, word in units.items() if word} if len(goals) > 1 else None,
        "classes": found_classes,
        "folds": [
            {
                "name": fold,
                "path": f"{_FILES}/{fold}.json",
                "rows": len(made.test[fold]),
                "trainRows": len(made.train[fold])
                if fold in made.train
                else len(ids) - (0 if secret else len(made.test[fold])),
                **({"target": goal_of[fold]} if len(goals) > 1 else {}),
            }
            for fold in made.test
        ],
        "splitter": made.splitter,
        "metrics": manifest_metrics(metrics, task, found_classes, unit, weighed=weigher is not None),
        "rules": _rules(deadline, submissions_per_day, entrants, extra_data),
        "baselines": entered or None,
        "labels": {"hidden": hidden, **({"inputsHidden": True} if secret else {})},
        "publishedAt": "1970-01-01T00:00:00Z",
        "files": [],
        **{word: _records(word, value) for word, value in more.items()},
    }
    record = {key: value for key, value in record.items() if value not in (None, {}) or key == "files"}
    read_json(msgspec.json.encode(record), Manifest, "The record")
    for word in ("publishedAt", "files"):
        del record[word]
    secret_inputs = secret.inputs(made, chosen) if secret else None
    if hidden:
        _check(record)
        record["labels"]["sha256"] = _keep_labels(made, truth, secret_inputs)
    with publication() as staged:
        _write(staged.package, made, None if hidden else truth, weights)
        published = staged.commit(record)
    published.say_if_unchanged()
    made_public = benchmark(published.reference)
    made_public.unchanged = published.unchanged
    if entered and not published.unchanged:
        submit_baselines(made_public, entered, secret_inputs)
    return made_public


def _task(
    data: Dataset,
    goals: Sequence[str],
    goal_of: Mapping[str, str],
    truth: Mapping[str, list[Any]],
    classes: Sequence[Any] | None,
    metrics: Sequence[str | Mapping[str, Any]] | str | None,
) -> tuple[str, list[Any] | None]:
    """Return what kind of thing all targets are, and their classes."""
    found = [
        task_of(
            data.columns[goal],
            {fold: rows for fold, rows in truth.items() if goal_of[fold] == goal},
            classes,
            metrics,
        )
        for goal in goals
    ]
    for goal, one in zip(goals, found, strict=True):
        if one != found[0]:
            raise InvalidManifestError(
                f"The targets {goals[0]!r} and {goal!r} are of two kinds: several targets are all numbers, or all of the "
                "same `classes`."
            )
    return found[0]


def _inputs(data: Dataset, given: Sequence[str] | None, others: tuple[str, ...]) -> list[str]:
    if given is None:
        return [
            column.name for column in data.columns if column.role == "input" and column.name not in others
        ]
    return [column_with_role(data, "input", name, "inputs") for name in given]


def _write(
    package: PackageWriter,
    made: Folds,
    truth: Mapping[str, list[Any]] | None,
    weights: Mapping[str, list[float]] | None,
) -> None:
    for fold, test in made.test.items():
        rows: dict[str, Any] = {"test": test}
        if truth is not None:
            rows["truth"] = truth[fold]
        if weights is not None:
            rows["weights"] = weights[fold]
        if fold in made.train:
            rows["train"] = made.train[fold]
        package.write(f"{_FILES}/{fold}.json", msgspec.json.encode(rows))


def _check(record: Mapping[str, Any]) -> None:
    """Refuse a record while the hub keeps no labels of it yet."""
    from ..hub.running import ensure_hub

    labels = {**record["labels"], "sha256": "0" * 64}
    files = [{"path": fold["path"]} for fold in record["folds"]]
    ensure_hub().check_manifest(msgspec.json.encode({**record, "labels": labels, "files": files}))


def _keep_labels(
    made: Folds, truth: Mapping[str, list[Any]], inputs: dict[str, dict[str, list[Any]]] | None
) -> str:
    """Hand the labels to the hub, which names them by a digest that a salt keeps from telling anything."""
    from ..hub.running import ensure_hub

    folds = {
        fold: {"test": test, "truth": truth[fold], **({"inputs": inputs[fold]} if inputs else {})}
        for fold, test in made.test.items()
    }
    body = msgspec.json.encode({"salt": secrets.token_hex(32), "folds": folds})
    answer = ensure_hub().request("POST", "benchmark-labels", content=body, timeout=300)
    return str(msgspec.json.decode(answer.content, type=KeptLabels).sha256)


def _rules(
    deadline: str | datetime | date | None,
    per_day: int | None,
    entrants: Sequence[str] | None,
    extra_data: str | None,
) -> dict[str, Any]:
    if isinstance(entrants, str):
        raise FoundryError("`entrants` is a list of names.")
    given = {
        "deadline": None if deadline is None else _time(deadline),
        "submissionsPerDay": per_day,
        "entrants": list(entrants) if entrants is not None else None,
        "extraData": extra_data,
    }
    return {key: value for key, value in given.items() if value is not None}


def _time(given: str | datetime | date) -> str:
    from datetime import UTC, time

    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise InvalidTableError(
            f"{given!r} is not a time: write it as '2027-01-31T12:00:00+00:00'."
        ) from None
    if not isinstance(moment, datetime):
        # A day is over when it has ended.
        moment = datetime.combine(moment, time(23, 59, 59))
    if isinstance(given, str) and len(given) <= 10:
        moment = moment.replace(hour=23, minute=59, second=59)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _records(word: str, value: Any) -> Any:
    key = {"authors": "name", "citations": "text"}.get(word)
    if key is None:
        return value
    items = [value] if isinstance(value, str | Mapping) else value
    return [{key: item} if isinstance(item, str) else item for item in items]
