"""The Jupyter server extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "foundry_lab.server"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    from .extension import load

    load(server)


async def _unload_jupyter_server_extension(server: ServerApp) -> None:
    from .extension import unload

    await unload(server)
