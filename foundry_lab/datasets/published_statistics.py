"""Statistics that were counted when a dataset was published."""

from __future__ import annotations

from ..contracts.models import ColumnStatistics, Statistics
from ..store.manifests import read_json
from ..store.package import Package

_STATISTICS = "statistics.json"


def published_statistics(package: Package) -> dict[str, list[ColumnStatistics]]:
    """Return the statistics of each split; empty if there are none."""
    if _STATISTICS not in package:
        return {}
    path = package.file(_STATISTICS)
    statistics: Statistics = read_json(path.read_bytes(), Statistics, f"{_STATISTICS} of {package.reference}")
    return {split.split: split.columns for split in statistics.splits}
