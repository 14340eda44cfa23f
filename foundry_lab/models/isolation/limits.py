"""Limits of a model's process: set by itself before it reads any of the model's code. Standard library only."""

from __future__ import annotations

import sys
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# Starting a process is refused by name, whatever the system's own limits allow: root has none.
_REFUSED = {
    "os.fork",
    "os.forkpty",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "subprocess.Popen",
    "pty.spawn",
}


def set_limits(memory: int) -> None:
    """Limit this process's memory in bytes, and let it write no core file and no file of more than that size."""
    if resource is None:
        return
    _limit("RLIMIT_DATA", memory)
    _limit("RLIMIT_FSIZE", memory)
    _limit("RLIMIT_CORE", 0)


def set_time(seconds: float) -> None:
    """Limit the processor time that this process may use from now on."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    threads = 64
    seconds_limit = int(usage.ru_utime + usage.ru_stime + seconds * threads) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU,
        (seconds_limit if hard == resource.RLIM_INFINITY else min(seconds_limit, hard), hard),
    )


def refuse_processes() -> None:
    """Refuse to start processes; an audit hook cannot be taken away again."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            raise PermissionError(f"the model tried to start a process ({event}), which models may not")

    sys.addaudithook(hook)


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (limit, limit))
