"""What becomes of versions after they are published: their status, and what is done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .. import config
from ..contracts.models import Kind, LifecycleAction, LifecycleRequest, PackageStatus
from ..errors import FoundryError
from ..hub.running import ask_hub, client_of

if TYPE_CHECKING:
    from ..datasets.dataset import Dataset
    from ..models.model import Model

    Target: TypeAlias = str | Dataset | Model


def status(reference: Target, *, kind: Kind | None = None) -> PackageStatus:
    """
    Return where a version stands, and how it came there.

    Parameters
    ----------
    reference : str, Dataset or Model
        `name@1.2.0`; with `name`, the newest version that can be found, else the newest.
    kind : {"dataset", "model", "benchmark"}, optional
        Where several have the name.

    Returns
    -------
    PackageStatus
        Its `state` is 'published', 'submitted', 'in review', 'accepted', 'returned', 'deprecated' or
        'withdrawn'; `reason` holds why, or the curator's comments; `history` its entries in the store's log.

    Raises
    ------
    NotFoundError, InvalidNameError, HubUnavailableError
    """
    statuses = ask_hub(lambda hub: hub.statuses(_text(reference), kind))
    return next((each for each in statuses if each.visible), statuses[0])


def deprecate(
    reference: Target, reason: str, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """
    Warn whoever loads a version, or with a bare name every version of a package.

    Parameters
    ----------
    reference : str, Dataset or Model
        `name@1.2.0` or `name`.
    reason : str
        Why, and what to use instead.
    by : str, optional
        Who does it; this user by default.
    kind : {"dataset", "model", "benchmark"}, optional
        Where several have the name.

    Returns
    -------
    list of PackageStatus
        Where the versions stand then.

    Raises
    ------
    FoundryError
        If no reason is given.
    NotFoundError, InvalidNameError, HubUnavailableError
    """
    return act("deprecate", reference, reason=reason, by=by, kind=kind)


def withdraw(
    reference: Target, reason: str, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """
    Take a version out of search and loading; its whole reference still finds it, and its manifest stays.

    The parameters and errors are those of `deprecate`, for one version.
    """
    return act("withdraw", reference, reason=reason, by=by, kind=kind)


def restore(
    reference: Target, reason: str | None = None, *, by: str | None = None, kind: Kind | None = None
) -> list[PackageStatus]:
    """Take back the deprecation or withdrawal of a version."""
    return act("restore", reference, reason=reason, by=by, kind=kind)


def rename(old: str, new: str, *, by: str | None = None, kind: Kind | None = None) -> list[PackageStatus]:
    """Give a package another name; references with the old one go on working, with a warning."""
    return act("rename", old, to=new, by=by, kind=kind)


def act(
    action: LifecycleAction,
    reference: Target,
    *,
    reason: str | None = None,
    to: str | None = None,
    by: str | None = None,
    kind: Kind | None = None,
) -> list[PackageStatus]:
    """Ask the hub for an action on a version or a package."""
    request = LifecycleRequest(action=action, reference=_text(reference), by=by or _user())
    if reason is not None:
        request.reason = reason
    if to is not None:
        request.to = to
    if kind is not None:
        request.kind = kind
    token = config.curator_token() if action in ("review", "accept", "return") else None
    return ask_hub(lambda hub: (hub if token is None else client_of(hub.url, token)).act(request))


def _text(reference: Target) -> str:
    if isinstance(reference, str):
        return reference
    reference_text = getattr(reference, "reference", None)
    if isinstance(reference_text, str):
        return reference_text
    raise FoundryError(
        f"A {type(reference).__name__} is not a reference: give 'name@1.2.0', a dataset or a model."
    )


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
