"""Rows of plain numbers as one matrix: what most models take, without an array for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from ..contracts.models import Signature, Tensor
from .compatibility import Compatibility
from .signature import column_type, holds_lists, numpy_type

if TYPE_CHECKING:
    import numpy as np

#: Rows that are turned from columns into rows at once: so many stay in a processor's cache, which is 2 to 3 times as fast.
_AT_ONCE = 512


class Plan(NamedTuple):
    """
    How tables of one schema go through a model.

    Attributes
    ----------
    source : pyarrow.Schema
        The tables' schema.
    columns : dict of str to str
        The columns for inputs that are named differently there.
    how : Compatibility
    names : list of str
        The tables' columns that the model takes, in the signature's order.
    schema : pyarrow.Schema
        Of the predictions.
    kind : str or None
        NumPy's name of the matrix's values, where the rows can go as one.
    """

    source: pa.Schema
    columns: dict[str, str]
    how: Compatibility
    names: list[str]
    schema: pa.Schema
    kind: str | None

    def holds_for(self, schema: pa.Schema, columns: dict[str, str]) -> bool:
        """Whether it is a plan for these tables too."""
        return self.columns == columns and bool(self.source.equals(schema, check_metadata=True))


def matrix_kind(signature: Signature) -> str | None:
    """Return NumPy's name of the values where a model takes one matrix of numbers, a column for each value."""
    if len(signature.inputs) != 1:
        return None
    (tensor,) = signature.inputs
    if len(tensor.shape) != 2 or holds_lists(tensor) or not _is_float(tensor):
        return None
    return numpy_type(tensor.datatype)


def can_be_matrix(schema: pa.Schema, how: Compatibility) -> bool:
    """Whether columns need no more than another width of their numbers."""
    kinds = {schema.field(name).type for name in how.columns.values()}
    return not how.converted and all(
        pa.types.is_floating(kind) or (pa.types.is_integer(kind) and kind.bit_width <= 32) for kind in kinds
    )


def matrix_of_batch(batch: pa.RecordBatch, kind: str) -> np.ndarray | None:
    """Return a batch as a matrix; None where a value is missing, infinite or beyond the range."""
    import numpy as np

    try:
        with np.errstate(over="ignore"):
            if batch.num_rows <= _AT_ONCE:
                return _finite(_rows_first(batch).astype(kind, copy=False))
            matrix = np.empty((batch.num_rows, batch.num_columns), kind)
            for start in range(0, batch.num_rows, _AT_ONCE):
                matrix[start : start + _AT_ONCE] = _rows_first(batch.slice(start, _AT_ONCE))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return None
    return _finite(matrix)


def _finite(matrix: np.ndarray) -> np.ndarray | None:
    """Return a matrix if its sum is finite, as it is where every value is and as one pass tells."""
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        return matrix if np.isfinite(matrix.sum()) else None


def _rows_first(batch: pa.RecordBatch) -> np.ndarray:
    matrix: np.ndarray = batch.to_tensor(row_major=True).to_numpy()
    return matrix


def matrix_of_table(table: pa.Table, kind: str) -> np.ndarray | None:
    """Return a table as a matrix; None where a value is missing or there is no row."""
    batches = table.combine_chunks().to_batches() if table.num_rows else []
    return matrix_of_batch(batches[0], kind) if len(batches) == 1 else None


def matrix_of_array(data: Any, width: int, kind: str) -> np.ndarray | None:
    """Return an array as a matrix; None where it is not an array of rows of so many finite numbers."""
    if type(data).__module__ != "numpy" or type(data).__name__ != "ndarray":
        return None
    if data.ndim != 2 or data.shape[1] != width or data.dtype.kind not in "fiu":
        return None
    import numpy as np

    with np.errstate(over="ignore"):
        return _finite(np.ascontiguousarray(data, kind))


def plain_types(signature: Signature) -> list[pa.DataType] | None:
    """Return the types of the columns of outputs where each is one value for each row; None where one is not."""
    if any(len(tensor.columns) != 1 or holds_lists(tensor) for tensor in signature.outputs):
        return None
    return [column_type(tensor) for tensor in signature.outputs]


def columns_of_outputs(
    outputs: list[np.ndarray], rows: int, types: list[pa.DataType]
) -> list[pa.Array] | None:
    """Return outputs as columns of these types; None where one is not a number for each row."""
    if any(output.size != rows or output.dtype.kind not in "fiu" for output in outputs):
        return None
    return [pa.array(output.reshape(-1), kind) for output, kind in zip(outputs, types, strict=True)]


def _is_float(tensor: Tensor) -> bool:
    return tensor.datatype in {"FP32", "FP64"}
