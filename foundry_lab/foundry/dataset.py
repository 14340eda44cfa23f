"""A dataset with the verbs of foundry-ml's FoundryDataset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..datasets.dataset import Dataset
from ..errors import FoundryError, InvalidManifestError, NotFoundError
from ..mdf.blocks import citation_block, foundry_block
from .blocks import block_of, citation
from .faults import ValidationError


class FoundryDataset:
    """
    A dataset: one of a store, or one that is to be published.

    Parameters
    ----------
    dataset_name : str
    datacite_entry : mapping
        The block `dc`.
    foundry_schema : mapping
        The block `projects.foundry`.
    foundry_cache : object, optional
        Taken and not used.

    Attributes
    ----------
    dc, foundry_schema : Block
        The two blocks; their fields are items and attributes.

    Raises
    ------
    ValidationError
        With everything that is wrong with the blocks.
    """

    def __init__(
        self,
        dataset_name: str,
        datacite_entry: Mapping[str, Any],
        foundry_schema: Mapping[str, Any],
        foundry_cache: object = None,
    ) -> None:
        check_blocks(datacite_entry, foundry_schema)
        self.dataset_name = dataset_name
        self.dc = citation(datacite_entry)
        self.foundry_schema = block_of(foundry_schema)
        self._dataset: Dataset | None = None
        self._local_data_path: Path | None = None

    @classmethod
    def from_dataset(cls, dataset: Dataset) -> FoundryDataset:
        """Return a published dataset."""
        instance = cls.__new__(cls)
        instance.dataset_name = dataset.name
        instance.dc = citation(citation_block(dataset.manifest, publisher="Foundry Lab"))
        instance.foundry_schema = block_of(foundry_block(dataset.manifest))
        instance._dataset = dataset
        instance._local_data_path = None
        return instance

    @property
    def dataset(self) -> Dataset:
        """
        The dataset in this package's own terms.

        Raises
        ------
        NotFoundError
            If it is not published yet.
        """
        if self._dataset is None:
            raise NotFoundError(
                f"{self.dataset_name} is not published yet: call publish_dataset with it first."
            )
        return self._dataset

    @property
    def doi(self) -> str:
        """The DOI; where there is none, the reference `name@version`."""
        identifier = self.dc.identifier
        if identifier is not None and identifier.identifier:
            return str(identifier.identifier)
        return self._dataset.reference if self._dataset is not None else self.dataset_name

    def get_as_dict(
        self, split: str | None = None, as_hdf5: bool = False, include_schema: bool = False
    ) -> dict[str, Any]:
        """
        Return the data by split.

        Parameters
        ----------
        split : str, optional
            Only this one; all by default.
        as_hdf5 : bool, optional
            Whether arrays stay datasets of an HDF5 file.
        include_schema : bool, optional
            Whether to return ``{"data": ..., "schema": ...}``.

        Returns
        -------
        dict
            For tables ``{label: (inputs frame, targets frame)}``; for arrays
            ``{label: {"input": {key: array}, "target": {key: array}}}``.
        """
        from .loading import load_as_dict

        data = load_as_dict(self.dataset, split, as_hdf5=as_hdf5)
        return {"data": data, "schema": self.get_schema()} if include_schema else data

    load = get_as_dict

    def get_as_torch(self, split: str | None = None) -> Any:
        """Return a PyTorch dataset of dicts of 'input' and 'target', of the first split by default."""
        from .loading import inputs_and_targets
        from .sequences import torch_dataset

        return torch_dataset(*inputs_and_targets(self.dataset, split))

    def get_as_tensorflow(self, split: str | None = None) -> Any:
        """Return a Keras sequence of dicts of 'input' and 'target', of the first split by default."""
        from .loading import inputs_and_targets
        from .sequences import tensorflow_sequence

        return tensorflow_sequence(*inputs_and_targets(self.dataset, split))

    def get_schema(self) -> dict[str, Any]:
        """Return name, title, DOI, data type, splits, and fields with role, description and units."""
        identifier = self.dc.identifier
        return {
            "name": self.dataset_name,
            "title": self.dc.titles[0].title if self.dc.titles else None,
            "doi": str(identifier.identifier) if identifier else None,
            "data_type": self.foundry_schema.data_type,
            "splits": [
                {"name": split.label, "type": split.type} for split in self.foundry_schema.splits or []
            ],
            "fields": [
                {
                    "name": key.key[0] if key.key else None,
                    "role": key.type,
                    "description": key.description,
                    "units": key.units,
                }
                for key in self.foundry_schema["keys"] or []
            ],
        }

    def get_citation(self) -> str:
        """Return a BibTeX entry."""
        doi = str(self.dc.identifier.identifier) if self.dc.identifier else ""
        fields = {
            "doi": doi,
            "url": f"https://doi.org/{doi}" if doi else "",
            "author": " and ".join(creator["creatorName"] for creator in self.dc.creators or []),
            "title": self.dc.titles[0].title,
            "keywords": ", ".join(subject.subject for subject in self.dc.subjects or []),
            "publisher": self.dc.publisher,
            "year": self.dc.publicationYear,
        }
        lines = [f"  {name} = {{{_escape_braces(str(value))}}}" for name, value in fields.items() if value]
        key = f"https://doi.org/{doi}" if doi else self.dataset_name
        return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"

    def validate_metadata(self, metadata: Mapping[str, Any]) -> None:
        """
        Check metadata against what this class takes: dataset_name, datacite_entry and foundry_schema.

        Raises
        ------
        ValidationError
            With everything that is wrong.
        """
        validate(metadata)

    def add_data(self, local_data_path: str | None = None, globus_data_source: str | None = None) -> None:
        """
        Say where the data lies that is to be published.

        Parameters
        ----------
        local_data_path : str
            A folder, or one file.
        globus_data_source : str
            Cannot be taken here: the store has no Globus.
        """
        if local_data_path is None and globus_data_source is None:
            raise ValueError("Give the path of the data on this machine as local_data_path.")
        if globus_data_source is not None:
            raise ValueError(
                "Data at a Globus endpoint cannot be published from here: give local_data_path instead."
            )
        path = Path(str(local_data_path)).expanduser()
        if not path.exists():
            raise ValueError(f"There is no file or folder {path}.")
        self._local_data_path = path

    def clear_dataset_cache(self) -> None:
        """Do nothing: what is cached is named by its content, and never stale."""

    def clean_dc_dict(self) -> dict[str, Any]:
        """Return the block `dc` without empty fields."""
        record: dict[str, Any] = _without_none(self.dc.model_dump())
        return record

    def __repr__(self) -> str:
        title = self.dc.titles[0].title if self.dc.titles else ""
        return f"FoundryDataset({self.dataset_name!r}, title={title!r}, DOI={self.doi!r})"

    def _repr_html_(self) -> str:
        from html import escape

        if self._dataset is not None:
            return self._dataset._repr_html_()
        return f"<h2>{escape(str(self.dc.titles[0].title))}</h2><p>{escape(self.dataset_name)}</p>"


def validate(metadata: Mapping[str, Any]) -> None:
    """Check the arguments of a FoundryDataset, or a record with the blocks `dc` and `projects.foundry`."""
    if not isinstance(metadata, Mapping):
        raise InvalidManifestError("The metadata is not a dict.", pointer="")
    projects = metadata.get("projects")
    dc = metadata.get("datacite_entry", metadata.get("dc"))
    block = metadata.get("foundry_schema", projects.get("foundry") if isinstance(projects, Mapping) else None)
    if dc is None or block is None:
        raise InvalidManifestError(
            "The metadata lacks 'datacite_entry' or 'foundry_schema' (or the blocks 'dc' and 'projects.foundry').",
            pointer="/datacite_entry" if dc is None else "/foundry_schema",
        )
    check_blocks(dc, block)


def check_blocks(dc: object, block: object) -> None:
    """Raise a ValidationError with everything that is wrong with the two blocks."""
    from ..store.violations import schema_findings

    citation = _as_text_year(dc)
    findings = [
        *schema_findings(citation, "MdfCitation", "The datacite_entry", "/dc"),
        *schema_findings(_without_none(block), "FoundryBlock", "The foundry_schema", "/projects/foundry"),
    ]
    if findings:
        raise ValidationError(findings)


def _as_text_year(dc: object) -> object:
    record = _without_none(dc)
    # foundry-ml takes the year as a number too.
    if isinstance(record, dict) and isinstance(record.get("publicationYear"), int):
        record["publicationYear"] = str(record["publicationYear"])
    return record


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return value


def _escape_braces(text: str) -> str:
    # Braces that do not pair would end the field.
    return text if text.count("{") == text.count("}") else text.replace("{", "").replace("}", "")


__all__ = ["FoundryDataset", "FoundryError", "check_blocks", "validate"]
