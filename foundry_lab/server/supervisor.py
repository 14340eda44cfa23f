"""One hub for a Jupyter server: started when first asked for, started again when it is gone."""

from __future__ import annotations

import asyncio

from .. import config
from ..hub.process import HubProcess, start_hub


class HubSupervisor:
    """Keeps the hub that a Jupyter server passes requests to; with `FOUNDRY_URL`, that hub instead."""

    def __init__(self) -> None:
        self._hub: HubProcess | None = None
        self._starting = asyncio.Lock()

    @property
    def is_own(self) -> bool:
        """Whether the hub is this server's to start and end."""
        return config.hub_url() is None

    async def address(self) -> tuple[str, str | None]:
        """
        Return URL and token of the hub, which runs then.

        Raises
        ------
        HubUnavailableError
            If it cannot be started.
        """
        elsewhere = config.hub_url()
        if elsewhere is not None:
            return elsewhere, config.hub_token()
        async with self._starting:
            if self._hub is None or not self._hub.is_alive:
                # Starting waits for the process; requests of others go on meanwhile.
                self._hub = await asyncio.to_thread(start_hub, config.store())
        return self._hub.url, self._hub.token

    async def stop(self) -> None:
        """End the hub if it runs."""
        async with self._starting:
            hub, self._hub = self._hub, None
        if hub is not None:
            await asyncio.to_thread(hub.stop)
