"""How tables go through a model, looked at once for each schema: what small batches cost most."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from . import signature as signatures
from .compatibility import require_compatible
from .described import DescribedModel
from .matrix import Plan, can_be_matrix, columns_of_outputs, matrix_kind, matrix_of_array, plain_types

if TYPE_CHECKING:
    import numpy as np


class _OpenRunner(NamedTuple):
    runner: Any
    path: str
    stamp: tuple[int, int, int]


def _stamp(path: str) -> tuple[int, int, int]:
    """Return what changes with a file."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return (0, 0, -1)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


class PlannedModel(DescribedModel):
    """A model that keeps its open file and the plan for the last schema."""

    def _runner(self) -> Any:
        """Return what runs it; an ONNX model that is open is used as long as its file is as it was then."""
        kept: _OpenRunner | None = getattr(self, "_open", None)
        if kept is not None and kept.stamp == _stamp(kept.path):
            return kept.runner
        from .runners.open_runner import open_runner

        found = open_runner(self._package, self._limits, self._granted)
        folder = self._package.folder
        if self.format == "onnx" and folder is not None:
            path = os.fspath(folder / self._manifest.entry)
            self._open = _OpenRunner(found, path, _stamp(path))
        return found

    def _is_planned(self, data: Any, columns: Mapping[str, str] | None) -> bool:
        known: Plan | None = getattr(self, "_plan", None)
        if known is None or known.kind is None or not isinstance(data, pa.Table):
            return False
        return known.holds_for(data.schema, dict(columns or {}))

    def _plan_for(self, schema: pa.Schema, columns: dict[str, str]) -> Plan:
        """Return how tables of a schema go through the model; the last plan is kept."""
        known: Plan | None = getattr(self, "_plan", None)
        if known is not None and known.holds_for(schema, columns):
            return known
        how = require_compatible(schema, self.signature, self.reference, columns)
        used = list(dict.fromkeys(how.columns.values()))
        fits = self._matrix is not None and len(used) == self._matrix[1] and can_be_matrix(schema, how)
        kind = self._matrix[2] if self._matrix is not None and fits else None
        self._plan = Plan(schema, columns, how, used, self.output_schema(schema), kind)
        return self._plan

    @cached_property
    def _matrix(self) -> tuple[str, int, str] | None:
        """Name, width and kind of the one matrix of numbers that it takes; None if it takes anything else."""
        kind = matrix_kind(self.signature) if self.format == "onnx" else None
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

    def _predict_matrix(self, data: Any, batch_rows: int) -> list[pa.RecordBatch] | None:
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
