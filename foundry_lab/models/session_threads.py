"""How many threads one run of a model may use."""

from __future__ import annotations

from contextvars import ContextVar

#: Threads of one ONNX session; 0 leaves it to ONNX Runtime, which takes every core. Where several batches run at once,
#: sessions that each take every core would wait for each other.
session_threads: ContextVar[int] = ContextVar("session_threads", default=0)
