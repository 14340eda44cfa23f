"""What a split holds: a table, arrays that are not one value a row, and files that the table names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..tables.reading import Reading


@dataclass
class Content:
    """
    What was read of a split.

    Attributes
    ----------
    table : pyarrow.Table
        Tensors are fixed-size lists in it; `shapes` has their shapes.
    shapes : dict of str to list of int
    arrays : dict of str to numpy.ndarray
        By name; the axis that all rows share, for example.
    meanings : dict of str to dict of str to str
        The units and descriptions that a file gives these arrays.
    files : dict of str to Path
        By their paths in the package; the table names them.
    path_columns : list of str
        The columns that name them.
    reading : Reading
        What was said about the source, and what was guessed.
    """

    table: pa.Table
    shapes: dict[str, list[int]] = field(default_factory=dict)
    arrays: dict[str, Any] = field(default_factory=dict)
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    path_columns: list[str] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)
