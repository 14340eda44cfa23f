"""Starting the hub as a process of its own, which ends with the one that started it."""

from __future__ import annotations

import atexit
import os
import secrets
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from .. import config
from ..errors import HubUnavailableError
from . import node
from .runtime import (
    RuntimeRecord,
    clean,
    log_file,
    make_folder,
    remove_record,
    runtime_file,
    store_key,
    write_record,
)

START_TIMEOUT = 30.0
_STOP_TIMEOUT = 5.0


class _Listening(msgspec.Struct):
    url: str
    pid: int


class HubProcess:
    """
    A hub that runs until `stop`, or until this process ends in whatever way.

    Attributes
    ----------
    url : str
        Where it answers, on this machine only.
    token : str
        What it asks for.
    """

    def __init__(self, process: subprocess.Popen[bytes], url: str, token: str, file: Path) -> None:
        self._process = process
        self._file = file
        self._owner = os.getpid()
        self.url = url
        self.token = token
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it, and remove its runtime file."""
        if os.getpid() != self._owner:
            # A forked child: the hub is its parent's.
            return
        atexit.unregister(self.stop)
        _end(self._process)
        remove_record(self._file, self.pid)

    def __repr__(self) -> str:
        return f"<hub at {self.url}, process {self.pid}{'' if self.is_alive else ', ended'}>"


def start_hub(store: str | os.PathLike[str], env: Mapping[str, str] | None = None) -> HubProcess:
    """
    Start a hub on a store, at a free port of this machine, with a token of its own.

    Its address and token are written to the store's runtime file, where kernels find them.

    Parameters
    ----------
    store : str or path
        A folder, or the URL of a bucket.
    env : mapping, optional
        Environment variables to set besides those of this process.

    Raises
    ------
    HubUnavailableError
        If it does not start; the sentence says why.
    """
    clean()
    command = node.command("serve", "--lifeline", "--port", "0")
    token = secrets.token_urlsafe(32)
    environment = {**config.environment(), **(env or {}), "FOUNDRY_STORE": os.fspath(store)}
    environment["FOUNDRY_TOKEN"] = token
    environment.pop("FOUNDRY_URL", None)
    log = log_file(store)
    make_folder(log.parent)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            # The hub lives as long as this pipe is open, and the system closes it for us whatever happens.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=handle,
            # An interrupt of the notebook is not one of the hub.
            start_new_session=True,
        )
    except OSError as error:
        raise HubUnavailableError(f"The hub cannot be started: {error}.") from None
    finally:
        os.close(handle)
    line = _first_line(process)
    try:
        listening = msgspec.json.decode(line, type=_Listening)
    except msgspec.MsgspecError:
        _end(process)
        raise HubUnavailableError(f"The hub did not start: {_reason(log, line)} (see {log}).") from None
    file = runtime_file(store)
    write_record(file, RuntimeRecord(listening.url, token, process.pid, store_key(store)))
    return HubProcess(process, listening.url, token, file)


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    """Return the first line of a process's output, or nothing where it ends or takes too long."""
    assert process.stdout is not None
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    reader.join(START_TIMEOUT)
    return lines[0] if lines else b""


def _reason(log: Path, line: bytes) -> str:
    lines = [text for text in log.read_text("utf-8", "replace").splitlines() if text.strip()]
    if lines:
        return lines[-1].strip().rstrip(".")
    return f"it wrote {line[:200]!r}" if line else "it said nothing"


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for ask in (process.terminate, process.kill):
        try:
            process.wait(_STOP_TIMEOUT)
            break
        except subprocess.TimeoutExpired:
            ask()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
