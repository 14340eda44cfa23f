"""Running code of published models: consent, locked environments, and processes with limits."""

from __future__ import annotations
