"""Putting the proxy into a Jupyter server, and taking the hub down with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.utils import url_path_join

from .examples import ExamplesHandler
from .prompt_messages import send_at_once
from .proxy import HubProxy
from .supervisor import HubSupervisor

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_SETTING = "foundry_lab_hub"


def load(server: ServerApp) -> None:
    """Add the routes; the hub is not started yet."""
    send_at_once(server)
    supervisor = HubSupervisor()
    server.web_app.settings[_SETTING] = supervisor
    base, hub = server.web_app.settings["base_url"], {"supervisor": supervisor}
    routes = [
        (url_path_join(base, "foundry", "examples"), ExamplesHandler, hub),
        (url_path_join(base, "foundry", ".*"), HubProxy, hub),
    ]
    server.web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]


async def unload(server: ServerApp) -> None:
    """End the hub."""
    supervisor = server.web_app.settings.get(_SETTING)
    if isinstance(supervisor, HubSupervisor):
        await supervisor.stop()
