"""Writing a package folder that the hub can take: Parquet files, statistics and a manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pyarrow as pa

from ..contracts.models import Column, ColumnDraft, DatasetDraft, SplitStatistics, Statistics
from ..errors import InvalidTableError
from ..tables.columns import check_columns, columns_of, listing, with_columns
from ..tables.statistics import split_statistics
from .row_digests import write_row_digests

#: Told the step ('read', 'write', 'upload', ...), how much of it is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], None]

ROW_GROUP = 131_072


def prepare(
    draft: DatasetDraft,
    tables: Mapping[str, pa.Table],
    folder: Path,
    progress: Progress | None = None,
    before: Sequence[str] | None = None,
) -> None:
    """
    Write a package into an empty folder.

    Parameters
    ----------
    draft : DatasetDraft
        What its author says about it; `splits` only gives descriptions here.
    tables : mapping of str to pyarrow.Table
        The splits' rows. Fields may carry `unit`, `role` and `description`; the draft's columns add to them.
    folder : Path
        Where to write.
    progress : callable, optional
    before : sequence of str, optional
        The columns of the version before this one.

    Raises
    ------
    InvalidTableError
        If the splits have different columns, or hold what Parquet cannot.
    UnknownColumnError
        If the draft describes a column that is not there.
    """
    import pyarrow.parquet as pq

    tables = _aligned(tables)
    drafts = draft.columns if isinstance(draft.columns, list) else []
    first = next(iter(tables.values()))
    check_columns([column.name for column in drafts], first.schema.names, "the splits")
    columns = merged(columns_of(first.schema), drafts)
    descriptions = {split.name: split.description for split in draft.splits or []}
    splits: list[dict[str, Any]] = []
    statistics: list[SplitStatistics] = []
    (folder / "data").mkdir(parents=True)
    for number, (name, table) in enumerate(tables.items()):
        if progress:
            progress("write", number, len(tables))
        # The meaning lies in the file too: who gets nothing but the Parquet file still reads its units.
        described = table.cast(with_columns(_only_pandas(table.schema), columns))
        path = f"data/{name}.parquet"
        _write(described, folder / path, name)
        entry: dict[str, Any] = {"name": name, "path": path, "rows": table.num_rows}
        if isinstance(descriptions.get(name), str):
            entry["description"] = descriptions[name]
        splits.append(entry)
        statistics.append(split_statistics(name, table))
    kept = pq.read_schema(folder / splits[0]["path"])
    manifest = {
        "schemaVersion": 1,
        "kind": "dataset",
        **msgspec.to_builtins(draft),
        "title": draft.title or draft.name,
        "columns": columns_of(kept),
        "splits": splits,
    }
    write_row_digests(tables, columns, folder, before)
    (folder / "statistics.json").write_bytes(msgspec.json.encode(Statistics(splits=statistics)))
    (folder / "dataset.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    if progress:
        progress("write", len(tables), len(tables))


def merged(columns: Iterable[Column], drafts: Iterable[ColumnDraft]) -> list[Column]:
    """Return the columns with what their publisher says about them on top of what their fields said."""
    said = {draft.name: msgspec.to_builtins(draft) for draft in drafts}
    return [
        msgspec.convert({**msgspec.to_builtins(column), **said.get(column.name, {})}, Column)
        for column in columns
    ]


def _aligned(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the splits with the same columns in the same order and of the same types."""
    (first_name, first), *others = tables.items()
    names = first.schema.names
    if not names:
        raise InvalidTableError(f"Split {first_name!r} has no columns.")
    for index, name in enumerate(names):
        if not name or names.index(name) != index:
            said = f"{name!r} twice" if name else "without a name"
            raise InvalidTableError(f"Split {first_name!r} has a column {said}; give each its own name.")
    for name, table in others:
        lacking = [column for column in names if column not in table.schema.names]
        more = [column for column in table.schema.names if column not in names]
        if lacking or more or len(table.schema.names) != len(names):
            said = f"no column {lacking[0]!r}" if lacking else f"a further column {(more or names)[0]!r}"
            raise InvalidTableError(
                f"Split {name!r} has {said}: all splits need the columns of split {first_name!r}, "
                f"where {listing(names)}"
            )
    chosen = {name: table.select(names) for name, table in tables.items()}
    kinds = {column: _common_type(column, chosen) for column in names}
    return {name: _of_types(table, kinds, name) for name, table in chosen.items()}


def _common_type(column: str, tables: Mapping[str, pa.Table]) -> pa.DataType:
    kinds = [table.schema.field(column).type for table in tables.values()]
    if all(kind.equals(kinds[0]) for kind in kinds):
        return kinds[0]
    try:
        schemas = [pa.schema([pa.field("column", kind)]) for kind in kinds]
        return pa.unify_schemas(schemas, promote_options="permissive").field(0).type
    except pa.ArrowException:
        said = ", ".join(f"{kind} in {name!r}" for name, kind in zip(tables, kinds, strict=True))
        raise InvalidTableError(
            f"Column {column!r} has different types in the splits ({said}); give it one type."
        ) from None


def _of_types(table: pa.Table, kinds: Mapping[str, pa.DataType], split: str) -> pa.Table:
    schema = pa.schema([field.with_type(kinds[field.name]) for field in table.schema], table.schema.metadata)
    try:
        return table.cast(schema)
    except pa.ArrowException as error:
        raise InvalidTableError(
            f"Split {split!r} cannot be brought to the types of the other splits: {_said(error)}."
        ) from None


def _only_pandas(schema: pa.Schema) -> pa.Schema:
    """Return the schema with no metadata but pandas', which gives a frame its own types back."""
    kept = (schema.metadata or {}).get(b"pandas")
    return schema.with_metadata({b"pandas": kept} if kept else None)


def _write(table: pa.Table, path: Path, split: str) -> None:
    import pyarrow.parquet as pq

    try:
        pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP, write_page_index=True)
    except (pa.ArrowException, TypeError) as error:
        raise InvalidTableError(f"Split {split!r} cannot be kept as Parquet: {_said(error)}.") from None


def _said(error: BaseException) -> str:
    return str(error).strip().rstrip(".")
