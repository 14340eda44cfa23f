"""A choice of a split's rows and columns, which is read when rows are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Filter, Sample, Sort, View
from ..errors import FoundryError
from ..tables.chosen_rows import chosen_rows
from ..tables.columns import check_columns
from .columns import Columns
from .row_source import RowSource

if TYPE_CHECKING:
    import numpy as np

    from ..tables.filters import FilterLike


@dataclass(frozen=True)
class Choice:
    """
    What is chosen, in the order in which it is applied: the order of a preview's view, and then a slice.

    Attributes
    ----------
    filter : str, dict, Filter or pyarrow.compute.Expression, optional
    sample : Sample, optional
    sort : tuple of Sort
    rows : slice or numpy.ndarray, optional
        Numbers of rows.
    """

    filter: FilterLike | None = None
    sample: Sample | None = None
    sort: tuple[Sort, ...] = ()
    rows: slice | np.ndarray[Any, Any] | None = None

    @property
    def keeps_rows(self) -> bool:
        """Whether it leaves every row in its place."""
        return self.filter is None and self.sample is None and not self.sort and self.rows is None


class SplitView(RowSource):
    """
    Rows and columns of another source of rows.

    Parameters
    ----------
    source : RowSource
    choice : Choice
    names : sequence of str, optional
        The columns, in this order; those of the source by default.
    """

    def __init__(self, source: RowSource, choice: Choice, names: Sequence[str] | None = None) -> None:
        self.source = source
        self.choice = choice
        self.package = source.package
        self.name = source.name
        self.reference = source.reference
        columns = source.columns if names is None else [source.columns[name] for name in names]
        self.columns = Columns(list(columns))

    @cached_property
    def rows(self) -> int:
        """The number of rows; of a filtered view, its filter's columns are read to count them."""
        choice, rows = self.choice, self.source.rows
        if choice.filter is not None:
            rows = self.source.table([self._cheapest], choice.filter).num_rows
        if choice.sample is not None:
            rows = min(rows, choice.sample.rows)
        if choice.rows is None:
            return rows
        return len(range(rows)[choice.rows]) if isinstance(choice.rows, slice) else len(choice.rows)

    @property
    def _cheapest(self) -> str:
        """A column that is read anyway when the filter's rows are counted."""
        import pyarrow.compute as pc

        from ..tables.filters import columns_named, tree

        candidates = (
            [] if isinstance(self.choice.filter, pc.Expression) else columns_named(tree(self.choice.filter))
        )
        return next(iter(candidates), self.source.columns.names[0])

    @property
    def schema(self) -> pa.Schema:
        """The schema of `table()`."""
        schema = self.source.schema
        return self._with_metadata(
            pa.schema([schema.field(name) for name in self.columns.names], schema.metadata)
        )

    def table(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pa.Table:
        """Return rows as they are kept; what is asked for applies to what was chosen before."""
        if columns is not None:
            check_columns([columns] if isinstance(columns, str) else columns, self.columns.names, self.label)
        verb = "sample" if sample is not None else "filter"
        if (filter is not None or sample is not None) and _open(self, to=verb) is not self:
            # What was chosen comes first: its rows are read, and these are chosen among them.
            return chosen_rows(self.table(), columns, filter, sample, seed)
        view = self if filter is None else filtered(self, filter)
        if sample is not None:
            view = sampled(view, sample, seed)
        if columns is not None:
            view = SplitView(view.source, view.choice, [columns] if isinstance(columns, str) else columns)
        rows = view._read()
        return rows.replace_schema_metadata(view._with_metadata(rows.schema).metadata)

    def _read(self) -> pa.Table:
        choice, names = self.choice, self.columns.names
        keys = [key.column for key in choice.sort if key.column not in names]
        if not choice.sort and choice.sample is None:
            if choice.filter is None and isinstance(choice.rows, slice):
                numbers = range(self.source.rows)[choice.rows]
                if numbers.step == 1:
                    return self.source.between(names, numbers.start, max(numbers.start, numbers.stop))
            return _cut(self.source.table(names, choice.filter), choice.rows)
        from ..tables.order import row_numbers

        table = self.source.table([*names, *dict.fromkeys(keys)], choice.filter)
        view = View(sort=list(choice.sort))
        if choice.sample is not None:
            view.sample = choice.sample
        return table.select(names).take(_cut(row_numbers(table, view), choice.rows))

    def _with_metadata(self, schema: pa.Schema) -> pa.Schema:
        """Return a schema that does not pass for the whole split, with whose rows predictions would be compared."""
        import msgspec

        origin = msgspec.json.decode((schema.metadata or {}).get(b"foundry", b"{}"))
        if not self.choice.keeps_rows and "split" in origin:
            origin["part_of"] = origin.pop("split")
        if not origin:
            return schema
        return schema.with_metadata({**schema.metadata, b"foundry": msgspec.json.encode(origin)})


def _cut(rows: Any, which: slice | np.ndarray[Any, Any] | None) -> Any:
    if which is None:
        return rows
    if isinstance(which, slice):
        numbers = range(len(rows))[which]
        if numbers.step == 1:
            return rows.slice(numbers.start, len(numbers))
        import numpy as np

        which = np.arange(numbers.start, numbers.stop, numbers.step, dtype=np.int64)
    return rows.take(which)


def _open(source: RowSource, *, to: str) -> SplitView:
    """Return a view of the rows to which another choice can be added: one that comes before what is there cannot."""
    if not isinstance(source, SplitView):
        return SplitView(source, Choice())
    choice = source.choice
    late = choice.rows is not None
    if to in ("filter", "sample"):
        late = late or choice.sample is not None
    if to == "sample":
        late = late or bool(choice.sort)
    return SplitView(source, Choice()) if late else source


def filtered(source: RowSource, condition: FilterLike) -> SplitView:
    """
    Return the rows that match a condition too.

    Raises
    ------
    InvalidFilterError, UnknownColumnError
        If it cannot be read, or names a column that is not there.
    """
    import pyarrow.compute as pc

    from ..tables.filters import columns_named, expression, tree

    if not isinstance(condition, pc.Expression):
        condition = tree(condition)
        check_columns(columns_named(condition), source.columns.names, source.label)
    view = _open(source, to="filter")
    before = view.choice.filter
    if isinstance(before, pc.Expression) or (before is not None and isinstance(condition, pc.Expression)):
        schema = view.source.schema
        condition = expression(before, schema) & expression(condition, schema)
    elif before is not None:
        condition = Filter(all=[before, condition])
    return _with(view, filter=condition)


def sampled(source: RowSource, rows: int, seed: int) -> SplitView:
    """Return so many rows, drawn at random."""
    from ..tables.sampling import check_sample

    check_sample(rows, seed)
    return _with(_open(source, to="sample"), sample=Sample(rows=rows, seed=seed))


def sort_rows(source: RowSource, keys: Sequence[Sort]) -> SplitView:
    """Return the rows in the order of columns; equal ones keep the order that they have."""
    check_columns([key.column for key in keys], source.columns.names, source.label)
    view = _open(source, to="sort")
    key_names = {key.column for key in keys}
    return _with(view, sort=(*keys, *(key for key in view.choice.sort if key.column not in key_names)))


def slice_rows(source: RowSource, rows: slice | np.ndarray[Any, Any]) -> SplitView:
    """Return rows by their numbers."""
    return _with(_open(source, to="rows"), rows=rows)


def select_columns(source: RowSource, names: Sequence[str]) -> SplitView:
    """Return some of the columns, in this order."""
    check_columns(names, source.columns.names, source.label)
    if not names or len(set(names)) < len(names):
        raise FoundryError(
            f"Columns are chosen by their names, each once and at least one; {names!r} is not so."
        )
    if isinstance(source, SplitView):
        return SplitView(source.source, source.choice, names)
    return SplitView(source, Choice(), names)


def _with(view: SplitView, **change: Any) -> SplitView:
    return SplitView(view.source, replace(view.choice, **change), view.columns.names)
