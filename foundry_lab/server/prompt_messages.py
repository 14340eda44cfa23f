"""Sending a kernel's messages to the browser as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_SETTING = "kernel_websocket_connection_class"


def send_at_once(server: ServerApp) -> None:
    """
    Turn Nagle's algorithm off for the web sockets of kernels.

    A kernel answers a widget with a small message (it is busy) and then the answer itself, which the system holds back
    until the browser has acknowledged the first: 40 ms, since browsers delay that when they have nothing to say.
    """
    settings = server.web_app.settings
    connection = settings.get(_SETTING)
    if connection is not None:
        settings[_SETTING] = _prompt(connection)


def _prompt(connection: type[Any]) -> type[Any]:
    class PromptConnection(connection):  # type: ignore[misc]  # whichever class this server is configured with
        def connect(self) -> Any:
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return PromptConnection
