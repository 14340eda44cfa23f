"""
Frames between a worker and its supervisor, and the loop by which every worker answers.

A frame is `u32` bytes of a header, `u64` bytes of a body, both little-endian, the header as a JSON object, and the body.
A job's header has its `method`, `model` and `limits` (`seconds`, and `memory` in bytes) and what the method takes.
An answer's header is what the method gives, or `problem`: its code as `type`, and one sentence as `detail`.

Standard library only, as it runs in a model's environment too.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, NamedTuple

_PREFIX = struct.Struct("<IQ")
#: Bytes of a header at most: what is large belongs into the body.
LARGEST_HEADER = 16 * 1024**2
# A message of fewer bytes goes as one, and wakes its reader once.
_SMALL = 64 * 1024


class FrameError(ValueError):
    """Bytes that are not a frame, after which nothing of the stream can be read."""


class TruncatedError(FrameError):
    """A stream that ends within a frame."""


class RefusedError(Exception):
    """Why a job is not done, in words for its sentence."""


class Frame(NamedTuple):
    """
    A message.

    Attributes
    ----------
    header : dict
    body : memoryview
    """

    header: dict[str, Any]
    body: memoryview


#: Part of a body.
Bytes = bytes | bytearray | memoryview
#: What a worker calls for a job: it returns the answer's header and body.
Handler = Callable[[Frame], tuple[Mapping[str, Any], Sequence[Bytes]]]
#: What makes a problem of an error and of the job's header.
Report = Callable[[BaseException, Mapping[str, Any]], dict[str, Any]]


def read_frame(stream: IO[bytes], largest: int | None = None) -> Frame | None:
    """
    Return the next frame of a stream, or None at its end.

    Parameters
    ----------
    stream : binary file
        Buffered, so that it gives fewer bytes than it is asked for at its end alone.
    largest : int, optional
        Bytes of a body at most.

    Raises
    ------
    FrameError
    """
    prefix = stream.read(_PREFIX.size)
    if not prefix:
        return None
    if len(prefix) < _PREFIX.size:
        raise TruncatedError("it ends within a frame")
    header_bytes, body_bytes = _PREFIX.unpack(prefix)
    if header_bytes > LARGEST_HEADER:
        raise FrameError(f"a header has {header_bytes} bytes, and at most {LARGEST_HEADER} are read")
    if largest is not None and body_bytes > largest:
        raise FrameError(f"a body has {body_bytes} bytes, and at most {largest} are read")
    text = stream.read(header_bytes)
    if len(text) < header_bytes:
        raise TruncatedError("it ends within a frame")
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameError("a header is not JSON") from None
    if not isinstance(header, dict):
        raise FrameError("a header is not a JSON object")
    try:
        body = memoryview(bytearray(body_bytes))
    except (MemoryError, OverflowError):
        raise FrameError(f"a body has {body_bytes} bytes, for which there is no memory") from None
    at = 0
    while at < body_bytes:
        count = stream.readinto(body[at:])  # type: ignore[attr-defined]
        if not count:
            raise TruncatedError("it ends within a frame")
        at += count
    return Frame(header, body)


def write_frame(stream: IO[bytes], header: Mapping[str, Any], body: Sequence[Bytes] = ()) -> None:
    """
    Write a frame whole.

    Raises
    ------
    ValueError
        If the header holds what JSON does not, such as NaN.
    """
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    parts = [memoryview(part).cast("B") for part in body]
    size = sum(map(len, parts))
    head = _PREFIX.pack(len(text), size) + text
    pieces: list[Bytes] = [b"".join([head, *parts])] if size < _SMALL else [head, *parts]
    for part in pieces:
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) :]
    stream.flush()


class Connection:
    """A worker's side of its standard streams; what libraries print goes to its errors from then on."""

    def __init__(self) -> None:
        self._jobs = os.fdopen(os.dup(0), "rb")
        self._answers = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        self._queue: queue.SimpleQueue[Frame | FrameError | None] | None = None
        self._jobs_in = self._answers_out = 0

    def listen(self) -> None:
        """End this process from now on when its supervisor hangs up, even in the middle of a job."""
        if self._queue is None:
            self._queue = queue.SimpleQueue()
            threading.Thread(target=self._listen, args=(self._queue,), daemon=True).start()

    def serve(self, methods: Mapping[str, Handler], problem: Report) -> None:
        """
        Answer jobs until the supervisor hangs up.

        Parameters
        ----------
        methods : mapping of str to callable
        problem : callable
            Makes `type` and `detail` of what a method raised for a job's header.
        """
        while True:
            job = self._next()
            if job is None:
                return
            if isinstance(job, FrameError):
                # Where the next frame begins is unknown: this one is reported, and the process ends.
                detail = f"A worker was sent what is not a frame: {job}."
                return self._answer({"problem": {"type": "internal", "detail": detail}})
            header, body = self._run(methods, job, problem)
            # A supervisor may hang up as soon as it has read the answer, and this process then ends in order.
            self._answers_out += 1
            try:
                self._answer(header, body)
            except OSError:
                return

    def _run(
        self, methods: Mapping[str, Handler], job: Frame, problem: Report
    ) -> tuple[Mapping[str, Any], Sequence[Bytes]]:
        name = job.header.get("method")
        method = methods.get(name) if isinstance(name, str) else None
        if method is None:
            detail = f"A worker has no method {name!r}; it has {', '.join(methods)}."
            return {"problem": {"type": "internal", "detail": detail}}, ()
        try:
            return method(job)
        except BaseException as error:
            # A library's failure is no reason to lose the models that are open.
            return {"problem": problem(error, job.header)}, ()

    def _next(self) -> Frame | FrameError | None:
        if self._queue is not None:
            return self._queue.get()
        try:
            return read_frame(self._jobs)
        except FrameError as error:
            return error
        finally:
            self._jobs_in += 1

    def _answer(self, header: Mapping[str, Any], body: Sequence[Bytes] = ()) -> None:
        write_frame(self._answers, header, body)

    def _listen(self, jobs: queue.SimpleQueue[Frame | FrameError | None]) -> None:
        while True:
            try:
                job: Frame | FrameError | None = read_frame(self._jobs)
            except FrameError as error:
                job = error
            if isinstance(job, Frame):
                self._jobs_in += 1
            elif self._jobs_in > self._answers_out and (job is None or isinstance(job, TruncatedError)):
                # Nobody waits for what runs.
                os._exit(1)
            jobs.put(job)
            if not isinstance(job, Frame):
                return


def failure(
    error: BaseException, model: str, memory: float | None, doing: str = "failed", where: str = ""
) -> dict[str, Any]:
    """
    Return the problem of a model that fails in its own code or in a library's.

    Parameters
    ----------
    error : BaseException
    model : str
        What the sentence calls the model.
    memory : float, optional
        Bytes that it may use.
    doing : str, optional
        Such as 'could not be loaded'.
    where : str, optional
        The place in its code.
    """
    if isinstance(error, MemoryError):
        of = f" than its {memory / 1024**3:.1f} GiB of memory" if memory else " memory than there is"
        return {"type": "model-failed", "detail": f"{model} was stopped: it needs more{of}."}
    if isinstance(error, RefusedError):
        sentence = str(error)
    elif isinstance(error, PermissionError) and error.filename is not None:
        sentence = f"it tried to reach {str(error.filename)[:500]!r}, which it may not"
    else:
        kind = type(error).__name__
        sentence = f"{kind}: {error}"[:2000] if str(error) else kind
    place = f" ({where})" if where else ""
    return {
        "type": "model-failed",
        "detail": f"{model} {doing}: {' '.join(sentence.split()).rstrip('.')}{place}.",
    }
