"""The process that runs the hub's batches: it opens models, and runs them on tensors whose values are a frame's body."""

from __future__ import annotations

import os
import warnings
from collections import OrderedDict
from typing import Any

import msgspec

from ..models.isolation.frames import Bytes, Connection, Frame
from ..models.isolation.process import Limits
from ..models.isolation.reports import report
from ..models.session_threads import session_threads
from ..protocol.tensors import array_of, bytes_of
from .served import ServedModel, open_served

_MOST_OPEN = 8


class _Tensor(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]
    bytes: int


class Worker:
    """
    Models that are open, and their runs.

    Parameters
    ----------
    trusted : list of str
        References of models whose code may run.
    """

    def __init__(self, trusted: list[str]) -> None:
        self._trusted = trusted
        self._open: OrderedDict[str, ServedModel] = OrderedDict()

    def open(self, job: Frame) -> tuple[dict[str, Any], tuple[()]]:
        """Open a model, and return which are open then."""
        reference = job.header["model"]
        # A batch has the hub's time, in which this whole process is ended; opening has more.
        limits = Limits(seconds=job.header["limits"]["seconds"])
        self._open[reference] = open_served(reference, self._trusted, limits)
        while len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)
        return {"models": list(self._open)}, ()

    def run(self, job: Frame) -> tuple[dict[str, Any], list[Bytes]]:
        """Return the outputs for a model's inputs."""
        reference = job.header["model"]
        model = self._open[reference]
        self._open.move_to_end(reference)
        inputs, at = {}, 0
        for tensor in msgspec.convert(job.header["inputs"], list[_Tensor]):
            inputs[tensor.name] = array_of(job.body[at : at + tensor.bytes], tensor.datatype, tensor.shape)
            at += tensor.bytes
        outputs: list[dict[str, Any]] = []
        parts: list[Bytes] = []
        for name, datatype, array in model.run(inputs):
            data = bytes_of(array, datatype)
            parts.append(data)
            outputs.append(
                {"name": name, "datatype": datatype, "shape": list(array.shape), "bytes": len(data)}
            )
        return {"outputs": outputs}, parts


def main() -> None:
    """Answer until the hub is gone."""
    connection = Connection()
    connection.listen()
    warnings.simplefilter("ignore")
    # Threads of several processes beyond the processors there are would only wait for each other.
    session_threads.set(int(os.environ.get("FOUNDRY_SERVE_THREADS", "0")))
    worker = Worker([one for one in os.environ.get("FOUNDRY_SERVE_TRUST", "").split(",") if one])
    connection.serve({"open": worker.open, "run": worker.run}, report)


if __name__ == "__main__":
    main()
