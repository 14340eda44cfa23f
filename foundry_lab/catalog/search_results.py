"""What a search found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, overload

from ..contracts.models import Correction, IndexProgress, SearchHit, SearchResponse
from ..widgets.markup import heading, in_frame, table_html

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class SearchResult:
    """A dataset, model or benchmark that was found: `load()` opens it."""

    def __init__(self, hit: SearchHit) -> None:
        self._hit = hit

    @property
    def kind(self) -> str:
        """'dataset', 'model' or 'benchmark'."""
        return self._hit.kind

    @property
    def name(self) -> str:
        """The name."""
        return self._hit.name

    @property
    def version(self) -> str:
        """The newest version."""
        return self._hit.version

    @property
    def reference(self) -> str:
        """`name@version`."""
        return f"{self._hit.name}@{self._hit.version}"

    @property
    def title(self) -> str:
        """The title."""
        return self._hit.title

    @property
    def description(self) -> str:
        """The description; empty if there is none."""
        return self._hit.description or ""

    @property
    def license(self) -> str | None:
        """The license's SPDX identifier or name."""
        return self._hit.license or None

    @property
    def num_rows(self) -> int | None:
        """The rows of all splits together; None for a model."""
        return self._hit.rows if isinstance(self._hit.rows, int) else None

    @property
    def keywords(self) -> list[str]:
        """The keywords."""
        return list(self._hit.keywords or [])

    @property
    def authors(self) -> list[str]:
        """The authors' names."""
        return list(self._hit.authors or [])

    @property
    def doi(self) -> str | None:
        """The DOI."""
        return self._hit.doi or None

    @property
    def matched_columns(self) -> dict[str, str | None]:
        """Units by name of the columns that a condition on `column` or `unit` found."""
        return {column.name: column.unit or None for column in self._hit.matched or []}

    @property
    def shared(self) -> list[str]:
        """What it has in common with the dataset that it is similar to, such as 'unit eV'."""
        return list(self._hit.shared or [])

    @property
    def score(self) -> float:
        """How well it matches, against the others of the same search."""
        return self._hit.score

    @property
    def state(self) -> str:
        """Where the version stands: 'published', 'accepted' or 'deprecated'."""
        return self._hit.state if isinstance(self._hit.state, str) else "published"

    @property
    def reason(self) -> str:
        """Why it is deprecated; empty if it is not."""
        return self._hit.reason if isinstance(self._hit.reason, str) else ""

    def load(self) -> Any:
        """Return the `Dataset`, `Model` or `Benchmark`."""
        if self.kind == "dataset":
            from ..datasets.load import load

            return load(self.reference)
        if self.kind == "benchmark":
            from ..benchmarks.benchmark import benchmark

            return benchmark(self.reference)
        from ..models.load_model import model

        return model(self.reference)

    def __repr__(self) -> str:
        return f"{self.title} [{self.kind} {self.reference}]{_rows_text(self)}{_state_text(self)}"

    def _repr_html_(self) -> str:
        text = self.description.strip()
        excerpt = escape(text if len(text) <= 600 else f"{text[:599]}…")
        state = escape(_state_text(self))
        return in_frame(
            heading(self.title, f"{self.kind} {self.reference}")
            + (f"<div>{state.removeprefix(' · ')}</div>" if state else "")
            + (f"<p>{excerpt}</p>" if excerpt else "")
        )


class SearchResults(Sequence[SearchResult]):
    """
    Datasets, models and benchmarks, best first.

    Attributes
    ----------
    total : int
        How many match, shown here or not.
    facets : dict
        For each facet, how many have each value.
    corrected : str or None
        The query that was searched for, where nothing has the words as they were given.
    dropped : tuple of str
        Words of the query that say nothing, such as "about": they were left out.
    lacking : tuple of str
        Where nothing has all words: those that the results, or some of them, lack.
    indexing : tuple of int or None
        While the index of the store grows: how many packages it has, of how many. The results are of those so far.
    next_cursor : str or None
        What `search(..., cursor=)` goes on from; None on the last page.
    """

    def __init__(self, text: str, response: SearchResponse) -> None:
        self.text = text
        self.total = response.total
        self.corrected = response.corrected.query if isinstance(response.corrected, Correction) else None
        self.dropped = tuple(response.dropped) if isinstance(response.dropped, list) else ()
        self.lacking = tuple(response.lacking) if isinstance(response.lacking, list) else ()
        self.next_cursor = response.next if isinstance(response.next, str) else None
        progress = response.indexing if isinstance(response.indexing, IndexProgress) else None
        self.indexing = (progress.done, progress.total) if progress else None
        self._results = tuple(SearchResult(hit) for hit in response.hits)
        self.facets: dict[str, dict[str, int]] = {}
        for facet in response.facets:
            self.facets.setdefault(facet.field_, {})[facet.value] = facet.count

    def __len__(self) -> int:
        return len(self._results)

    @overload
    def __getitem__(self, key: int | str) -> SearchResult: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[SearchResult, ...]: ...
    def __getitem__(self, key: int | str | slice) -> SearchResult | tuple[SearchResult, ...]:
        if not isinstance(key, str):
            return self._results[key]
        for result in self._results:
            if key in (result.name, result.reference):
                return result
        from ..errors import NotFoundError, close_matches

        close = close_matches(key, [result.name for result in self._results])
        raise NotFoundError(f"{key!r} is not among the results.", suggestions=close)

    def to_arrow(self) -> pa.Table:
        """Return the results as an Arrow table, one a row."""
        import pyarrow as pa

        texts = ("kind", "name", "version", "title", "description", "license", "doi", "reference", "state")
        lists = ("keywords", "authors")
        schema = pa.schema(
            [
                *((name, pa.string()) for name in texts),
                *((name, pa.list_(pa.string())) for name in lists),
                ("num_rows", pa.int64()),
                ("score", pa.float64()),
            ]
        )
        return pa.Table.from_pylist(
            [{name: getattr(result, name) for name in schema.names} for result in self._results], schema
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the results as a pandas frame, one a row."""
        from ..tables.to_pandas import pandas_frame

        return pandas_frame(self.to_arrow())

    def _ipython_key_completions_(self) -> list[str]:
        return [result.name for result in self._results]

    def __repr__(self) -> str:
        return "\n".join([self._headline(), *map(repr, self._results)])

    def _repr_html_(self) -> str:
        rows = [
            (
                f"{result.title}{_state_text(result)}",
                result.reference,
                result.kind,
                "" if result.num_rows is None else f"{result.num_rows:,}",
                result.license or "",
            )
            for result in self._results
        ]
        table = (
            table_html(["title", "reference", "kind", "rows", "license"], rows, numbers=[3]) if rows else ""
        )
        return in_frame(f"<div>{escape(self._headline())}</div>{table}")

    def _headline(self) -> str:
        query = f" for {self.text!r}" if self.text.strip() else ""
        if self.corrected is not None:
            query = f" for {self.corrected!r} (nothing matches {self.text!r})"
        if self.lacking:
            words = " or ".join(map(repr, self.lacking))
            query += f" (nothing has all of these words; the results lack {words})"
        if self.dropped:
            query += f" (searched without {', '.join(map(repr, self.dropped))})"
        if self.indexing is not None:
            query += f" so far (indexing {self.indexing[0]:,} of {self.indexing[1]:,})"
        if self.total == len(self):
            return f"{self.total:,} result{'' if self.total == 1 else 's'}{query}"
        return f"{len(self):,} of {self.total:,} results{query}"


def _rows_text(result: SearchResult) -> str:
    return "" if result.num_rows is None else f" · {result.num_rows:,} rows"


def _state_text(result: SearchResult) -> str:
    if result.state != "deprecated":
        return ""
    return f" · deprecated ({result.reason.rstrip('.')})" if result.reason else " · deprecated"
