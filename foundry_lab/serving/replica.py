"""A replica of Ray Serve: a hub of its own on loopback, to which requests for one model go on."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from .. import config
from ..errors import HubUnavailableError, RefusedModelError
from ..hub.commands import run_command
from ..hub.process import start_hub

_PATH = re.compile(
    r"/v2(?P<server>/health/live|/health/ready)?/?"
    r"|/v2/models/(?P<name>[^/]+)(?:/versions/(?P<version>[^/]+))?(?P<rest>/ready|/infer)?/?"
)
# What belongs to one connection, and what this side of it has its own of.
_OWN_HEADERS = {
    *("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    *("authorization", "host"),
}
_OPENING_SECONDS = 15 * 60.0


class _TooLargeError(Exception):
    pass


class Replica:
    """
    A hub that answers for one version of a model.

    Parameters
    ----------
    packages : sequence of str
        `name@version` of the model, and then of the steps that it is made of.
    trusted : sequence of str
        References of models whose code may run.

    Raises
    ------
    HubUnavailableError
        If the hub does not start, or the one of `FOUNDRY_URL` does not answer.
    RefusedModelError
        If the model does not open.
    """

    def __init__(self, packages: Sequence[str], trusted: Sequence[str]) -> None:
        import httpx

        self._name, _, self._version = packages[0].partition("@")
        self._most = int(float(os.environ.get("FOUNDRY_SERVE_BODY_MB") or 64) * 1024**2)
        self._home = tempfile.TemporaryDirectory(prefix="foundry-lab-", ignore_cleanup_errors=True)
        # Kernels on this machine find hubs by these files, and this one is not for them.
        os.environ["FOUNDRY_RUNTIME_DIR"] = str(Path(self._home.name) / "run")
        source = config.hub_url()
        store = str(Path(self._home.name) / "store") if source else config.store()
        self._hub = start_hub(
            store,
            {"FOUNDRY_SERVE_TRUST": ",".join(trusted), "FOUNDRY_PYTHON": sys.executable},
        )
        for reference in packages if source else ():
            run_command("pull", reference, "--from", str(source), "--to", str(store), "--kind", "model")
        headers = {"authorization": f"Bearer {self._hub.token}"}
        answer = httpx.get(
            f"{self._hub.url}{self._model()}/ready",
            headers=headers,
            timeout=_OPENING_SECONDS,
            trust_env=False,
        )
        if not answer.is_success:
            raise RefusedModelError(str(answer.json().get("error")))
        self._client = httpx.AsyncClient(
            base_url=self._hub.url,
            headers=headers,
            # The hub has limits of its own for what takes long.
            timeout=httpx.Timeout(None, connect=5.0),
            trust_env=False,
        )

    def check(self) -> None:
        """
        Look whether the hub still runs.

        Raises
        ------
        HubUnavailableError
        """
        if not self._hub.is_alive:
            raise HubUnavailableError("The hub of this replica has ended.")

    async def answer(self, request: Any) -> Any:
        """Return the hub's answer to a request of Starlette's, part by part."""
        import httpx
        from starlette.background import BackgroundTask
        from starlette.requests import ClientDisconnect
        from starlette.responses import Response, StreamingResponse

        path = self._forwarded(request.url.path)
        if path is None:
            sentence = (
                f"This server has {self._name}@{self._version} and no other model, "
                f"and no route {request.method} {request.url.path[:200]}."
            )
            return Response(json.dumps({"error": sentence}), 404, media_type="application/json")
        own_headers = {key: value for key, value in request.headers.items() if key not in _OWN_HEADERS}
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        outgoing = self._client.build_request(
            request.method,
            path,
            headers={"accept-encoding": "identity", **own_headers},
            content=self._body(request) if has_body else None,
        )
        try:
            answer = await self._client.send(outgoing, stream=True)
        except _TooLargeError:
            sentence = f"The request is larger than this server takes, which is {self._most} bytes."
            return Response(json.dumps({"error": sentence}), 413, media_type="application/json")
        except ClientDisconnect:
            return Response(status_code=400)
        except httpx.HTTPError as error:
            sentence = f"The hub of this replica does not answer ({type(error).__name__}): try again."
            return Response(json.dumps({"error": sentence}), 503, media_type="application/json")
        headers = {key: value for key, value in answer.headers.items() if key not in _OWN_HEADERS}
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, headers, background=BackgroundTask(answer.aclose)
        )

    async def _body(self, request: Any) -> AsyncIterator[bytes]:
        """Give a request's parts up to the hub's limit, at which it hangs up and its answer may be lost."""
        if int(request.headers.get("content-length", 0)) > self._most:
            raise _TooLargeError
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > self._most:
                raise _TooLargeError
            yield part

    def _model(self) -> str:
        return f"/v2/models/{self._name}/versions/{self._version}"

    def _forwarded(self, path: str) -> str | None:
        """Return the hub's path for one of this server, which has no other model and no other version."""
        match = _PATH.fullmatch(path)
        if match is None or match["name"] not in (None, self._name):
            return None
        if match["name"] is None:
            return f"/v2{match['server'] or ''}"
        return f"{self._model()}{match['rest'] or ''}" if match["version"] in (None, self._version) else None
