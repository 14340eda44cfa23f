"""
The verbs of foundry-ml 1.2 on a store of this package, so that its notebooks run with one changed import.

Examples
--------
>>> from foundry_lab.foundry import Foundry  # doctest: +SKIP
>>> Foundry().search("band gap").iloc[0].FoundryDataset.get_as_dict()  # doctest: +SKIP
"""

from __future__ import annotations

from .client import Foundry
from .dataset import FoundryDataset
from .faults import DatasetNotFoundError

__all__ = ["DatasetNotFoundError", "Foundry", "FoundryDataset"]
