"""
The process of a model: loads it, then answers batches of rows.

Runs in the model's environment, so it imports only the standard library, NumPy and pyarrow. Bodies are Arrow streams.
"""

from __future__ import annotations

import importlib
import os
import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parent


class Worker:
    """One model."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._limits, self._confinement, self._formats = map(
            sibling, ("limits", "confinement", "worker_formats")
        )
        self._spec: dict[str, Any] = {}
        self._model: Callable[[memoryview], bytes] | None = None

    def open(self, job: Any) -> tuple[dict[str, Any], tuple[()]]:
        """Load the model, after all that it may not do is refused."""
        self._spec = spec = job.header
        self._limits.set_limits(spec["limits"]["memory"])
        confined = spec.get("confine")
        if confined:
            try:
                # Before anything starts threads, which a confinement that comes later would not hold.
                self._confinement.confine(confined["readable"], confined["writable"], confined["hidden"])
            except OSError as error:
                raise sibling("frames").RefusedError(f"it could not be confined ({error})") from None
        self._connection.listen()
        # Imports of libraries may start helpers (to find a linker, say); the model's code may not.
        self._formats.prepare(spec)
        self._limits.refuse_processes()
        if confined:
            self._confinement.refuse_network()
        self._model = self._formats.load(spec)
        return {}, ()

    def run(self, job: Any) -> tuple[dict[str, Any], tuple[bytes]]:
        """Return the outputs for a batch of rows."""
        assert self._model is not None
        self._limits.set_time(job.header["limits"]["seconds"])
        return {}, (self._model(job.body),)

    def problem(self, error: BaseException, header: Mapping[str, Any]) -> dict[str, Any]:
        """Return what went wrong, with the last place in the model's own code."""
        import traceback

        where = ""
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).parent != _BESIDE:
                where = f"{Path(frame.filename).name}, line {frame.lineno}"
        memory = self._spec["limits"]["memory"]
        doing = "could not be loaded" if header["method"] == "open" else "failed"
        problem: dict[str, Any] = sibling("frames").failure(error, header["model"], memory, doing, where)
        return problem


def main() -> None:
    """Serve one model until who asked is gone."""
    connection = sibling("frames").Connection()
    worker = Worker(connection)
    connection.serve({"open": worker.open, "run": worker.run}, worker.problem)
    # Threads that the model's code has started keep no process alive.
    os._exit(0)


def sibling(name: str) -> Any:
    """Import a module that stands beside this file, by a name that no module of a model has."""
    package = "_foundry_lab_worker"
    if package not in sys.modules:
        sys.modules[package] = types.ModuleType(package)
        sys.modules[package].__path__ = [str(_BESIDE)]
    return importlib.import_module(f"{package}.{name}")


if __name__ == "__main__":
    main()
