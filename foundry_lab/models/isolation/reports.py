"""How workers that have this package report what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import FoundryError
from ...problems import problem_of
from .frames import failure


def report(error: BaseException, header: Mapping[str, Any]) -> dict[str, Any]:
    """Return code and sentence of what a job raised: an error of this package says itself what is wrong."""
    if isinstance(error, FoundryError):
        details = problem_of(error)
        return {"type": details.type, "detail": details.detail}
    limits = header.get("limits") or {}
    return failure(error, str(header.get("model", "The model")), limits.get("memory"))
