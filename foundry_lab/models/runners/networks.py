"""ONNX models on rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from ...contracts.models import Signature
from ..onnx import OnnxModel
from ..signature import arrays, split_outputs

if TYPE_CHECKING:
    import numpy as np


class OnnxRunner:
    """Runs an ONNX model in this process."""

    def __init__(self, session: OnnxModel, signature: Signature, name: str) -> None:
        self._session = session
        self._signature = signature
        self._name = name
        self._outputs = [tensor.name for tensor in signature.outputs]

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        outputs = self.run_arrays(arrays(batch, self._signature))
        return split_outputs(outputs, batch.num_rows, self._signature, self._name)

    def run_arrays(self, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Return the output arrays for input arrays, by tensor."""
        return self._session.run(self._outputs, inputs)
