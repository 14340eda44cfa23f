"""
Confinement of a process, for models that run where there is something to keep from them: files, network, other processes.

It is put on by the process itself before it reads any of the model's code, holds for root too, and cannot be taken off.
Standard library only, as it runs in the model's environment.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any

from . import confined_calls, confined_files

# Capabilities that a confined process keeps: to read its own files whoever owns them.
_KEPT = 1 << 1 | 1 << 2
_NETWORK = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "telnetlib.")


def unavailable() -> str | None:
    """Return why processes cannot be confined on this machine, or None."""
    if not sys.platform.startswith("linux"):
        return "processes are confined on Linux only"
    if not confined_calls.can_confine_calls():
        return "processes are confined on x86-64 and ARM64 only"
    if confined_files.version() < 1:
        return "this Linux has no Landlock (since 5.13), or a container keeps it away"
    return None


def confine(readable: Sequence[str], writable: Sequence[str], hidden: Sequence[str]) -> None:
    """
    Confine this process, which must have one thread yet, and try whether it holds.

    Parameters
    ----------
    readable, writable : sequence of str
        Folders besides those of Python and the system's libraries.
    hidden : sequence of str
        What must not be read whatever else may be.

    Raises
    ------
    OSError
        If it does not hold.
    """
    if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208
        raise OSError("threads were started before it was confined")
    _drop_capabilities()
    confined_files.confine_files(readable, writable)
    confined_calls.confine_calls()
    for path in hidden:
        _expect_refusal(lambda path=path: os.listdir(path), f"{path} can be read")  # noqa: PTH208
    _expect_refusal(lambda: socket.socket().close(), "sockets can be opened")


def refuse_network() -> None:
    """Say in words what the system refuses anyway."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_NETWORK):
            raise PermissionError("the model tried to use the network, which models may not")

    sys.addaudithook(hook)


def _expect_refusal(attempt: Any, problem: str) -> None:
    try:
        attempt()
    except (PermissionError, FileNotFoundError):
        return
    raise OSError(f"the confinement does not hold: {problem}")


def _drop_capabilities() -> None:
    """Keep nothing of what root may, but reading files of others."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    libc.capget(ctypes.byref(header), ctypes.byref(sets))
    for i in range(6):
        sets[i] &= _KEPT if i < 3 else 0
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if libc.capset(ctypes.byref(header), ctypes.byref(sets)):
        raise OSError(ctypes.get_errno(), "the system keeps no privileges away")
