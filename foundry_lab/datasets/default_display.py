"""The preview as what a notebook shows of every table, for who wants it so."""

from __future__ import annotations

import sys
from typing import Any

from ..errors import FoundryError

# Where libraries keep their tables, now and in versions before.
_TYPES = (
    ("pandas", "DataFrame"),
    ("pandas.core.frame", "DataFrame"),
    ("polars", "DataFrame"),
    ("polars.dataframe.frame", "DataFrame"),
    ("pyarrow.lib", "Table"),
)


def enable_default_display() -> None:
    """
    Show pandas and Polars frames and Arrow tables in the preview, wherever this notebook shows one.

    `disable_default_display` takes it back. In JupyterLab, a setting does the same for every notebook.

    Raises
    ------
    FoundryError
        If this is not a notebook.
    """
    formatter = _formatter()
    for module, name in _TYPES:
        formatter.for_type_by_name(module, name, _preview_bundle)


def disable_default_display() -> None:
    """
    Show frames and tables as their own libraries do.

    Raises
    ------
    FoundryError
        If this is not a notebook.
    """
    formatter = _formatter()
    for module, name in _TYPES:
        formatter.pop(f"{module}.{name}", None)


def _formatter() -> Any:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        raise FoundryError("This is not a notebook: there is nothing that shows tables.")
    return shell.display_formatter.mimebundle_formatter


def _preview_bundle(frame: Any, **_options: Any) -> dict[str, Any] | None:
    from .preview import preview

    try:
        bundle: dict[str, Any] = preview(frame)._repr_mimebundle_()
    except FoundryError:
        # Such as a frame whose objects Arrow cannot hold: its library shows it.
        return None
    return {**bundle, "text/plain": repr(frame)}
