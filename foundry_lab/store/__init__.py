"""Where packages are read from: a store's folder, or a hub over HTTP."""

from __future__ import annotations

from .packages import Package, find

__all__ = ["Package", "find"]
