"""Record files of Matbench (`MatbenchBenchmark.to_file`): read, written and scored."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from ..errors import InvalidPredictionsError, NotFoundError, close_matches
from .benchmark import Benchmark
from .submission import Submission

_BENCHMARK = "matbench_v0.1"
_VERSION = "0.6"


class MatbenchRecord:
    """
    What a record file holds.

    Attributes
    ----------
    tasks : dict
        `tasks[task][fold]` has `data` (predictions by id), `parameters` and `scores`.
    metadata : dict
        What its author says of the algorithm.
    """

    def __init__(self, tasks: dict[str, dict[str, Any]], metadata: dict[str, Any]) -> None:
        self.tasks = tasks
        self.metadata = metadata

    def predictions(self, task: str) -> dict[str, dict[str, Any]]:
        """
        Return predictions of a task, `[fold][id]`.

        Raises
        ------
        NotFoundError
            If the record has no such task.
        """
        if task not in self.tasks:
            raise NotFoundError(
                f"The record has no task {task!r}; its tasks are {', '.join(map(repr, self.tasks))}.",
                suggestions=close_matches(task, list(self.tasks)),
            )
        return {fold: dict(record["data"]) for fold, record in self.tasks[task].items()}

    def submit(self, benchmark: Benchmark, name: str | None = None, *, task: str | None = None) -> Submission:
        """
        Enter the predictions of a task, by default the only one, or the one of the benchmark's dataset.

        Raises
        ------
        InvalidPredictionsError, DuplicateEntryError
            As `Benchmark.submit`.
        """
        own = benchmark.manifest.dataset.name.replace("-", "_")
        task_name = task or (next(iter(self.tasks)) if len(self.tasks) == 1 else own)
        title = (
            name
            or str(self.metadata.get("algorithm") or self.metadata.get("algorithm_long") or "record")[:100]
        )
        return benchmark.submit(self.predictions(task_name), name=title, kind="published")

    def __repr__(self) -> str:
        return f"<Matbench record of {', '.join(self.tasks)}>"


def read_record(path: str | os.PathLike[str]) -> MatbenchRecord:
    """
    Read a record file, JSON or JSON with gzip.

    Parameters
    ----------
    path : str or path

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidPredictionsError
        If it is not a record, or was changed after Matbench wrote it.
    """
    source = Path(path)
    try:
        raw = source.read_bytes()
        content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {source}: give the path of a Matbench record.") from None
    except (ValueError, OSError, EOFError) as error:
        raise InvalidPredictionsError(f"{source} is not a Matbench record: {error}.") from None
    tasks = content.get("tasks") if isinstance(content, dict) else None
    if not isinstance(tasks, dict) or not tasks:
        raise InvalidPredictionsError(f"{source} is not a Matbench record: it has no 'tasks'.")
    if "hash" in content and _digest({k: v for k, v in content.items() if k != "hash"}) != content["hash"]:
        raise InvalidPredictionsError(f"{source} was changed after it was written: its hash differs.")
    results_by_task = {}
    for name, task in tasks.items():
        results = task.get("results") if isinstance(task, dict) else None
        if not isinstance(results, dict) or not all(
            isinstance(f, dict) and "data" in f for f in results.values()
        ):
            raise InvalidPredictionsError(
                f"{source} is not a Matbench record: its task {name!r} has no results by fold."
            )
        results_by_task[name] = results
    return MatbenchRecord(results_by_task, content.get("user_metadata") or {})


def write_record(path: str | os.PathLike[str], submission: Submission, *, task: str | None = None) -> Path:
    """
    Write an entry as a record file of Matbench v0.1.

    Parameters
    ----------
    path : str or path
        Ends in `.json`, or in `.gz` for gzip.
    submission : Submission
    task : str, optional
        Matbench's name of it; by default the dataset's name with underscores.

    Returns
    -------
    Path
    """
    benchmark = submission.parent
    name = task or benchmark.manifest.dataset.name.replace("-", "_")
    results = {
        fold: {
            # Matbench takes no 0 where it wants 0.0, and JSON knows no difference.
            "data": {row: float(value) for row, value in rows.items()}
            if benchmark.manifest.task == "regression"
            else rows,
            "parameters": {},
            "scores": dict(submission.scores[fold].items()),
        }
        for fold, rows in submission.predictions().items()
    }
    record: dict[str, Any] = {
        "@module": "matbench.bench",
        "@class": "MatbenchBenchmark",
        "version": _VERSION,
        "tasks": {
            name: {
                "@module": "matbench.task",
                "@class": "MatbenchTask",
                "benchmark_name": _BENCHMARK,
                "dataset_name": name,
                "results": results,
            }
        },
        "user_metadata": {"algorithm": submission.name, "foundry": submission.id},
        "benchmark_name": _BENCHMARK,
        "datestamp": submission.record.submitted_at[:19]
        .replace("T", ".")
        .replace("-", ".")
        .replace(":", "."),
    }
    record["tasks"] = _sort_keys(record["tasks"])
    record["hash"] = _digest(record)
    target = Path(path)
    text = json.dumps(record).encode()
    target.write_bytes(gzip.compress(text, mtime=0) if target.suffix == ".gz" else text)
    return target


def _digest(record: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_sort_keys(record)).encode()).hexdigest()


def _sort_keys(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _sort_keys(item) if isinstance(item, dict) else item for key, item in sorted(value.items())}
