"""Arrays larger than what should lie in memory: copied piece by piece into a file that only this process sees."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from .. import config

#: Bytes from which an array is not read as a whole.
LARGE = 256 << 20
#: Bytes that are read at a time, at the least one chunk of the file.
PIECE = 32 << 20


def spill(dataset: Any, convert: Callable[[Any], Any] = lambda piece: piece) -> Any:
    """
    Return an array like `dataset[()]` whose values lie in a file, mapped into memory as they are read.

    The file has no name, and is gone when nothing refers to the array any more.

    Parameters
    ----------
    dataset : h5py.Dataset
        Numbers, with at least one dimension.
    convert : callable, optional
        What is made of each piece of rows, such as one field of it.
    """
    import numpy as np

    folder = config.cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    rows = dataset.shape[0]
    each = max(dataset.size // rows * dataset.dtype.itemsize, 1)
    step = max(PIECE // each, 1)
    if dataset.chunks:
        # Whole chunks: one that is cut would be unpacked twice.
        step = max(step // dataset.chunks[0], 1) * dataset.chunks[0]
    first = convert(dataset[:1])
    with tempfile.TemporaryFile(dir=folder) as file:
        values = np.memmap(file, dtype=first.dtype, mode="w+", shape=(rows, *first.shape[1:]))
        for start in range(0, rows, step):
            values[start : start + step] = convert(dataset[start : start + step])
    return values
