"""
The process that predicts a benchmark's test rows with a published model.

A model that runs code of its publisher is run only if this hub's operator trusts it, confined: it can read neither labels
nor anything else but itself.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import msgspec

from ..models.isolation.frames import Connection, Frame
from ..models.isolation.limits import set_limits
from ..models.isolation.process import Limits
from ..models.isolation.reports import report
from ..models.model import Model
from ..store.packages import find
from .benchmark import benchmark

_Inputs = dict[str, dict[str, list[Any]]]


class Worker:
    """Runs of models, each confined to what it is given."""

    def open(self, job: Frame) -> tuple[dict[str, Any], tuple[()]]:
        """Make what the model needs, and find what keeps it from running."""
        model = _model(job.header, Limits())
        model._require_runnable_here()
        benchmark(job.header["benchmark"])
        return {"models": [job.header["model"]]}, ()

    def run(self, job: Frame) -> tuple[dict[str, Any], tuple[bytes]]:
        """
        Return what ran and how long, and predictions by fold.

        The job's body has the inputs of the test rows by fold and column, where the dataset lacks them.
        """
        limits = job.header["limits"]
        model = _model(job.header, Limits(limits["seconds"], limits["memory"]))
        inputs = msgspec.json.decode(job.body, type=_Inputs) if len(job.body) else None
        parent = benchmark(job.header["benchmark"])
        if not model.runs_code:
            # Formats of data alone run in this process.
            set_limits(limits["memory"])
        since = time.perf_counter()
        predicted = parent.predict(model, inputs=inputs)
        header = {
            "model": model.reference,
            "modelSha256": model.package.digest,
            "seconds": round(time.perf_counter() - since, 3),
        }
        folds = {fold: {"ids": list(rows), "values": list(rows.values())} for fold, rows in predicted.items()}
        # A prediction that is not a number is told as null, which the hub refuses by its row.
        return header, (msgspec.json.encode(folds),)


def _model(header: Mapping[str, Any], limits: Limits) -> Model:
    confined = limits._replace(confined=True, hidden=tuple(header["hidden"]))
    return Model(find("model", header["model"]), limits=confined)


def main() -> None:
    """Answer until the hub is gone."""
    connection = Connection()
    connection.listen()
    worker = Worker()
    connection.serve({"open": worker.open, "run": worker.run}, report)


if __name__ == "__main__":
    main()
