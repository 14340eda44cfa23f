"""
The process of a model: loads it, then answers batches of rows over its standard streams.

Runs in the model's environment, so it imports only the standard library, NumPy and pyarrow. A message is the length of
a JSON header (4 bytes), the header, the length of a body (8 bytes), and the body: an Arrow stream or nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import struct
import sys
import types
from pathlib import Path
from typing import Any, BinaryIO

_BESIDE = Path(__file__).parent


def main() -> None:
    """Serve one model until the standard input ends."""
    # The model's own prints must not mix with answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    limits, confinement, formats = map(beside, ("limits", "confinement", "worker_formats"))
    header, _ = receive(questions)
    limits.set_limits(header["memory"])
    confined = header.get("confine")
    try:
        if confined:
            # Before any library starts threads, which a confinement that comes later would not hold.
            confinement.confine(confined["readable"], confined["writable"], confined["hidden"])
    except OSError as error:
        send(answers, {"error": f"it could not be confined ({error})", "where": "", "memory": False})
        return
    # Imports of libraries may start helpers (to find a linker, say); the model's code may not.
    formats.prepare(header)
    limits.refuse_processes()
    if confined:
        confinement.refuse_network()
    try:
        model = formats.load(header)
        send(answers, {"ready": True})
    except BaseException as error:
        send(answers, failure(error))
        return
    while True:
        try:
            asked, body = receive(questions)
        except EOFError:
            return
        try:
            limits.set_time(asked["seconds"])
            send(answers, {"ok": True}, model(body))
        except BaseException as error:
            send(answers, failure(error))


def beside(name: str) -> Any:
    """Import a module that stands beside this file, by a name that no module of a model has."""
    package = "_foundry_lab_worker"
    if package not in sys.modules:
        sys.modules[package] = types.ModuleType(package)
        sys.modules[package].__path__ = [str(_BESIDE)]
    return importlib.import_module(f"{package}.{name}")


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read a message."""
    (length,) = struct.unpack("<I", exactly(stream, 4))
    header = json.loads(exactly(stream, length))
    (length,) = struct.unpack("<Q", exactly(stream, 8))
    return header, exactly(stream, length)


def send(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Write a message."""
    text = json.dumps(header).encode()
    stream.write(struct.pack("<I", len(text)) + text + struct.pack("<Q", len(body)))
    stream.write(body)
    stream.flush()


def exactly(stream: BinaryIO, count: int) -> bytes:
    """Read so many bytes."""
    parts = []
    while count:
        part = stream.read(min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def failure(error: BaseException) -> dict[str, Any]:
    """Return what went wrong, with the last place in the model's own code."""
    import traceback

    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent != _BESIDE:
            where = f"{Path(frame.filename).name}, line {frame.lineno}"
    kind = type(error).__name__
    said = f"{kind}: {error}"[:2000] if str(error) else kind
    if isinstance(error, PermissionError) and error.filename is not None:
        said = f"it tried to reach {str(error.filename)[:500]!r}, which it may not"
    return {
        "error": " ".join(said.split()),
        "where": where,
        "memory": isinstance(error, MemoryError),
    }


if __name__ == "__main__":
    main()
