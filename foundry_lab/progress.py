"""How far long work is: told to its caller, or shown as a bar."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

#: Called with a step's name, how much of it is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], object]

#: Seconds after which work is long.
_LONG = 1.0
#: From here on what is counted is bytes or rows, and shown as 1.2k or 3.4M.
_MANY = 1000


@contextmanager
def reporting(progress: Progress | bool | None, title: str, *, is_long: bool = False) -> Iterator[Progress]:
    """
    Give what is to be called with a step's name, how much of it is done, and how much there is.

    Parameters
    ----------
    progress : callable or bool, optional
        A callable is told; True shows a bar, False nothing. By default a bar comes after a second, in a notebook and in
        a terminal.
    title : str
        What the work is, before the bar.
    is_long : bool, optional
        Whether its single steps may take seconds, so that the bar comes at once.
    """
    if callable(progress):
        yield progress
        return
    if progress is False:
        yield _nobody
        return
    from tqdm.auto import tqdm

    delay = 0.0 if progress or is_long else _LONG
    start = time.monotonic()
    # Without a terminal or a notebook a bar is lines and lines in a log.
    disable = False if progress else None
    with tqdm(desc=title, delay=delay, leave=False, disable=disable, unit="") as bar:

        def show(step: str, done: int, total: int) -> None:
            if bar.disable or time.monotonic() - start < delay:
                return
            description = f"{title}: {step}"
            if description == bar.desc and total == bar.total:
                bar.update(done - bar.n)
                return
            bar.set_description_str(description, refresh=False)
            if total != bar.total:
                bar.reset(total)
            bar.unit_scale = total >= _MANY
            bar.n = done
            bar.refresh()

        yield show


def _nobody(step: str, done: int, total: int) -> None:
    del step, done, total
