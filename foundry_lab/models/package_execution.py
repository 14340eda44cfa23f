"""A published model on this machine: its open file, and the plan for the tables that come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pyarrow as pa

from ..contracts.models import Signature
from ..store.package import Package
from . import signature as signatures
from .compatibility import inputs_of, require_compatible
from .execution import BATCH_ROWS
from .matrix import (
    Plan,
    can_be_matrix,
    columns_of_outputs,
    matrix_kind,
    matrix_of_array,
    matrix_of_batch,
    plain_types,
)
from .runner import Runner

if TYPE_CHECKING:
    import numpy as np


class _OpenRunner(NamedTuple):
    runner: Runner
    path: str
    stamp: tuple[int, int, int]


def _stamp(path: str) -> tuple[int, int, int]:
    """Return what changes with a file."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return (0, 0, -1)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


class PackageExecution:
    """
    Runs a package's model, which stays open, and keeps the plan for the last schema.

    Parameters
    ----------
    package : Package
    open : callable
        Returns what runs it.
    """

    def __init__(self, package: Package, open: Callable[[], Runner]) -> None:
        self._package = package
        self._open_runner = open
        self._open: _OpenRunner | None = None
        self._plan: Plan | None = None

    @property
    def reference(self) -> str:
        """The package's `name@version`."""
        return self._package.reference

    @property
    def signature(self) -> Signature:
        """Tensors and columns that the model takes and gives."""
        signature: Signature = self._package.manifest.signature
        return signature

    def output_schema(self, schema: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions for data of a schema: columns with units, and where they come from."""
        manifest = self._package.manifest
        origin: dict[str, Any] = {
            "model": self.reference,
            "version": str(manifest.version),
            "package": self._package.digest,
            "sha256": self._package.entry(manifest.entry).sha256,
        }
        source = (schema.metadata or {}).get(b"foundry") if schema is not None else None
        if source:
            origin["data"] = msgspec.json.decode(source)
        return signatures.output_schema(self.signature, {b"foundry": msgspec.json.encode(origin)})

    def table(self, data: Any, columns: Mapping[str, str] | None = None) -> pa.Table:
        """Return data as a table that has the model's inputs, under the names that `columns` gives."""
        # A table of the same columns as the last one has been looked at already.
        if self._is_planned(data, columns):
            table: pa.Table = data
            return table
        from .inputs import input_table

        mapping = columns or {}
        names = [
            mapping.get(column.name, column.name) for column in signatures.columns_of(self.signature.inputs)
        ]
        lists = len(names) == 1 and signatures.holds_lists(self.signature.inputs[0])
        return input_table(data, names, self.reference, lists=lists)

    def batches(
        self, table: pa.Table, batch_rows: int = BATCH_ROWS, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield predictions batch by batch, in the order of the rows."""
        plan = self._plan_for(table.schema, dict(columns or {}))
        runner = self._runner()
        selection = table if plan.names == table.column_names else table.select(plan.names)
        first = 0
        for batch in selection.to_batches(max_chunksize=batch_rows):
            start, first = first, first + batch.num_rows
            if plan.kind is not None:
                matrix = matrix_of_batch(batch, plan.kind)
                if matrix is not None:
                    yield self._run_matrix(runner, matrix, plan.schema)
                    continue
            inputs = inputs_of(batch, self.signature, plan.how, self.reference, start)
            yield signatures.predictions(runner.run, inputs, self.signature, lambda: plan.schema)

    def _runner(self) -> Any:
        """Return what runs it; an ONNX model that is open is used as long as its file is as it was then."""
        if self._open is not None and self._open.stamp == _stamp(self._open.path):
            return self._open.runner
        runner = self._open_runner()
        folder, manifest = self._package.folder, self._package.manifest
        if manifest.format == "onnx" and folder is not None:
            path = os.fspath(folder / manifest.entry)
            self._open = _OpenRunner(runner, path, _stamp(path))
        return runner

    def _is_planned(self, data: Any, columns: Mapping[str, str] | None) -> bool:
        if self._plan is None or self._plan.kind is None or not isinstance(data, pa.Table):
            return False
        return self._plan.holds_for(data.schema, dict(columns or {}))

    def _plan_for(self, schema: pa.Schema, columns: dict[str, str]) -> Plan:
        """Return how tables of a schema go through the model; the last plan is kept."""
        if self._plan is not None and self._plan.holds_for(schema, columns):
            return self._plan
        how = require_compatible(schema, self.signature, self.reference, columns)
        names = list(dict.fromkeys(how.columns.values()))
        fits = self._matrix is not None and len(names) == self._matrix[1] and can_be_matrix(schema, how)
        kind = self._matrix[2] if self._matrix is not None and fits else None
        self._plan = Plan(schema, columns, how, names, self.output_schema(schema), kind)
        return self._plan

    @cached_property
    def _matrix(self) -> tuple[str, int, str] | None:
        """Name, width and kind of the one matrix of numbers that it takes; None if it takes anything else."""
        kind = matrix_kind(self.signature) if self._package.manifest.format == "onnx" else None
        (tensor, *_) = self.signature.inputs
        return None if kind is None else (tensor.name, len(tensor.columns), kind)

    @cached_property
    def _plain_types(self) -> list[pa.DataType] | None:
        """As `plain_types` gives them."""
        return plain_types(self.signature)

    @cached_property
    def _plain_schema(self) -> pa.Schema:
        """The schema of predictions for data that say nothing of themselves."""
        return self.output_schema(None)

    def of_array(self, data: Any, batch_rows: int) -> list[pa.RecordBatch] | None:
        """Return predictions for an array that the model takes as it is; None where the data are anything else."""
        if self._matrix is None or type(data).__module__ != "numpy":
            return None
        _, width, kind = self._matrix
        matrix = matrix_of_array(data, width, kind)
        if matrix is None:
            return None
        runner = self._runner()
        starts = range(0, len(matrix), batch_rows)
        return [self._run_matrix(runner, matrix[i : i + batch_rows], self._plain_schema) for i in starts]

    def _run_matrix(self, runner: Any, matrix: np.ndarray, schema: pa.Schema) -> pa.RecordBatch:
        outputs = runner.run_arrays({self.signature.inputs[0].name: matrix})
        types = self._plain_types
        columns = None if types is None else columns_of_outputs(outputs, len(matrix), types)
        if columns is None:
            columns = signatures.split_outputs(outputs, len(matrix), self.signature, self.reference)
        return pa.RecordBatch.from_arrays(columns, schema=schema)
