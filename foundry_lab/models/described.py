"""What a model says of itself, and whether it may run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from ..contracts.models import Metric, Signature, TrainedOn
from ..store.package import Package
from ..store.published import PublishedPackage
from . import signature as signatures
from .isolation.process import Limits

if TYPE_CHECKING:
    from typing import Self

DEFAULT_LIMITS = Limits()


class DescribedModel(PublishedPackage):
    """
    The description of a model, and the decision to trust it.

    Parameters
    ----------
    package : Package
        Its manifest and files.
    limits : Limits, optional
        Time and memory for its own code.
    granted : frozenset of str, optional
        Digests of versions that run without a kept decision.
    """

    def __init__(
        self, package: Package, *, limits: Limits = DEFAULT_LIMITS, granted: frozenset[str] = frozenset()
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

    def _packages(self) -> list[Package]:
        """Return its package and, of a pipeline, those of its steps."""
        from .steps import steps_of

        found = [self._package]
        for step in steps_of(self._package, self._limits):
            found += step._packages()
        return found
