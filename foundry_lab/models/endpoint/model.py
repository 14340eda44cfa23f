"""A model that a server runs."""

from __future__ import annotations

import weakref
from typing import Any

from ... import config
from ...contracts import models as contracts
from ...contracts.models import Signature
from ...errors import FoundryError
from ...store.package import Package
from ..access import Access
from ..isolation.process import Limits
from ..mapping.start import Identity
from ..model import Model
from ..predict import table_of
from .client import EndpointClient
from .description import signature_of
from .execution import EndpointExecution

# Workers of this process find a model with its token here, so that no token travels with a task.
_models: weakref.WeakValueDictionary[str, EndpointModel] = weakref.WeakValueDictionary()


def endpoint(address: str, token: str | None = None, timeout: float = 60.0) -> EndpointModel:
    """
    Return a model at its address; see `foundry_lab.model`.

    Raises
    ------
    NotFoundError, HubUnavailableError, SignatureMismatchError
    """
    if token is None and address in _models:
        return _models[address]
    client = EndpointClient(address, token or _own_token(address), timeout)
    description = client.describe()
    signature, has_columns = signature_of(description)
    model = EndpointModel(
        client, description.platform, _version(client, description.versions), signature, has_columns
    )
    _models[address] = model
    return model


class EndpointModel(Model):
    """
    A model that a server of the Open Inference Protocol runs.

    Get one with `foundry_lab.model` and its address. Its parameters are those of `endpoint`.
    """

    _execution: EndpointExecution

    def __init__(
        self, client: EndpointClient, platform: str, version: str, signature: Signature, has_columns: bool
    ) -> None:
        self._address = client.address
        self._platform = platform
        # Nothing of it runs here.
        self._access = Access(None, Limits())
        self._execution = EndpointExecution(client, version, signature, has_columns)
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
        return self._address

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

    def cite(self, format: Any = "bibtex") -> str:
        """Refuse: a server says nothing of it."""
        raise self._elsewhere("names nothing to cite")

    def datacite(self) -> dict[str, Any]:
        """Refuse: a server says nothing of it."""
        raise self._elsewhere("names nothing to cite")

    def map(self, data: Any, **options: Any) -> Any:
        """Run the model on batches of rows with an executor, as `Model.map` does."""
        columns = options.get("columns")
        table = table_of(self._execution, data, columns, options.pop("units", None))
        if not self._execution.is_complete and table.num_rows:
            # What it gives must be known before batches are stored.
            self.predict(table.slice(0, 1), columns=columns)
        return super().map(table, **options)

    @property
    def _identity(self) -> Identity:
        return Identity(f"{self.reference} {self.version}", None, _execution_at)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash(self.reference)

    def __repr__(self) -> str:
        self._manifest.signature = self.signature
        return super().__repr__()

    def _repr_html_(self) -> str:
        self._manifest.signature = self.signature
        return super()._repr_html_()

    def _elsewhere(self, what: str) -> FoundryError:
        return FoundryError(f"{self.reference} runs on a server and {what}.")


def _execution_at(address: str) -> EndpointExecution:
    """Return what runs rows at an address; a worker calls it."""
    return endpoint(address)._execution


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
