"""Publishing a benchmark: a dataset, what of it is predicted, on which rows, and how that is scored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from ..contracts.models import KeptLabels
from ..datasets.dataset import Dataset
from ..progress import Progress
from ..store.package_writer import PackageWriter
from ..store.publication import Published, publication
from .baselines import submit_baselines
from .benchmark import Benchmark, benchmark
from .folds import Folds
from .prepare_benchmark import FOLDS, PreparedBenchmark, prepare_benchmark


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
    submissions_total: int | None = None,
    digits: int | None = None,
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
        Entries of each entrant within 24 hours; of all entrants together where labels are hidden and `entrants` lists
        nobody, as anybody may call themselves anything.
    submissions_total : int, optional
        Entries in all, counted in the same way.
    digits : int, optional
        Significant digits with which scores leave the hub, 1 to 15: fewer tell less of hidden labels.
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
    made_public = publish_prepared(
        prepare_benchmark(
            name=name,
            version=version,
            dataset=dataset,
            id=id,
            target=target,
            inputs=inputs,
            weight=weight,
            folds=folds,
            metrics=metrics,
            title=title,
            description=description,
            labels=labels,
            hidden=hidden,
            hidden_rows=hidden_rows,
            classes=classes,
            deadline=deadline,
            submissions_per_day=submissions_per_day,
            submissions_total=submissions_total,
            digits=digits,
            entrants=entrants,
            extra_data=extra_data,
            baselines=baselines,
            **more,
        )
    )
    Published("benchmark", made_public.name, made_public.version, made_public.unchanged).say_if_unchanged()
    return made_public


def publish_prepared(preparation: PreparedBenchmark, progress: Progress | None = None) -> Benchmark:
    """Publish a benchmark, and enter its baselines; `progress` is told of each step."""
    record, fold_set, inputs = preparation.record, preparation.folds, preparation.hidden_inputs
    hidden = record["labels"]["hidden"]
    if hidden:
        check_record(record)
        digest = _keep_labels(fold_set, preparation.truth, inputs)
        record = {**record, "labels": {**record["labels"], "sha256": digest}}
    with publication() as draft:
        _write(draft.package, fold_set, None if hidden else preparation.truth, preparation.weights)
        result = draft.commit(record, progress)
    made_public = benchmark(result.reference)
    made_public.unchanged = result.unchanged
    if preparation.baselines and not result.unchanged:
        submit_baselines(made_public, preparation.baselines, inputs)
    return made_public


def _write(
    package: PackageWriter,
    fold_set: Folds,
    truth: Mapping[str, list[Any]] | None,
    weights: Mapping[str, list[float]] | None,
) -> None:
    for fold, test in fold_set.test.items():
        rows: dict[str, Any] = {"test": test}
        if truth is not None:
            rows["truth"] = truth[fold]
        if weights is not None:
            rows["weights"] = weights[fold]
        if fold in fold_set.train:
            rows["train"] = fold_set.train[fold]
        package.write(f"{FOLDS}/{fold}.json", msgspec.json.encode(rows))


def check_record(record: Mapping[str, Any]) -> None:
    """Refuse a record that the hub would, before there are files of it or labels that the hub keeps."""
    from ..hub.running import ensure_hub

    labels = record["labels"]
    if labels["hidden"]:
        labels = {**labels, "sha256": "0" * 64}
    files = [{"path": fold["path"]} for fold in record["folds"]]
    ensure_hub().check_manifest(msgspec.json.encode({**record, "labels": labels, "files": files}))


def _keep_labels(
    fold_set: Folds, truth: Mapping[str, list[Any]], inputs: dict[str, dict[str, list[Any]]] | None
) -> str:
    """Hand the labels to the hub, which names them by a digest that a salt keeps from telling anything."""
    from ..hub.running import ensure_hub

    folds = {
        fold: {"test": test, "truth": truth[fold], **({"inputs": inputs[fold]} if inputs else {})}
        for fold, test in fold_set.test.items()
    }
    body = msgspec.json.encode({"salt": secrets.token_hex(32), "folds": folds})
    answer = ensure_hub().request("POST", "benchmark-labels", content=body, timeout=300)
    return str(msgspec.json.decode(answer.content, type=KeptLabels).sha256)
