"""
The preview: a table to scroll, sort and filter, with the distribution of a column.

`preview(table, title=...)` makes the widget. For a split of a dataset, give `reference`, `split`, `splits` (rows by
name) and `load_split`, a callable that returns another split's table and its statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import ipywidgets
import msgspec
import traitlets

from ..contracts.models import ColumnStatistics, View
from ..errors import FoundryError, UnknownSplitError
from ..tables.pages import TableView
from .cells import after_each_cell
from .describe import describe
from .html import table_html
from .messages import MODULE_NAME, MODULE_VERSION, Answer, Handler, Message, Messages, read
from .pages import Pages

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from ..tables.origin import Origin

#: Columns up to which the browser asks for all of them at once: `WIDE` in `row-pages.ts`.
_MOST_UNASKED = 96
_Place = Annotated[int, msgspec.Meta(ge=0)]
#: A split's rows, and the statistics of its columns where there are any.
LoadSplit = Callable[[str], "tuple[pa.Table, Sequence[ColumnStatistics] | None]"]

#: Gets two splits' names and what takes their statistics; returns the contract's SplitComparison as plain data.
Compare = Callable[[str, str, Callable[[Sequence[ColumnStatistics], Sequence[ColumnStatistics]], None]], Any]


def preview(
    table: pa.Table,
    *,
    title: str,
    reference: str | None = None,
    split: str | None = None,
    splits: Mapping[str, int] | None = None,
    load_split: LoadSplit | None = None,
    compare: Compare | None = None,
    statistics: Sequence[ColumnStatistics] | None = None,
    selection: Mapping[str, Any] | None = None,
    origin: Origin | None = None,
    expression: str | None = None,
) -> PreviewWidget:
    """
    Return a widget that shows a table.

    Parameters
    ----------
    table : pyarrow.Table
        The rows; fields may carry `unit`, `role` and `description`.
    title : str
        What it is called.
    reference : str, optional
        `name@version` of the dataset; with `split` it lets a person take the selection as a cell.
    split : str, optional
        The split that the table is.
    splits : mapping of str to int, optional
        Rows of each split that can be shown, this one included.
    load_split : callable, optional
        Gets a split's name; returns its table and its statistics or None. Called on a worker thread.
    compare : callable, optional
        Compares two splits. Called on a worker thread.
    statistics : sequence of ColumnStatistics, optional
        Of the table's columns; counted one by one when absent.
    selection : mapping, optional
        What is chosen at first: `columns` (names) and `view` (the contract's View as a dict).
    origin : Origin, optional
        What the table was read from, so that a person is told when it has changed and can read it again.
    expression : str, optional
        The Python text that gives the table in the notebook: it lets a person take the selection as a cell.
    """
    return PreviewWidget(
        table,
        title=title,
        reference=reference,
        split=split,
        splits=splits,
        load_split=load_split,
        compare=compare,
        statistics=statistics,
        selection=selection,
        origin=origin,
        expression=expression,
    )


class _Selection(msgspec.Struct):
    """What of a `PreviewSelection` says which cells are shown."""

    view: View | msgspec.UnsetType = msgspec.UNSET
    columns: list[str] | msgspec.UnsetType = msgspec.UNSET


class _Block(msgspec.Struct):
    """The selected cells; none at first."""

    rows: tuple[_Place, int] = (0, -1)
    columns: list[str] = msgspec.field(default_factory=list)


class TablePreview(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """The kernel's half of a preview, whichever shell shows it; `selection` is what the person at it chose."""

    description = traitlets.Dict().tag(sync=True)
    selection = traitlets.Dict().tag(sync=True)
    #: The block of cells that is selected: `rows`, the first and the last place in the view, and names of `columns`.
    selected = traitlets.Dict().tag(sync=True)
    #: Whether the frame that is shown has changed since it was read.
    changed = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        table: pa.Table,
        *,
        title: str,
        reference: str | None = None,
        split: str | None = None,
        splits: Mapping[str, int] | None = None,
        load_split: LoadSplit | None = None,
        compare: Compare | None = None,
        statistics: Sequence[ColumnStatistics] | None = None,
        selection: Mapping[str, Any] | None = None,
        origin: Origin | None = None,
        expression: str | None = None,
    ) -> None:
        self._facts: dict[str, Any] = {
            "title": title,
            "expression": expression,
            "reference": reference,
            "splits": splits if load_split else None,
        }
        self._origin = origin
        if origin is not None:
            self._facts |= {"note": origin.note, "can_reload": origin.is_readable or None}
        self._load_split = load_split
        self._compare = compare
        self._statistics = statistics
        view = TableView(table)
        self._pages = Pages(view)
        initial = dict(selection or {})
        if split is not None:
            initial["split"] = split
        description = describe(view.table, split=split, statistics=statistics, **self._facts)
        super().__init__(description=description, selection=initial)
        self._messages = Messages(
            self, self._handlers, superseding=frozenset({"page"}), long=frozenset({"compare", "save"})
        )
        if origin is not None and origin.is_readable:
            after_each_cell(self.check)

    @property
    def _handlers(self) -> dict[str, Handler]:
        return {
            **self._pages.handlers,
            "split": self._split,
            "compare": self._compare_splits,
            "again": self._reread,
        }

    @property
    def table(self) -> pa.Table:
        """The table that is shown now, all rows and columns of it."""
        assert self._pages.view is not None
        return self._pages.view.table

    def to_arrow(self, *, selected: bool = False) -> pa.Table:
        """
        Return what is shown now: its rows filtered, sampled and sorted, and its columns, as a person chose them.

        Parameters
        ----------
        selected : bool, optional
            Only the block of cells that is selected.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If what is chosen does not fit the table.
        """
        return self._visible_rows(selected)[0]

    def to_pandas(self, *, selected: bool = False) -> pd.DataFrame:
        """Return what `to_arrow` does as a frame; its index is the number of each row in `table`."""
        from ..tables.to_pandas import pandas_frame

        table, numbers = self._visible_rows(selected)
        frame = pandas_frame(table)
        frame.index = numbers
        return frame

    def row_numbers(self, *, selected: bool = False) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return where in `table` each row of `to_arrow` is, whatever it is sorted by: numbers from 0."""
        return self._visible_rows(selected)[1]

    def _visible_rows(self, selected: bool) -> tuple[pa.Table, np.ndarray[Any, Any]]:
        assert self._pages.view is not None
        selection = read(_Selection, dict(self.selection))
        if not selected:
            return self._pages.view.rows_in_view(selection.view, selection.columns)
        block = read(_Block, dict(self.selected)) if self.selected else _Block()
        first, last = block.rows
        return self._pages.view.rows_in_view(selection.view, block.columns, (first, last + 1))

    def grow(self, table: pa.Table, note: str, *, whole: bool = False) -> None:
        """
        Show a table that has more rows than the one before.

        Parameters
        ----------
        table : pyarrow.Table
            The rows that were there before, and those that have come since.
        note : str
            How far it is, as a sentence.
        whole : bool, optional
            Whether no more rows will come.
        """
        view = self._pages.view = TableView(table)
        self.description = describe(view.table, growing=not whole, **{**self._facts, "note": note})

    def _split(self, message: Message, answer: Answer) -> None:
        split = str(message.get("split"))
        send_statistics = self._facts["splits"] or {}
        if self._load_split is None or split not in send_statistics:
            raise UnknownSplitError(
                f"There is no split {split!r}; there are {', '.join(map(repr, send_statistics))}."
            )
        table, statistics = self._load_split(split)
        if not answer.is_wanted:
            return
        view = self._pages.view = TableView(table)
        self._statistics = statistics
        description = describe(view.table, split=split, statistics=statistics, **self._facts)
        # The answer goes first: a view that asked shows the split from it and need not start again for the trait.
        answer.send({"type": "description", "id": answer.id, "description": description})
        self.description = description

    def _compare_splits(self, message: Message, answer: Answer) -> None:
        if self._compare is None:
            raise FoundryError("This table has no splits to compare.")

        def known(first: Sequence[ColumnStatistics], second: Sequence[ColumnStatistics]) -> None:
            both = [msgspec.to_builtins([*each]) for each in (first, second)]
            answer.send({"type": "progress", "id": answer.id, "statistics": both})

        comparison = self._compare(str(message.get("first")), str(message.get("second")), known)
        answer.send({"type": "compared", "id": answer.id, "comparison": comparison})

    def check(self) -> None:
        """Compare what is shown with the frame that it was read from; see `changed`."""
        if self._origin is not None and not self.changed:
            self.changed = self._origin.has_changed()

    def _reread(self, message: Message, answer: Answer) -> None:
        if self._origin is None:
            raise FoundryError("This table cannot be read again; run its cell again.")
        view = TableView(self._origin.read())
        if not answer.is_wanted:
            return
        self._pages.view = view
        self._facts["note"] = self._origin.note
        description = describe(view.table, **self._facts)
        answer.send({"type": "description", "id": answer.id, "description": description})
        self.description = description
        self.changed = False

    def __repr__(self) -> str:
        rows, columns = self.table.shape
        return f"<Preview of {self._facts['title']}: {rows:,} rows × {columns:,} columns>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        output: Any = super()._repr_mimebundle_(**kwargs) or {}
        # A shell may add metadata for its host.
        bundle: dict[str, Any] = dict(output[0] if isinstance(output, tuple) else output)
        split = self.description.get("split")
        note = f"split {split}" if split else ""
        bundle["text/html"] = table_html(self.table, self._facts["title"], note, self._statistics)
        return bundle


class PreviewWidget(TablePreview):
    """A preview whose other half is the JupyterLab extension. Make one with `preview`."""

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("PreviewModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("PreviewView").tag(sync=True)

    def __init__(self, table: pa.Table, **options: Any) -> None:
        super().__init__(table, **options)
        columns = len(self.description["columns"])
        if not self.selection.get("view") and not self.selection.get("columns") and columns <= _MOST_UNASKED:
            # Rows that the browser need not ask for are on screen one round trip earlier.
            self._pages.first(Answer(self._messages, 0))
