"""Models whose code runs in processes of their own, each in the model's locked environment."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pyarrow as pa

from ...errors import ModelRunError, RefusedModelError, SignatureMismatchError
from ...store.package import Package
from ..content import check_files, require
from ..isolation.environment import environment
from ..isolation.process import Limits, ModelProcess
from ..signature import categories_of, column_type

_FILES_BY_CONTENT = {"skops", "torch", "keras", "pickle"}


class IsolatedRunner:
    """
    Runs a trusted model's code in processes of its own.

    Parameters
    ----------
    package : Package
    limits : Limits
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        manifest = package.manifest
        self._name = package.reference
        self._signature = manifest.signature
        self._limits = limits
        folder = package.files()
        files = [(entry.path, folder / entry.path) for entry in manifest.files]
        if manifest.format in _FILES_BY_CONTENT:
            require(folder / manifest.entry, manifest.format, self._name)
        check_files(files, self._name, pickles=manifest.format == "pickle")
        if not manifest.requirements:
            raise RefusedModelError(f"{self._name} has no lock file of its packages, so its code is not run.")
        self._python = environment(
            (folder / manifest.requirements).read_text(), (manifest.environment or {}).get("python", "")
        )
        self._spec: dict[str, Any] = {
            "format": manifest.format,
            "folder": str(folder),
            "entry": str(folder / manifest.entry),
            "call": msgspec.to_builtins(manifest.call) if manifest.call else {},
            "inputs": [
                {"name": t.name, "shape": t.shape, "columns": [c.name for c in t.columns]}
                for t in self._signature.inputs
            ],
            "outputs": self._outputs(),
            "categories": categories_of(self._signature),
        }
        self._idle: list[ModelProcess] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        """Load the model in a process, so that the first batch does not wait for it."""
        with self._process():
            pass

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        with self._process() as process:
            answer = process.run(sink.getvalue().to_pybytes())
        try:
            with pa.ipc.open_stream(answer) as reader:
                batch_of_predictions = reader.read_all().combine_chunks()
            batch_of_predictions.validate(full=True)
            return self._columns(batch_of_predictions, batch.num_rows)
        except (pa.ArrowException, ValueError) as error:
            reason = str(error).split("\n")[0].rstrip(".")
            raise SignatureMismatchError(
                f"{self._name} gave what its signature does not say: {reason}."
            ) from None

    @contextmanager
    def _process(self) -> Iterator[ModelProcess]:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process or ModelProcess(self._python, self._spec, self._name, self._limits)
        try:
            yield process
        except ModelRunError:
            # A row that the model's code refuses is no reason for a new process.
            self._keep(process)
            raise
        except BaseException:
            process.close()
            raise
        self._keep(process)

    def _keep(self, process: ModelProcess) -> None:
        with self._lock:
            if process.is_open and len(self._idle) < (os.cpu_count() or 1):
                self._idle.append(process)
                return
        process.close()

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()

    def _outputs(self) -> list[dict[str, str]]:
        """Return what the process names its results: tensors of several columns come as lists."""
        outputs = []
        for tensor in self._signature.outputs:
            outputs.append({"name": tensor.columns[0].name if len(tensor.columns) == 1 else tensor.name})
        return outputs

    def _columns(self, table: pa.Table, rows: int) -> list[pa.Array]:
        if table.num_rows != rows:
            raise ValueError(f"{table.num_rows} rows for {rows}")
        columns = []
        for index, tensor in enumerate(self._signature.outputs):
            column = table.column(index)
            array = column.chunk(0) if column.num_chunks else pa.array([], type=column.type)
            kind = column_type(tensor)
            if len(tensor.columns) == 1:
                columns.append(_cast(array, kind))
                continue
            width = len(tensor.columns)
            if not pa.types.is_fixed_size_list(array.type) or array.type.list_size != width:
                raise ValueError(f"{tensor.name!r} is {array.type}, and has {width} columns")
            flat = array.flatten()
            columns += [_cast(flat.take(pa.array(range(i, len(flat), width))), kind) for i in range(width)]
        return columns


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind) and not pa.types.is_string(array.type):
        return array.cast(pa.string())
    return array.cast(kind, safe=not pa.types.is_floating(kind))
