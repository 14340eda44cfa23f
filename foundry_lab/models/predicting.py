"""What a model gives for rows: all at once, or batch by batch."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from ..errors import FoundryWarning
from . import signature as signatures
from .compatibility import Compatibility, compatibility, inputs_of
from .planned import PlannedModel

BATCH_ROWS = 16384
_NAMED_ROWS = 5


class PredictingModel(PlannedModel):
    """A model that says whether it can run on data, and predicts."""

    def check(self, data: Any, *, columns: Mapping[str, str] | None = None) -> Compatibility:
        """
        Return whether and how the model's inputs come out of the data's columns: by name, kind of value, unit and role.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
        columns : mapping of str to str, optional
            The data's column for inputs that are called otherwise there.

        Returns
        -------
        Compatibility
            True if the model can run; otherwise its `problems` say why not.
        """
        names = [(columns or {}).get(name, name) for name in self.inputs]
        table = self._table(data, names)
        return compatibility(table.schema, self.signature, self.reference, columns)

    def predict(
        self,
        data: Any,
        *,
        columns: Mapping[str, str] | None = None,
        batch_rows: int = BATCH_ROWS,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> pa.Table:
        """
        Return the model's predictions.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
            What has the model's input columns: a split of a dataset, an Arrow table, a pandas or Polars frame,
            a list of records, a file, or an array of shape (rows, inputs) in the signature's order.
        columns : mapping of str to str, optional
            The data's column for inputs that are called otherwise there.
        batch_rows : int, optional
            Rows given to the model at once.
        progress : bool or callable, optional
            True shows a bar; a callable is called with the rows done and the rows there are, after each batch.

        Returns
        -------
        pyarrow.Table
            A row for each row of the data, in order; its fields carry `unit`, `role` and `description` in their
            metadata, and the schema's `foundry` names model, version, the package's digest and the data. A row with
            a missing input has missing predictions.

        Raises
        ------
        SignatureMismatchError
            If the data lack a column, or hold another type, another role, or a unit that cannot be converted.
        RefusedModelError
            If the model could run code and is not trusted, or a file is not what the package says.
        ModelRunError
            If the model's own code fails or goes beyond its limits.
        ChecksumMismatchError, NotFoundError, HubUnavailableError
            If the model's file cannot be had as it was published.

        Warns
        -----
        FoundryWarning
            If rows have missing inputs.
        """
        batches = self._predict_matrix(data, batch_rows) if columns is None and not progress else None
        if batches is not None:
            return pa.Table.from_batches(batches, self._plain_schema)
        from .progress import reporting

        names = [(columns or {}).get(name, name) for name in self.inputs]
        # A table of the same columns as the last one has been looked at already.
        table = data if self._is_planned(data, columns) else self._table(data, names)
        batches = []
        with reporting(progress, table.num_rows, self.reference) as told:
            for batch in self.predict_batches(table, batch_rows, columns=columns):
                batches.append(batch)
                told(batch.num_rows)
        found = pa.Table.from_batches(batches, self.output_schema(table.schema) if not batches else None)
        if any(column.null_count for column in found.columns):
            self._warn_of_missing(table, dict(columns or {}))
        return found

    def predict_batches(
        self, table: pa.Table, batch_rows: int = BATCH_ROWS, *, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """
        Yield predictions batch by batch, in the order of the rows.

        Parameters
        ----------
        table : pyarrow.Table
            Has the model's input columns.
        batch_rows : int, optional
            Rows given to the model at once.
        columns : mapping of str to str, optional
            The table's column for inputs that are called otherwise there.

        Yields
        ------
        pyarrow.RecordBatch
            Predictions for the next `batch_rows` rows or fewer.

        Raises
        ------
        SignatureMismatchError, RefusedModelError, ModelRunError
            As `predict` does.
        """
        from .matrix import matrix_of_batch

        plan = self._plan_for(table.schema, dict(columns or {}))
        runner = self._runner()
        chosen = table if plan.used == table.column_names else table.select(plan.used)
        first = 0
        for batch in chosen.to_batches(max_chunksize=batch_rows):
            start, first = first, first + batch.num_rows
            if plan.kind is not None:
                matrix = matrix_of_batch(batch, plan.kind)
                if matrix is not None:
                    yield self._run_matrix(runner, matrix, plan.schema)
                    continue
            given = inputs_of(batch, self.signature, plan.how, self.reference, start)
            yield signatures.predictions(runner.run, given, self.signature, plan.schema)

    def __call__(self, data: Any) -> pa.Table:
        """Return `predict(data)`."""
        return self.predict(data)

    def _table(self, data: Any, names: list[str]) -> pa.Table:
        from .inputs import input_table

        lists = len(names) == 1 and signatures.holds_lists(self.signature.inputs[0])
        return input_table(data, names, self.reference, lists=lists)

    def _warn_of_missing(self, table: pa.Table, columns: Mapping[str, str]) -> None:
        """Name the rows without a prediction, and what they lack."""
        import numpy as np
        import pyarrow.compute as pc

        lacking: dict[str, int] = {}
        every = np.zeros(table.num_rows, dtype=bool)
        for column in signatures.columns_of(self.signature.inputs):
            name = columns.get(column.name, column.name)
            if column.nullable is True:
                continue
            is_float = pa.types.is_floating(table.schema.field(name).type)
            missing = pc.is_null(table[name], nan_is_null=is_float).to_numpy()
            if missing.any():
                lacking[name] = int(missing.sum())
                every |= missing
        if not lacking:
            return
        name, count = max(lacking.items(), key=lambda item: item[1])
        more = f" and in {len(lacking) - 1} other columns" if len(lacking) > 1 else ""
        rows = every.nonzero()[0]
        shown = ", ".join(f"{row:,}" for row in rows[:_NAMED_ROWS])
        shown += f" and {len(rows) - _NAMED_ROWS:,} more" if len(rows) > _NAMED_ROWS else ""
        warnings.warn(
            f"{self.reference} has no prediction for rows with missing inputs: {count:,} in column {name!r}{more} "
            f"({'row' if len(rows) == 1 else 'rows'} {shown}).",
            FoundryWarning,
            stacklevel=3,
        )
