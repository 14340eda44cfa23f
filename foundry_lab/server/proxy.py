"""Requests to the hub through the Jupyter server: its login in front, the hub's token behind."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import httputil, web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.iostream import StreamClosedError

from ..contracts.models import Problem
from ..errors import HubUnavailableError
from ..problems import problem, problem_of
from .supervisor import HubSupervisor

#: What a browser sends to Jupyter and the hub must not see, and what belongs to one connection only.
_KEPT_BACK = {
    "authorization",
    "connection",
    "cookie",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-xsrftoken",
}
_NOT_PASSED_ON = {"connection", "date", "keep-alive", "server", "transfer-encoding"}
_LARGEST_ANSWER = 2**60
_CONNECT_TIMEOUT = 5.0


class HubProxy(APIHandler):
    """Passes a request on to the hub and its answer back, as they come."""

    auth_resource = "foundry"

    def initialize(self, supervisor: HubSupervisor) -> None:
        """Take the hub to pass requests on to."""
        self._supervisor = supervisor

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Pass a GET on."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def head(self) -> None:
        """Pass a HEAD on."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Pass a POST on."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def put(self) -> None:
        """Pass a PUT on."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def patch(self) -> None:
        """Pass a PATCH on."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def delete(self) -> None:
        """Pass a DELETE on."""
        await self._pass_on()

    async def _pass_on(self) -> None:
        try:
            url, token = await self._supervisor.address()
        except HubUnavailableError as error:
            self._refuse(problem_of(error))
            return
        # As it came: an argument of the route would be decoded, and `%20`, `%23` or `%25` of a file name mean another path.
        path = self.request.path.removeprefix(url_path_join(self.base_url, "foundry"))
        headers = httputil.HTTPHeaders()
        for name, value in self.request.headers.get_all():
            if name.lower() not in _KEPT_BACK and name.lower() != "content-length":
                headers.add(name, value)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        query = f"?{self.request.query}" if self.request.query else ""
        client: AsyncHTTPClient = AsyncHTTPClient(force_instance=True, max_body_size=_LARGEST_ANSWER)
        request = HTTPRequest(
            f"{url}{path}{query}",
            method=self.request.method or "GET",
            headers=headers,
            body=self.request.body or None,
            allow_nonstandard_methods=True,
            connect_timeout=_CONNECT_TIMEOUT,
            request_timeout=0,
            decompress_response=False,
            follow_redirects=False,
            header_callback=self._header,
            streaming_callback=self._chunk,
        )
        try:
            await client.fetch(request, raise_error=False)
        except StreamClosedError:
            # Who asked has left.
            return
        except (HTTPClientError, OSError) as error:
            if self._headers_written:
                raise
            what_to_do = (
                "try again: it is started anew if it has ended"
                if self._supervisor.is_own
                else "start it, or correct FOUNDRY_URL"
            )
            self._refuse(
                problem("unavailable", f"The hub at {url} cannot be reached ({error}); {what_to_do}.")
            )
            return
        finally:
            client.close()
        with contextlib.suppress(StreamClosedError):
            await self.finish()

    def _header(self, line: str) -> None:
        if line.startswith("HTTP/"):
            start_line = httputil.parse_response_start_line(line.strip())
            self.clear()
            # What Jupyter says of its own API does not hold for the hub's answers.
            self.clear_header("Content-Type")
            self.set_status(start_line.code, start_line.reason)
        elif ":" in line:
            name, _, value = line.partition(":")
            if name.lower() not in _NOT_PASSED_ON:
                self.set_header(name, value.strip())

    async def _chunk(self, chunk: bytes) -> None:
        self.write(chunk)
        await self.flush()

    def _refuse(self, refusal: Problem) -> None:
        self.clear()
        self.set_status(refusal.status)
        self.set_header("Content-Type", "application/problem+json")
        self.finish(msgspec.json.encode(refusal))

    def finish(self, *args: Any, **kwargs: Any) -> Any:
        """End the answer with the content type that the hub gave it."""
        # APIHandler sets application/json on every answer.
        return web.RequestHandler.finish(self, *args, **kwargs)
