"""What can be done with a split's rows, as with a frame's: a choice of them is made now and read later."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, SupportsIndex, TypeVar, overload

import pyarrow as pa

from ..door import with_doors
from ..errors import FoundryError, InvalidTableError, UnknownVerbError, WrongArgumentError
from .columns import Columns
from .forms import BatchForm
from .row_source import RowSource
from .split_view import filtered, sampled, select_columns, slice_rows, sort_rows

if TYPE_CHECKING:
    from ..tables.filters import FilterLike
    from .column_values import ColumnValues

_BATCH_ROWS = 65_536
#: The class that a verb is called on. jedi, which completes in JupyterLab, takes `Self` for the class that has the method.
Chosen = TypeVar("Chosen", bound="Verbs")
Part = TypeVar("Part")


@with_doors
class Verbs:
    """Rows that are filtered, sorted, cut, drawn, mapped and walked through; each verb gives a view, and none reads."""

    def __init__(self, rows: RowSource, description: str = "") -> None:
        self._stored = rows
        self._description = description

    def _of(self: Chosen, rows: RowSource) -> Chosen:
        return type(self)(rows, self._description)

    @property
    def num_rows(self) -> int:
        """The number of rows."""
        return self._stored.rows

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and columns."""
        return self._stored.rows, len(self.columns)

    @property
    def columns(self) -> Columns:
        """The columns with their types, units and roles."""
        return self._stored.columns

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of `to_arrow()`, with units, roles and descriptions on its fields."""
        return self._stored.with_tensors(self._stored.schema.empty_table()).schema

    def filter(self: Chosen, condition: FilterLike) -> Chosen:
        """
        Return the rows that match a condition.

        Parameters
        ----------
        condition : str, dict or pyarrow.compute.Expression
            As in `to_arrow`, such as ``"gap > 0 and formula != 'Ag'"``. Missing values match no comparison.

        Raises
        ------
        InvalidFilterError, UnknownColumnError
            If it cannot be read, or names a column that is not there.
        """
        return self._of(filtered(self._stored, condition))

    def select(self: Chosen, columns: Sequence[str]) -> Chosen:
        """
        Return some of the columns, in this order.

        Raises
        ------
        UnknownColumnError
            If there is no such column.
        """
        return self._of(
            select_columns(self._stored, [columns] if isinstance(columns, str) else list(columns))
        )

    def sort(self: Chosen, by: str | Sequence[str | tuple[str, str]], *, descending: bool = False) -> Chosen:
        """
        Return the rows in the order of columns: NaN and then missing values come last, and equal rows keep their order.

        Parameters
        ----------
        by : str or sequence
            A column, several of them, or pairs such as ``("gap", "descending")``, as `preview` takes them.
        descending : bool, optional
            Whether columns without an order of their own go from large to small.

        Raises
        ------
        UnknownColumnError, FoundryError
            If there is no such column, or an order is neither 'ascending' nor 'descending'.
        """
        from .split_preview import sort_keys

        order = "descending" if descending else "ascending"
        keys = [by] if isinstance(by, str) else list(by)
        pairs = [(key, order) if isinstance(key, str) else key for key in keys]
        return self._of(sort_rows(self._stored, sort_keys(pairs)))

    def sample(self: Chosen, n: int, *, seed: int = 0) -> Chosen:
        """
        Return so many rows, drawn at random without replacement and in their order; all where there are no more.

        Parameters
        ----------
        n : int
            How many, at least 1.
        seed : int, optional
            The same seed draws the same rows, as ``to_arrow(sample=n, seed=seed)`` does.
        """
        return self._of(sampled(self._stored, n, seed))

    def head(self: Chosen, n: int = 5) -> Chosen:
        """Return the first rows."""
        return self[: _count(n)]

    def tail(self: Chosen, n: int = 5) -> Chosen:
        """Return the last rows."""
        return self[max(0, len(self) - _count(n)) :]

    def map(
        self: Chosen,
        function: Callable[[Any], Any],
        *,
        batch_rows: int = _BATCH_ROWS,
        form: BatchForm = "arrow",
    ) -> Chosen:
        """
        Return what a function makes of the rows, batch by batch, once rows are asked for.

        Parameters
        ----------
        function : callable
            Takes a table of at most `batch_rows` rows, and returns a table of any library or columns by name.
            Columns have the units and roles that its result says, such as those of Arrow's fields.
        batch_rows : int, optional
            Rows given to it at once.
        form : {'arrow', 'pandas', 'polars'}, optional
            What it takes.

        Raises
        ------
        InvalidTableError
            When rows are asked for, if it gives no table, or tables of different columns.
        """
        from .mapped_rows import MappedRows

        if form not in ("arrow", "pandas", "polars"):
            raise FoundryError(f"form is 'arrow', 'pandas' or 'polars', not {form!r}.")
        if not callable(function):
            raise WrongArgumentError(
                f"map takes a function of a batch of rows, not {type(function).__name__}."
            )
        return self._of(MappedRows(self._stored, function, max(1, _count(batch_rows, "batch_rows")), form))

    def train_test_split(self: Chosen, test_size: float = 0.2, *, seed: int = 0) -> TrainTest[Chosen]:
        """
        Return two parts of the rows, drawn at random, each in its order here.

        They are drawn row by row; where rows belong together, such as those of one composition, `foundry_lab.benchmarks`
        has splitters that keep them so.

        Parameters
        ----------
        test_size : float or int, optional
            The share of the rows that is for testing, rounded up, or their number.
        seed : int, optional
            The same seed draws the same rows.

        Returns
        -------
        TrainTest
            ``train, test = split.train_test_split(0.2)``.

        Raises
        ------
        FoundryError
            If a part would have no rows.
        """
        import numpy as np

        from ..tables.sampling import check_sample, drawn_numbers

        rows = len(self)
        count = math.ceil(test_size * rows) if isinstance(test_size, float) else test_size
        if isinstance(test_size, bool) or not 0 < count < rows:
            raise FoundryError(
                f"test_size is a share between 0 and 1 or a number of rows that leaves some of the {rows:,} in both "
                f"parts, not {test_size!r}."
            )
        check_sample(count, seed)
        test = drawn_numbers(rows, count, seed)
        train = np.setdiff1d(np.arange(rows), test)
        return TrainTest(self._of(slice_rows(self._stored, train)), self._of(slice_rows(self._stored, test)))

    def batches(self, rows: int = _BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Return the rows as record batches of at most this many, one after the other."""
        size = max(1, _count(rows, "rows"))
        return iter(self._stored.to_arrow().to_batches(max_chunksize=size))

    def __len__(self) -> int:
        return self._stored.rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        from .rows import dicts_of

        return dicts_of(self._stored.to_arrow())

    @overload
    def __getitem__(self, key: SupportsIndex) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: str) -> ColumnValues: ...
    @overload
    def __getitem__(self: Chosen, key: slice | list[str]) -> Chosen: ...
    def __getitem__(self, key: SupportsIndex | str | slice | list[str]) -> Any:
        if isinstance(key, str):
            from ..tables.columns import check_columns
            from .column_values import ColumnValues

            check_columns([key], self.columns.names, self._stored.label)
            return ColumnValues(self._stored, key)
        if isinstance(key, list) and all(isinstance(name, str) for name in key):
            return self.select(key)
        if isinstance(key, slice):
            return self._of(slice_rows(self._stored, key))
        if not hasattr(key, "__index__") or isinstance(key, bool):
            raise WrongArgumentError(
                f"A split takes a row's number, a slice, a column's name or a list of names, not "
                f"{type(key).__name__}: choose rows with .filter('gap > 0')."
            )
        from .rows import dicts_of, row_number

        number = row_number(key, len(self), self._stored.label)
        return next(dicts_of(self._stored.with_tensors(self._stored.between(None, number, number + 1))))

    def __contains__(self, item: object) -> bool:
        return item in self.columns.names

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._stored.to_arrow().__arrow_c_stream__(requested_schema)

    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> object:
        table = self._stored.to_arrow()
        # pandas reads whole numbers with missing ones as floats.
        _check_not_rounded(table)
        return table.__dataframe__(nan_as_null, allow_copy)

    @property
    def __array_interface__(self) -> NoReturn:
        # NumPy asks for this before it takes a sequence apart; an array of dicts is what nobody means.
        raise WrongArgumentError(
            "A split is no single array: take np.asarray(split['gap']) for a column, or split.to_numpy() for inputs "
            "and targets."
        )

    @property
    def __array__(self) -> NoReturn:
        # pandas asks for this before it takes the rows one by one, which keeps neither of these.
        self._check_records()
        raise AttributeError("__array__")

    def _check_records(self) -> None:
        """Refuse rows of which a list of dicts makes other values in pandas."""
        table = self._stored.table()
        if not table.num_rows:
            raise InvalidTableError(
                "pd.DataFrame loses the columns of a split without rows: take .to_pandas()."
            )
        _check_not_rounded(table)

    def __getattr__(self, name: str) -> NoReturn:
        from .verb_hints import hint

        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        raise UnknownVerbError(hint(name, [item for item in dir(self) if not item.startswith("_")]))

    def _ipython_key_completions_(self) -> list[str]:
        return self.columns.names


class TrainTest(NamedTuple, Generic[Part]):
    """Two parts of a split's rows; also by their names, as in ``parts["train"]``."""

    train: Part
    test: Part

    def __getitem__(self, key: Any) -> Any:
        return getattr(self, key) if key in self._fields else tuple.__getitem__(self, key)


def _check_not_rounded(table: pa.Table) -> None:
    """Refuse whole numbers that are other ones as floats, where some are missing."""
    from ..arrays.tensors import to_numpy

    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_integer(field.type) and column.null_count:
            to_numpy(column, field.name)


def _count(value: int, name: str = "n") -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 0:
        raise WrongArgumentError(f"{name} is a whole number of at least 0, not {value!r}.")
    return int(value)
