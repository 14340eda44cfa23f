"""A pipeline of several published steps."""

from __future__ import annotations

import json

import msgspec
import pyarrow as pa

from ...contracts.models import ColumnDraft, Tensor
from ...errors import InvalidManifestError
from ..load_model import model as open_model
from ..model import Model
from ..signature import columns_of, holds_lists
from .example import require_example
from .prepared import Prepared, Result, Source


def from_steps(source: Source) -> Prepared:
    """
    Prepare a pipeline: it takes what its steps take that no earlier one gives, and gives what the last one gives.

    Raises
    ------
    InvalidManifestError
        If it has no steps.
    NotFoundError, SignatureMismatchError, RefusedModelError
        If a step is not published, does not fit, or is not trusted.
    """
    steps: list[Model] = [open_model(step) for step in source.model]
    if not steps:
        raise InvalidManifestError(
            "A pipeline has at least one step: give published models or their references."
        )
    inputs: list[Tensor] = []
    column_names: set[str] = set()
    for step in steps:
        for tensor in step.signature.inputs:
            fresh = [column for column in tensor.columns if column.name not in column_names]
            if fresh:
                one = len(fresh) == 1 and not holds_lists(tensor)
                shape = tensor.shape if holds_lists(tensor) else [-1] if one else [-1, len(fresh)]
                name = fresh[0].name if one else tensor.name
                inputs.append(Tensor(name=name, datatype=tensor.datatype, shape=shape, columns=fresh))
                column_names |= {column.name for column in fresh}
        column_names |= set(step.outputs)
    table = require_example(source)
    fields = [_with_unit(field, columns_of(inputs)) for field in table.schema]
    table = pa.Table.from_batches(table.to_batches(), pa.schema(fields))
    for step in steps:
        predictions = step.predict(table)
        for field, column in zip(predictions.schema, predictions.columns, strict=True):
            if field.name in table.column_names:
                table = table.drop_columns([field.name])
            metadata = {key: value for key, value in (field.metadata or {}).items() if key != b"role"}
            table = table.append_column(field.with_metadata(metadata), column)
    last = steps[-1]
    results = []
    for tensor in last.signature.outputs:
        for column in tensor.columns:
            values = table[column.name].to_numpy()
            results.append(Result(column.name, values, [column.name], column.classes or None))
    if source.outputs is None:
        source.outputs = [msgspec.to_builtins(column) for column in columns_of(last.signature.outputs)]
    step_records = [{"model": step.reference, "sha256": step.package.digest} for step in steps]
    (source.folder / "pipeline.json").write_text(json.dumps({"steps": step_records}, indent=2))
    source.inputs = [msgspec.to_builtins(column) for column in columns_of(inputs)]
    tensors = [(t.name, str(t.datatype), list(t.shape), [c.name for c in t.columns]) for t in inputs]
    grants = frozenset().union(*(step._grants for step in steps))
    return Prepared(
        "pipeline", "pipeline.json", tensors, results, steps=step_records, isolated=True, grants=grants
    )


def _with_unit(field: pa.Field, columns: list[ColumnDraft]) -> pa.Field:
    unit = next((column.unit for column in columns if column.name == field.name and column.unit), None)
    if unit and not (field.metadata or {}).get(b"unit"):
        return field.with_metadata({**(field.metadata or {}), b"unit": unit.encode()})
    return field
