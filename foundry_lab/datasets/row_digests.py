"""What a package says of its rows, so that versions can be compared without reading them: `rows.json` and `rows/`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from ..contracts.models import Column, RowDigest, RowDigests, SplitDigests
from ..store.package_writer import PackageWriter
from ..tables.row_hashes import mix_bits, row_hashes

if TYPE_CHECKING:
    from ..tables.row_hashes import Hashes

DOCUMENT = "rows.json"
_FOLDER = "rows"
# Records sorted in memory at once; larger splits are divided by their first bits.
_SORTED_AT_ONCE = 1 << 22
_SECOND = 0x5851F42D4C957F2D


def write_row_digests(
    tables: Mapping[str, pa.Table],
    columns: Sequence[Column],
    package: PackageWriter,
    before: Sequence[str] | None = None,
) -> None:
    """
    Write `rows.json`, and for each split its rows' hashes in ascending order.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        The splits.
    columns : sequence of Column
        Their columns; those with the role `id` say which rows are the same.
    package : PackageWriter
        Where they are written.
    before : sequence of str, optional
        The columns of the version before this one. Where columns were added to them, the rows over the old
        columns are written too, as they tell whether the old rows are still there.
    """
    names = [column.name for column in columns]
    ids = [column.name for column in columns if column.role == "id"]
    splits = []
    for split, table in tables.items():
        digests = [_digest(table, names, ids, package, split, _FOLDER)]
        if before is not None and 0 < len(before) < len(names) and set(before) < set(names):
            id_names = [name for name in ids if name in before]
            digests.append(_digest(table, list(before), id_names, package, split, f"{_FOLDER}/before"))
        splits.append(SplitDigests(split=split, digests=digests))
    package.write(DOCUMENT, msgspec.json.encode(RowDigests(format_version=1, splits=splits)))


def _digest(
    table: pa.Table, columns: list[str], ids: list[str], package: PackageWriter, split: str, place: str
) -> RowDigest:
    import numpy as np

    sums = [0, 0]

    def rows() -> Iterator[list[Hashes]]:
        for hashes in row_hashes(table, columns):
            # Two sums of 64 bits: as wide as a digest needs to be, and the same in any order.
            sums[0] += int(hashes.sum(dtype=np.uint64))
            sums[1] += int(mix_bits(hashes ^ np.uint64(_SECOND)).sum(dtype=np.uint64))
            yield [hashes]

    path = f"{place}/{split}.u64"
    _write_sorted(rows(), 1, table.num_rows, package, path)
    record: dict[str, Any] = {}
    if ids:
        record["ids"] = f"{place}/ids/{split}.u64"
        pairs = zip(row_hashes(table, ids), row_hashes(table, columns), strict=True)
        _write_sorted(map(list, pairs), 2, table.num_rows, package, record["ids"])
    mask = (1 << 64) - 1
    digest = "".join(f"{one & mask:016x}" for one in sums)
    return RowDigest(columns=columns, rows=table.num_rows, digest=digest, path=path, **record)


def _write_sorted(
    batches: Iterable[list[Hashes]], width: int, rows: int, package: PackageWriter, path: str
) -> None:
    """Write records of one or two numbers in ascending order, with memory for a part of them at a time."""
    import numpy as np

    bits = (rows // _SORTED_AT_ONCE).bit_length()
    with ExitStack() as stack, package.open(path) as sink:
        buckets = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(1 << bits)]
        for columns in batches:
            records = np.column_stack(columns).astype("<u8")
            places = (
                (records[:, 0] >> np.uint64(64 - bits)).astype(np.int64)
                if bits
                else np.zeros(len(records), int)
            )
            order = np.argsort(places, kind="stable")
            bounds = np.searchsorted(places[order], np.arange((1 << bits) + 1))
            for number, bucket in enumerate(buckets):
                bucket.write(records[order[bounds[number] : bounds[number + 1]]].tobytes())
        for bucket in buckets:
            bucket.seek(0)
            hashes = np.frombuffer(bucket.read(), "<u8").reshape(-1, width)
            sink.write(hashes[np.lexsort(hashes.T[::-1])].tobytes())
