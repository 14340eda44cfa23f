"""How far a run is, as its caller wants to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reporting(
    progress: bool | Callable[[int, int], object] | None, total: int, name: str
) -> Iterator[Callable[[int], object]]:
    """
    Give what is to be called with the number of rows that are newly done.

    Parameters
    ----------
    progress : bool or callable, optional
        True shows a bar; a callable gets the rows done and the rows there are.
    total : int
    name : str
        What the bar is called.
    """
    if progress is True:
        from tqdm.auto import tqdm

        with tqdm(total=total, desc=name, unit=" rows", unit_scale=True) as bar:
            yield bar.update
        return
    rows_done = 0

    def report(rows: int) -> None:
        nonlocal rows_done
        rows_done += rows
        if callable(progress):
            progress(rows_done, total)

    yield report
