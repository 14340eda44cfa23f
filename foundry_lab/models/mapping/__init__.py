"""Running a model on many batches with an executor."""

from __future__ import annotations
