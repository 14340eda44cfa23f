"""The client with the verbs of foundry-ml's Foundry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError, NotFoundError
from ..references import Reference, check_name
from .catalog import all_names, by_doi
from .dataset import FoundryDataset, validate
from .faults import DatasetNotFoundError

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_SOURCE_ID = re.compile(r"(?P<name>.+?)_v(?P<version>\d+(?:\.\d+){0,2})")


class Foundry:
    """
    A client of this environment's store; it needs no login.

    Parameters
    ----------
    index : str, optional
        Taken as foundry-ml takes it and not used; so are the others: `use_globus`, `no_browser`,
        `no_local_server`, `authorizers`, `verbose`, `interval`, `parallel_https`, `local_cache_dir`.

    Examples
    --------
    >>> from foundry_lab.foundry import Foundry  # doctest: +SKIP
    >>> foundry = Foundry(index="mdf")  # doctest: +SKIP
    >>> dataset = foundry.get_dataset("10.18126/e73h-3w6n")  # doctest: +SKIP
    >>> inputs, targets = dataset.get_as_dict()["train"]  # doctest: +SKIP
    """

    def __init__(
        self,
        no_browser: bool = False,
        no_local_server: bool = False,
        index: str = "mdf",
        authorizers: Mapping[str, Any] | None = None,
        use_globus: bool = False,
        verbose: bool = False,
        interval: int = 10,
        parallel_https: int = 4,
        local_cache_dir: str | None = None,
        **data: object,
    ) -> None:
        self.index = index
        self.use_globus = use_globus

    def search(
        self, query: str | None = None, limit: int | None = None, as_list: bool = False, as_json: bool = False
    ) -> Any:
        """
        Find datasets.

        Parameters
        ----------
        query : str, optional
            Words, or a DOI.
        limit : int, optional
            At most this many; 10 by default.
        as_list, as_json : bool, optional
            Whether to return a list of `FoundryDataset`, or of dicts, instead of a frame.

        Returns
        -------
        pandas.DataFrame
            With dataset_name, title, year and DOI; a column that is not shown, FoundryDataset, holds the
            datasets.

        Raises
        ------
        DatasetNotFoundError
            If nothing matches.
        """
        doi = _DOI.fullmatch(query.strip()) if query else None
        if doi is not None:
            dataset_of_doi = by_doi(doi[1])
            datasets: Sequence[Dataset] = [] if dataset_of_doi is None else [dataset_of_doi]
        else:
            datasets = self._matching(query or "", 10 if limit is None else limit)
        if not datasets:
            raise DatasetNotFoundError(query or "all datasets", "DOI" if doi else "query")
        foundry_datasets = [FoundryDataset.from_dataset(dataset) for dataset in datasets]
        if as_json:
            return [_row(dataset) for dataset in foundry_datasets]
        if as_list:
            return foundry_datasets
        from .results_frame import results_frame

        return results_frame(foundry_datasets)

    def list(self, limit: int | None = None, as_json: bool = False) -> Any:
        """Return what there is, as `search` does."""
        return self.search(limit=limit, as_json=as_json)

    def get_dataset(self, doi: str) -> FoundryDataset:
        """
        Return one dataset.

        Parameters
        ----------
        doi : str
            Its DOI, its name, `name@version`, or a source id such as 'name_v1.2'.

        Raises
        ------
        DatasetNotFoundError
            If there is none; the sentence names those near it.
        """
        doi_text = str(doi).strip()
        match = _DOI.fullmatch(doi_text)
        if match is not None:
            dataset = by_doi(match[1])
            if dataset is None:
                raise DatasetNotFoundError(match[1], "DOI")
            return FoundryDataset.from_dataset(dataset)
        for text in _names(doi_text):
            try:
                return FoundryDataset.from_dataset(load(text))
            except (NotFoundError, ValueError):
                continue
        from ..errors import close_matches

        raise DatasetNotFoundError(
            doi_text, "name", tuple(close_matches(doi_text.lower().replace("_", "-"), all_names()))
        )

    def get_metadata_by_doi(self, doi: str) -> dict[str, Any] | None:
        """Return the blocks dc, mdf and projects.foundry of a dataset; None where there is none."""
        dataset = by_doi(doi)
        return None if dataset is None else _record(dataset)

    def get_metadata_by_query(self, q: str, limit: int | None = None) -> Sequence[dict[str, Any]]:
        """Return the blocks of each dataset that matches."""
        return [_record(dataset) for dataset in self._matching(q or "", limit or 10)]

    def publish_dataset(
        self, foundry_dataset: FoundryDataset, update: bool = False, test: bool = False
    ) -> dict[str, Any] | None:
        """
        Publish a dataset whose data was added with `add_data`.

        Parameters
        ----------
        foundry_dataset : FoundryDataset
        update : bool, optional
            Whether it is a new version of one that exists.
        test : bool, optional
            Whether to check everything and publish nothing.

        Returns
        -------
        dict or None
            `source_id`, `success`, `error`, `status_code`; None for a test.

        Raises
        ------
        ValueError
            If no data was added.
        FoundryError
            What is wrong with data or metadata; nothing is published then.
        """
        from .publishing import publish

        return publish(foundry_dataset, update=update, test=test)

    def check_status(self, source_id: str, short: bool = False, raw: bool = False) -> dict[str, Any] | None:
        """
        Print, or return where `raw` is true, how far a submission is; here it is published, or not there.

        Parameters
        ----------
        source_id : str
            As `publish_dataset` returned it.
        short : bool, optional
            Whether one line is enough.
        raw : bool, optional
            Whether to return a dict instead of printing.
        """
        from .publishing import status

        state = status(source_id)
        if raw:
            return state
        print(state["status_message"] if not short else f"{source_id}: {state['state']}")
        return None

    def validate_metadata(self, metadata: Mapping[str, Any]) -> None:
        """
        Check metadata: the arguments of FoundryDataset, or a record with `dc` and `projects.foundry`.

        Raises
        ------
        ValidationError
            With everything that is wrong in `findings`.
        """
        validate(metadata)

    def _matching(self, words: str, limit: int) -> Sequence[Dataset]:
        from ..catalog.search import search

        results = search(words, kind="dataset", limit=max(0, min(limit, 200)))
        return [load(result.reference) for result in results]

    def __repr__(self) -> str:
        return f"Foundry(index={self.index!r})"


def _names(source_id: str) -> list[str]:
    """Return the references that a name or source id may mean."""
    names = [source_id]
    parts = _SOURCE_ID.fullmatch(source_id)
    for name, version in (
        (source_id, None),
        (parts["name"], parts["version"]) if parts else (source_id, None),
    ):
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for text in (slug, slug.removeprefix("foundry-")):
            try:
                names.append(str(Reference(check_name(text), version)))
            except FoundryError:
                continue
    return list(dict.fromkeys(names))


def _row(dataset: FoundryDataset) -> dict[str, Any]:
    dc, block = dataset.dc, dataset.foundry_schema
    return {
        "name": dataset.dataset_name,
        "title": dc.titles[0].title if dc.titles else None,
        "doi": str(dc.identifier.identifier) if dc.identifier else None,
        "description": dc.descriptions[0].description if dc.descriptions else None,
        "year": dc.publicationYear,
        "fields": [key.key[0] for key in block["keys"] or [] if key.key],
        "splits": [split.label for split in block.splits or []],
        "data_type": block.data_type,
    }


def _record(dataset: Dataset) -> dict[str, Any]:
    foundry_dataset = FoundryDataset.from_dataset(dataset)
    source = f"{dataset.name.replace('-', '_')}_v{dataset.version}"
    return {
        "dc": foundry_dataset.dc.model_dump(),
        "mdf": {
            "source_id": source,
            "source_name": dataset.name,
            "resource_type": "dataset",
            "version": dataset.version,
        },
        "projects": {"foundry": foundry_dataset.foundry_schema.model_dump()},
    }
