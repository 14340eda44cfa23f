"""The hub of this environment: the one of `FOUNDRY_URL`, the one that runs, or a new one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from .. import config
from ..errors import FoundryError, HubUnavailableError
from .client import HubClient
from .process import HubProcess, start_hub
from .runtime import is_alive, read_record, runtime_file, start_lock

T = TypeVar("T")
_HEALTH_TIMEOUT = 5.0
_clients: dict[tuple[str, str | None], HubClient] = {}
_processes: dict[str, HubProcess] = {}
_lock = threading.Lock()


def ensure_hub() -> HubClient:
    """
    Return a client of the hub that this environment uses, started if none runs.

    Raises
    ------
    HubUnavailableError
        If it cannot be reached or started.
    """
    url = config.hub_url()
    if url is not None:
        return client_of(url, config.hub_token())
    store = config.store()
    with _lock:
        client = _running(str(store))
        if client is not None:
            return client
        try:
            with start_lock(store):
                client = _running(str(store))
                if client is not None:
                    return client
                hub = start_hub(store)
        except OSError as error:
            if isinstance(error, FoundryError):
                raise
            raise HubUnavailableError(f"The hub cannot be started: {error}.") from None
        _processes[str(store)] = hub
        return client_of(hub.url, hub.token)


def ask_hub(question: Callable[[HubClient], T]) -> T:
    """
    Return the hub's answer; a local hub that has ended since, with the kernel that started it, is started anew.

    Raises
    ------
    FoundryError
        What the hub says is wrong, or that it cannot be reached.
    """
    hub = ensure_hub()
    try:
        return question(hub)
    except HubUnavailableError:
        if config.hub_url() is not None:
            raise
        _clients.pop((hub.url, hub.token), None)
        return question(ensure_hub())


def _running(store: str) -> HubClient | None:
    """Return a client of the hub in the store's runtime file, if that hub answers."""
    record = read_record(runtime_file(store))
    if record is None or not is_alive(record.pid):
        return None
    cached = _clients.get((record.url, record.token))
    if cached is not None:
        return cached
    client = HubClient(record.url, record.token)
    try:
        client.health(timeout=_HEALTH_TIMEOUT)
    except FoundryError:
        client.close()
        return None
    _clients[(record.url, record.token)] = client
    return client


def client_of(url: str, token: str | None) -> HubClient:
    """Return the client of a hub, the same one each time, as it keeps connections."""
    client = _clients.get((url, token))
    if client is None:
        client = _clients[(url, token)] = HubClient(url, token)
    return client


def stop_started() -> None:
    """End the hubs that this process started."""
    for store in list(_processes):
        _processes.pop(store).stop()
