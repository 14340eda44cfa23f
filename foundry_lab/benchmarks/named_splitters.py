"""Splitters by the names that manifests give them, so that a folder's JSON or a form can ask for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InvalidTableError, close_matches
from .matfold import MatFold
from .splitters import Composition, Group, KFold, Nested, Scaffold, Splitter, Time

_KINDS: dict[str, Any] = {
    kind.method: kind for kind in (KFold, Nested, Group, Time, Scaffold, Composition, MatFold)
}


def splitter_of(record: Mapping[str, Any]) -> Splitter:
    """
    Return a splitter from ``{"method": name, parameter: value, ...}``.

    Raises
    ------
    InvalidTableError
        If the method or a parameter is not known, or one is missing.
    """
    rest = dict(record)
    method = str(rest.pop("method"))
    rest |= rest.pop("parameters", {})
    kind = _KINDS.get(method)
    if kind is None:
        raise InvalidTableError(
            f"There is no method {method!r} to make folds by; there are {', '.join(map(repr, _KINDS))}.",
            suggestions=close_matches(method, list(_KINDS)),
        )
    parameters = list(kind.__dataclass_fields__)
    strange = next((name for name in rest if name not in parameters), None)
    if strange is not None:
        raise InvalidTableError(
            f"Folds by {method!r} have no {strange!r}; they have {', '.join(parameters)}."
        )
    try:
        splitter: Splitter = kind(**rest)
    except TypeError:
        missing = [name for name, field in kind.__dataclass_fields__.items() if name not in rest]
        raise InvalidTableError(f"Folds by {method!r} need more of {', '.join(missing)}.") from None
    return splitter
