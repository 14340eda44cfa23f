"""One model under the Open Inference Protocol, whatever carries the requests."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..contracts.problems import PROBLEMS
from ..errors import FoundryError, NotFoundError
from ..protocol.bodies import read_request, write_response
from ..protocol.tensors import NamedArray
from .inputs import inputs_for, takes_batches
from .served import ServedModel

if TYPE_CHECKING:
    import numpy as np

_ROUTE = re.compile(r"/v2/models/(?P<name>[^/]+)(?:/versions/(?P<version>[^/]+))?(?P<rest>/ready|/infer)?/?")
_JSON = {"Content-Type": "application/json"}

#: Rows by tensor, and how many.
Rows = tuple[dict[str, "np.ndarray"], int]


class Answer(NamedTuple):
    """Status, headers and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class App:
    """
    A model that is served.

    Parameters
    ----------
    model : ServedModel
    run : callable, optional
        Runs rows of a request with those of others; by default alone.
    most : int, optional
        Requests that are under way at once; more are answered with 429.
    """

    def __init__(
        self,
        model: ServedModel,
        run: Callable[[Rows], Awaitable[list[NamedArray]]] | None = None,
        most: int = 256,
    ) -> None:
        self.model = model
        self._run = run or self._alone
        self._most = most
        self._active = 0

    async def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer to a request."""
        try:
            return await self._answer(method, path, headers, body)
        except FoundryError as error:
            return _error(PROBLEMS[error.code].status, error.message)

    async def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        manifest = self.model.package.manifest
        if path.rstrip("/") == "/v2" and method == "GET":
            return _json(
                {
                    "name": "foundry-lab",
                    "version": version("foundry-lab"),
                    "extensions": ["binary_tensor_data"],
                }
            )
        if path in ("/v2/health/live", "/v2/health/ready") and method == "GET":
            return _json({"live": True, "ready": True})
        found = _ROUTE.fullmatch(path)
        if found is None or (found["rest"] == "/infer") != (method == "POST"):
            return _error(404, f"There is no route {method} {path[:200]} in the inference protocol.")
        if found["name"] != manifest.name or found["version"] not in (None, manifest.version):
            raise NotFoundError(f"This server has {manifest.name}@{manifest.version} and no other model.")
        if found["rest"] == "/ready":
            return _json({"name": manifest.name, "ready": True})
        if found["rest"] is None:
            return _json(self._metadata())
        if self._active >= self._most:
            answer = _error(429, f"The server has {self._active} requests under way: try again later.")
            return answer._replace(headers={**answer.headers, "Retry-After": "1"})
        self._active += 1
        try:
            return await self._infer(headers, body)
        finally:
            self._active -= 1

    async def _infer(self, headers: Mapping[str, str], body: bytes) -> Answer:
        manifest = self.model.package.manifest
        request = read_request(headers, body)
        reference = self.model.package.reference
        rows = inputs_for(request.inputs, self.model.signature, reference)
        known = [tensor.name for tensor in self.model.signature.outputs]
        unknown = [name for name in request.wanted if name not in known]
        if unknown:
            raise FoundryError(
                f"{reference} has no output {unknown[0][:80]!r}; it has {', '.join(known[:10])}."
            )
        outputs = [one for one in await self._run(rows) if not request.wanted or one.name in request.wanted]
        head = {"model_name": manifest.name, "model_version": manifest.version}
        head |= {} if request.id is None else {"id": request.id}
        sent, content = write_response(head, outputs, lambda name: request.wanted.get(name, request.binary))
        return Answer(200, sent, content)

    async def _alone(self, rows: Rows) -> list[NamedArray]:
        return self.model.run(rows[0])

    def _metadata(self) -> dict[str, Any]:
        manifest = self.model.package.manifest
        tensors = {
            side: [
                {
                    "name": t.name,
                    "datatype": t.datatype,
                    "shape": t.shape,
                    "parameters": {"columns": t.columns},
                }
                for t in getattr(manifest.signature, side)
            ]
            for side in ("inputs", "outputs")
        }
        return {
            "name": manifest.name,
            "versions": [manifest.version],
            "platform": f"foundry_{manifest.format}",
            **tensors,
        }


def run_together(model: ServedModel, requests: Sequence[Rows]) -> list[list[NamedArray]]:
    """
    Return the outputs of several requests, run as one batch where the model takes batches.

    Raises
    ------
    SignatureMismatchError, ModelRunError
    """
    import numpy as np

    if len(requests) == 1 or not takes_batches(model.signature):
        return [model.run(arrays) for arrays, _ in requests]
    first = requests[0][0]
    outputs = model.run({name: np.concatenate([arrays[name] for arrays, _ in requests]) for name in first})
    found, at = [], 0
    for _, rows in requests:
        found.append([one._replace(array=one.array[at : at + rows]) for one in outputs])
        at += rows
    return found


def _json(value: Any) -> Answer:
    return Answer(200, _JSON, msgspec.json.encode(value))


def _error(status: int, sentence: str) -> Answer:
    return Answer(status, _JSON, msgspec.json.encode({"error": sentence}))
