"""What runs rows of a model, here or on a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import pyarrow as pa

from ..contracts.models import Signature

BATCH_ROWS = 16384


class Execution(Protocol):
    """Runs a model on tables and arrays."""

    @property
    def reference(self) -> str:
        """What sentences call the model."""
        ...

    @property
    def signature(self) -> Signature:
        """Tensors and columns that the model takes and gives."""
        ...

    def output_schema(self, schema: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions for data of a schema: columns with units, and where they come from."""
        ...

    def table(self, data: Any, columns: Mapping[str, str] | None = None) -> pa.Table:
        """Return data as a table that has the model's inputs, under the names that `columns` gives."""
        ...

    def of_array(self, data: Any, batch_rows: int) -> list[pa.RecordBatch] | None:
        """Return predictions for an array that the model takes as it is; None where the data are anything else."""
        ...

    def batches(
        self, table: pa.Table, batch_rows: int = BATCH_ROWS, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """
        Yield predictions batch by batch, in the order of the rows.

        Raises
        ------
        SignatureMismatchError, RefusedModelError, ModelRunError
        """
        ...
