"""
What curators do in a store that has them: see what waits, review it, accept it or return it; and authors submit again.

Examples
--------
>>> import foundry_lab as foundry  # doctest: +SKIP
>>> foundry.curation.submissions()  # doctest: +SKIP
>>> foundry.curation.accept("gaps@1.0.0")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .catalog.lifecycle import act
from .contracts.models import Kind, PackageStatus
from .hub.running import ask_hub

if TYPE_CHECKING:
    from .catalog.lifecycle import Target

__all__ = ["accept", "resubmit", "return_", "review", "submissions"]


def submissions() -> list[PackageStatus]:
    """Return what waits for a curator, or was returned by one, oldest first."""
    return ask_hub(lambda hub: hub.statuses())


def review(reference: Target, *, by: str | None = None, kind: Kind | None = None) -> list[PackageStatus]:
    """Take a submission into review."""
    return act("review", reference, by=by, kind=kind)


def accept(
    reference: Target, comment: str | None = None, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """Let a submission in: search and loading find it from then on."""
    return act("accept", reference, reason=comment, by=by, kind=kind)


def return_(
    reference: Target, comment: str, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """Send a submission back to its authors with comments."""
    return act("return", reference, reason=comment, by=by, kind=kind)


def resubmit(
    reference: Target, comment: str | None = None, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """Submit a version again that a curator returned. Publishing in a store with a curator submits by itself."""
    return act("submit", reference, reason=comment, by=by, kind=kind)
