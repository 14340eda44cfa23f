"""Tables as CSV that every reader reads with the same rows."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa


def write_csv(table: pa.Table, sink: Any) -> None:
    """
    Write a table as CSV.

    Parameters
    ----------
    table : pyarrow.Table
    sink : str or binary file
        The path of a file, or what is written to.

    Raises
    ------
    pyarrow.ArrowInvalid
        If it has lists, which CSV cannot hold.
    """
    from pyarrow import csv

    if table.num_columns != 1:
        csv.write_csv(table, sink)
        return
    # Readers skip an empty line; they read an empty text in quotes as a missing value, and as a row.
    output = pa.BufferOutputStream()
    csv.write_csv(table.slice(0, 0), output)
    row = 0
    for there, run in groupby(table.column(0).is_valid().to_pylist()):
        count = sum(1 for _ in run)
        if there:
            csv.write_csv(table.slice(row, count), output, csv.WriteOptions(include_header=False))
        else:
            output.write(b'""\n' * count)
        row += count
    content = output.getvalue().to_pybytes()
    if isinstance(sink, str):
        Path(sink).write_bytes(content)
    else:
        sink.write(content)
