"""Asking a server of the Open Inference Protocol."""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ...errors import (
    FoundryError,
    HubUnavailableError,
    ModelRunError,
    NotFoundError,
    RefusedModelError,
    SignatureMismatchError,
)
from ...protocol.bodies import read_response, write_request
from ...protocol.tensors import NamedArray

if TYPE_CHECKING:
    import httpx

_ADDRESS = re.compile(r"(https?://[^?#]+?)/v2/models/([^/?#]+)(?:/versions/([^/?#]+))?/?", re.IGNORECASE)
_CONNECT_SECONDS = 5.0
_AGAIN = {429, 502, 503}
_LONGEST_WAIT = 30.0
_LARGEST_ANSWER = 1 << 30
_BINARY = {"binary_tensor_data", "binary_data"}


class _Server(msgspec.Struct):
    extensions: list[str] | None = None


class Described(msgspec.Struct):
    """What a server says of a tensor; -1 in its shape is any."""

    name: str
    datatype: str
    shape: list[int]
    parameters: dict[str, Any] | None = None


class Description(msgspec.Struct):
    """What a server says of a model."""

    name: str
    platform: str = ""
    versions: list[str] | None = None
    inputs: list[Described] | None = None
    outputs: list[Described] | None = None


class _Refusal(msgspec.Struct):
    error: str | None = None
    detail: Any = None


def is_address(reference: object) -> bool:
    """Whether a reference is the address of a served model."""
    return isinstance(reference, str) and _ADDRESS.fullmatch(reference.strip()) is not None


class EndpointClient:
    """
    A served model at its address.

    Parameters
    ----------
    address : str
        `https://host/v2/models/NAME`, with `/versions/VERSION` for a certain one.
    token : str, optional
        Sent as a bearer token.
    timeout : float
        Seconds to wait for an answer.
    retries : int, optional
        How often a request is sent again that did not arrive, or that the server was too busy for.
    """

    def __init__(self, address: str, token: str | None, timeout: float, retries: int = 4) -> None:
        parts = _ADDRESS.fullmatch(address.strip())
        assert parts is not None
        self.root, self.name, self.version = parts.groups()
        self.address = address.strip().rstrip("/")
        self._token = token
        self._timeout = timeout
        self._retries = retries
        self._open_client: httpx.Client | None = None

    def describe(self) -> Description:
        """
        Return what the server says of the model.

        Raises
        ------
        NotFoundError, HubUnavailableError, FoundryError
        """
        answer = self._ask("GET", self.address)
        try:
            return msgspec.json.decode(answer.content, type=Description)
        except msgspec.MsgspecError as error:
            raise HubUnavailableError(
                f"What answers at {self.address} does not speak the Open Inference Protocol, version 2: {error}."
            ) from None

    def takes_binary(self) -> bool:
        """Whether the server takes binary tensors."""
        try:
            answer = self._ask("GET", f"{self.root}/v2")
            extensions = msgspec.json.decode(answer.content, type=_Server).extensions or []
        except (FoundryError, msgspec.MsgspecError):
            # Only servers that say so take them; the model itself may still answer.
            return False
        return not _BINARY.isdisjoint(extensions)

    def infer(self, inputs: Sequence[NamedArray], *, binary: bool) -> list[NamedArray]:
        """
        Return the outputs for inputs.

        Raises
        ------
        SignatureMismatchError, ModelRunError, HubUnavailableError
        """
        headers, body = write_request(inputs, binary=binary)
        answer = self._ask("POST", f"{self.address}/infer", headers, body)
        return read_response(answer.headers, answer.content)

    def _ask(
        self, method: str, url: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> httpx.Response:
        import httpx
        from tenacity import Retrying, retry_if_exception_type, retry_if_result, stop_after_attempt

        trying = Retrying(
            stop=stop_after_attempt(self._retries + 1),
            # A request that was read may have been run: only one that never arrived is sent again.
            retry=retry_if_exception_type((httpx.ConnectError, httpx.ConnectTimeout))
            | retry_if_result(lambda answer: answer.status_code in _AGAIN),
            wait=_wait,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        try:
            answer: httpx.Response = trying(self._send, method, url, headers or {}, body)
        except httpx.TimeoutException:
            raise HubUnavailableError(
                f"{url} did not answer within {self._timeout:g} s: give a longer timeout, or fewer rows at once."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise HubUnavailableError(f"{url} does not answer ({error or type(error).__name__}).") from None
        if answer.is_success:
            return answer
        raise self._error(answer)

    def _send(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
        import httpx

        with self._client.stream(method, url, headers=headers, content=body) as answer:
            parts, size = [], 0
            for part in answer.iter_raw(1 << 20):
                size += len(part)
                if size > _LARGEST_ANSWER:
                    raise HubUnavailableError(
                        f"{url} answers with more than a gigabyte: give it fewer rows at once."
                    )
                parts.append(part)
        return httpx.Response(
            answer.status_code, headers=answer.headers, content=b"".join(parts), request=answer.request
        )

    @property
    def _client(self) -> httpx.Client:
        if self._open_client is None:
            import httpx

            headers = {"accept-encoding": "identity"}
            if self._token:
                headers["authorization"] = f"Bearer {self._token}"
            host = httpx.URL(self.root).host
            # A proxy of the environment is for the world outside, not for a server on this machine.
            local = host in {"localhost", "127.0.0.1", "::1"}
            seconds = httpx.Timeout(self._timeout, connect=_CONNECT_SECONDS)
            self._open_client = httpx.Client(headers=headers, timeout=seconds, trust_env=not local)
            weakref.finalize(self, self._open_client.close)
        return self._open_client

    def _error(self, answer: httpx.Response) -> FoundryError:
        status, url = answer.status_code, str(answer.request.url)
        try:
            refusal = msgspec.json.decode(answer.content, type=_Refusal)
        except msgspec.MsgspecError:
            refusal = _Refusal()
        detail = refusal.error or (refusal.detail if isinstance(refusal.detail, str) else "")
        reason = (detail or answer.reason_phrase or "no reason").strip()[:1000]
        if status in (401, 407) or (status == 403 and not detail):
            return HubUnavailableError(f"{url} asks for another token: give token=... ({reason})")
        sentence = f"{self.address} refuses with {status}: {reason}"
        if status == 404:
            return NotFoundError(sentence)
        if status == 403:
            return RefusedModelError(sentence)
        if status in _AGAIN:
            return HubUnavailableError(sentence)
        return ModelRunError(sentence) if status >= 500 else SignatureMismatchError(sentence)


def _wait(state: Any) -> float:
    """Return how long to wait: as long as the server says, or twice as long each time."""
    outcome = state.outcome
    if outcome is not None and not outcome.failed:
        text = outcome.result().headers.get("retry-after", "")
        if text.isascii() and text.isdigit():
            return min(float(text), _LONGEST_WAIT)
    seconds: float = 0.1 * 2**state.attempt_number
    return min(seconds, _LONGEST_WAIT)
