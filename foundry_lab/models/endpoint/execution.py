"""A model on a server: rows are sent to it, and what it did not say of itself is learned from its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import msgspec
import pyarrow as pa

from ...contracts.models import Signature, Tensor
from ...errors import SignatureMismatchError
from ...protocol.tensors import NamedArray
from .. import signature as signatures
from ..compatibility import inputs_of, require_compatible
from ..execution import BATCH_ROWS
from ..inputs import input_table
from .client import EndpointClient
from .description import with_width


class EndpointExecution:
    """
    Runs rows on a server of the Open Inference Protocol.

    Parameters
    ----------
    client : EndpointClient
    version : str
        The version that answers.
    signature : Signature
        As far as the server tells it.
    named : bool
        Whether the server names the columns of its inputs.
    """

    def __init__(self, client: EndpointClient, version: str, signature: Signature, has_columns: bool) -> None:
        self._client = client
        self._version = version
        self._has_columns = has_columns
        self._binary: bool | None = None
        self.signature = signature

    @property
    def reference(self) -> str:
        """Its address."""
        return self._client.address

    @property
    def is_complete(self) -> bool:
        """Whether the columns of all outputs are known."""
        outputs = self.signature.outputs
        return bool(outputs) and all(tensor.columns for tensor in outputs)

    def output_schema(self, schema: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions, which names the server instead of a package."""
        origin: dict[str, Any] = {"model": self.reference, "version": self._version}
        source = (schema.metadata or {}).get(b"foundry") if schema is not None else None
        if source:
            origin["data"] = msgspec.json.decode(source)
        return signatures.output_schema(self.signature, {b"foundry": msgspec.json.encode(origin)})

    def table(self, data: Any, columns: Mapping[str, str] | None = None) -> pa.Table:
        """Return data as a table; columns that the server gave no names go by their order."""
        tensors = self.signature.inputs
        names = [(columns or {}).get(column.name, column.name) for column in signatures.columns_of(tensors)]
        if not names and len(tensors) == 1:
            table = _unnamed_table(data, self.reference)
            self._take(inputs=[with_width(tensors[0], table.num_columns, table.column_names)])
            return table
        lists = len(names) == 1 and signatures.holds_lists(tensors[0])
        table = input_table(data, names, self.reference, lists=lists)
        incomplete = not set(names).issubset(table.column_names)
        if incomplete and not self._has_columns and table.num_columns == len(names):
            return table.rename_columns(names)
        return table

    def of_array(self, data: Any, batch_rows: int) -> None:
        """Return None: arrays go as tables, whose columns are looked at."""

    def batches(
        self, table: pa.Table, batch_rows: int = BATCH_ROWS, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield predictions batch by batch, in the order of the rows."""
        how = require_compatible(table.schema, self.signature, self.reference, columns)
        names = list(dict.fromkeys(how.columns.values()))
        fixed = max((tensor.shape[0] for tensor in self.signature.inputs), default=-1)
        first = 0
        for batch in table.select(names).to_batches(max_chunksize=fixed if fixed > 0 else batch_rows):
            inputs = inputs_of(batch, self.signature, how, self.reference, first)
            first += batch.num_rows
            yield signatures.predictions(
                self._run, inputs, self.signature, partial(self.output_schema, table.schema)
            )

    def _run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        if self._binary is None:
            self._binary = self._client.takes_binary()
        arrays = signatures.arrays(batch, self.signature)
        inputs = [NamedArray(one.name, one.datatype, arrays[one.name]) for one in self.signature.inputs]
        tensors = {one.name: one for one in self._client.infer(inputs, binary=self._binary)}
        if not self.is_complete:
            self._learn(list(tensors.values()))
        missing = [tensor.name for tensor in self.signature.outputs if tensor.name not in tensors]
        if missing:
            raise SignatureMismatchError(
                f"{self.reference} gave no output {missing[0]!r}, which its metadata names."
            )
        outputs = [tensors[tensor.name].array for tensor in self.signature.outputs]
        return signatures.split_outputs(outputs, batch.num_rows, self.signature, self.reference)

    def _learn(self, outputs: list[NamedArray]) -> None:
        """Take the columns of outputs from the first answer."""
        tensors = []
        for name, datatype, array in outputs:
            width = array.size // max(len(array), 1) if array.ndim > 1 else 1
            tensors.append(with_width(Tensor(name=name, datatype=datatype, shape=[], columns=[]), width))  # type: ignore[arg-type]
        self._take(outputs=tensors)

    def _take(self, *, inputs: list[Tensor] | None = None, outputs: list[Tensor] | None = None) -> None:
        previous = self.signature
        self.signature = Signature(inputs=inputs or previous.inputs, outputs=outputs or previous.outputs)


def _unnamed_table(data: Any, model: str) -> pa.Table:
    if isinstance(data, list | tuple) or type(data).__module__.partition(".")[0] == "numpy":
        import numpy as np

        values = np.asarray(data)
        width = values.shape[1] if values.ndim == 2 else 1
        return input_table(values, [f"input_{i}" for i in range(width)], model)
    return input_table(data, [], model)
