"""A published model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

import pyarrow as pa

from ..contracts.models import Metric, Signature, TrainedOn
from ..door import with_doors
from ..store.package import Package
from ..store.published import PublishedPackage
from . import signature as signatures
from .access import Access
from .compatibility import Compatibility, compatibility
from .execution import BATCH_ROWS, Execution
from .input_form import as_input
from .isolation.process import Limits
from .mapping.start import Identity, start
from .model_summary import model_html, model_text
from .predict import predict, table_of
from .runners.open_runner import execution_of

if TYPE_CHECKING:
    from concurrent.futures import Future
    from typing import Self

    import pandas as pd

    from .mapping.map_run import MapRun

DEFAULT_LIMITS = Limits()
Trust = bool | Literal["pickle"]


@with_doors
class Model(PublishedPackage):
    """
    A model with what it takes and gives.

    Get one with `foundry_lab.model`.
    """

    def __init__(
        self, package: Package, *, limits: Limits = DEFAULT_LIMITS, grants: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(package)
        self._access = Access(package, limits, grants)
        self._execution: Execution = execution_of(package, limits, grants)

    @property
    def card(self) -> str:
        """The model card, in Markdown; empty if there is none."""
        return self._manifest.card or ""

    @property
    def format(self) -> str:
        """What its file is: 'onnx', 'skops', 'xgboost', 'lightgbm', 'torch', 'keras', 'python', 'pipeline' or 'pickle'."""
        return str(self._manifest.format)

    @property
    def package(self) -> Package:
        """The package: its files and its digest."""
        return self._package

    @property
    def _grants(self) -> frozenset[str]:
        return self._access.grants

    @property
    def limits(self) -> Limits:
        """Time and memory for the model's own code, if it has any."""
        return self._access.limits

    @property
    def signature(self) -> Signature:
        """Tensors and columns that the model takes and gives."""
        signature: Signature = self._execution.signature
        return signature

    @property
    def inputs(self) -> list[str]:
        """Names of the columns that the model takes."""
        return [column.name for column in signatures.columns_of(self.signature.inputs)]

    @property
    def input_columns(self) -> list[dict[str, str]]:
        """Name, unit and datatype of each column that the model takes; the unit is empty where there is none."""
        return [
            {"name": column.name, "unit": column.unit or "", "datatype": tensor.datatype}
            for tensor in self.signature.inputs
            for column in tensor.columns
        ]

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
    def manifest(self) -> Any:
        """Everything that was published about the model, as `foundry_lab.contracts.models.Model`."""
        return self._manifest

    @property
    def steps(self) -> list[str]:
        """References of the models that a pipeline runs, in order; empty for other models."""
        return [step.model for step in self._manifest.steps or []]

    @property
    def runs_code(self) -> bool:
        """Whether running it, or a step of it, runs code of its publisher, which needs your trust."""
        return self._access.runs_code

    @property
    def trusted(self) -> bool:
        """Whether it may run: it runs no code of its publisher, or you trust this version."""
        return self._access.trusted

    def trust(self, *, pickle: bool = False) -> Self:
        """
        Let this version's code run, from now on and in every process of yours, until `distrust`.

        It runs in a process and an environment of its own, with limits of time and memory and without the variables
        of your kernel; it can still read the files that you can read.

        Parameters
        ----------
        pickle : bool, optional
            Whether that holds for a pickle, which runs any code when it is opened.

        Returns
        -------
        Self
            Itself.
        """
        self._access.trust(pickle=pickle)
        return self

    def distrust(self) -> None:
        """Take the decision of `trust` back."""
        self._access.distrust()

    def output_schema(self, schema: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions for data of a schema: columns with units, and where they come from."""
        return self._execution.output_schema(schema)

    def check(
        self,
        data: Any,
        *,
        columns: Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> Compatibility:
        """
        Return whether and how the model's inputs come out of the data's columns: by name, kind of value, unit and role.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
        columns, units : mapping of str to str, optional
            As in `predict`.

        Returns
        -------
        Compatibility
            True if the model can run; otherwise its `problems` say why not.
        """
        table = table_of(self._execution, data, columns, units)
        return compatibility(table.schema, self.signature, self.reference, columns)

    @overload
    def predict(
        self,
        data: pd.DataFrame,
        *,
        columns: Mapping[str, str] | None = ...,
        units: Mapping[str, str] | None = ...,
        batch_rows: int = ...,
        progress: bool | Callable[[int, int], object] | None = ...,
    ) -> pd.DataFrame: ...
    @overload
    def predict(
        self,
        data: Any,
        *,
        columns: Mapping[str, str] | None = ...,
        units: Mapping[str, str] | None = ...,
        batch_rows: int = ...,
        progress: bool | Callable[[int, int], object] | None = ...,
    ) -> Any: ...
    def predict(
        self,
        data: Any,
        *,
        columns: Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        batch_rows: int = BATCH_ROWS,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> Any:
        """
        Return the model's predictions, in the form of the data.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
            What has the model's input columns: a split of a dataset, an Arrow table, a pandas or Polars frame,
            a list of records, a file, or an array of shape (rows, inputs) in the signature's order.
        columns : mapping of str to str, optional
            The data's column for inputs that are named differently there.
        units : mapping of str to str, optional
            The units of columns of the data that say none, such as those of a plain frame: ``{"temperature": "degC"}``.
        batch_rows : int, optional
            Rows given to the model at once.
        progress : bool or callable, optional
            True shows a bar; a callable is called with the rows done and the rows there are, after each batch.

        Returns
        -------
        pyarrow.Table, pandas.DataFrame, polars.DataFrame, numpy.ndarray or list of dict
            A row for each row of the data, in order; a row with a missing input has missing predictions. A split, a
            file, columns by name and a table give an Arrow table: its fields carry `unit`, `role` and `description` in
            their metadata, and the schema's `foundry` names model, version, the package's digest and the data. A pandas
            frame gives one with its index, and units in `attrs["foundry"]`; a Polars frame and a list of dicts give
            such. An array gives one of shape (rows,) of one output, (rows, outputs) of several of one type, and a
            structured array of others.

        Raises
        ------
        SignatureMismatchError
            If the data lack a column, or hold another type, another role, or a unit that cannot be converted.
        RefusedModelError
            If the model could run code and is not trusted, or a file is not what the package says.
        ModelRunError
            If the model's own code fails or goes beyond its limits.
        ChecksumMismatchError, NotFoundError, HubUnavailableError
            If the model's file cannot be had as it was published.

        Warns
        -----
        FoundryWarning
            If rows have missing inputs.
        """
        predictions = predict(
            self._execution, data, columns=columns, units=units, batch_rows=batch_rows, progress=progress
        )
        return as_input(data, predictions)

    def predict_batches(
        self, table: pa.Table, batch_rows: int = BATCH_ROWS, *, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """
        Yield predictions batch by batch, in the order of the rows.

        Parameters
        ----------
        table : pyarrow.Table
            Has the model's input columns.
        batch_rows : int, optional
            Rows given to the model at once.
        columns : mapping of str to str, optional
            The table's column for inputs that are named differently there.

        Yields
        ------
        pyarrow.RecordBatch
            Predictions for the next `batch_rows` rows or fewer.

        Raises
        ------
        SignatureMismatchError, RefusedModelError, ModelRunError
            As `predict` does.
        """
        yield from self._execution.batches(table, batch_rows, columns)

    def __call__(self, data: Any) -> Any:
        """Return `predict(data)`."""
        return self.predict(data)

    def submit(self, data: Any, **options: Any) -> Future[Any]:
        """
        Return at once a future of `predict(data, **options)`, which runs in a thread.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
        **options
            As `predict` takes them.
        """
        from .mapping.executors import submit

        return submit(self.predict, data, **options)

    def map(
        self,
        data: Any,
        *,
        executor: Any = None,
        batch_rows: int = BATCH_ROWS,
        columns: Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        retries: int = 2,
        failures: Literal["raise", "keep"] = "raise",
        out: str | os.PathLike[str] | None = None,
        resume: bool = True,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> MapRun:
        """
        Run the model on batches of rows with an executor, in the background.

        Each batch is stored as a Parquet file when it is done, so the same call after a killed kernel computes only
        the missing batches, and the result may be larger than memory.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
        executor : optional
            'threads' (the default) or 'processes' of this machine, a number of threads, any
            `concurrent.futures.Executor` (such as Globus Compute's or Parsl's), a Dask `Client`, the module `ray`
            or a Parsl `DataFlowKernel`. Workers elsewhere see the store as this kernel does: a shared folder, or
            `FOUNDRY_URL`.
        batch_rows : int, optional
            Rows of a batch.
        columns, units : mapping of str to str, optional
            As in `predict`.
        retries : int, optional
            How often a batch is tried again after a failure of its worker; a mistake in the data is not.
        failures : {'raise', 'keep'}, optional
            What becomes of a batch in which the model fails: 'raise' ends the run when the batches under way are
            stored; 'keep' goes on, with missing predictions for the rows that fail and their reasons in the run's
            `failures`, up to 1,000 of them.
        out : path, optional
            The folder of the Parquet files; by default one in the cache that belongs to model, data and `batch_rows`.
        resume : bool, optional
            Whether batches that are stored already are used.
        progress : bool or callable, optional
            True shows a bar; a callable is called with the rows done and the rows there are, after each batch.

        Returns
        -------
        MapRun
            Iterate over it for record batches in order; `result()` is a table, `dataset()` what is there so far,
            `cancel()` stops it.

        Raises
        ------
        SignatureMismatchError, RefusedModelError
            As `predict` does, before anything runs.
        """
        from ..datasets.split import Split

        return start(
            self._execution,
            self._access,
            self._identity,
            table_of(self._execution, data, columns, units),
            executor=executor,
            batch_rows=batch_rows,
            columns=columns,
            retries=retries,
            failures=failures,
            out=out,
            resume=resume,
            progress=progress,
            source=f"{data.package.digest}/{data.name}"
            if isinstance(data, Split) and data.is_whole
            else None,
        )

    def _require_runnable_here(self) -> None:
        """
        Open the model, and every step of it, so that what keeps it from running is known before its time counts.

        Raises
        ------
        RefusedModelError
            If it runs code and is not trusted, or this machine cannot confine it where it is to be.
        ModelRunError
            If its environment cannot be made.
        """
        self._access.require_here()

    @property
    def _identity(self) -> Identity:
        folder = self._package.folder
        return Identity(self._package.digest, str(folder) if folder else None)

    def __repr__(self) -> str:
        return model_text(self._manifest, self.reference)

    def _repr_html_(self) -> str:
        return model_html(self._manifest, self.reference)
