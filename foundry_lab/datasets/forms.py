"""A split in the forms of other libraries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..errors import FoundryError, InvalidTableError, NotFoundError, WrongArgumentError
from ..tables.columns import check_columns, units_of
from .row_source import RowSource
from .split_files import files_of

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ..contracts.models import ArrayEntry
    from ..tables.to_pandas import PandasTypes

BatchForm = Literal["arrow", "pandas", "polars"]
_KEY_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*")


def to_pandas(split: RowSource, table: pa.Table, types: PandasTypes) -> pd.DataFrame:
    """Return rows of a split as a pandas frame."""
    from ..tables.to_pandas import pandas_frame

    frame = pandas_frame(split.with_tensors(table), types)
    origin = {"reference": split.reference, "split": split.name} if split.reference else {}
    frame.attrs["foundry"] = {**origin, "units": units_of(table.schema)}
    return frame


def as_form(split: RowSource, table: pa.Table, form: BatchForm) -> Any:
    """Return rows of `split.table()` as a table of another library."""
    if form == "pandas":
        return to_pandas(split, table, "numpy")
    return to_polars(split, table) if form == "polars" else split.with_tensors(table)


def to_polars(split: RowSource, table: pa.Table) -> pl.DataFrame:
    """Return rows of a split as a Polars frame."""
    try:
        import polars
    except ImportError:
        raise FoundryError("Polars is not installed: `pip install polars`.") from None
    from ..tables.engine_types import check_polars, ordered_words

    check_polars(table)
    frame = polars.from_arrow(split.with_nested_lists(table))
    assert isinstance(frame, polars.DataFrame)
    return frame.cast({name: polars.Enum(words) for name, words in ordered_words(table).items()})


def to_duckdb(split: RowSource, connection: Any) -> duckdb.DuckDBPyRelation:
    """Return a split as a DuckDB relation."""
    import duckdb

    from ..tables.engine_types import check_duckdb, ordered_words

    if connection is not None and not isinstance(connection, duckdb.DuckDBPyConnection):
        raise WrongArgumentError(f"connection is one of DuckDB or None, not a {type(connection).__name__}.")
    table = split.table()
    check_duckdb(table)
    lists = split.with_nested_lists(table)
    relation: duckdb.DuckDBPyRelation = (
        duckdb.from_arrow(lists, connection=connection)
        if connection is not None
        else duckdb.from_arrow(lists)
    )
    words_of = {name: words for name, words in ordered_words(table).items() if words}
    if not words_of:
        return relation
    return relation.project(", ".join(_as_enum(name, words_of.get(name)) for name in table.column_names))


def _as_enum(name: str, words: list[str] | None) -> str:
    from ..tables.engine_types import quote_name

    if words is None:
        return quote_name(name)
    kind = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"CAST({quote_name(name)} AS ENUM({kind})) AS {quote_name(name)}"


def to_dict(split: RowSource, columns: Sequence[str] | None, *, nested: bool) -> dict[str, Any]:
    """Return a split's columns and arrays as NumPy arrays by name."""
    from ..arrays.tensors import to_numpy as as_numpy

    arrays = array_names(split)
    if columns is not None:
        check_columns(columns, [*split.columns.names, *arrays], split.label)
    names = [*split.columns.names, *arrays] if columns is None else columns
    table = split.to_arrow([name for name in names if name not in arrays])
    arrays_by_name: dict[str, Any] = {}
    for name in names:
        if name in arrays:
            arrays_by_name[name] = read_array(split, name)
        elif split.package and split.columns[name].path:
            arrays_by_name[name] = list(files_of(split, name))
        else:
            arrays_by_name[name] = as_numpy(table.column(name), name)
    return _nest(arrays_by_name) if nested else arrays_by_name


def array_names(split: RowSource) -> list[str]:
    """Return the names of a split's arrays that are not one value a row."""
    return [entry.name for entry in _arrays(split)]


def _arrays(split: RowSource) -> list[ArrayEntry]:
    entries = split.package.manifest.arrays or [] if split.package else []
    return [entry for entry in entries if entry.split == split.name]


def arrays_of(split: RowSource) -> dict[str, Any]:
    """Return a split's arrays that are not one value a row."""
    return {name: read_array(split, name) for name in array_names(split)}


def read_array(split: RowSource, name: str) -> Any:
    """Return an array of a split, mapped from its file."""
    import numpy as np

    for entry in _arrays(split):
        if split.package and entry.name == name:
            # Large ones are mapped; nothing in the file is unpickled.
            return np.load(split.package.file(entry.path), mmap_mode="r", allow_pickle=False)
    raise NotFoundError(f"{split.subject} has no array {name!r}.")


def to_numpy(split: RowSource, columns: Sequence[str] | None) -> tuple[Any, Any]:
    """Return a split's inputs and targets."""
    inputs = list(columns) if columns is not None else input_names(split)
    targets = [
        column.name for column in split.columns if column.role == "target" and column.name not in inputs
    ]
    if not inputs:
        raise InvalidTableError(f"{split.subject} has no column of numbers: name the inputs.")
    values = to_dict(split, list(dict.fromkeys([*inputs, *targets])), nested=False)
    target = _join([values[name] for name in targets], targets) if targets else None
    if target is not None and len(targets) == 1 and target.ndim == 2 and target.shape[1] == 1:
        target = target[:, 0]
    return _join([values[name] for name in inputs], inputs), target


def input_names(split: RowSource) -> list[str]:
    """Return the columns to learn from: those of the role input, else all numbers without a role."""
    names = [column.name for column in split.columns if column.role == "input"]
    if names:
        return names
    numbers = ("int", "uint", "float", "double", "halffloat", "bool", "decimal", "fixed_size_list")
    return [c.name for c in split.columns if not c.role and not c.path and c.type.startswith(numbers)]


def _join(values: Sequence[Any], names: Sequence[str]) -> Any:
    import numpy as np

    if len(values) == 1 and getattr(values[0], "ndim", 1) > 1:
        return values[0]
    if any(getattr(item, "ndim", 1) > 1 or isinstance(item, list) for item in values):
        raise InvalidTableError(
            f"{', '.join(map(repr, names[:6]))} cannot be one array: `to_dict` gives each its own."
        )
    check_one_type(values, names, "`to_dict`")
    return np.column_stack(values)


def check_one_type(values: Sequence[Any], names: Sequence[str], alternative: str) -> None:
    """
    Refuse columns that one array would round, or turn from numbers into text.

    Raises
    ------
    InvalidTableError
        Naming the column.
    """
    import numpy as np

    words = [
        item.dtype.kind in "OSU" and any(isinstance(part, str | bytes) for part in item.flat)
        for item in values
    ]
    if any(words) and not all(words):
        raise InvalidTableError(
            f"{names[words.index(True)]!r} holds text, and {names[words.index(False)]!r} does not, which one array would "
            f"make text too: leave one of them out, or take {alternative}."
        )
    common = np.result_type(*(item.dtype for item in values)) if values else np.dtype(bool)
    if common.kind == "f":
        for item, name in zip(values, names, strict=True):
            # Whole numbers beside floats, or signed beside unsigned 64-bit ones, become floats.
            if (
                item.dtype.kind in "iu"
                and len(item)
                and max(abs(int(item.min())), abs(int(item.max()))) > 2**53
            ):
                raise InvalidTableError(
                    f"{name!r} holds whole numbers beyond 2**53, which one array with "
                    f"{', '.join(repr(other) for other in names[:6] if other != name)} would round: "
                    f"leave it out, or take {alternative}."
                )


def _nest(flat: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        # 'Density (kg/m^3)' is a name, not a path.
        *parents, last = name.split("/") if _KEY_PATH.fullmatch(name) else [name]
        place = tree
        for parent in parents:
            inner = place.setdefault(parent, {})
            if not isinstance(inner, dict):
                # A name that is both a value and a folder stays as it is.
                place, last = tree, name
                break
            place = inner
        place[last] = value
    return tree


def to_torch(split: RowSource, columns: Sequence[str] | None) -> Any:
    """Return a split as a PyTorch dataset."""
    try:
        from torch import as_tensor
        from torch.utils.data import TensorDataset
    except ImportError:
        raise FoundryError("PyTorch is not installed: `pip install torch`.") from None
    import numpy as np

    inputs, targets = to_numpy(split, columns)
    parts = [inputs] if targets is None else [inputs, targets]
    for part in parts:
        if part.dtype.kind not in "biuf":
            raise InvalidTableError(
                f"{split.subject} has inputs or targets that are not numbers: name the columns."
            )
    # Arrow's memory is read-only, which PyTorch cannot promise to keep so.
    return TensorDataset(*(as_tensor(np.array(part)) for part in parts))
