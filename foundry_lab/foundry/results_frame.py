"""What a search gives: a frame whose last column, not shown, holds the datasets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import NotFoundError

if TYPE_CHECKING:
    from .dataset import FoundryDataset

HIDDEN = "FoundryDataset"


def results_frame(datasets: Sequence[FoundryDataset]) -> Any:
    """Return a frame of the columns dataset_name, title, year, DOI and FoundryDataset."""
    rows = [
        {
            "dataset_name": dataset.dataset_name,
            "title": dataset.dc.titles[0].title,
            "year": dataset.dc.publicationYear,
            "DOI": dataset.doi,
            HIDDEN: dataset,
        }
        for dataset in datasets
    ]
    return _frame_type()(rows, columns=["dataset_name", "title", "year", "DOI", HIDDEN])


@lru_cache(maxsize=1)
def _frame_type() -> type:
    import pandas as pd

    class ResultsFrame(pd.DataFrame):
        """Search results; the column of the datasets themselves is not shown."""

        @property
        def _constructor(self) -> type:
            return ResultsFrame

        def _visible_columns(self) -> pd.DataFrame:
            return pd.DataFrame(self.drop(columns=HIDDEN, errors="ignore"))

        def __repr__(self) -> str:
            return repr(self._visible_columns())

        def _repr_html_(self) -> str:
            html: str = self._visible_columns().to_html()
            return html

        def get_dataset_by_name(self, dataset_name: str) -> Any:
            """Return the dataset of a name or DOI."""
            column = "DOI" if dataset_name.startswith("10.") else "dataset_name"
            rows = self[self[column] == dataset_name]
            if rows.empty:
                raise NotFoundError(f"{dataset_name!r} is not among the results.")
            return rows[HIDDEN].iloc[0]

        def get_dataset_by_doi(self, doi: str) -> Any:
            """Return the dataset of a DOI."""
            return self.get_dataset_by_name(doi)

    return ResultsFrame
