"""Where store, hub, cache and runtime files are: environment variables with platform defaults."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from .errors import FoundryError

APPLICATION = "foundry-lab"


def store() -> Path | str:
    """Return where the store is: its folder, or its URL where it is in a bucket."""
    return store_url() or store_folder()


def store_url() -> str | None:
    """Return the URL of a store in a bucket, `s3://bucket/prefix`, where `FOUNDRY_STORE` names one."""
    value = os.environ.get("FOUNDRY_STORE", "")
    return value.rstrip("/") if value.lower().startswith("s3://") else None


def store_folder() -> Path:
    """
    Return the store's folder: `FOUNDRY_STORE`, or `store` in the user's data folder.

    Raises
    ------
    FoundryError
        If `FOUNDRY_STORE` is a URL.
    """
    value = os.environ.get("FOUNDRY_STORE")
    if not value:
        return _default("data") / "store"
    if "://" in value:
        raise FoundryError(
            f"FOUNDRY_STORE is {value!r}, where no folder can be: give a folder, or s3://bucket/prefix."
        )
    return _absolute(value)


def hub_url() -> str | None:
    """Return the URL of the hub that `FOUNDRY_URL` names, without a trailing slash."""
    return os.environ.get("FOUNDRY_URL", "").rstrip("/") or None


def hub_token() -> str | None:
    """Return the token for the hub of `FOUNDRY_URL`."""
    return os.environ.get("FOUNDRY_TOKEN") or None


def curator_token() -> str | None:
    """Return the token with which a curator lets versions into a store that has one."""
    return os.environ.get("FOUNDRY_CURATOR_TOKEN") or None


def cache_folder() -> Path:
    """Return the folder of what can be fetched or computed again."""
    value = os.environ.get("FOUNDRY_CACHE")
    return _absolute(value) if value else _default("cache")


def runtime_folder() -> Path:
    """Return the folder of the files that name running hubs."""
    value = os.environ.get("FOUNDRY_RUNTIME_DIR")
    return _absolute(value) if value else _default("runtime")


def config_folder() -> Path:
    """Return the folder of a person's decisions, such as which models she trusts."""
    value = os.environ.get("FOUNDRY_CONFIG_DIR")
    return _absolute(value) if value else _default("config")


def defaults() -> dict[str, str]:
    """Return what the variables of store, cache and runtime files stand for where they are not set."""
    return {
        "FOUNDRY_STORE": str(_default("data") / "store"),
        "FOUNDRY_CACHE": str(_default("cache")),
        "FOUNDRY_RUNTIME_DIR": str(_default("runtime")),
    }


def environment() -> dict[str, str]:
    """Return this process's environment with every Foundry variable that has a default set."""
    values = dict(os.environ)
    values["FOUNDRY_CACHE"] = str(cache_folder())
    values["FOUNDRY_RUNTIME_DIR"] = str(runtime_folder())
    values["FOUNDRY_CONFIG_DIR"] = str(config_folder())
    # A hub runs published models with this Python, unless another is named.
    values.setdefault("FOUNDRY_PYTHON", sys.executable)
    if hub_url() is None:
        values["FOUNDRY_STORE"] = str(store())
    return values


@cache
def _absolute(value: str) -> Path:
    # Remembered, so that a later change of the working folder does not move a store given by a relative path.
    return Path(value).expanduser().absolute()


@cache
def _default(kind: str) -> Path:
    import warnings

    import platformdirs

    with warnings.catch_warnings():
        # A machine without a session's runtime folder has a temporary one, which is as it should be.
        warnings.simplefilter("ignore")
        return Path(getattr(platformdirs, f"user_{kind}_dir")(APPLICATION))
