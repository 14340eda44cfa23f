"""A published model."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Metric, Signature, TrainedOn
from ..errors import FoundryWarning
from ..store.packages import Package, find
from . import signature as signatures

if TYPE_CHECKING:
    from ..store.records import CitationFormat

BATCH_ROWS = 4096


def model(reference: str | os.PathLike[str]) -> Model:
    """
    Return a published model; its file is read when it first runs.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), a DOI, or a package's folder.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Examples
    --------
    >>> forest = foundry_lab.model("solubility-forest")  # doctest: +SKIP
    >>> forest.predict(foundry_lab.load("solubility")["test"])  # doctest: +SKIP
    """
    return Model(find("model", reference))


class Model:
    """
    A model with what it takes and gives.

    Get one with `foundry_lab.model`.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._manifest = package.manifest

    @property
    def name(self) -> str:
        """The name."""
        return str(self._manifest.name)

    @property
    def version(self) -> str:
        """The version."""
        return str(self._manifest.version)

    @property
    def reference(self) -> str:
        """`name@version`."""
        return self._package.reference

    @property
    def title(self) -> str:
        """The title."""
        return str(self._manifest.title)

    @property
    def description(self) -> str:
        """The description; empty if there is none."""
        return self._manifest.description or ""

    @property
    def licence(self) -> str | None:
        """The licence's SPDX identifier or name."""
        return self._manifest.licence or None

    @property
    def doi(self) -> str | None:
        """The DOI that this version was published with, or was given since."""
        from ..store.records import doi_of

        return doi_of(self._package)

    def cite(self, format: CitationFormat = "bibtex") -> str:
        """
        Return what to cite: the model itself, then the works that its publisher names.

        Parameters
        ----------
        format : {"bibtex", "ris", "csl", "apa"}, optional
            BibTeX, RIS or CSL-JSON for a reference manager; APA as text for people.

        Raises
        ------
        FoundryError
            If there is no such format.
        """
        from ..store.records import citation

        return citation(self._package, format)

    def datacite(self) -> dict[str, Any]:
        """Return the DataCite 4.6 metadata, as the attributes that DataCite's REST API takes."""
        from ..store.records import ask

        return ask("datacite", self._package)

    @property
    def card(self) -> str:
        """The model card, in Markdown; empty if there is none."""
        return self._manifest.card or ""

    @property
    def signature(self) -> Signature:
        """Tensors and columns that the model takes and gives."""
        found: Signature = self._manifest.signature
        return found

    @property
    def inputs(self) -> list[str]:
        """Names of the columns that the model takes."""
        return [column.name for column in signatures.columns_of(self.signature.inputs)]

    @property
    def outputs(self) -> list[str]:
        """Names of the columns that the model gives."""
        return [column.name for column in signatures.columns_of(self.signature.outputs)]

    @property
    def metrics(self) -> list[Metric]:
        """Figures of merit that its publisher gives."""
        return list(self._manifest.metrics or [])

    @property
    def trained_on(self) -> list[TrainedOn]:
        """Dataset, version, split and columns it was trained on."""
        return list(self._manifest.trained_on or [])

    @property
    def manifest(self) -> Any:  # noqa: ANN401
        """Everything that was published about the model, as `foundry_lab.contracts.models.Model`."""
        return self._manifest

    def predict(
        self,
        data: Any,  # noqa: ANN401
        *,
        batch_rows: int = BATCH_ROWS,
        progress: Callable[[int, int], object] | None = None,
    ) -> pa.Table:
        """
        Return the model's predictions.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
            What has the model's input columns: a split of a dataset, an Arrow table, a pandas or Polars frame,
            a list of records, a file, or an array of shape (rows, inputs) in the signature's order.
        batch_rows : int, optional
            Rows given to the model at once.
        progress : callable, optional
            Called with the rows done and the rows there are, after each batch.

        Returns
        -------
        pyarrow.Table
            A row for each row of the data, in order; its fields carry `unit`, `role` and `description` in their
            metadata. A row with a missing input has missing predictions.

        Raises
        ------
        SignatureMismatchError
            If the data lack a column, or hold another type or unit.
        ChecksumMismatchError, NotFoundError, HubUnavailableError
            If the model's file cannot be had as it was published.

        Warns
        -----
        FoundryWarning
            If rows have missing inputs.
        """
        from .inputs import input_table

        table = input_table(data, self.inputs, self.reference)
        batches = []
        done = 0
        for batch in self.predict_batches(table, batch_rows):
            batches.append(batch)
            done += batch.num_rows
            if progress:
                progress(done, table.num_rows)
        found = pa.Table.from_batches(batches, self._output_schema(table.schema))
        self._warn_of_missing(table)
        return found

    def predict_batches(self, table: pa.Table, batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """
        Yield predictions batch by batch, in the order of the rows.

        Parameters
        ----------
        table : pyarrow.Table
            Has the model's input columns.
        batch_rows : int, optional
            Rows given to the model at once.

        Yields
        ------
        pyarrow.RecordBatch
            Predictions for the next `batch_rows` rows or fewer.

        Raises
        ------
        SignatureMismatchError
            If the table does not fit the signature.
        """
        signatures.check_inputs(table.schema, self.signature, self.reference)
        schema = self._output_schema(table.schema)
        session = self._session()
        names = [tensor.name for tensor in self.signature.outputs]
        for batch in table.select(self.inputs).to_batches(max_chunksize=batch_rows):
            valid = signatures.present(batch, self.signature)
            given = signatures.arrays(batch.filter(valid), self.signature)
            outputs = session.run(names, given)
            yield signatures.predictions(outputs, self.signature, valid, schema, self.reference)

    def __call__(self, data: Any) -> pa.Table:  # noqa: ANN401
        """Return `predict(data)`."""
        return self.predict(data)

    def __repr__(self) -> str:
        from .summary import model_text

        return model_text(self)

    def _repr_html_(self) -> str:
        from .summary import model_html

        return model_html(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and other._package is self._package

    def __hash__(self) -> int:
        return hash(self.reference)

    def _session(self) -> Any:  # noqa: ANN401
        from .onnx import open_model

        entry = self._manifest.entry
        path = self._package.file(entry)
        return open_model(path, self._package.entry(entry).sha256, self.reference)

    def _output_schema(self, given: pa.Schema) -> pa.Schema:
        origin: dict[str, Any] = {
            "model": self.reference,
            "sha256": self._package.entry(self._manifest.entry).sha256,
        }
        source = (given.metadata or {}).get(b"foundry")
        if source:
            origin["data"] = json.loads(source)
        return signatures.output_schema(self.signature, {b"foundry": json.dumps(origin).encode()})

    def _warn_of_missing(self, table: pa.Table) -> None:
        missing = {name: table[name].null_count for name in self.inputs if table[name].null_count}
        if missing:
            name, count = max(missing.items(), key=lambda item: item[1])
            more = f" and in {len(missing) - 1} other columns" if len(missing) > 1 else ""
            warnings.warn(
                f"{self.reference} has no prediction for rows with missing inputs: {count:,} in column {name!r}{more}.",
                FoundryWarning,
                stacklevel=3,
            )


def fits(schema_names: Sequence[str], found: Model) -> bool:
    """Whether a table with these columns has all that a model takes."""
    return set(found.inputs) <= set(schema_names)
