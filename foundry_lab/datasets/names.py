"""Names of splits: what they may hold, and folds as splits with two names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidNameError, InvalidTableError

_SPLIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def check_splits(splits: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the splits by name; those of a fold, a mapping in the mapping, as 'fold.split'.

    Raises
    ------
    InvalidTableError
        If there are none.
    InvalidNameError
        If a name is not written as splits' names are, or two differ in upper and lower case only.
    """
    if not isinstance(splits, Mapping) or not splits:
        raise InvalidTableError("The splits are a mapping from names to tables, such as {'train': frame}.")
    flat_splits: dict[str, Any] = {}
    for name, source in splits.items():
        if _is_fold(source):
            flat_splits.update({f"{name}.{part}": inner for part, inner in source.items()})
        else:
            flat_splits[name] = source
    folded: dict[str, str] = {}
    for name in flat_splits:
        if not isinstance(name, str) or not _SPLIT.fullmatch(name):
            raise InvalidNameError(
                f"{name!r} is not a split's name: use letters, digits, '_', '.' and '-', such as 'train'."
            )
        # Their files would be one on a disk that does not tell case apart.
        other = folded.setdefault(name.lower(), name)
        if other != name:
            raise InvalidNameError(f"The splits {other!r} and {name!r} differ in case only; rename one.")
    return flat_splits


def _is_fold(source: Any) -> bool:
    """Whether a mapping holds sources of splits instead of columns."""
    if not isinstance(source, Mapping) or not source:
        return False
    import os

    def is_split_source(value: Any) -> bool:
        frame = hasattr(value, "columns") or hasattr(value, "schema") or isinstance(value, Mapping)
        return frame or isinstance(value, str | os.PathLike)

    return all(is_split_source(value) for value in source.values())
