"""
What of the file system a confined process may touch: Landlock of Linux, which needs no privilege and binds root too.

Standard library only, as it runs in the model's environment.

References
----------
The Linux kernel's documentation, userspace-api/landlock.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
import sysconfig
from collections.abc import Iterable

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_VERSION = 1
_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
# Rights by the version of the interface that brought them; what is handled and not granted is refused.
_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: _TRUNCATE, 5: _IOCTL}
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_TCP, _SCOPES = 0b11, 0b11

# What Python and libraries for numbers read: shared libraries, zones of time, how many processors there are.
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo"),
    *("/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node"),
)


def version() -> int:
    """Return the version of Landlock that the system has; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    number: int = _libc().syscall(_CREATE_RULESET, None, 0, _VERSION)
    return max(0, number)


def confine_files(readable: Iterable[str], writable: Iterable[str]) -> None:
    """
    Let this process open nothing but what is beneath these paths, Python itself, and the system's libraries.

    Parameters
    ----------
    readable, writable : iterable of str
        Folders or files.

    Raises
    ------
    OSError
        If the system cannot.
    """
    kernel_version = version()
    handled = sum(rights for since, rights in _RIGHTS.items() if since <= kernel_version)
    rules = struct.pack(
        "QQQ", handled, _TCP if kernel_version >= 4 else 0, _SCOPES if kernel_version >= 6 else 0
    )
    size = 24 if kernel_version >= 6 else 16 if kernel_version >= 4 else 8
    ruleset = _call(_CREATE_RULESET, rules, size, 0)
    try:
        for path in {*_SYSTEM, *_python(), *readable}:
            _grant(ruleset, path, (_READ | _LIST) & handled)
        for path in writable:
            _grant(ruleset, path, handled & ~(_EXECUTE | _IOCTL))
        _grant(ruleset, "/dev/null", (_READ | _WRITE) & handled)
        if _libc().prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "the system keeps no privileges away")
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _python() -> set[str]:
    """Return the folders of this Python: its modules, and the libraries beside them."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {os.path.join(base, "lib") for base in (sys.prefix, sys.base_prefix, sys.base_exec_prefix)}  # noqa: PTH118
    paths |= set(filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)))
    return {path for path in paths if path}


def _grant(ruleset: int, path: str, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # What is not there cannot be opened either.
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _OF_FILES
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc().syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
