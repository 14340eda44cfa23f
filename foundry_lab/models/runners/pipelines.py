"""Pipelines: published steps one after the other, each with the columns that those before it gave."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from ...contracts.models import Signature
from ..execution import Execution
from ..signature import columns_of


class PipelineRunner:
    """Runs published models one after the other."""

    def __init__(self, steps: Sequence[Execution], signature: Signature) -> None:
        self._steps = steps
        self._inputs = columns_of(signature.inputs)
        self._outputs = [column.name for column in columns_of(signature.outputs)]

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns; a row that a step gives nothing for is missing in those after it."""
        fields = []
        for field, column in zip(batch.schema, self._inputs, strict=True):
            fields.append(field.with_metadata({"unit": column.unit} if column.unit else {}))
        table = pa.Table.from_batches([batch], schema=pa.schema(fields))
        for step in self._steps:
            predictions = pa.Table.from_batches(
                step.batches(table, max(1, batch.num_rows)), step.output_schema(None)
            )
            for field, column in zip(predictions.schema, predictions.columns, strict=True):
                # What one step calls a target is an input to the next.
                metadata = {key: value for key, value in (field.metadata or {}).items() if key != b"role"}
                if field.name in table.column_names:
                    table = table.drop_columns([field.name])
                table = table.append_column(field.with_metadata(metadata), column)
        result = table.combine_chunks()
        return [
            result[name].chunk(0) if result[name].num_chunks else pa.array([], type=result[name].type)
            for name in self._outputs
        ]
