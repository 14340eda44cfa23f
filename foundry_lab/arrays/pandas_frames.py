"""
Frames that pandas wrote to HDF5, read without PyTables.

PyTables unpickles attributes and values of any file that it opens, which runs whatever code their writer put there;
here only lists of plain values and NumPy arrays of them come out of a pickle.
"""

from __future__ import annotations

import io
import pickle
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidTableError
from .leaf import Leaf

if TYPE_CHECKING:
    import h5py

_ARRAY_PARTS = {
    (f"numpy.{core}.{module}", name)
    for core in ("core", "_core")
    for module, name in (("multiarray", "_reconstruct"), ("multiarray", "scalar"), ("numeric", "_frombuffer"))
} | {("numpy", "ndarray"), ("numpy", "dtype")}


def is_frame(group: Any) -> bool:
    """Whether a group is a frame or series of pandas."""
    return "pandas_type" in getattr(group, "attrs", {})


def frame_leaves(group: h5py.Group, name: str, path: Path) -> list[Leaf]:
    """
    Return a frame's columns.

    Raises
    ------
    InvalidTableError
        If it is written in a way that is not known, or holds objects.
    """
    kind = _text(group.attrs["pandas_type"])
    try:
        columns = _table(group) if "table" in group else _read_fixed_format(group)
    except pickle.UnpicklingError as error:
        raise InvalidTableError(
            f"The frame {name!r} in {path} holds pickled objects ({error}), which are never loaded: "
            "write it with format='table', or as Parquet."
        ) from None
    except (KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise InvalidTableError(f"The frame {name!r} in {path} ({kind}) cannot be read: {error}.") from None
    return [
        Leaf(f"{name}/{title}" if name else title, values.shape, len(values), partial(_identity, values))
        for title, values in columns.items()
    ]


def _identity(values: Any) -> Any:
    return values


def _read_fixed_format(group: h5py.Group) -> dict[str, Any]:
    if "values" in group and "nblocks" not in group.attrs:
        title = _text(group.attrs.get("name", "values"))
        return {title if title.isidentifier() else "values": _values(group["values"])}
    order = [_text(item) for item in _values(group["axis0"])]
    columns: dict[str, Any] = {}
    for block in range(int(group.attrs["nblocks"])):
        values = _values(group[f"block{block}_values"])
        if values.ndim == 1:
            values = values.reshape(len(group["axis1"]), -1)
        for index, item in enumerate(_values(group[f"block{block}_items"])):
            columns[_text(item)] = values[:, index]
    return {title: columns[title] for title in order}


def _values(dataset: h5py.Dataset) -> Any:
    import numpy as np

    if _text(dataset.attrs.get("PSEUDOATOM", "")) == "object":
        values = _unpickle(bytes(np.asarray(dataset[0], dtype=np.uint8)))
        return _texts(np.asarray(values, dtype=object))
    values = dataset[()]
    if "shape" in dataset.attrs and values.size == 0:
        return np.empty((0,), dtype=values.dtype)
    type_name = _text(dataset.attrs.get("value_type", ""))
    if type_name.startswith("datetime64"):
        values = values.view(type_name if "[" in type_name else "datetime64[ns]")
    return _texts(values)


def _table(group: h5py.Group) -> dict[str, Any]:
    import numpy as np

    dataset = group["table"]
    rows = dataset[()]
    columns: dict[str, Any] = {}
    for field in rows.dtype.names:
        if field == "index":
            continue
        values = rows[field]
        type_name = _text(dataset.attrs.get(f"{field}_dtype", dataset.attrs.get(f"{field}_meta", "")))
        if type_name.startswith("datetime64"):
            values = values.view(type_name if "[" in type_name else "datetime64[ns]")
        kind_record = dataset.attrs.get(f"{field}_kind")
        titles = (
            _unpickle(kind_record.tobytes() if isinstance(kind_record, np.void) else bytes(kind_record))
            if kind_record is not None
            else [field]
        )
        values = values if values.ndim == 2 else values.reshape(len(values), -1)
        for index, title in enumerate(titles if isinstance(titles, list | tuple) else [field]):
            columns[str(title)] = _texts(values[:, index])
    return columns


def _texts(values: Any) -> Any:
    import numpy as np

    if values.dtype.kind not in "SO":
        return values
    texts = [item.decode("utf-8") if isinstance(item, bytes) else item for item in values.ravel()]
    # What pandas writes for a missing text.
    texts = [None if item in ("nan", None) or item != item else item for item in texts]
    out = np.empty(len(texts), dtype=object)
    out[:] = texts
    return out.reshape(values.shape)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ARRAY_PARTS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unpickle(data: bytes) -> Any:
    # The type is checked before anything is made of it; see the module's own text.
    return _Plain(io.BytesIO(data)).load()
