"""
The hub's worker: a process that predicts a benchmark's test rows with a published model.

It reads one line of JSON, and writes one when the model is open and one with its predictions. A model that runs code of its
publisher is run only if this hub's operator trusts it, confined: it can read neither labels nor anything else but itself.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any, BinaryIO

import msgspec

from ..errors import FoundryError


class _Question(msgspec.Struct):
    benchmark: str
    model: str
    seconds: float
    memory: int
    hidden: tuple[str, ...]
    inputs: dict[str, dict[str, list[Any]]] | None = None


def main() -> None:
    """Answer one question, and end with the process that asked."""
    # What libraries print must not mix with answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    question = msgspec.json.decode(sys.stdin.buffer.readline(), type=_Question)
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        _answer(question, answers)
    except FoundryError as error:
        _say(answers, {"problem": {"type": error.code, "detail": error.message}})
    except MemoryError:
        detail = f"{question.model} was stopped: it needs more than its {question.memory / 1024**3:.1f} GiB of memory."
        _say(answers, {"problem": {"type": "model-failed", "detail": detail}})
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        detail = f"{question.model} failed: {said.rstrip('.')}."
        _say(answers, {"problem": {"type": "model-failed", "detail": detail}})


def _answer(question: _Question, answers: BinaryIO) -> None:
    from ..models.isolation.limits import set_limits
    from ..models.isolation.process import Limits
    from ..models.model import Model
    from ..store.packages import find
    from .benchmark import benchmark

    limits = Limits(question.seconds, question.memory, confined=True, hidden=question.hidden)
    model = Model(find("model", question.model), limits=limits)
    model.require_runnable_here()
    parent = benchmark(question.benchmark)
    _say(answers, {"step": "running"})
    if not model.runs_code:
        # Formats of data alone run in this process.
        set_limits(question.memory)
    since = time.perf_counter()
    found = parent.predict(model, inputs=question.inputs)
    said = {
        "model": model.reference,
        "modelSha256": model.package.digest,
        "seconds": round(time.perf_counter() - since, 3),
        "folds": {fold: {"ids": list(rows), "values": list(rows.values())} for fold, rows in found.items()},
    }
    _say(answers, said)


def _say(answers: BinaryIO, said: dict[str, Any]) -> None:
    # A prediction that is not a number is told as null, which the hub refuses by its row.
    answers.write(msgspec.json.encode(said) + b"\n")
    answers.flush()


def _end_with_stdin() -> None:
    while sys.stdin.buffer.read(1 << 16):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
