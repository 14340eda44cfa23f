"""From what a publisher has, an object or a file, to a package that was run once in a clean place."""

from __future__ import annotations
