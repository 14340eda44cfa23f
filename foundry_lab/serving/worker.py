"""
The process that runs the hub's batches.

It reads messages from its input and answers each on its output: `u32` bytes of a JSON header, `u64` bytes of a body,
header, body. A request names a model and, unless it only wants it opened, its tensors; their values are the body.
"""

from __future__ import annotations

import os
import struct
import sys
import warnings
from collections import OrderedDict
from typing import BinaryIO

import msgspec

from ..contracts.models import Problem
from ..errors import FoundryError
from ..models.session_threads import session_threads
from ..problems import problem, problem_of
from ..protocol.tensors import array_of, bytes_of
from .served import ServedModel, served

_MOST_OPEN = 8
_SMALL = 64 * 1024


class _Tensor(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]
    bytes: int


class _Request(msgspec.Struct):
    model: str
    inputs: list[_Tensor] | None = None


class Worker:
    """
    Models that are open, and their runs.

    Parameters
    ----------
    trusted : list of str
        References of models whose code may run.
    """

    def __init__(self, trusted: list[str]) -> None:
        self._trusted = trusted
        self._open: OrderedDict[str, ServedModel] = OrderedDict()

    def answer(self, header: bytes, body: memoryview) -> tuple[bytes, list[memoryview | bytes]]:
        """Return header and body of the answer to a message."""
        try:
            request = msgspec.json.decode(header, type=_Request)
            model = self._model(request.model)
            return (
                (b'{"outputs":[]}', []) if request.inputs is None else self._run(model, request.inputs, body)
            )
        except FoundryError as error:
            return _refusal(problem_of(error))
        except MemoryError:
            return _refusal(problem("model-failed", "The model needs more memory than there is."))
        except Exception as error:
            # A library's failure is no reason to lose the models that are open.
            return _refusal(problem("model-failed", f"The model failed: {type(error).__name__}: {error}"))

    def _model(self, reference: str) -> ServedModel:
        found = self._open.get(reference)
        if found is None:
            found = self._open[reference] = served(reference, self._trusted)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(reference)
        return found

    def _run(
        self, model: ServedModel, tensors: list[_Tensor], body: memoryview
    ) -> tuple[bytes, list[memoryview | bytes]]:
        inputs, at = {}, 0
        for tensor in tensors:
            inputs[tensor.name] = array_of(body[at : at + tensor.bytes], tensor.datatype, tensor.shape)
            at += tensor.bytes
        outputs, parts = [], []
        for name, datatype, array in model.run(inputs):
            data = bytes_of(array, datatype)
            parts.append(data)
            outputs.append(_Tensor(name, datatype, list(array.shape), len(data)))
        return msgspec.json.encode({"outputs": outputs}), parts


def main() -> None:
    """Answer until the input ends."""
    # Nothing that a library prints may come between messages.
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    # Threads of several processes beyond the processors there are would only wait for each other.
    session_threads.set(int(os.environ.get("FOUNDRY_SERVE_THREADS", "0")))
    worker = Worker([one for one in os.environ.get("FOUNDRY_SERVE_TRUST", "").split(",") if one])
    source = sys.stdin.buffer
    while prefix := source.read(12):
        header_bytes, body_bytes = struct.unpack("<IQ", prefix)
        header = source.read(header_bytes)
        body = memoryview(bytearray(body_bytes))
        _fill(source, body)
        answer, parts = worker.answer(header, body)
        size = sum(len(part) for part in parts)
        start = struct.pack("<IQ", len(answer), size) + answer
        # A small answer wakes the hub once.
        for part in [b"".join([start, *parts])] if size < _SMALL else [start, *parts]:
            _write(output, part)


def _fill(source: BinaryIO, body: memoryview) -> None:
    at = 0
    while at < len(body):
        count = source.readinto(body[at:])  # type: ignore[attr-defined]
        if not count:
            raise SystemExit(0)
        at += count


def _write(output: BinaryIO, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while len(rest):
        rest = rest[output.write(rest) :]


def _refusal(details: Problem) -> tuple[bytes, list[memoryview | bytes]]:
    return msgspec.json.encode({"problem": details}), []


if __name__ == "__main__":
    main()
