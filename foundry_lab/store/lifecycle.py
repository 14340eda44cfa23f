"""What becomes of versions after they are published: deprecated, withdrawn, under review, named differently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts.models import Kind, PackageLifecycle, PackageStatus, VersionStatus
from ..errors import NotFoundError, WithdrawnError, warn
from .manifests import read_json

if TYPE_CHECKING:
    from ..references import Reference

FILE = "lifecycle.json"
#: Of a package that was published and nothing else.
NOTHING = PackageLifecycle(versions=[])


def read_lifecycle(folder: str) -> PackageLifecycle:
    """Return what the store's log says of a package, from the file beside its versions."""
    path = Path(folder, FILE)
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    lifecycle: PackageLifecycle = read_json(text, PackageLifecycle, str(path))
    return lifecycle


def status_of(lifecycle: PackageLifecycle, version: str) -> VersionStatus | None:
    """Return where a version stands; None for one that was published and nothing else."""
    return next((status for status in lifecycle.versions if status.version == version), None)


def hidden(kind: Kind, reference: Reference, version: str, status: VersionStatus) -> NotFoundError:
    """Return the error for a package of which no version is to be found, of which this is the newest."""
    exact = f"{reference.name}@{version}"
    if status.state == "withdrawn":
        return WithdrawnError(
            f"The {kind} {reference.name!r} was withdrawn{_because(status)}; ask for {exact!r} to have it all the same.",
            suggestions=[exact],
        )
    return NotFoundError(
        f"The {kind} {reference.name!r} has no accepted version: {exact} is {status.state}; ask for it by its version.",
        suggestions=[exact],
    )


def warn_of(
    kind: Kind, reference: Reference, name: str, version: str, status: VersionStatus | PackageStatus | None
) -> None:
    """Warn that a package is named differently now, deprecated, withdrawn, or not accepted."""
    if name != reference.name:
        warn(f"The {kind} {reference.name!r} is called {name!r} now: write {name!r}.")
    if status is None or status.state in ("published", "accepted"):
        return
    warn(f"{name}@{version} is {status.state}{_because(status)}.")


def _because(status: VersionStatus | PackageStatus) -> str:
    reason = status.reason.strip().rstrip(".") if isinstance(status.reason, str) else ""
    return f" ({reason})" if reason else ""
