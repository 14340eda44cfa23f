"""Tables of other libraries as Arrow tables."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ..errors import FoundryError, InvalidTableError
from .reading import Reading, words_of
from .streams import read_stream


def from_frame(source: Any, where: str, reading: Reading | None = None, *, labels: bool = True) -> pa.Table:
    """
    Return a table of another library as an Arrow table; columns of arrays of one shape are tensors.

    Parameters
    ----------
    source : table, frame, series, records or arrays
        Of Arrow (tables, batches, readers, scanners, datasets), pandas (styled ones too), Polars, DuckDB, Dask, Ray,
        Hugging Face Datasets or xarray; a mapping of columns, a list of mappings, a structured array of NumPy; or
        anything that has `__arrow_c_stream__` or `__dataframe__`. Of a table for show, also values without names:
        arrays of Arrow or NumPy, lists, one mapping of values, and whatever `numpy.asarray` takes.
    where : str
        What sentences call it.
    reading : Reading, optional
        What is said about columns; what is decided here is noted there.
    labels : bool, optional
        Whether whole numbers that label the rows of a pandas frame, and do not just count them, are a column.

    Raises
    ------
    InvalidTableError
        If it is none of these, or holds what Arrow cannot.
    """
    reading = reading or Reading()
    reading.where = where
    try:
        return _table(source, reading, labels)
    except FoundryError:
        raise
    except Exception as error:
        # What a lazy source cannot compute, in the words of its library.
        raise InvalidTableError(f"{where} cannot be held as an Arrow table: {words_of(error)}.") from None


def _table(source: Any, reading: Reading, labels: bool) -> pa.Table:
    if isinstance(source, pa.Table):
        return source
    if isinstance(source, pa.RecordBatch):
        return pa.Table.from_batches([source])
    if isinstance(source, pa.RecordBatchReader):
        return read_stream(source)
    library = type(source).__module__.partition(".")[0]
    if library == "pandas":
        from .from_pandas import from_pandas

        return from_pandas(source, reading, labels=labels)
    if isinstance(source, dict | list | tuple) or library == "numpy":
        from .from_python import from_python

        return from_python(source, reading)
    if library in ("polars", "duckdb", "_duckdb", "dask", "ray", "datasets", "xarray"):
        from . import from_libraries

        return getattr(from_libraries, f"from_{library.lstrip('_')}")(source, reading)
    if isinstance(source, pa.StructArray):
        return pa.Table.from_struct_array(source)
    if isinstance(source, pa.Array | pa.ChunkedArray):
        if reading.is_for_show:
            return pa.table({"value": source})
        raise InvalidTableError(f"{reading.where} is a column without a name: give {{'name': values}}.")
    if source is None:
        raise InvalidTableError(
            f"{reading.where} is None: a function that returns nothing gives it, and so does a method with "
            "inplace=True; give the table itself."
        )
    if library == "pyarrow" and hasattr(source, "to_table"):
        return read_stream((source.scanner() if hasattr(source, "scanner") else source).to_reader())
    if hasattr(source, "to_arrow"):
        return _table(source.to_arrow(), reading, labels)
    if hasattr(source, "__arrow_c_stream__"):
        return read_stream(pa.RecordBatchReader.from_stream(source))
    if hasattr(source, "__arrow_c_array__"):
        return pa.table(source)
    if hasattr(source, "__dataframe__"):
        from pyarrow.interchange import from_dataframe

        return from_dataframe(source)
    if reading.is_for_show and hasattr(source, "__array__"):
        import numpy as np

        from .from_python import from_python

        return from_python(np.asarray(source), reading)
    raise reading.not_a_table(source)
