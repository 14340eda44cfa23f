"""Which process a staging folder belongs to, as the hub reads it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import msgspec


class Owner(msgspec.Struct, omit_defaults=True):
    """A process: its number, its start and its machine's name and start, which tell it from later ones of that number."""

    pid: int
    host: str
    started: str | None = None
    boot: str | None = None


def this_process() -> Owner:
    """Return this process."""
    return Owner(os.getpid(), socket.gethostname(), _start_time(), _read("/proc/sys/kernel/random/boot_id"))


def _start_time() -> str | None:
    fields = _read("/proc/self/stat")
    # After the command's name, which may hold anything.
    return fields.rpartition(")")[2].split()[19] if fields else None


def _read(path: str) -> str | None:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
