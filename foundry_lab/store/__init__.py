"""Where packages are read from: a store's folder, or a hub over HTTP."""

from __future__ import annotations

from .package import Package
from .packages import find

__all__ = ["Package", "find"]
