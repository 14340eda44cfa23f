"""ONNX models on rows."""

from __future__ import annotations

import pyarrow as pa

from ...contracts.models import Signature
from ..onnx import OnnxModel
from ..signature import arrays, split_outputs


class OnnxRunner:
    """Runs an ONNX model in this process."""

    def __init__(self, session: OnnxModel, signature: Signature, name: str) -> None:
        self._session = session
        self._signature = signature
        self._name = name
        self._outputs = [tensor.name for tensor in signature.outputs]

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        outputs = self._session.run(self._outputs, arrays(batch, self._signature))
        return split_outputs(outputs, batch.num_rows, self._signature, self._name)
