"""The frame that a shown table was read from: whether it is another one by now, and what it holds now."""

from __future__ import annotations

import os
import weakref
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .frames import from_frame
from .own_names import own_names, renaming
from .read import read_table
from .reading import Reading
from .shown_text import note_of_texts, with_shown_types

#: Rows that are compared, evenly over the frame.
COMPARED = 1_000
_GONE = "The table that was shown here is gone; run this cell again."


class Origin:
    """
    Where a table is read from, once and again.

    The frame is not kept alive. An Arrow table never changes; of a frame, its shape, names and 1,000 rows are
    compared. A DuckDB relation is compared only where it is a table: any other would run its query.

    Parameters
    ----------
    source : table, frame or path
        As `read_table` takes it.
    reading : Reading, optional
        What is said about a file, and whether the table is for show; see `note` then.
    """

    def __init__(self, source: Any, reading: Reading | None = None) -> None:
        self._reading = reading or Reading()
        self.note: str | None = None
        self._is_nothing = source is None
        self._changes = not isinstance(
            source, pa.Table | pa.RecordBatch | pa.RecordBatchReader | str | dict | os.PathLike
        )
        try:
            self._source: Any = weakref.ref(source) if self._changes else None
        except TypeError:
            self._source = None
        self._mark: object = None
        self._first: Any = source

    @property
    def is_readable(self) -> bool:
        """Whether the frame can be read again."""
        return self._source is not None

    def read(self) -> pa.Table:
        """
        Return the frame as it is now, as an Arrow table.

        Raises
        ------
        InvalidTableError
            If it is not a table, or is gone.
        """
        source, self._first = self._first, None
        if source is None and self._source is not None:
            source = self._source()
        if source is None and not self._is_nothing:
            raise InvalidTableError(_GONE)
        self._mark = _mark(source) if self._changes else None
        return self._read(source)

    def has_changed(self) -> bool:
        """Whether the frame is not what was read; False where that cannot be told."""
        source = self._source() if self._source is not None else None
        return source is not None and _mark(source) != self._mark

    def _read(self, source: Any) -> pa.Table:
        reading, names = self._reading, None
        reading.texts.clear()
        if not self._changes and not hasattr(source, "schema"):
            table = read_table(source, reading=reading)
        else:
            if _is_pandas(source):
                names = [str(name) for name in source.columns]
                source = source.set_axis(own_names(names), axis=1) if renaming(names) else source
            table = from_frame(source, "The table", reading)
        if reading.is_for_show:
            table = with_shown_types(table, reading)
        origin = f"Computed from {reading.computed}, once." if reading.computed else None
        notes = (origin, renaming(names or table.column_names), note_of_texts(reading))
        self.note = " ".join(filter(None, notes)) or None
        return table


def _is_pandas(source: Any) -> bool:
    return (
        type(source).__module__.partition(".")[0] == "pandas"
        and hasattr(source, "columns")
        and hasattr(source, "set_axis")
    )


def _mark(source: Any) -> object:
    """Return what tells a frame from what it was, in some milliseconds."""
    try:
        if type(source).__module__.partition(".")[0] == "_duckdb" or hasattr(source, "fetch_arrow_table"):
            if source.type != "TABLE_RELATION":
                return None
            return source.shape, tuple(source.columns), _bytes(source.limit(COMPARED).to_arrow_table())
        rows, columns = source.shape
        names = tuple(map(str, source.columns))
        step = max(1, -(-rows // COMPARED))
        sample = source.iloc[::step] if hasattr(source, "iloc") else source[::step]
        if _is_pandas(sample):
            sample = sample.set_axis(own_names(names), axis=1)
        return rows, columns, names, _bytes(from_frame(sample, "The table"))
    except Exception:
        # A frame of another library, or one that its owner broke since: reading it says so.
        return None


def _bytes(table: pa.Table) -> int:
    from .plain_types import with_plain_types
    from .wire import stream

    return hash(stream(with_plain_types(table, small=False)))
