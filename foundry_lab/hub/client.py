"""A client of a hub's HTTP API."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from ..contracts.models import (
    CatalogsRequest,
    CatalogsResponse,
    Changes,
    ChangesRequest,
    HubInfo,
    LifecycleRequest,
    MetricDefinition,
    Model,
    PackageStatus,
    PackageSummary,
    PredictionScores,
    SearchRequest,
    SearchResponse,
    Upload,
)
from ..errors import FoundryError, HubUnavailableError
from ..problems import error_of, read_problem

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
_TIMEOUT = 30.0
_PIECE = 1 << 18


class HubClient:
    """
    A hub at a URL.

    Parameters
    ----------
    url : str
        Where it answers, without `/api`.
    token : str or None
        What it asks for; None where a login stands in front of it.
    """

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self._session: httpx.Client | None = None

    def health(self, *, timeout: float = _TIMEOUT) -> HubInfo:
        """Return which hub answers."""
        return self._read(self.request("GET", "health", timeout=timeout).content, HubInfo)

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return the packages that match."""
        answer = self.request("POST", "search", content=msgspec.json.encode(request))
        return self._read(answer.content, SearchResponse)

    def search_catalogs(self, request: CatalogsRequest) -> CatalogsResponse:
        """Return what catalogs besides the hub's store find."""
        answer = self.request("POST", "catalogs/search", content=msgspec.json.encode(request))
        return self._read(answer.content, CatalogsResponse)

    def manifest(self, folder: str, name: str, version: str) -> bytes:
        """Return a manifest as the hub sends it; the version may be partial, or `latest`."""
        return self.request("GET", f"{folder}/{quote(name)}/{quote(version)}").content

    def versions(self, folder: str, name: str) -> PackageSummary:
        """Return the versions of a package of a folder (`datasets` or `models`)."""
        return self._read(self.request("GET", f"{folder}/{quote(name)}").content, PackageSummary)

    def models_trained_on(self, dataset: str) -> list[Model]:
        """Return the newest version of each model that was trained on a dataset."""
        return self._read(self.request("GET", f"datasets/{quote(dataset)}/models").content, list[Model])

    def status(self, folder: str, name: str, version: str) -> PackageStatus:
        """Return where a version stands; it may be partial, or `latest`."""
        return self._read(
            self.request("GET", f"{folder}/{quote(name)}/{quote(version)}/status").content, PackageStatus
        )

    def statuses(self, reference: str | None = None, kind: str | None = None) -> list[PackageStatus]:
        """Return where the versions of a reference stand; what waits for a curator without one."""
        query = {key: value for key, value in (("reference", reference), ("kind", kind)) if value is not None}
        return self._read(self.request("GET", f"status?{urlencode(query)}").content, list[PackageStatus])

    def act(self, request: LifecycleRequest) -> list[PackageStatus]:
        """Deprecate, withdraw, rename or review, and return where the versions stand then."""
        answer = self.request("POST", "lifecycle", content=msgspec.json.encode(request))
        return self._read(answer.content, list[PackageStatus])

    def changes(self, before: str, after: str) -> Changes:
        """Return what changed between two versions."""
        request = ChangesRequest(from_=before, to=after)
        return self._read(
            self.request("POST", "changes", content=msgspec.json.encode(request), timeout=None).content,
            Changes,
        )

    def metrics(self) -> list[MetricDefinition]:
        """Return the metrics of benchmarks that need no expression."""
        return self._read(self.request("GET", "benchmark-metrics").content, list[MetricDefinition])

    def check_manifest(self, manifest: bytes) -> None:
        """Have the hub refuse a manifest that cannot be published, before there are files of it."""
        upload = self._read(self.request("POST", "uploads", content=manifest).content, Upload)
        self.request("DELETE", f"uploads/{upload.id}")

    def score(
        self, name: str, version: str, predictions: bytes | memoryview, media_type: str
    ) -> PredictionScores:
        """Return the scores of predictions that do not enter the benchmark."""
        path = f"benchmarks/{quote(name)}/{quote(version)}/score"
        answer = self.request("POST", path, content=predictions, media_type=media_type, timeout=None)
        return self._read(answer.content, PredictionScores)

    def names(self, folder: str) -> list[str]:
        """Return the names of all packages of a folder (`datasets` or `models`)."""
        packages = self._read(self.request("GET", folder).content, list[PackageSummary])
        return [package.name for package in packages]

    def download(self, path: str, sink: BinaryIO, on_piece: Callable[[bytes], object]) -> None:
        """Write a file of a package to a sink, showing each piece to `on_piece` on the way."""
        import httpx

        try:
            with self.session.stream("GET", f"/api/v1/{path}") as answer:
                if answer.is_error:
                    answer.read()
                    raise self._problem(answer)
                for piece in answer.iter_bytes(1 << 20):
                    sink.write(piece)
                    on_piece(piece)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from None

    def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | memoryview | None = None,
        media_type: str = "application/json",
        timeout: float | None = _TIMEOUT,
    ) -> httpx.Response:
        """
        Ask for a path below `/api/v1/`.

        Raises
        ------
        HubUnavailableError
            If the hub does not answer.
        FoundryError
            What the hub says is wrong.
        """
        import httpx

        headers = {"content-type": media_type} if content is not None else {}
        body: bytes | Iterator[bytes] | None = None
        if content is not None and len(content) > _PIECE:
            # What one call to the system leaves of a body is copied: pieces keep that small.
            headers["content-length"] = str(len(content))
            body = (bytes(content[start : start + _PIECE]) for start in range(0, len(content), _PIECE))
        elif content is not None:
            body = bytes(content)
        try:
            answer = self.session.request(
                method, f"/api/v1/{path}", content=body, headers=headers, timeout=timeout
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from None
        if answer.is_error:
            raise self._problem(answer)
        return answer

    @property
    def session(self) -> httpx.Client:
        """The connections to the hub, opened on first use."""
        if self._session is None:
            import httpx

            headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
            # A proxy of the environment is for the world outside, not for a hub on this machine.
            local = self.url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
            try:
                self._session = httpx.Client(
                    base_url=self.url, headers=headers, timeout=_TIMEOUT, trust_env=not local
                )
            except (httpx.InvalidURL, TypeError, ValueError) as error:
                raise self._unreachable(error) from None
            # A client that is dropped, or still there when Python ends, leaves no connection open.
            weakref.finalize(self, self._session.close)
        return self._session

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _read(self, content: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(content, type=kind)
        except msgspec.MsgspecError as error:
            raise HubUnavailableError(
                f"What answers at {self.url} is not a Foundry hub of this version ({error})."
            ) from None

    def _problem(self, answer: httpx.Response) -> FoundryError:
        problem = read_problem(answer.content)
        if problem is not None:
            return error_of(problem)
        return HubUnavailableError(
            f"What answers at {self.url} is not a Foundry hub: it replied {answer.status_code} "
            f"{answer.reason_phrase} to {answer.request.url.path}."
        )

    def _unreachable(self, error: Exception) -> HubUnavailableError:
        reason = str(error) or type(error).__name__
        return HubUnavailableError(
            f"The hub at {self.url} does not answer ({reason}); start it, or correct FOUNDRY_URL."
        )
