"""Hashes of rows: the same for the same values, whatever the rows' order, the columns' order or their file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from .values import python_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes: TypeAlias = NDArray[np.uint64]

#: Rows hashed at once.
BATCH = 131_072
_NULL = 0x6E756C6C5F5F5F5F
_NAN = 0x7FF8000000000000
_FRACTION = 0x9E6C63D0676A9A99
_TEXT = 0xD1B54A32D192ED03
_LIST = 0x8CB92BA72F3D8DD7
_EXACT = 2.0**53


def row_hashes(table: pa.Table, columns: Sequence[str]) -> Iterator[Hashes]:
    """
    Yield a 64-bit hash for each row over some columns, in batches.

    Numbers count by their value: 1, 1.0 and a 1 of another width are the same. A missing value is no other value.
    The hash of a row is a sum over its columns, so that their order does not matter.
    """
    import numpy as np

    selection = table.select(list(columns))
    salts = [np.uint64(_digest(f"column {name}".encode())) for name in columns]
    for batch in selection.to_batches(max_chunksize=BATCH):
        total = np.zeros(batch.num_rows, np.uint64)
        for salt, array in zip(salts, batch.columns, strict=True):
            total += mix_bits(_hashes(array) ^ salt)
        yield mix_bits(total)


def mix_bits(values: Hashes) -> Hashes:
    """Return 64-bit numbers with every bit depending on every other (the finaliser of SplitMix64, Steele et al. 2014)."""
    import numpy as np

    mixed: Hashes = values + np.uint64(0x9E3779B97F4A7C15)
    part = mixed >> np.uint64(30)
    mixed ^= part
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= np.right_shift(mixed, np.uint64(27), out=part)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= np.right_shift(mixed, np.uint64(31), out=part)
    return mixed


def _hashes(array: pa.Array) -> Hashes:
    """Return a number for each value of an array, to be mixed with where it stands."""
    import numpy as np

    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if isinstance(array, pa.DictionaryArray):
        of_values = np.append(_hashes(array.dictionary), np.uint64(_NULL))
        places = array.indices.fill_null(len(array.dictionary)).to_numpy(zero_copy_only=False)
        hashes: Hashes = of_values[places.astype(np.int64)]
        return hashes
    value_hashes = _hashes_of_values(array)
    if array.null_count:
        value_hashes = np.where(
            array.is_null().to_numpy(zero_copy_only=False), np.uint64(_NULL), value_hashes
        )
    return value_hashes


def _hashes_of_values(array: pa.Array) -> Hashes:
    """Return a number for each value; any for a missing one."""
    import numpy as np
    from pyarrow import types

    kind = array.type
    if types.is_null(kind):
        return np.full(len(array), _NULL, np.uint64)
    if types.is_boolean(kind):
        return _of_integers(array.cast(pa.int8()).fill_null(0).to_numpy(zero_copy_only=False))
    if types.is_integer(kind):
        return _of_integers(array.fill_null(0).to_numpy(zero_copy_only=False))
    if types.is_floating(kind):
        return _of_floats(array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64))
    if types.is_date(kind) or types.is_timestamp(kind) or types.is_time(kind) or types.is_duration(kind):
        width = pa.int32() if kind.bit_width == 32 else pa.int64()
        salt = np.uint64(_digest(str(kind).encode()))
        return mix_bits(_of_integers(array.view(width).fill_null(0).to_numpy(zero_copy_only=False)) ^ salt)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return _of_lists(array)
    if types.is_struct(kind):
        total = np.zeros(len(array), np.uint64)
        for name, field in zip((field.name for field in kind), array.flatten(), strict=True):
            total += mix_bits(_hashes(field) ^ np.uint64(_digest(f"field {name}".encode())))
        return mix_bits(total)
    return _of_few(array)


def _of_integers(values: NDArray[Any]) -> Hashes:
    import numpy as np

    return values.astype(np.int64 if values.dtype.kind == "i" else np.uint64).view(np.uint64)


def _of_floats(values: NDArray[Any]) -> Hashes:
    import numpy as np

    hashes: Hashes = values.view(np.uint64) ^ np.uint64(_FRACTION)
    absent = np.isnan(values)
    if absent.any():
        hashes[absent] = _NAN
    are_whole = values == np.floor(values)
    if are_whole.any():
        are_whole &= np.abs(values) < _EXACT
        hashes[are_whole] = values[are_whole].astype(np.int64).view(np.uint64)
    return hashes


def _of_lists(array: Any) -> Hashes:
    import numpy as np
    from pyarrow import compute

    lengths = compute.list_value_length(array).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    total = np.zeros(len(array), np.uint64)
    # Flattening leaves missing lists out, as their lengths do here.
    items = array.flatten()
    if len(items):
        ends = np.cumsum(lengths)
        starts = ends - lengths
        places = np.arange(len(items)) - np.repeat(starts, lengths)
        parts = mix_bits(_hashes(items) ^ mix_bits(places.astype(np.uint64)))
        is_filled = lengths > 0
        total[is_filled] = np.add.reduceat(parts, starts[is_filled])
    return mix_bits(total ^ mix_bits(lengths.astype(np.uint64) ^ np.uint64(_LIST)))


def _of_few(array: pa.Array) -> Hashes:
    """Return the hashes of text, bytes and whatever else has a text: each distinct value is hashed once."""
    import numpy as np
    from pyarrow import types

    kind = array.type
    if types.is_string_view(kind):
        array = array.cast(pa.large_string())
    elif types.is_binary_view(kind):
        array = array.cast(pa.large_binary())
    elif types.is_decimal(kind) or not (
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_fixed_size_binary(kind)
    ):
        array = pa.array(
            [None if value is None else _text(value) for value in python_values(pa.chunked_array([array]))],
            pa.string(),
        )
    coded = array.dictionary_encode()
    distinct = coded.dictionary.cast(pa.large_binary()).to_pylist()
    digests = b"".join([blake2b(value, digest_size=8).digest() for value in distinct])
    hashes = np.frombuffer(digests, "<u8") ^ np.uint64(_TEXT)
    places = coded.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return hashes[places] if len(distinct) else np.zeros(len(array), np.uint64)


def _text(value: Any) -> str:
    from decimal import Decimal

    # 1.50 and 1.5 are one value.
    return str(value.normalize()) if isinstance(value, Decimal) else repr(value)


def _digest(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")
