"""What catalogs besides the store found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import overload

from ..contracts.models import CatalogHit, CatalogsResponse, Problem
from ..widgets.markup import in_frame, table_html


class CatalogResults(Sequence[CatalogHit]):
    """
    Datasets of other catalogs, one catalog after another.

    Each has `catalog`, `id`, `title` and, where the catalog says so, `authors`, `year`, `doi`, `url`, `license`,
    `rows`, `bytes`, `croissant` and `load`, the Python that loads it.

    Attributes
    ----------
    totals : dict of str to int or None
        How many match in each catalog that answered; None where it does not say so.
    offline : dict of str to str
        For each catalog that did not answer, one sentence that says why.
    """

    def __init__(self, text: str, response: CatalogsResponse) -> None:
        self.text = text
        self._hits = tuple(hit for answer in response.catalogs for hit in answer.hits)
        self.totals = {
            answer.catalog: answer.total if isinstance(answer.total, int) else None
            for answer in response.catalogs
            if answer.state == "answered"
        }
        self.offline = {
            answer.catalog: answer.problem.detail
            if isinstance(answer.problem, Problem)
            else "It does not answer."
            for answer in response.catalogs
            if answer.state == "offline"
        }

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, key: int) -> CatalogHit: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[CatalogHit, ...]: ...
    def __getitem__(self, key: int | slice) -> CatalogHit | tuple[CatalogHit, ...]:
        return self._hits[key]

    def __repr__(self) -> str:
        lines = [
            f"{hit.title} [{hit.catalog} {hit.id}]{f' · {hit.doi}' if hit.doi else ''}" for hit in self._hits
        ]
        return "\n".join([self._headline(), *lines, *self._offline_lines()])

    def _repr_html_(self) -> str:
        rows = [
            (hit.title, hit.catalog, hit.id, str(hit.year or ""), hit.license or "", hit.doi or hit.url or "")
            for hit in self._hits
        ]
        table = (
            table_html(["title", "catalog", "id", "year", "license", "address"], rows, numbers=[3])
            if rows
            else ""
        )
        offline = "".join(f"<div>{escape(line)}</div>" for line in self._offline_lines())
        return in_frame(f"<div>{escape(self._headline())}</div>{table}{offline}")

    def _headline(self) -> str:
        count = f"{len(self):,} result{'' if len(self) == 1 else 's'}"
        return f"{count} for {self.text!r} in {', '.join(self.totals) or 'no catalog'}"

    def _offline_lines(self) -> list[str]:
        return [f"{catalog}: offline. {sentence}" for catalog, sentence in self.offline.items()]
