"""The hub's problem details as the errors of this package, by their stable word."""

from __future__ import annotations

import msgspec

from .. import errors
from ..contracts.models import Problem

_BY_WORD: dict[str, type[errors.FoundryError]] = {
    "not-found": errors.NotFoundError,
    "invalid-manifest": errors.InvalidManifestError,
    "checksum-mismatch": errors.ChecksumMismatchError,
    "duplicate-version": errors.DuplicateVersionError,
    "invalid-name": errors.InvalidNameError,
    "wrong-version": errors.WrongVersionError,
    "withdrawn": errors.WithdrawnError,
    "invalid-predictions": errors.InvalidPredictionsError,
    "not-allowed": errors.NotAllowedError,
    "duplicate-entry": errors.DuplicateEntryError,
    "refused-model": errors.RefusedModelError,
    "model-failed": errors.ModelRunError,
    "unauthorized": errors.HubUnavailableError,
    "unavailable": errors.HubUnavailableError,
}


def error_of(problem: Problem) -> errors.FoundryError:
    """Return the error that a problem stands for."""
    kind = _BY_WORD.get(problem.type, errors.FoundryError)
    suggestions = problem.suggestions if isinstance(problem.suggestions, list) else ()
    pointer = problem.pointer if isinstance(problem.pointer, str) else None
    return kind(problem.detail, suggestions=suggestions, pointer=pointer)


def read_problem(text: bytes | str) -> Problem | None:
    """Return the problem that a text holds, or None where it holds something else."""
    try:
        return msgspec.json.decode(text, type=Problem)
    except msgspec.MsgspecError:
        return None
