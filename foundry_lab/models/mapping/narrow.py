"""Batches no wider than the model's own numbers, so that no more than they need is sent to a worker."""

from __future__ import annotations

import pyarrow as pa

from ...contracts.models import Signature
from ..fit import Fit
from ..matrix import can_be_matrix, matrix_kind


def sent_schema(schema: pa.Schema, signature: Signature, how: Fit) -> pa.Schema:
    """
    Return the schema in which a table's rows are sent to a worker: its own, or with the model's shorter floats.

    Parameters
    ----------
    schema : pyarrow.Schema
        Of the columns that the model takes.
    signature : Signature
    how : Fit
        How the model's inputs come out of these columns. Where a unit is converted, the numbers stay as they are:
        they are converted before they are rounded.
    """
    if matrix_kind(signature) != "float32" or not can_be_matrix(schema, how):
        return schema
    fields = [field.with_type(pa.float32()) if pa.types.is_float64(field.type) else field for field in schema]
    return pa.schema(fields, schema.metadata)


def narrowed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows as they are sent."""
    return rows if rows.schema.equals(schema) else rows.cast(schema)
