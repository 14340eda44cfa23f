"""What is done after each cell of a notebook has run."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable
from typing import Any

#: A widget lives as long as its kernel, also when its output is gone: only the newest are asked.
_NEWEST = 20
_methods: deque[weakref.WeakMethod[Callable[[], None]]] = deque(maxlen=_NEWEST)
_shells: weakref.WeakSet[Any] = weakref.WeakSet()


def after_each_cell(method: Callable[[], None]) -> None:
    """Call a bound method after each cell, for as long as its object lives; outside IPython this does nothing."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    _methods.append(weakref.WeakMethod(method))
    if shell not in _shells:
        _shells.add(shell)
        shell.events.register("post_run_cell", _run)


def _run(*_result: object) -> None:
    for reference in list(_methods):
        method = reference()
        if method is not None:
            method()
