"""Where store, hub, cache and runtime files are: environment variables with platform defaults."""

from __future__ import annotations

import os

from .errors import FoundryError

APPLICATION = "foundry-lab"


def store_folder() -> str:
    """
    Return the store's folder: `FOUNDRY_STORE`, or `store` in the user's data folder.

    Raises
    ------
    FoundryError
        If `FOUNDRY_STORE` is a URL: only folders are supported.
    """
    value = os.environ.get("FOUNDRY_STORE")
    if not value:
        import platformdirs

        return os.path.join(platformdirs.user_data_dir(APPLICATION), "store")  # noqa: PTH118
    if "://" in value:
        raise FoundryError(
            f"FOUNDRY_STORE is {value!r}, but stores outside a folder are not supported yet: give a folder."
        )
    return os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111


def hub_url() -> str | None:
    """Return the URL of the hub that `FOUNDRY_URL` names, without a trailing slash."""
    return (os.environ.get("FOUNDRY_URL") or "").rstrip("/") or None


def hub_token() -> str | None:
    """Return the token for the hub of `FOUNDRY_URL`."""
    return os.environ.get("FOUNDRY_TOKEN") or None


def cache_folder() -> str:
    """Return the folder of what can be fetched or computed again."""
    value = os.environ.get("FOUNDRY_CACHE")
    if value:
        return os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111
    import platformdirs

    return platformdirs.user_cache_dir(APPLICATION)


def runtime_folder() -> str:
    """Return the folder of the files that name running hubs."""
    value = os.environ.get("FOUNDRY_RUNTIME_DIR")
    if value:
        return os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111
    import platformdirs

    return platformdirs.user_runtime_dir(APPLICATION)


def environment() -> dict[str, str]:
    """Return this process's environment with every Foundry variable that has a default set."""
    values = {**os.environ, "FOUNDRY_CACHE": cache_folder(), "FOUNDRY_RUNTIME_DIR": runtime_folder()}
    if hub_url() is None:
        values["FOUNDRY_STORE"] = store_folder()
    return values
