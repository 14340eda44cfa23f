"""What can go wrong: each error is one sentence saying what is wrong, where, and what to do."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = [
    "ChecksumMismatchError",
    "DuplicateEntryError",
    "DuplicateVersionError",
    "FoundryError",
    "FoundryWarning",
    "HubUnavailableError",
    "InvalidFilterError",
    "InvalidManifestError",
    "InvalidNameError",
    "InvalidPredictionsError",
    "InvalidTableError",
    "InvalidUnitError",
    "ModelRunError",
    "NotAllowedError",
    "NotFoundError",
    "RefusedModelError",
    "SignatureMismatchError",
    "UnknownColumnError",
    "UnknownRowError",
    "UnknownSplitError",
    "UnknownVerbError",
    "WithdrawnError",
    "WrongArgumentError",
    "WrongVersionError",
]


class FoundryError(Exception):
    """
    A mistake that a person can correct.

    Parameters
    ----------
    message : str
        One sentence for a person.
    suggestions : sequence of str, optional
        What may have been meant: nearest names, or the next versions.
    pointer : str, optional
        JSON pointer to the wrong value, where there is one.
    """

    #: The `type` of the problem details that it makes; schema/problems.json lists them.
    code = "invalid-request"

    def __init__(self, message: str, *, suggestions: Sequence[str] = (), pointer: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = tuple(suggestions)
        self.pointer = pointer

    def __str__(self) -> str:
        # KeyError, which some subclasses are, would show the sentence in quotes.
        return self.message

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: a notebook then shows the sentence instead of our frames.
        return [f"{type(self).__name__}: {self.message}"]


class NotFoundError(FoundryError, LookupError):
    """No such dataset, model, version or file."""

    code = "not-found"


class InvalidManifestError(FoundryError, ValueError):
    """A manifest that does not follow its schema."""

    code = "invalid-manifest"


class ChecksumMismatchError(FoundryError):
    """A file whose content is not what was published."""

    code = "checksum-mismatch"


class DuplicateVersionError(FoundryError, ValueError):
    """A version that exists already; versions never change."""

    code = "duplicate-version"


class WrongVersionError(FoundryError, ValueError):
    """A version that promises more than its data keeps: old rows that are gone, or that are not the same."""

    code = "wrong-version"


class WithdrawnError(NotFoundError):
    """A package that was withdrawn and is not named with its whole version."""

    code = "withdrawn"


class InvalidNameError(FoundryError, ValueError):
    """A name or version that is not written as names and versions are."""

    code = "invalid-name"


class UnknownSplitError(FoundryError, KeyError):
    """A split that the dataset does not have."""

    code = "not-found"


class UnknownColumnError(FoundryError, KeyError):
    """A column that the table does not have."""

    code = "not-found"


class UnknownRowError(FoundryError, IndexError):
    """A row that the table does not have."""

    code = "not-found"


class UnknownVerbError(FoundryError, AttributeError):
    """A name that an object does not have; the sentence says what does it."""


class WrongArgumentError(FoundryError, TypeError):
    """An argument of another type than is asked for."""


class InvalidFilterError(FoundryError, ValueError):
    """A filter that cannot be read or does not fit the table."""


class InvalidTableError(FoundryError, ValueError):
    """Data that cannot be read as a table, or splits that do not fit together."""


class InvalidUnitError(InvalidManifestError):
    """A unit that is not known, or that does not measure what another does."""


class SignatureMismatchError(FoundryError, ValueError):
    """A table that does not fit what a model takes."""


class InvalidPredictionsError(FoundryError, ValueError):
    """Predictions that do not fit a benchmark: rows missing, doubled or of another fold, or values that cannot be scored."""

    code = "invalid-predictions"


class NotAllowedError(FoundryError):
    """What a benchmark's rules do not allow: an entry after the deadline, past the quota, by another entrant."""

    code = "not-allowed"


class DuplicateEntryError(FoundryError, ValueError):
    """An entry whose name is taken already."""

    code = "duplicate-entry"


class RefusedModelError(FoundryError):
    """A model that could run code, is not trusted, or is not what it says it is; nothing of it was run."""

    code = "refused-model"


class ModelRunError(FoundryError, RuntimeError):
    """A model whose own code failed, or went beyond its limits of time, memory or processes."""

    code = "model-failed"


class HubUnavailableError(FoundryError, ConnectionError):
    """The hub cannot be started or reached, or refuses the token."""

    code = "unavailable"


class FoundryWarning(UserWarning):
    """Something that works but should be looked at, such as a record without a license."""


_PACKAGE = str(Path(__file__).parent)


def callers_frame() -> FrameType | None:
    """Return the frame of whoever called this package, however deep the call."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return frame


def warn(text: str) -> None:
    """Warn at the line of whoever called this package."""
    depth, frame = 1, sys._getframe(0)
    while frame.f_back is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
        depth += 1
    warnings.warn(text, FoundryWarning, stacklevel=depth)


def _is_ours(path: str) -> bool:
    # Tests are callers of the package.
    return path.startswith(_PACKAGE) and not path.startswith((f"{_PACKAGE}/tests", f"{_PACKAGE}\\tests"))


def close_matches(word: str, candidates: Sequence[str], *, limit: int = 3) -> list[str]:
    """Return the candidates that look most like a word, best first."""
    from difflib import get_close_matches

    # Names are long beside a typed fragment: one that contains the fragment is near, whatever the ratio says.
    close = get_close_matches(word, candidates, n=limit, cutoff=0.5)
    containing = sorted((c for c in candidates if word and word in c and c not in close), key=len)
    return (close + containing)[:limit]


@contextmanager
def fault_at(pointer: str) -> Iterator[None]:
    """Let errors that name no place name this JSON pointer."""
    try:
        yield
    except FoundryError as error:
        error.pointer = error.pointer or pointer
        raise
