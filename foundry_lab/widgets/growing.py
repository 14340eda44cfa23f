"""A preview of a table that grows: the result of a run that is under way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ..errors import FoundryError

if TYPE_CHECKING:
    import pyarrow as pa

    from .preview import TablePreview

_SECONDS_BETWEEN_NEWS = 1.0


@runtime_checkable
class Growing(Protocol):
    """A run that gives record batches in order, each as soon as it is there."""

    @property
    def rows(self) -> int:
        """How many rows there will be."""
        ...

    @property
    def schema(self) -> pa.Schema:
        """What its batches hold."""
        ...

    def done(self) -> bool:
        """Whether it has ended."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Yield record batches; raise what ended the run early."""
        ...


def preview_growing(run: Growing, title: str, show: Callable[..., TablePreview]) -> TablePreview:
    """
    Return a widget that shows a run's rows and follows it to its end, on a thread of its own.

    Parameters
    ----------
    run : Growing
        The run.
    title : str
        What it is called.
    show : callable
        Makes the widget of a table and its title, in the shell that the host can show.
    """
    widget = show(run.schema.empty_table(), title=title)
    thread = threading.Thread(target=_follow, args=(widget, run), name="foundry-growing", daemon=True)
    thread.start()
    return widget


def _follow(widget: TablePreview, run: Growing) -> None:
    import pyarrow as pa

    batches: list[Any] = []
    last_news = 0.0
    ending = ""
    try:
        for batch in run:
            batches.append(batch)
            now = time.monotonic()
            if now - last_news >= _SECONDS_BETWEEN_NEWS and not run.done():
                last_news = now
                table = pa.Table.from_batches(batches, run.schema)
                widget.grow(table, f"{table.num_rows:,} of {run.rows:,} rows so far; the run goes on.")
    except CancelledError:
        ending = "The run was cancelled"
    except FoundryError as error:
        ending = f"The run has failed ({str(error).rstrip('.')})"
    except Exception as error:
        ending = f"The run has failed ({type(error).__name__}: {error})"
    table = pa.Table.from_batches(batches, run.schema)
    note = f"{ending} after {table.num_rows:,} of {run.rows:,} rows." if ending else ""
    widget.grow(table, note, whole=True)
