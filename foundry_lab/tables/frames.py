"""Tables of other libraries as Arrow tables."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .columns import with_columns
from .python_values import check_one_kind


def from_frame(source: Any, where: str) -> pa.Table:
    """
    Return an Arrow table, reader, pandas or Polars frame, or anything of the Arrow interface, as a table.

    Raises
    ------
    InvalidTableError
        If it is none of these, or holds what Arrow cannot.
    """
    try:
        if isinstance(source, pa.Table):
            return source
        if isinstance(source, pa.RecordBatch):
            return pa.Table.from_batches([source])
        if isinstance(source, pa.RecordBatchReader):
            return source.read_all()
        if type(source).__module__.partition(".")[0] == "pandas" and hasattr(source, "columns"):
            return _from_pandas(source, where)
        if hasattr(source, "to_arrow"):
            return from_frame(source.to_arrow(), where)
        if hasattr(source, "__arrow_c_stream__") or isinstance(source, dict):
            if isinstance(source, dict):
                for name, values in source.items():
                    if isinstance(values, list | tuple):
                        check_one_kind(values, str(name), where)
            return pa.table(source)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, InvalidTableError):
            raise
        reason = " ".join(str(part) for part in error.args) or type(error).__name__
        raise InvalidTableError(
            f"{where} cannot be held as an Arrow table: {reason.strip().rstrip('.')}."
        ) from None
    raise InvalidTableError(
        f"{where} is {_article(type(source).__name__)}; give a pandas or Polars frame, an Arrow table or "
        "reader, or the path of a file."
    )


def _from_pandas(frame: Any, where: str) -> pa.Table:
    names = [str(name) for name in frame.columns]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InvalidTableError(f"{where} has several columns {repeated[0]!r}; give each a name of its own.")
    frame = _with_index(frame, names)
    for name in frame.columns:
        if frame[name].dtype == object:
            check_one_kind(frame[name], str(name), where)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    known = frame.attrs.get("foundry")
    units = known.get("units") if isinstance(known, dict) else None
    if not isinstance(units, dict):
        return table
    from ..contracts.models import ColumnDraft

    drafts = [ColumnDraft(name=str(name), unit=str(unit)) for name, unit in units.items() if unit]
    return table.cast(with_columns(table.schema, drafts))


def _with_index(frame: Any, names: list[str]) -> Any:
    """Return a frame whose index stands in columns, unless it only counts the rows."""
    import pandas as pd

    index = frame.index
    # Whole numbers without a name count rows, or are what is left of such a count after rows were chosen.
    if index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index.dtype):
        return frame
    taken = set(names)
    labels = []
    for level, name in enumerate(index.names):
        label = str(name) if name is not None else "index" if index.nlevels == 1 else f"level_{level}"
        while label in taken:
            label = f"{label}_index"
        taken.add(label)
        labels.append(label)
    return frame.set_axis(index.set_names(labels), axis="index").reset_index()


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"
