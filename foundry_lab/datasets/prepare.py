"""Writing a package that the hub can take: Parquet files, statistics and a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import UNSET

from ..contracts.models import Column, ColumnDraft, DatasetDraft, SplitStatistics, Statistics, UnderstoodSplit
from ..errors import InvalidManifestError, InvalidTableError, warn
from ..kinds.elements import elements_of, elements_of_structures, union
from ..progress import Progress
from ..store.package_writer import PackageWriter
from ..tables.columns import check_columns, columns_of, with_columns
from ..tables.parquet_types import categories_metadata, exact_schema
from ..tables.statistics import split_statistics
from .aligned_splits import align_splits
from .content import Content
from .meaning import column_findings, file_findings, file_kind, value_findings, with_missing
from .place import place_files, write_arrays
from .row_digests import write_row_digests
from .understood import understood_split

ROW_GROUP = 131_072
_GROUP_BYTES = 256 << 20
_LARGEST_STRUCTURE = 16 << 20


def prepare(
    draft: DatasetDraft,
    contents: Mapping[str, pa.Table | Content],
    package: PackageWriter,
    progress: Progress | None = None,
    before: Sequence[str] | None = None,
    on_understood: Callable[[list[UnderstoodSplit]], None] | None = None,
) -> dict[str, Any]:
    """
    Write the files of a package, and return its manifest as its publisher knows it.

    Parameters
    ----------
    draft : DatasetDraft
        What its author says about it; `splits` only gives descriptions here.
    contents : mapping of str to pyarrow.Table or Content
        The splits' rows, arrays and files. Fields may carry `unit`, `role` and `description`; the draft's
        columns add to them.
    package : PackageWriter
        An empty package.
    progress : callable, optional
    before : sequence of str, optional
        The columns of the version before this one.
    on_understood : callable, optional
        Told what was understood of each split.

    Raises
    ------
    InvalidTableError
        If the splits have different columns, or hold what Parquet cannot.
    UnknownColumnError
        If the draft describes a column that is not there.

    Warns
    -----
    FoundryWarning
        If a unit is not known, or a value is none of its column's classes or not of its kind.
    """
    import pyarrow.parquet as pq

    _check_described_once(draft)
    parts = {name: item if isinstance(item, Content) else Content(item) for name, item in contents.items()}
    names = [name for part in parts.values() for name in part.table.schema.names]
    drafts = expand_groups(draft.columns if isinstance(draft.columns, list) else [], names)
    tables = align_splits(
        {name: with_missing(part.table, drafts) for name, part in parts.items()},
        {name: part.reading for name, part in parts.items()},
    )
    first = next(iter(tables.values()))
    first_names = [*first.schema.names, *(name for part in parts.values() for name in part.arrays)]
    check_columns([column.name for column in drafts], first_names, "the splits")
    columns = _describe(merge_drafts(columns_of(first.schema), drafts), parts)
    warn_of_doubts(columns, tables, parts)
    descriptions = {split.name: split.description for split in draft.splits or []}
    splits: list[dict[str, Any]] = []
    statistics: list[SplitStatistics] = []
    arrays: list[dict[str, Any]] = []
    for number, (name, table) in enumerate(tables.items()):
        if progress:
            progress("write", number, len(tables))
        # The meaning lies in the file too: who gets nothing but the Parquet file still reads its units.
        table_with_meaning = pa.table(table.columns, schema=with_columns(_only_pandas(table.schema), columns))
        path = f"data/{name}.parquet"
        _write(table_with_meaning, package, path, name)
        entry: dict[str, Any] = {"name": name, "path": path, "rows": table.num_rows}
        if isinstance(descriptions.get(name), str):
            entry["description"] = descriptions[name]
        splits.append(entry)
        arrays += write_arrays(name, parts[name].arrays, parts[name].meanings, drafts, package)
        place_files(parts[name].files, package)
        statistics.append(split_statistics(name, table))
    elements = union(
        elements_of(columns, tables.values()), *(_in_files(columns, part) for part in parts.values())
    )
    parquet = pq.read_metadata(package.root / splits[0]["path"])
    stored_schema = exact_schema(parquet, parquet.schema.to_arrow_schema())
    manifest: dict[str, Any] = {
        "schemaVersion": 1,
        "kind": "dataset",
        **msgspec.to_builtins(msgspec.structs.replace(draft, read=UNSET)),
        "title": draft.title or draft.name,
        "columns": msgspec.to_builtins(merge_drafts(columns_of(stored_schema), columns)),
        "splits": splits,
        **({"arrays": arrays} if arrays else {}),
        **({"elements": elements} if elements else {}),
    }
    write_row_digests(tables, columns, package, before)
    package.write("statistics.json", msgspec.json.encode(Statistics(splits=statistics)))
    if progress:
        progress("write", len(tables), len(tables))
    if on_understood:
        on_understood(
            [understood_split(name, table, columns, parts[name].reading) for name, table in tables.items()]
        )
    return manifest


def _check_described_once(draft: DatasetDraft) -> None:
    """
    Refuse a record that describes a column twice.

    Raises
    ------
    InvalidManifestError
    """
    names: set[str] = set()
    for index, column in enumerate(draft.columns or []):
        if column.name in names:
            raise InvalidManifestError(
                f"The record describes the column {column.name!r} twice; say all of it once.",
                pointer=f"/columns/{index}/name",
            )
        names.add(column.name)


def _describe(columns: list[Column], parts: Mapping[str, Content]) -> list[Column]:
    """Add to the columns what their content tells: the shapes of arrays, and which are paths of what files."""
    for column in columns:
        for part in parts.values():
            if column.name in part.shapes:
                column.shape = part.shapes[column.name]
            if column.name in part.path_columns:
                column.path = True
        if column.path and not column.kind:
            places = [place for part in parts.values() for place in part.files]
            column.kind = file_kind(places) or "file"
    return columns


def _in_files(columns: Iterable[Column], part: Content) -> list[str]:
    if not any(column.path and column.kind == "structure" for column in columns):
        return []
    texts = {}
    for place, path in part.files.items():
        if file_kind([place]) == "structure" and path.stat().st_size <= _LARGEST_STRUCTURE:
            texts[place] = path.read_text("utf-8", errors="replace")
    return elements_of_structures(texts)


def warn_of_doubts(
    columns: list[Column], tables: Mapping[str, pa.Table], parts: Mapping[str, Content]
) -> None:
    """Warn of what a check would call wrong and publishing lets through."""
    findings = [finding for column in columns for finding in column_findings(column)]
    for name, table in tables.items():
        for column in columns:
            values = table.column(column.name)
            here = [*value_findings(column, values)]
            if column.path:
                here += file_findings(column, values.to_pylist(), parts[name].files)
            for finding in here[:1]:
                row = f" (row {finding.row} of split {name!r}" if finding.row else f" (split {name!r}"
                finding.detail += f"{row}{f', and {len(here) - 1} more' if len(here) > 1 else ''})"
                findings.append(finding)
    for finding in findings:
        warn(finding.detail)


def merge_drafts(columns: Iterable[Column], drafts: Iterable[Column | ColumnDraft]) -> list[Column]:
    """Return the columns with what their publisher says about them on top of what their fields said."""
    fields_by_name = {draft.name: msgspec.to_builtins(draft) for draft in drafts}
    return [
        msgspec.convert(
            {
                **fields_by_name.get(column.name, {}),
                **msgspec.to_builtins(column),
                **_own_metadata(fields_by_name.get(column.name)),
            },
            Column,
        )
        for column in columns
    ]


def expand_groups(drafts: Iterable[ColumnDraft], names: Iterable[str]) -> list[ColumnDraft]:
    """Return the drafts with those of a group, such as a frame in an HDF5 file, given to each column below it."""
    column_names = dict.fromkeys(names)
    expansion: dict[str, ColumnDraft] = {}
    for draft in drafts:
        below = (
            []
            if draft.name in column_names
            else [name for name in column_names if name.startswith(f"{draft.name}/")]
        )
        expansion |= {
            name: msgspec.structs.replace(draft, name=name) for name in below if name not in expansion
        }
        if not below:
            expansion.setdefault(draft.name, draft)
    return list(expansion.values())


def _own_metadata(metadata: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (metadata or {}).items() if key not in ("type", "categories")}


def _only_pandas(schema: pa.Schema) -> pa.Schema:
    """Return the schema with no metadata but pandas', which gives a frame its own types back."""
    metadata = (schema.metadata or {}).get(b"pandas")
    return schema.with_metadata({b"pandas": metadata} if metadata else None)


def _write(table: pa.Table, package: PackageWriter, path: str, split: str) -> None:
    import pyarrow.parquet as pq

    try:
        each = max(table.nbytes // max(table.num_rows, 1), 1)
        # Rows of images or spectra are large: a reader of a few should not read gigabytes.
        group = max(min(ROW_GROUP, _GROUP_BYTES // each), 1)
        table, metadata = categories_metadata(table)
        with (
            package.open(path) as file,
            pq.ParquetWriter(file, table.schema, compression="zstd", write_page_index=True) as writer,
        ):
            writer.write_table(table, row_group_size=group)
            writer.add_key_value_metadata(metadata)
    except (pa.ArrowException, TypeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise InvalidTableError(f"Split {split!r} cannot be kept as Parquet: {_reason(error)}.") from None


def _reason(error: BaseException) -> str:
    return str(error).strip().rstrip(".")
