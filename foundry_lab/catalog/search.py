"""Searching the hub's catalog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from ..contracts.models import FacetChoice, FacetField, Kind, SearchRequest, SearchSort, SearchTerm
from ..errors import FoundryError
from ..hub.running import ask_hub
from .search_results import SearchResults

if TYPE_CHECKING:
    from .elsewhere import CatalogResults

_FIELDS: tuple[str, ...] = get_args(get_args(FacetField)[0])
_KINDS: tuple[str, ...] = get_args(get_args(Kind)[0])
_SORTS: tuple[str, ...] = get_args(get_args(SearchSort)[0])
_MOST = 200
#: Conditions that are not facets, and fields under the names that people give them.
_TEXT = ("title", "name", "author", "column", "doi", "similar", "trained")
_NUMBERS = ("rows", "columns", "size", "year")
_OTHER_NAMES = {"licence": "license", "elements": "element", "organization": "organisation"}


@overload
def search(
    text: str = "",
    *,
    kind: Literal["dataset", "model", "benchmark"] | None = None,
    limit: int = 20,
    offset: int = 0,
    sort: Literal["relevance", "date", "size", "rows", "name"] | None = None,
    ascending: bool | None = None,
    cursor: str | None = None,
    catalogs: None = None,
    **fields: Any,
) -> SearchResults: ...
@overload
def search(text: str = "", *, limit: int = 20, catalogs: str | Iterable[str]) -> CatalogResults: ...
def search(
    text: str = "",
    *,
    kind: Literal["dataset", "model", "benchmark"] | None = None,
    limit: int = 20,
    offset: int = 0,
    sort: Literal["relevance", "date", "size", "rows", "name"] | None = None,
    ascending: bool | None = None,
    cursor: str | None = None,
    catalogs: str | Iterable[str] | None = None,
    **fields: Any,
) -> SearchResults | CatalogResults:
    """
    Find datasets, models and benchmarks.

    Parameters
    ----------
    text : str, optional
        Words to look for; the last one may be the beginning of a word. `"phrases"`, fields such as `unit:eV`,
        `author:lovelace` or `rows>1000`, and `-` before what must not be there. Without any, everything is
        found, newest first. Words that nothing has are corrected; `.corrected` says to what. Where nothing has all
        words, the best partial matches are found; `.lacking` says what they lack.
    kind : {"dataset", "model", "benchmark"}, optional
        Only these.
    limit : int, optional
        At most this many, up to 200.
    offset : int, optional
        How many of the best to leave out.
    sort : {"relevance", "date", "size", "rows", "name"}, optional
        What the order goes by: by default relevance, or the date where there are no words.
    ascending : bool, optional
        Which end comes first; by default names ascend and everything else descends.
    cursor : str, optional
        The `next_cursor` of other results: goes on after their last one, whatever was published meanwhile.
    catalogs : str or iterable of str, optional
        Search these instead of the store: `foundry`, `mdf`, `huggingface`, `openml`, `zenodo`, or the address of
        a croissant.json. The text is plain words then, and only `limit` (up to 100) is heeded beside it.
    **fields : str or iterable of str or number or tuple
        `domain`, `task`, `license`, `unit`, `keyword`, `type`, `organisation`, `element`: only packages with this
        value, or one of these (of `element`, all). Of models, `input` and `output`: kinds of values that they take
        and give (number, class, text, smiles, formula, array); `input_unit`, `output_unit`, `framework`, `metric`.
        `author`, `column`, `title`, `name`: with these words there. `doi`; `similar`, a dataset's name; `trained`,
        the dataset of a model. `year`, `rows`, `columns` and `size` (bytes) take a number or a pair of which either
        may be None, such as `rows=(1000, None)`.

    Returns
    -------
    SearchResults
        Best first; each result has `load()`. With `catalogs`, a `CatalogResults`.

    Raises
    ------
    HubUnavailableError
        If the hub cannot be reached or started.
    FoundryError
        If the text or an argument cannot be read; the sentence says where.

    Examples
    --------
    >>> foundry_lab.search("band gap", unit="eV")[0].load()  # doctest: +SKIP
    >>> foundry_lab.search(column="gap", rows=(1000, None), sort="size")  # doctest: +SKIP
    """
    if kind is not None and kind not in _KINDS:
        raise FoundryError(f"{kind!r} is not a kind of package: give {' or '.join(map(repr, _KINDS))}.")
    if not 0 <= limit <= _MOST:
        raise FoundryError(f"The limit is {limit}; it can be 0 to {_MOST}.")
    if sort is not None and sort not in _SORTS:
        raise FoundryError(f"There is no order by {sort!r}; there are {', '.join(_SORTS)}.")
    if catalogs is not None:
        return _search_catalogs(
            text, limit, catalogs, [name for name, value in fields.items() if value is not None]
        )
    request = SearchRequest(query=text, limit=limit, offset=offset)
    if kind is not None:
        request.kinds = [kind]
    if sort is not None:
        request.sort = sort
    if ascending is not None:
        request.order = "ascending" if ascending else "descending"
    if cursor is not None:
        request.cursor = cursor
    choices, terms = _conditions(fields)
    if choices:
        request.facets = choices
    if terms:
        request.terms = terms
    return SearchResults(text, ask_hub(lambda hub: hub.search(request)))


def _search_catalogs(
    text: str, limit: int, catalogs: str | Iterable[str], fields: list[str]
) -> CatalogResults:
    from ..contracts.models import CatalogsRequest
    from .elsewhere import CatalogResults

    if fields:
        raise FoundryError(f"Other catalogs know no {fields[0]!r}: give words only, or search the store.")
    names = [catalogs] if isinstance(catalogs, str) else list(catalogs)
    request = CatalogsRequest(query=text, limit=max(1, min(limit, 100)), catalogs=names)
    return CatalogResults(text, ask_hub(lambda hub: hub.search_catalogs(request)))


def _conditions(fields: dict[str, Any]) -> tuple[list[FacetChoice], list[SearchTerm]]:
    choices: list[FacetChoice] = []
    terms: list[SearchTerm] = []
    for name, value in fields.items():
        field: Any = _OTHER_NAMES.get(name, name)
        if value is None:
            continue
        if field in _NUMBERS:
            terms += _range(field, value)
        elif field in _TEXT or field == "element":
            terms.append(SearchTerm(field_=field, values=_texts(name, value)))
        elif field in _FIELDS:
            choices += [FacetChoice(field_=field, value=text) for text in _texts(name, value)]
        else:
            facets = ", ".join([*_FIELDS[1:], *_TEXT, *_NUMBERS])
            raise FoundryError(f"There is no facet {name!r}; there are {facets}.")
    return choices, terms


def _texts(field: str, value: object) -> list[str]:
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    if not all(isinstance(text, str) and text for text in texts):
        raise FoundryError(f"{field} is {value!r}; give text, or several of it.")
    return [str(text) for text in texts]


def _range(field: Any, value: object) -> list[SearchTerm]:
    if _is_number(value):
        return [SearchTerm(field_=field, op="=", number=float(value))]  # type: ignore[arg-type]
    if (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(one is None or _is_number(one) for one in value)
    ):
        low, high = value
        return [
            *([] if low is None else [SearchTerm(field_=field, op=">=", number=float(low))]),
            *([] if high is None else [SearchTerm(field_=field, op="<=", number=float(high))]),
        ]
    raise FoundryError(f"{field} is {value!r}; give a number, or a pair such as (1000, None).")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
