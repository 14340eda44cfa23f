"""Tasks of OpenML as benchmarks: from a task of the `openml` package, or from its downloaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import FoundryError, InvalidManifestError, InvalidTableError, NotFoundError

#: OpenML's measures, computed by Weka: those of classes are means weighted by how many rows are of each class.
_METRICS = {
    "predictive_accuracy": "accuracy",
    "area_under_roc_curve": "rocauc_ovr_weighted",
    "mean_weighted_area_under_roc_curve": "rocauc_ovr_weighted",
    "f_measure": "f1_weighted",
    "mean_weighted_f_measure": "f1_weighted",
    "precision": "precision_weighted",
    "mean_weighted_precision": "precision_weighted",
    "recall": "recall_weighted",
    "mean_weighted_recall": "recall_weighted",
    "unweighted_recall": "balanced_accuracy",
    "kappa": "kappa",
    "mean_absolute_error": "mae",
    "root_mean_squared_error": "rmse",
}


def openml_task(task: Any, splits: str | Path | None = None, *, ids: list[Any]) -> dict[str, Any]:
    """
    Return the arguments for `publish_benchmark` that an OpenML task gives: target, folds and metrics.

    Parameters
    ----------
    task : OpenMLTask, mapping or path
        A task of the `openml` package, or the description that OpenML's API gives, in JSON or XML.
    splits : path, optional
        The ARFF file of its estimation procedure; not needed for a task of the `openml` package.
    ids : list
        Ids of the dataset's rows in OpenML's order, as OpenML counts rows.

    Raises
    ------
    InvalidManifestError
        If the task is not supervised, or cannot be read.
    InvalidTableError
        If a split names a row that there is not.

    Examples
    --------
    >>> given = openml_task("task_31.json", "splits_31.arff", ids=list(range(1000)))  # doctest: +SKIP
    >>> foundry_lab.publish_benchmark(name="credit-g", dataset="credit-g", **given)  # doctest: +SKIP
    """
    if hasattr(task, "get_train_test_split_indices"):
        return _of_package(task, ids)
    target, measure, number = _read_task(task)
    if splits is None:
        raise InvalidManifestError(
            "The folds of an OpenML task are in the ARFF file of its splits: give `splits`."
        )
    return {"target": target, "folds": _arff(Path(splits), ids), **_metrics(measure), **_source(number)}


def _of_package(task: Any, ids: list[Any]) -> dict[str, Any]:
    repeats, folds, samples = task.get_split_dimensions()
    if samples > 1:
        raise _samples_error("The OpenML task")
    xml_value = {}
    for repeat in range(repeats):
        for fold in range(folds):
            train, test = task.get_train_test_split_indices(repeat=repeat, fold=fold)
            xml_value[fold_name(repeat, fold, repeats)] = {
                "train": _ids_at(ids, train),
                "test": _ids_at(ids, test),
            }
    measure = getattr(task, "evaluation_measure", None)
    return {
        "target": task.target_name,
        "folds": xml_value,
        **_metrics(measure),
        **_source(getattr(task, "task_id", None)),
    }


def _read_task(task: Any) -> tuple[str, str | None, Any]:
    if not isinstance(task, Mapping):
        path = Path(task)
        try:
            text = path.read_bytes()
            task = _of_xml(text, path) if text.lstrip().startswith(b"<") else json.loads(text)
        except FileNotFoundError:
            raise NotFoundError(f"There is no file {path}: give the description of an OpenML task.") from None
        except ValueError as error:
            raise InvalidManifestError(f"{path} is not JSON: {error}.") from None
    record = task.get("task", task)
    try:
        inputs = {item["name"]: item for item in record["input"]}
        target = inputs["source_data"]["data_set"]["target_feature"]
        measures = (
            inputs.get("evaluation_measures", {}).get("evaluation_measures", {}).get("evaluation_measure")
        )
    except (KeyError, TypeError, AttributeError):
        raise InvalidManifestError(
            "The OpenML task names no target: only supervised tasks can be benchmarks."
        ) from None
    measure = measures[0] if isinstance(measures, list) and measures else measures
    return target, measure if isinstance(measure, str) and measure else None, record.get("task_id")


def _of_xml(text: bytes, path: Path) -> dict[str, Any]:
    """Return what OpenML's XML says, in the form of its JSON."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise InvalidManifestError(f"{path} declares entities, which no OpenML task does.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise InvalidManifestError(f"{path} is not XML: {error}.") from None

    def value_of(element: Any) -> Any:
        if not len(element):
            return (element.text or "").strip()
        return {child.tag.rpartition("}")[2]: value_of(child) for child in element}

    inputs = []
    for element in root:
        if element.tag.rpartition("}")[2] == "input":
            value = value_of(element)
            inputs.append({"name": element.get("name"), **(value if isinstance(value, dict) else {})})
    number = next((e.text for e in root if e.tag.rpartition("}")[2] == "task_id"), None)
    return {"task": {"task_id": number, "input": inputs}}


def _arff(path: Path, ids: list[Any]) -> dict[str, dict[str, list[Any]]]:
    content = arff_content(path, "the splits of an OpenML task", InvalidTableError)
    names = [name.lower() for name, _ in content["attributes"]]
    if not {"type", "rowid", "repeat", "fold"} <= set(names):
        raise InvalidTableError(f"{path} is not an ARFF file of splits: it has the columns {names[:10]}.")
    rows = []
    for cells in content["data"]:
        row = dict(zip(names, cells, strict=True))
        try:
            repeat, fold, place = (int(row[name]) for name in ("repeat", "fold", "rowid"))
            rows.append((str(row["type"]).upper(), repeat, fold, place))
        except (TypeError, ValueError):
            raise InvalidTableError(
                f"{path} has the line {cells[:6]}, which is not a row of a split."
            ) from None
    if "sample" in names and len({cells[names.index("sample")] for cells in content["data"]}) > 1:
        raise _samples_error(str(path))
    repeats = max((row[1] for row in rows), default=0) + 1
    folds: dict[str, dict[str, list[Any]]] = {}
    for kind, repeat, fold, place in rows:
        parts = folds.setdefault(fold_name(repeat, fold, repeats), {"train": [], "test": []})
        parts["test" if kind == "TEST" else "train"] += _ids_at(ids, [place])
    return folds


def _ids_at(ids: list[Any], places: Any) -> list[Any]:
    try:
        return [ids[int(place)] for place in places]
    except IndexError:
        raise InvalidTableError(
            f"The splits name rows up to {max(map(int, places))}, and there are {len(ids)} ids."
        ) from None


def arff_module(what: str) -> Any:
    """
    Return the module that reads and writes ARFF files.

    Raises
    ------
    FoundryError
        If it is not installed.
    """
    try:
        import arff
    except ImportError:
        raise FoundryError(f"{what} are ARFF files, which need liac-arff: `pip install liac-arff`.") from None
    return arff


def arff_content(path: Path, what: str, fault: type[FoundryError]) -> Any:
    """
    Return what an ARFF file holds, as liac-arff reads it.

    Raises
    ------
    NotFoundError, FoundryError
        If there is no such file, or it is none, which is the given kind of fault.
    """
    arff = arff_module(f"{what[:1].upper()}{what[1:]}")
    try:
        with path.open(encoding="utf-8") as file:
            return arff.load(file)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path}: give the ARFF file of {what}.") from None
    except (arff.ArffException, ValueError) as error:
        raise fault(f"{path} is not an ARFF file: {str(error).rstrip('.')}.") from None


def fold_name(repeat: int, fold: int, repeats: int) -> str:
    """Return what the fold of a task is called."""
    return f"repeat_{repeat}.fold_{fold}" if repeats > 1 else f"fold_{fold}"


def _samples_error(what: str) -> InvalidManifestError:
    return InvalidManifestError(
        f"{what} is of a learning curve, with several samples of each fold: only tasks with whole folds can be benchmarks."
    )


def _metrics(measure: str | None) -> dict[str, Any]:
    if measure is None:
        return {}
    if measure not in _METRICS:
        raise InvalidManifestError(
            f"The OpenML task is measured by {measure!r}, which has no exact counterpart here: there are "
            f"{', '.join(_METRICS)}. Remove the measure from the task and give `metrics` yourself."
        )
    return {"metrics": [_METRICS[measure]]}


def _source(number: Any) -> dict[str, Any]:
    return (
        {}
        if number is None
        else {"source": f"OpenML task {number}", "url": f"https://www.openml.org/t/{number}"}
    )
