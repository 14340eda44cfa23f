"""Searching the hub's catalog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from ..contracts.models import FacetChoice, FacetField, Kind, SearchRequest
from ..errors import FoundryError
from ..hub.running import asking
from .results import SearchResults

_FIELDS: tuple[str, ...] = get_args(get_args(FacetField)[0])
_KINDS: tuple[str, ...] = get_args(get_args(Kind)[0])
_MOST = 200


def search(
    text: str = "",
    *,
    kind: Literal["dataset", "model", "benchmark"] | None = None,
    limit: int = 20,
    offset: int = 0,
    **facets: str | Iterable[str],
) -> SearchResults:
    """
    Find datasets and models.

    Parameters
    ----------
    text : str, optional
        Words to look for; the last one may be the beginning of a word. Without any, everything is found,
        newest first.
    kind : {"dataset", "model"}, optional
        Only these.
    limit : int, optional
        At most so many, up to 200.
    offset : int, optional
        How many of the best to leave out.
    **facets : str or iterable of str
        `domain`, `task`, `licence`, `unit` or `keyword`: only packages with this value, or one of these.

    Returns
    -------
    SearchResults
        Best first; each result has `load()`.

    Raises
    ------
    HubUnavailableError
        If the hub cannot be reached or started.

    Examples
    --------
    >>> foundry_lab.search("band gap", unit="eV")[0].load()  # doctest: +SKIP
    """
    if kind is not None and kind not in _KINDS:
        raise FoundryError(f"{kind!r} is no kind of package: give {' or '.join(map(repr, _KINDS))}.")
    if not 0 <= limit <= _MOST:
        raise FoundryError(f"The limit is {limit}; it can be 0 to {_MOST}.")
    unknown = [field for field in facets if field not in _FIELDS]
    if unknown:
        raise FoundryError(f"There is no facet {unknown[0]!r}; there are {', '.join(_FIELDS[1:])}.")
    request = SearchRequest(query=text, limit=limit, offset=offset)
    if kind is not None:
        request.kinds = [kind]
    choices = [
        FacetChoice(field_=field, value=value)  # type: ignore[arg-type]
        for field, values in facets.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    if choices:
        request.facets = choices
    return SearchResults(text, asking(lambda hub: hub.search(request)))
