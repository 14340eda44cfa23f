"""ONNX Runtime: opening a model and asking it what it takes and gives."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import InvalidManifestError, SignatureMismatchError
from .session_threads import session_threads

#: ONNX Runtime's element types by the Open Inference Protocol's names.
DATATYPES = {
    "tensor(bool)": "BOOL",
    "tensor(uint8)": "UINT8",
    "tensor(uint16)": "UINT16",
    "tensor(uint32)": "UINT32",
    "tensor(uint64)": "UINT64",
    "tensor(int8)": "INT8",
    "tensor(int16)": "INT16",
    "tensor(int32)": "INT32",
    "tensor(int64)": "INT64",
    "tensor(float16)": "FP16",
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
    "tensor(string)": "BYTES",
}


class OnnxModel:
    """
    An ONNX model that is ready to run.

    Parameters
    ----------
    content : bytes
        The whole model: weights in other files are refused.
    name : str
        What sentences call it.
    """

    def __init__(self, content: bytes, name: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = session_threads.get()
        with tempfile.TemporaryDirectory(prefix="foundry-lab-") as empty:
            # A model may name files of weights anywhere on this machine; here it finds none.
            options.add_session_config_entry("session.model_external_initializers_file_folder_path", empty)
            try:
                self._session = onnxruntime.InferenceSession(
                    content, options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:
                raise InvalidManifestError(
                    f"{name} is not an ONNX model that can run here from a single file: {_reason(error)}."
                ) from None
        self._name = name
        firsts = {node.shape[0] if node.shape else None for node in self._session.get_inputs()}
        first = firsts.pop() if len(firsts) == 1 else None
        #: So many rows at once, no more and no fewer; 0 is any.
        self._batch = first if isinstance(first, int) and first > 0 else 0

    def tensors(self, side: str) -> list[tuple[str, str, list[int]]]:
        """
        Return name, datatype and shape (-1 is any) of each tensor of `side`, 'inputs' or 'outputs'.

        Raises
        ------
        InvalidManifestError
            If one is not a tensor, such as a sequence of maps.
        """
        nodes = self._session.get_inputs() if side == "inputs" else self._session.get_outputs()
        for node in nodes:
            if node.type not in DATATYPES:
                raise InvalidManifestError(
                    f"{node.name!r} of {self._name} is a {node.type}, and only tensors are supported: "
                    "convert the model without a ZipMap."
                )
        return [
            (node.name, DATATYPES[node.type], [n if isinstance(n, int) else -1 for n in node.shape])
            for node in nodes
        ]

    def run(self, outputs: list[str], inputs: Mapping[str, Any]) -> list[Any]:
        """
        Return the output arrays for input arrays; the first axis counts rows.

        Raises
        ------
        SignatureMismatchError
            If the model does not take these arrays.
        """
        rows = len(next(iter(inputs.values()), ()))
        try:
            if self._batch and rows != self._batch:
                return self._in_batches(outputs, inputs, rows)
            results: list[Any] = self._session.run(outputs, dict(inputs))
        except Exception as error:
            raise SignatureMismatchError(
                f"{self._name} could not run on these rows: {_reason(error)}."
            ) from None
        return results

    def _in_batches(self, outputs: list[str], inputs: Mapping[str, Any], rows: int) -> list[Any]:
        """Run a model that takes a fixed number of rows; the last ones are filled up with copies of the last."""
        import numpy as np

        parts = []
        for start in range(0, max(rows, 1), self._batch):
            places = np.minimum(np.arange(start, start + self._batch), rows - 1)
            parts.append(self._session.run(outputs, {name: array[places] for name, array in inputs.items()}))
        return [np.concatenate(arrays)[:rows] for arrays in zip(*parts, strict=True)]


def open_model(path: Path, sha256: str, name: str) -> OnnxModel:
    """Return the model in a file; one with this checksum is opened once for each number of threads."""
    return _open(path, sha256, name, session_threads.get())


@lru_cache(maxsize=8)
def _open(path: Path, sha256: str, name: str, threads: int) -> OnnxModel:
    del sha256, threads  # only keys
    return OnnxModel(path.read_bytes(), name)


def _reason(error: Exception) -> str:
    return str(error).split(" : ")[-1].strip().rstrip(".").split("\n")[0] or type(error).__name__
