"""One split of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..door import with_doors
from ..store.package import Package
from .stored_split import StoredSplit
from .tabular import Tabular

if TYPE_CHECKING:
    from ..tables.filters import FilterLike
    from ..widgets.preview import TablePreview
    from .split_files import Files


@with_doors
class Split(Tabular):
    """
    A named part of a dataset, such as 'train', or a choice of its rows and columns.

    Get one from a dataset: ``foundry_lab.load("matbench-expt-gap")["train"]``. It is walked through row by row, cut as
    ``split[:5]``, and taken by pandas, Polars, DuckDB and Arrow as it is.

    Examples
    --------
    >>> wide = train.filter("gap > 3").sort("gap", descending=True).select(["formula", "gap"])  # doctest: +SKIP
    >>> wide.head().to_pandas()  # doctest: +SKIP
    """

    @property
    def name(self) -> str:
        """The split's name."""
        return self._stored.name

    @property
    def reference(self) -> str:
        """The dataset's `name@version`."""
        return self._stored.reference

    @property
    def description(self) -> str:
        """What the split is, in its publisher's words."""
        return self._description

    @property
    def is_whole(self) -> bool:
        """Whether it is the split as it is stored, and no choice of its rows or columns."""
        return isinstance(self._stored, StoredSplit)

    def files(self, column: str | None = None) -> Files:
        """
        Return the files that a column names, in the order of the rows.

        Parameters
        ----------
        column : str, optional
            Which column of paths; needed where there are several.

        Returns
        -------
        Files
            A sequence of `Path` (None where a row names none). A file is fetched, and checked against its
            SHA-256 digest, when it is asked for.

        Raises
        ------
        UnknownColumnError
            If there is no such column of paths.
        """
        from .split_files import files_of

        return files_of(self._stored, column)

    @property
    def arrays(self) -> dict[str, Any]:
        """The arrays that are not one value a row, such as the axis that all spectra share, as NumPy arrays."""
        from .forms import arrays_of

        return arrays_of(self._stored)

    @property
    def package(self) -> Package:
        """The package that it is part of."""
        package = self._stored.package
        assert package is not None
        return package

    def preview(
        self,
        columns: Sequence[str] | None = None,
        filter: FilterLike | None = None,
        *,
        sort: Sequence[tuple[str, str]] | str | None = None,
        sample: int | None = None,
        seed: int = 0,
        anywidget: bool | None = None,
    ) -> TablePreview:
        """
        Return a widget that shows the rows: a table to scroll, sort and filter, and a histogram.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns, in this order; all by default.
        filter : str, dict or pyarrow.compute.Expression, optional
            Which rows, as in `to_arrow`.
        sort : sequence of (str, str), optional
            Columns and 'ascending' or 'descending', as `pyarrow.Table.sort_by` takes them.
        sample, seed : int, optional
            So many of these rows at random, as in `to_arrow`.
        anywidget : bool, optional
            Whether the widget brings its own code, as in `foundry_lab.preview`.

        Raises
        ------
        UnknownColumnError, InvalidFilterError
            If the arguments do not fit the split.
        """
        from .split_preview import chosen_view, split_preview, view_preview

        view = chosen_view(filter, sort, sample, seed)
        if not isinstance(self._stored, StoredSplit):
            return view_preview(self._stored, columns, filter, view, anywidget=anywidget)
        return split_preview(self.package, self.name, columns, filter, view, anywidget=anywidget)

    def __repr__(self) -> str:
        from .dataset_summary import split_text

        return split_text(self._stored)

    def _repr_html_(self) -> str:
        from .dataset_summary import split_html

        return split_html(self._stored)
