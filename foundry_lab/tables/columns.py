"""Column metadata on Arrow fields: `unit`, `role`, `description`, `kind` and `classes`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from ..contracts.models import Column, ColumnDraft
from ..errors import UnknownColumnError, close_matches

if TYPE_CHECKING:
    import pyarrow as pa

_TEXT_KEYS = ("unit", "role", "description", "kind")
_KIND = re.compile(r"[a-z][a-z0-9-]{0,49}")


def field_metadata(column: Column | ColumnDraft) -> dict[bytes, bytes]:
    """Return a column's meaning as the metadata of an Arrow field."""
    metadata: dict[bytes, bytes] = {}
    for key in _TEXT_KEYS:
        value = getattr(column, key)
        if value is not UNSET:
            metadata[key.encode()] = value.encode()
    if column.classes is not UNSET:
        import json

        metadata[b"classes"] = json.dumps(column.classes, ensure_ascii=False).encode()
    return metadata


def with_columns(schema: pa.Schema, columns: Iterable[Column | ColumnDraft]) -> pa.Schema:
    """Return the schema with the columns' meanings on its fields; fields without a column lose theirs."""
    import pyarrow as pa

    columns_by_name = {column.name: column for column in columns}
    fields = []
    for field in schema:
        column = columns_by_name.get(field.name)
        fields.append(field.with_metadata(field_metadata(column) if column else None))
    return pa.schema(fields, schema.metadata)


def columns_of(schema: pa.Schema) -> list[Column]:
    """Return what the fields of a schema say about themselves."""
    return [column_of(field) for field in schema]


def column_of(field: pa.Field) -> Column:
    """Return what a field says about itself: its type as pyarrow prints it, and its metadata."""
    metadata = field.metadata or {}
    draft: dict[str, Any] = {
        key: metadata[key.encode()].decode() for key in _TEXT_KEYS if metadata.get(key.encode())
    }
    # A table of another origin may use these keys for something else.
    if draft.get("role") not in ("input", "target", "id", "weight"):
        draft.pop("role", None)
    if not _KIND.fullmatch(draft.get("kind", "")):
        draft.pop("kind", None)
    if b"classes" in metadata:
        import json

        try:
            classes = json.loads(metadata[b"classes"])
        except ValueError:
            classes = None
        if isinstance(classes, list):
            draft["classes"] = [str(item) for item in classes]
    return Column(name=field.name, type=str(field.type), **draft)


def units_of(schema: pa.Schema) -> dict[str, str]:
    """Return the units of the fields that have one."""
    return {
        field.name: field.metadata[b"unit"].decode()
        for field in schema
        if field.metadata and b"unit" in field.metadata
    }


def check_columns(names: Sequence[str], columns: Sequence[str], where: str = "the table") -> None:
    """
    Check that every asked column exists.

    Raises
    ------
    UnknownColumnError
        Naming the first one that does not, and those near it.
    """
    for name in names:
        if name not in columns:
            close = close_matches(str(name), columns)
            raise UnknownColumnError(
                f"There is no column {name!r} in {where}; "
                + (f"did you mean {' or '.join(map(repr, close))}?" if close else listing(columns)),
                suggestions=close,
            )


def listing(names: Sequence[str]) -> str:
    """Return the end of a sentence that names what there is, at most eight of them."""
    text = ", ".join(map(repr, names[:8]))
    return f"there are {text}{' and others' if len(names) > 8 else ''}." if names else "there are none."
