"""A published model."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from ..store.packages import find
from .described import DEFAULT_LIMITS
from .isolation.process import Limits
from .predicting import BATCH_ROWS, PredictingModel

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .mapping.map_run import MapRun

Trust = bool | Literal["pickle"]


def model(
    reference: str | os.PathLike[str] | Model,
    *,
    trust: Trust = False,
    timeout: float = DEFAULT_LIMITS.seconds,
    memory: int = DEFAULT_LIMITS.memory,
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


def _is_address(reference: str) -> bool:
    from .endpoint.client import is_address

    return is_address(reference)


class Model(PredictingModel):
    """
    A model with what it takes and gives.

    Get one with `foundry_lab.model`.
    """

    def submit(self, data: Any, **options: Any) -> Future[pa.Table]:
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
        retries: int = 2,
        failures: Literal["raise", "keep"] = "raise",
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
        from .mapping.start import start

        names = [(columns or {}).get(name, name) for name in self.inputs]
        return start(
            self,
            self._table(data, names),
            executor=executor,
            batch_rows=batch_rows,
            columns=columns,
            retries=retries,
            failures=failures,
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

    def __repr__(self) -> str:
        from .model_summary import model_text

        return model_text(self)

    def _repr_html_(self) -> str:
        from .model_summary import model_html

        return model_html(self)
