"""References: `name` (newest), `name@1.2.0`, `name@1`, or the path of a package's folder."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .errors import FoundryError, InvalidNameError

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_NUMBER = r"(?:0|[1-9][0-9]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
_PARTIAL = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,2}}")
_PATH_MARK = re.compile(r"[/\\~\0]|^\.")
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S{1,400})", re.IGNORECASE)
_LONGEST_NAME = 100


class Reference(NamedTuple):
    """A package's name, and a whole or partial version; None is the newest."""

    name: str
    version: str | None

    def __str__(self) -> str:
        return self.name if self.version is None else f"{self.name}@{self.version}"

    @property
    def exact_version(self) -> str | None:
        """The version if it has its three parts, so that it names one package for good."""
        return self.version if self.version is not None and self.version.count(".") == 2 else None


@lru_cache(maxsize=256)
def parse(text: str) -> Reference:
    """
    Read `name` or `name@version`.

    Raises
    ------
    InvalidNameError
        If the name or the version is not written as it should be.
    """
    name, at, version = text.strip().partition("@")
    check_name(name)
    if not at or version == "latest":
        return Reference(name, None)
    if not _PARTIAL.fullmatch(version):
        raise InvalidNameError(
            f"{version!r} in {text!r} is not a version: write '1.2.0', or '1' for the newest that begins so."
        )
    return Reference(name, version)


def check_name(name: str) -> str:
    """
    Return a package's name if it is one.

    Raises
    ------
    InvalidNameError
        If it holds anything but lower case letters, digits and single hyphens between them.
    """
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        text = repr(name if len(name) <= 80 else f"{name[:79]}…")
        raise InvalidNameError(
            f"{text} is not a package's name: use at most {_LONGEST_NAME} lower case letters, "
            "digits and hyphens, such as 'matbench-expt-gap'."
        )
    return name


def check_version(version: str) -> str:
    """
    Return a version if it is a whole semantic one.

    Raises
    ------
    InvalidNameError
        If it is not three numbers.
    """
    if not _VERSION.fullmatch(version) or len(version) > 64:
        raise InvalidNameError(f"{version!r} is not a version: write three numbers, such as '1.0.0'.")
    return version


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by."""
    return tuple(map(int, version.split(".")))


def is_version(text: str) -> bool:
    """Whether a text is a whole version."""
    return _VERSION.fullmatch(text) is not None


def parse_doi(text: str) -> str | None:
    """Return a DOI, bare or written as `doi:10.…` or `https://doi.org/10.…`; None where a text is none."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else None


def as_path(reference: str | os.PathLike[str]) -> Path | None:
    """
    Return the folder that a reference names, or None where it is a name or a DOI.

    Raises
    ------
    FoundryError
        If it is a URL, which cannot be opened yet.
    InvalidNameError
        If it is written as a path, and no folder is there.
    """
    if isinstance(reference, str):
        # The usual case, a name, is told apart without touching the disk.
        if not _PATH_MARK.search(reference):
            return None
        if parse_doi(reference) is not None:
            return None
        if "://" in reference:
            raise FoundryError(
                f"{reference!r} is a URL, which cannot be opened yet: give a name or a folder."
            )
    path = Path(reference).expanduser().absolute()
    if "\0" not in str(path) and path.is_dir():
        return path
    raise InvalidNameError(
        f"{os.fspath(reference)!r} is neither a package's name (lower case letters, digits and hyphens) "
        "nor a folder that exists."
    )
