"""A published model."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import pyarrow as pa

from ..contracts.models import Metric, Signature, TrainedOn
from ..errors import FoundryWarning
from ..store.packages import Package, find
from ..store.published import PublishedPackage
from . import signature as signatures
from .fit import Fit, fit, inputs_of, require_fit
from .isolation.process import Limits

if TYPE_CHECKING:
    from concurrent.futures import Future

    import numpy as np

    from .mapping.run import MapRun
    from .matrix import Plan

BATCH_ROWS = 4096
Trust = bool | Literal["pickle"]
_DEFAULT = Limits()


def model(
    reference: str | os.PathLike[str] | Model,
    *,
    trust: Trust = False,
    timeout: float = _DEFAULT.seconds,
    memory: int = _DEFAULT.memory,
    token: str | None = None,
) -> Model:
    """
    Return a published model; its file is read when it first runs.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), a DOI, a package's folder, or
        the address of a model that a server of the Open Inference Protocol runs, `https://host/v2/models/NAME`.
    trust : bool or 'pickle', optional
        Trust the publisher of a model that runs code, as `Model.trust` does; kept for this version until
        `Model.distrust`. A pickle needs 'pickle': it can run any code when it is opened.
    timeout : float, optional
        Seconds that a model's own code, or a server, may take for one batch of rows.
    memory : int, optional
        Bytes that the process of a model's own code may use.
    token : str, optional
        The bearer token for a server; that of the hub in use need not be given.

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
    if isinstance(reference, Model):
        found = reference
    elif isinstance(reference, str) and "/v2/models/" in reference and _is_address(reference):
        from .endpoint.model import endpoint

        found = endpoint(reference, token, float(timeout))
    else:
        found = Model(find("model", reference), limits=Limits(float(timeout), int(memory)))
    if trust:
        found.trust(pickle=trust == "pickle")
    return found


class _OpenRunner(NamedTuple):
    runner: Any
    path: str
    stamp: tuple[int, int, int]


def _stamp(path: str) -> tuple[int, int, int]:
    """Return what changes with a file."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return (0, 0, -1)
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _is_address(reference: str) -> bool:
    from .endpoint.client import is_address

    return is_address(reference)


class Model(PublishedPackage):
    """
    A model with what it takes and gives.

    Get one with `foundry_lab.model`.
    """

    def __init__(
        self, package: Package, *, limits: Limits = _DEFAULT, granted: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(package)
        self._manifest = package.manifest
        self._limits = limits
        self._granted = granted

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
    def task_identity(self) -> tuple[str, str | None]:
        """What a worker must find under its reference, and the folder where it may lie."""
        folder = self._package.folder
        return self._package.digest, str(folder) if folder else None

    @property
    def granted(self) -> frozenset[str]:
        """Digests of versions that run in this process without a kept decision: those that it published."""
        return self._granted

    @property
    def limits(self) -> Limits:
        """Time and memory for the model's own code, if it has any."""
        return self._limits

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
    def manifest(self) -> Any:  # noqa: ANN401
        """Everything that was published about the model, as `foundry_lab.contracts.models.Model`."""
        return self._manifest

    @property
    def steps(self) -> list[str]:
        """References of the models that a pipeline runs, in order; empty for other models."""
        return [step.model for step in self._manifest.steps or []]

    @property
    def runs_code(self) -> bool:
        """Whether running it, or a step of it, runs code of its publisher, which needs your trust."""
        from .runners.open_runner import needs_trust

        return any(needs_trust(one) for one in self._packages())

    @property
    def trusted(self) -> bool:
        """Whether it may run: it runs no code of its publisher, or you trust this version."""
        from .isolation.trust import is_trusted
        from .runners.open_runner import needs_trust

        return all(
            not needs_trust(one) or is_trusted(one.digest, pickle=one.manifest.format == "pickle")
            for one in self._packages()
        )

    def trust(self, *, pickle: bool = False) -> Model:
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
        Model
            Itself.
        """
        from .isolation.trust import trust

        for one in self._packages():
            if one.manifest.format != "pipeline":
                trust(one.digest, one.reference, pickle=pickle)
        return self

    def distrust(self) -> None:
        """Take the decision of `trust` back."""
        from .isolation.trust import distrust

        for one in self._packages():
            distrust(one.digest)

    def fit(self, data: Any, *, columns: Mapping[str, str] | None = None) -> Fit:  # noqa: ANN401
        """
        Return whether and how the model's inputs come out of the data's columns: by name, kind of value, unit and role.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
        columns : mapping of str to str, optional
            The data's column for inputs that are called otherwise there.

        Returns
        -------
        Fit
            True if the model can run; otherwise its `problems` say why not.
        """
        names = [(columns or {}).get(name, name) for name in self.inputs]
        table = self._table(data, names)
        return fit(table.schema, self.signature, self.reference, columns)

    def predict(
        self,
        data: Any,  # noqa: ANN401
        *,
        columns: Mapping[str, str] | None = None,
        batch_rows: int = BATCH_ROWS,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> pa.Table:
        """
        Return the model's predictions.

        Parameters
        ----------
        data : Split, table, frame, records, array or path
            What has the model's input columns: a split of a dataset, an Arrow table, a pandas or Polars frame,
            a list of records, a file, or an array of shape (rows, inputs) in the signature's order.
        columns : mapping of str to str, optional
            The data's column for inputs that are called otherwise there.
        batch_rows : int, optional
            Rows given to the model at once.
        progress : bool or callable, optional
            True shows a bar; a callable is called with the rows done and the rows there are, after each batch.

        Returns
        -------
        pyarrow.Table
            A row for each row of the data, in order; its fields carry `unit`, `role` and `description` in their
            metadata, and the schema's `foundry` names model, version, the package's digest and the data. A row with
            a missing input has missing predictions.

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
        from .progress import reporting

        batches = self._predict_matrix(data, batch_rows) if columns is None and not progress else None
        if batches is not None:
            return pa.Table.from_batches(batches, self._plain_schema)
        names = [(columns or {}).get(name, name) for name in self.inputs]
        # A table of the same columns as the last one has been looked at already.
        table = data if self._is_planned(data, columns) else self._table(data, names)
        batches = []
        with reporting(progress, table.num_rows, self.reference) as told:
            for batch in self.predict_batches(table, batch_rows, columns=columns):
                batches.append(batch)
                told(batch.num_rows)
        found = pa.Table.from_batches(batches, self.output_schema(table.schema) if not batches else None)
        if any(column.null_count for column in found.columns):
            self._warn_of_missing(table, names)
        return found

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
            The table's column for inputs that are called otherwise there.

        Yields
        ------
        pyarrow.RecordBatch
            Predictions for the next `batch_rows` rows or fewer.

        Raises
        ------
        SignatureMismatchError, RefusedModelError, ModelRunError
            As `predict` does.
        """
        from .matrix import matrix_of_batch

        plan = self._plan_for(table.schema, dict(columns or {}))
        runner = self._runner()
        chosen = table if plan.used == table.column_names else table.select(plan.used)
        for batch in chosen.to_batches(max_chunksize=batch_rows):
            if plan.kind is not None:
                matrix = matrix_of_batch(batch, plan.kind)
                if matrix is not None:
                    yield self._run_matrix(runner, matrix, plan.schema)
                    continue
            given = inputs_of(batch, self.signature, plan.how)
            valid = signatures.present(given)
            whole = valid.true_count == len(valid)
            yield signatures.predictions(
                runner.run(given if whole else given.filter(valid)), valid, plan.schema
            )

    def submit(self, data: Any, **options: Any) -> Future[pa.Table]:  # noqa: ANN401
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
        data: Any,  # noqa: ANN401
        *,
        executor: Any = None,  # noqa: ANN401
        batch_rows: int = 16384,
        columns: Mapping[str, str] | None = None,
        retries: int = 2,
        out: str | os.PathLike[str] | None = None,
        resume: bool = True,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> MapRun:
        """
        Run the model on batches of rows with an executor, in the background.

        Each batch is stored as a Parquet file when it is done, so the same call after a killed kernel computes only
        the batches that lack, and the result may be larger than memory.

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
        columns : mapping of str to str, optional
            The data's column for inputs that are called otherwise there.
        retries : int, optional
            How often a batch is tried again after a failure of its worker; a mistake in the data is not.
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
        from .mapping.run import start

        names = [(columns or {}).get(name, name) for name in self.inputs]
        return start(
            self,
            self._table(data, names),
            executor=executor,
            batch_rows=batch_rows,
            columns=columns,
            retries=retries,
            out=out,
            resume=resume,
            progress=progress,
            source=f"{data.package.digest}/{data.name}" if isinstance(data, Split) else None,
        )

    def require_runnable(self) -> frozenset[str]:
        """
        Check that the model, and every step of it, may run; return the digests that a worker may run by this decision.

        Raises
        ------
        RefusedModelError
            If it is not trusted.
        """
        from .runners.open_runner import require_trust

        for one in self._packages():
            if one.manifest.format != "pipeline":
                require_trust(one, self._granted)
        return self._granted | {one.digest for one in self._packages()}

    def require_runnable_here(self) -> None:
        """
        Open the model, and every step of it, so that what keeps it from running is known before its time counts.

        Raises
        ------
        RefusedModelError
            If it runs code and is not trusted, or this machine cannot confine it where it is to be.
        ModelRunError
            If its environment cannot be made.
        """
        from .runners.open_runner import open_runner

        open_runner(self._package, self._limits, self._granted)
        if self.runs_code and self._limits.confined:
            from .isolation.process import require_confinement

            require_confinement(self.reference)

    def output_schema(self, given: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions for data of a schema: columns with units, and where they come from."""
        manifest = self._manifest
        origin: dict[str, Any] = {
            "model": self.reference,
            "version": self.version,
            "package": self._package.digest,
            "sha256": self._package.entry(manifest.entry).sha256,
        }
        source = (given.metadata or {}).get(b"foundry") if given is not None else None
        if source:
            origin["data"] = msgspec.json.decode(source)
        return signatures.output_schema(self.signature, {b"foundry": msgspec.json.encode(origin)})

    def __call__(self, data: Any) -> pa.Table:  # noqa: ANN401
        """Return `predict(data)`."""
        return self.predict(data)

    def __repr__(self) -> str:
        from .summary import model_text

        return model_text(self)

    def _repr_html_(self) -> str:
        from .summary import model_html

        return model_html(self)

    def _runner(self) -> Any:  # noqa: ANN401
        """Return what runs it; an ONNX model that is open is used as long as its file is as it was then."""
        kept: _OpenRunner | None = getattr(self, "_open", None)
        if kept is not None and kept.stamp == _stamp(kept.path):
            return kept.runner
        from .runners.open_runner import open_runner

        found = open_runner(self._package, self._limits, self._granted)
        folder = self._package.folder
        if self.format == "onnx" and folder is not None:
            path = os.fspath(folder / self._manifest.entry)
            self._open = _OpenRunner(found, path, _stamp(path))
        return found

    def _is_planned(self, data: Any, columns: Mapping[str, str] | None) -> bool:  # noqa: ANN401
        known: Plan | None = getattr(self, "_plan", None)
        if known is None or known.kind is None or not isinstance(data, pa.Table):
            return False
        return known.holds_for(data.schema, dict(columns or {}))

    def _plan_for(self, schema: pa.Schema, columns: dict[str, str]) -> Plan:
        """Return how tables of a schema go through the model; the last plan is kept."""
        from .matrix import Plan, can_be_matrix

        known: Plan | None = getattr(self, "_plan", None)
        if known is not None and known.holds_for(schema, columns):
            return known
        how = require_fit(schema, self.signature, self.reference, columns)
        used = list(dict.fromkeys(how.columns.values()))
        fits = self._matrix is not None and len(used) == self._matrix[1] and can_be_matrix(schema, how)
        kind = self._matrix[2] if self._matrix is not None and fits else None
        self._plan = Plan(schema, columns, how, used, self.output_schema(schema), kind)
        return self._plan

    @cached_property
    def _matrix(self) -> tuple[str, int, str] | None:
        """Name, width and kind of the one matrix of numbers that it takes; None if it takes anything else."""
        from .matrix import matrix_kind

        kind = matrix_kind(self.signature) if self.format == "onnx" else None
        (tensor, *_) = self.signature.inputs
        return None if kind is None else (tensor.name, len(tensor.columns), kind)

    @cached_property
    def _plain_schema(self) -> pa.Schema:
        """The schema of predictions for data that say nothing of themselves."""
        return self.output_schema(None)

    def _predict_matrix(self, data: Any, batch_rows: int) -> list[pa.RecordBatch] | None:  # noqa: ANN401
        """Return predictions for an array that the model takes as it is; None where the data are anything else."""
        if self._matrix is None or type(data).__module__ != "numpy":
            return None
        from .matrix import matrix_of_array

        _, width, kind = self._matrix
        matrix = matrix_of_array(data, width, kind)
        if matrix is None:
            return None
        runner = self._runner()
        starts = range(0, len(matrix), batch_rows)
        return [self._run_matrix(runner, matrix[i : i + batch_rows], self._plain_schema) for i in starts]

    def _run_matrix(self, runner: Any, matrix: np.ndarray, schema: pa.Schema) -> pa.RecordBatch:  # noqa: ANN401
        from .matrix import columns_of_outputs

        outputs = runner.run_arrays({self.signature.inputs[0].name: matrix})
        columns = columns_of_outputs(outputs, len(matrix), self.signature)
        if columns is None:
            columns = signatures.split_outputs(outputs, len(matrix), self.signature, self.reference)
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def _packages(self) -> list[Package]:
        """Return its package and, of a pipeline, those of its steps."""
        from .steps import steps_of

        found = [self._package]
        for step in steps_of(self._package, self._limits):
            found += step._packages()
        return found

    def _table(self, data: Any, names: list[str]) -> pa.Table:  # noqa: ANN401
        from .inputs import input_table

        lists = len(names) == 1 and signatures.holds_lists(self.signature.inputs[0])
        return input_table(data, names, self.reference, lists=lists)

    def _warn_of_missing(self, table: pa.Table, names: list[str]) -> None:
        missing = {name: table[name].null_count for name in names if table[name].null_count}
        if missing:
            name, count = max(missing.items(), key=lambda item: item[1])
            more = f" and in {len(missing) - 1} other columns" if len(missing) > 1 else ""
            warnings.warn(
                f"{self.reference} has no prediction for rows with missing inputs: {count:,} in column {name!r}{more}.",
                FoundryWarning,
                stacklevel=3,
            )
