"""The example packages on request of the page: the command publishes them through this server's hub."""

from __future__ import annotations

import asyncio
import sys

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from ..contracts.models import Problem
from ..errors import HubUnavailableError
from ..problems import problem, problem_of, read_problem
from .supervisor import HubSupervisor


class ExamplesHandler(APIHandler):
    """Puts the example packages into the store."""

    auth_resource = "foundry"

    def initialize(self, supervisor: HubSupervisor) -> None:
        """Take the hub whose store they go into."""
        self._supervisor = supervisor

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer with the references of what is in the store then."""
        if not self._supervisor.is_own:
            self._refuse(
                problem(
                    "not-allowed", "FOUNDRY_URL names a team's hub: `foundry-lab examples` publishes to it."
                )
            )
            return
        try:
            # With the hub up, it commits what the command prepares.
            await self._supervisor.address()
        except HubUnavailableError as error:
            self._refuse(problem_of(error))
            return
        request = msgspec.json.encode(
            {"command": "examples", "options": {"names": [], "json": True, "progress": False}}
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "foundry_lab.command", request.decode()),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await process.communicate()
        if process.returncode == 0:
            self.finish(output)
            return
        reason = read_problem((errors.splitlines() or [b""])[-1])
        self._refuse(
            reason
            or problem(
                "internal",
                "The examples could not be published: `foundry-lab examples` in a terminal says why.",
            )
        )

    def _refuse(self, refusal: Problem) -> None:
        self.set_status(refusal.status)
        self.finish(msgspec.json.encode(refusal), set_content_type="application/problem+json")
