"""A model that a server runs."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from ... import config
from ...contracts import models as contracts
from ...contracts.models import Signature, Tensor
from ...errors import FoundryError, SignatureMismatchError
from ...protocol.tensors import NamedArray
from ...store.package import Package
from .. import signature as signatures
from ..compatibility import Compatibility, inputs_of, require_compatible
from ..inputs import input_table
from ..isolation.process import Limits
from ..model import Model
from .client import EndpointClient
from .description import signature_of, with_width

if TYPE_CHECKING:
    from typing import Self

# Workers of this process find a model with its token here, so that no token travels with a task.
_known: weakref.WeakValueDictionary[str, EndpointModel] = weakref.WeakValueDictionary()


def endpoint(address: str, token: str | None = None, timeout: float = 60.0) -> EndpointModel:
    """
    Return a model at its address; see `foundry_lab.model`.

    Raises
    ------
    NotFoundError, HubUnavailableError, SignatureMismatchError
    """
    if token is None and address in _known:
        return _known[address]
    client = EndpointClient(address, token or _own_token(address), timeout)
    description = client.describe()
    signature, named = signature_of(description)
    found = EndpointModel(
        client, description.platform, _version(client, description.versions), signature, named
    )
    _known[address] = found
    return found


class EndpointModel(Model):
    """
    A model that a server of the Open Inference Protocol runs.

    Get one with `foundry_lab.model` and its address. Its parameters are those of `endpoint`.
    """

    def __init__(
        self, client: EndpointClient, platform: str, version: str, signature: Signature, named: bool
    ) -> None:
        self._client = client
        self._platform = platform
        self._named = named
        self._binary: bool | None = None
        self._limits = Limits()
        self._granted = frozenset()
        self._manifest = contracts.Model(
            schema_version=1,
            kind="model",
            name=client.name,
            version=version,
            title=client.name,
            published_at="",
            format="onnx",
            entry="",
            signature=signature,
            files=[],
        )

    @property
    def reference(self) -> str:
        """Its address."""
        return self._client.address

    @property
    def doi(self) -> str | None:
        """None: a server says nothing of it."""
        return None

    @property
    def versions(self) -> list[str]:
        """The version that answers; empty where the server names none."""
        return [self.version] if self.version else []

    @property
    def format(self) -> str:
        """What the server calls its platform; empty where it says nothing."""
        return self._platform

    @property
    def package(self) -> Package:
        """A served model has none here."""
        raise self._elsewhere("has no files here")

    @property
    def runs_code(self) -> bool:
        """False: nothing of it runs here."""
        return False

    @property
    def trusted(self) -> bool:
        """True: nothing of it runs here."""
        return True

    def trust(self, *, pickle: bool = False) -> Self:
        """Return itself: nothing of it runs here."""
        del pickle
        return self

    def distrust(self) -> None:
        """Do nothing: nothing of it runs here."""

    def cite(self, format: Any = "bibtex") -> str:
        """Refuse: a server says nothing of it."""
        raise self._elsewhere("names nothing to cite")

    def datacite(self) -> dict[str, Any]:
        """Refuse: a server says nothing of it."""
        raise self._elsewhere("names nothing to cite")

    def require_runnable(self) -> frozenset[str]:
        """Return no digests: nothing of it runs here."""
        return frozenset()

    def check(self, data: Any, *, columns: Mapping[str, str] | None = None) -> Compatibility:
        """Return whether and how the model's inputs come out of the data's columns."""
        names = [(columns or {}).get(name, name) for name in self.inputs]
        return super().check(self._table(data, names), columns=columns)

    def map(self, data: Any, **options: Any) -> Any:
        """Run the model on batches of rows with an executor, as `Model.map` does."""
        names = [(options.get("columns") or {}).get(name, name) for name in self.inputs]
        table = self._table(data, names)
        if not self._whole and table.num_rows:
            # What it gives must be known before batches are stored.
            self.predict(table.slice(0, 1), columns=options.get("columns"))
        return super().map(table, **options)

    def predict_batches(
        self, table: pa.Table, batch_rows: int = 4096, *, columns: Mapping[str, str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield predictions batch by batch, in the order of the rows; see `Model.predict_batches`."""
        how = require_compatible(table.schema, self.signature, self.reference, columns)
        used = list(dict.fromkeys(how.columns.values()))
        fixed = max((tensor.shape[0] for tensor in self.signature.inputs), default=-1)
        first = 0
        for batch in table.select(used).to_batches(max_chunksize=fixed if fixed > 0 else batch_rows):
            given = inputs_of(batch, self.signature, how, self.reference, first)
            first += batch.num_rows
            yield signatures.predictions(self._run, given, self.signature, self.output_schema(table.schema))

    def output_schema(self, given: pa.Schema | None) -> pa.Schema:
        """Return the schema of predictions, which names the server instead of a package."""
        origin: dict[str, Any] = {"model": self.reference, "version": self.version}
        source = (given.metadata or {}).get(b"foundry") if given is not None else None
        if source:
            origin["data"] = msgspec.json.decode(source)
        return signatures.output_schema(self.signature, {b"foundry": msgspec.json.encode(origin)})

    @property
    def task_identity(self) -> tuple[str, str | None]:
        """What names it for a worker, and no folder."""
        return f"{self.reference} {self.version}", None

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash(self.reference)

    @property
    def _whole(self) -> bool:
        """Whether the columns of all outputs are known."""
        outputs = self.signature.outputs
        return bool(outputs) and all(tensor.columns for tensor in outputs)

    def _packages(self) -> list[Package]:
        return []

    def _predict_matrix(self, data: Any, batch_rows: int) -> None:
        return None

    def _elsewhere(self, what: str) -> FoundryError:
        return FoundryError(f"{self.reference} runs on a server and {what}.")

    def _table(self, data: Any, names: list[str]) -> pa.Table:
        """Return data as a table; columns that the server gave no names go by their order."""
        tensors = self.signature.inputs
        if not names and len(tensors) == 1:
            table = _unnamed_table(data, self.reference)
            self._take(inputs=[with_width(tensors[0], table.num_columns, table.column_names)])
            return table
        table = super()._table(data, names)
        lacking = not set(names).issubset(table.column_names)
        if lacking and not self._named and table.num_columns == len(names):
            return table.rename_columns(names)
        return table

    def _run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        if self._binary is None:
            self._binary = self._client.takes_binary()
        arrays = signatures.arrays(batch, self.signature)
        inputs = [NamedArray(one.name, one.datatype, arrays[one.name]) for one in self.signature.inputs]
        found = {one.name: one for one in self._client.infer(inputs, binary=self._binary)}
        if not self._whole:
            self._learn(list(found.values()))
        lacking = [tensor.name for tensor in self.signature.outputs if tensor.name not in found]
        if lacking:
            raise SignatureMismatchError(
                f"{self.reference} gave no output {lacking[0]!r}, which its metadata names."
            )
        outputs = [found[tensor.name].array for tensor in self.signature.outputs]
        return signatures.split_outputs(outputs, batch.num_rows, self.signature, self.reference)

    def _learn(self, outputs: list[NamedArray]) -> None:
        """Take the columns of outputs from the first answer."""
        tensors = []
        for name, datatype, array in outputs:
            width = array.size // max(len(array), 1) if array.ndim > 1 else 1
            tensors.append(with_width(Tensor(name=name, datatype=datatype, shape=[], columns=[]), width))  # type: ignore[arg-type]
        self._take(outputs=tensors)

    def _take(self, *, inputs: list[Tensor] | None = None, outputs: list[Tensor] | None = None) -> None:
        known = self.signature
        self._manifest.signature = Signature(inputs=inputs or known.inputs, outputs=outputs or known.outputs)


def _unnamed_table(data: Any, model: str) -> pa.Table:
    if isinstance(data, list | tuple) or type(data).__module__.partition(".")[0] == "numpy":
        import numpy as np

        values = np.asarray(data)
        width = values.shape[1] if values.ndim == 2 else 1
        return input_table(values, [f"input_{i}" for i in range(width)], model)
    return input_table(data, [], model)


def _own_token(address: str) -> str | None:
    """Return the token of the hub that this environment uses; no other server is told it."""
    url, token = config.hub_url(), config.hub_token()
    if url is not None:
        return token if address.startswith(f"{url}/") else None
    from ...hub.runtime import read_record, runtime_file

    record = read_record(runtime_file(config.store()))
    return record.token if record is not None and address.startswith(f"{record.url}/") else None


def _version(client: EndpointClient, versions: list[str] | None) -> str:
    return client.version or (versions[0] if versions else "")
