"""Runtime files: where the hub of a store answers, and its token, readable by their owner alone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from .. import config


class RuntimeRecord(msgspec.Struct, frozen=True):
    """A running hub."""

    url: str
    token: str
    pid: int
    store: str


def runtime_file(store: str | os.PathLike[str]) -> Path:
    """Return the runtime file of a store's hub; two stores never share one."""
    return _stem(store).with_suffix(".json")


def log_file(store: str | os.PathLike[str]) -> Path:
    """Return where a store's hub writes what goes wrong."""
    return _stem(store).with_suffix(".log")


def _stem(store: str | os.PathLike[str]) -> Path:
    digest = sha256(os.fsencode(store_key(store))).hexdigest()[:16]
    return config.runtime_folder() / f"hub-{digest}"


def store_key(store: str | os.PathLike[str]) -> str:
    """Return what a store is told apart by: its folder's real path, or its URL."""
    text = os.fspath(store)
    return text if "://" in text else str(Path(text).resolve())


def read_record(path: Path) -> RuntimeRecord | None:
    """Return what a runtime file says, or None where there is none that can be trusted."""
    try:
        status = path.stat()
        # In a shared temporary folder, someone else's file could lead to someone else's hub.
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return None
        return msgspec.json.decode(path.read_bytes(), type=RuntimeRecord)
    except (OSError, msgspec.MsgspecError):
        return None


def write_record(path: Path, record: RuntimeRecord) -> None:
    """Write a runtime file that only its owner can read, whole or not at all."""
    make_folder(path.parent)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(record))
    partial.replace(path)


def remove_record(path: Path, pid: int) -> None:
    """Remove a runtime file if it is still of the hub with this process number."""
    record = read_record(path)
    if record is not None and record.pid == pid:
        path.unlink(missing_ok=True)


def clean() -> None:
    """Remove the runtime files of hubs that are gone."""
    try:
        files = list(config.runtime_folder().glob("hub-*.json"))
    except OSError:
        return
    for path in files:
        record = read_record(path)
        if record is not None and not is_alive(record.pid):
            path.unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    """Whether a process with this number runs; true where the platform cannot tell without harm."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def make_folder(folder: Path) -> None:
    """Make the folder of runtime files, closed to others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextlib.contextmanager
def start_lock(store: str | os.PathLike[str]) -> Iterator[None]:
    """Hold the lock under which a store's hub is started, so that two kernels do not start two."""
    path = _stem(store).with_suffix(".lock")
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.name != "nt":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
