"""Which notebook host a kernel works for, as far as widgets have to know."""

from __future__ import annotations

import os
import sys


def brings_own_code() -> bool:
    """
    Return whether widgets have to bring their own code, since the host does not load the JupyterLab extension.

    That is so in marimo, in Colab, in VS Code and in Voila; FOUNDRY_ANYWIDGET (1 or 0) decides otherwise.
    """
    setting = os.environ.get("FOUNDRY_ANYWIDGET", "")
    if setting in ("0", "1"):
        return setting == "1"
    return _in_marimo() or "google.colab" in sys.modules or _in_vs_code() or _in_voila()


def _in_voila() -> bool:
    return "VOILA_BASE_URL" in os.environ


def _in_marimo() -> bool:
    marimo = sys.modules.get("marimo")
    return marimo is not None and bool(marimo.running_in_notebook())


def _in_vs_code() -> bool:
    # Its Jupyter extension puts the notebook's path among the variables of the kernel it starts.
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and "__vsc_ipynb_file__" in getattr(shell, "user_ns", {})
