"""What an author says about a dataset, before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..contracts.models import DatasetDraft
from ..errors import InvalidManifestError, InvalidNameError, close_matches
from ..references import check_name, check_version
from ..store.manifests import read_json, with_current_names

#: As a version: the one that fits what changed since the newest.
NEXT = "next"
_EXPECTED = ("title", "description", "license", "authors", "citations")


def read_draft(fields: Mapping[str, Any], where: str = "The record") -> DatasetDraft:
    """
    Return a draft as the contract has it.

    Raises
    ------
    InvalidNameError
        If it has no name, or name or version are not written as they should be.
    InvalidManifestError
        With a JSON pointer to what is wrong.
    """
    fields = with_current_names(fields)
    allowed = [field.encode_name for field in msgspec.structs.fields(DatasetDraft)]
    for key in fields:
        if key not in allowed:
            close = close_matches(str(key), allowed)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(allowed)}."
            raise InvalidManifestError(
                f"{where} has a field {key!r} that datasets do not have; {hint}", pointer=f"/{key}"
            )
    if "name" not in fields:
        raise InvalidNameError(f"{where} has no 'name': give the dataset one, such as 'matbench-expt-gap'.")
    check_name(str(fields["name"]))
    if fields.get("version") == NEXT:
        fields = {key: value for key, value in fields.items() if key != "version"}
    if "version" in fields:
        check_version(str(fields["version"]))
    try:
        text = msgspec.json.encode(fields)
    except (TypeError, ValueError) as error:
        raise InvalidManifestError(f"{where} holds what is not text, number or list: {error}.") from None
    draft: DatasetDraft = read_json(text, DatasetDraft, where)
    return draft


def recommended_fields_missing(draft: DatasetDraft) -> list[str]:
    """Return the fields that a thin record lacks."""
    return [field for field in _EXPECTED if not getattr(draft, field)]


def missing_fields(draft: DatasetDraft, *, first: bool = True) -> str | None:
    """Return the sentence that names what a thin record lacks, or None; `first` is whether no version exists yet."""
    missing = recommended_fields_missing(draft)
    if not missing:
        return None
    words = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    version = draft.version or ("1.0.0" if first else "")
    reference = f"{draft.name}@{version}" if version else draft.name
    return f"The record of {reference} has no {words}; readers will look for that."
