"""What runs rows."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa


class Runner(Protocol):
    """Runs a model on rows without missing values."""

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """
        Return the output columns for rows that have the input columns, in the signature's order and types.

        Raises
        ------
        SignatureMismatchError, ModelRunError
        """
        ...
