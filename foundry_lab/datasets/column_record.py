"""What is said about a column in Python, as the contract has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..contracts.models import ColumnDraft
from ..errors import InvalidManifestError, close_matches

_KNOWN = [field.encode_name for field in msgspec.structs.fields(ColumnDraft)]


def column_record(fields: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a column's record: classes and missing values in the contract's form.

    Raises
    ------
    InvalidManifestError
        If it says something that columns do not have.
    """
    item = {key: value for key, value in fields.items() if value not in (None, "", [], ())}
    item.pop("shape", None)
    for key in item:
        if key not in _KNOWN:
            close = close_matches(str(key), _KNOWN)
            hint = f"did you mean {close[0]!r}?" if close else f"a column can have {', '.join(_KNOWN[1:])}."
            raise InvalidManifestError(f"Column {fields.get('name')!r} has {key!r}; {hint}")
    classes = item.get("classes")
    if isinstance(classes, Mapping):
        item["classes"] = [str(label) for label in classes.values()]
        item["classValues"] = [str(value) for value in classes]
    elif isinstance(classes, list | tuple):
        item["classes"] = [str(label) for label in classes]
    missing = item.get("missing")
    if missing is not None and not isinstance(missing, Mapping):
        values = missing if isinstance(missing, list | tuple) else [missing]
        item["missing"] = {"values": [str(value) for value in values]}
    return item
