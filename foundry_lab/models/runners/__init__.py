"""What runs a model's rows, one way for each format."""

from __future__ import annotations
