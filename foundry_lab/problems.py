"""Problem details (RFC 9457) and the errors of this package: each made from the other."""

from __future__ import annotations

import msgspec

from . import errors
from .contracts.models import Problem
from .contracts.problems import PROBLEMS

_KINDS: tuple[type[errors.FoundryError], ...] = (
    errors.NotFoundError,
    errors.InvalidManifestError,
    errors.ChecksumMismatchError,
    errors.DuplicateVersionError,
    errors.InvalidNameError,
    errors.WrongVersionError,
    errors.WithdrawnError,
    errors.InvalidPredictionsError,
    errors.NotAllowedError,
    errors.DuplicateEntryError,
    errors.RefusedModelError,
    errors.ModelRunError,
    errors.HubUnavailableError,
)
_BY_CODE = {kind.code: kind for kind in _KINDS} | {"unauthorized": errors.HubUnavailableError}


def problem(code: str, detail: str) -> Problem:
    """Return the problem details of a code, with the title and status that it has everywhere."""
    kind = PROBLEMS[code]
    return Problem(type=code, title=kind.title, status=kind.status, detail=detail)


def problem_of(error: errors.FoundryError) -> Problem:
    """Return the problem details of an error."""
    # foundry-ml's verbs have codes of their own, below an error that the table knows.
    code = next(str(kind.code) for kind in type(error).__mro__ if getattr(kind, "code", None) in PROBLEMS)  # type: ignore[attr-defined]
    details = problem(code, error.message)
    if error.pointer is not None:
        details.pointer = error.pointer
    if error.suggestions:
        details.suggestions = list(error.suggestions)
    return details


def error_of(problem: Problem) -> errors.FoundryError:
    """Return the error that a problem stands for."""
    kind = _BY_CODE.get(problem.type, errors.FoundryError)
    suggestions = problem.suggestions if isinstance(problem.suggestions, list) else ()
    pointer = problem.pointer if isinstance(problem.pointer, str) else None
    return kind(problem.detail, suggestions=suggestions, pointer=pointer)


def read_problem(text: bytes | str) -> Problem | None:
    """Return the problem that a text holds, or None where it holds something else."""
    try:
        return msgspec.json.decode(text, type=Problem)
    except msgspec.MsgspecError:
        return None
