"""
Folds that hold out chemistry or structure, with MatFold's strategies.

References
----------
Witman, M. D.; Schindler, P.; McDaniel, A. H.; Wexler, R.; Goyal, A.; Lany, S. MatFold: systematic insights into materials
discovery models' performance through standardized cross-validation protocols. Digital Discovery 2025, 4, 625.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..datasets.dataset import Dataset
from ..errors import FoundryError, InvalidTableError
from .data import all_rows, column_with_role
from .folds import Folds
from .material_labels import STRATEGIES, labels_of_materials
from .splitters import Splitter

Positions = np.ndarray[Any, Any]


@dataclass(frozen=True)
class MatFold(Splitter):
    """
    Materials with the same label are never both trained and tested on.

    Parameters
    ----------
    by : str
        What a material's label is: 'composition' (reduced formula), 'chemsys' (set of elements), 'elements',
        'periodictablerows', 'periodictablegroups', 'sgnum' (space group), 'pointgroup' or 'crystalsys'. Of 'elements'
        and the two after it a material has several labels, and is tested on if one of them is held out.
    column : str, optional
        Formulas, for labels of the composition; space group numbers or structures (CIF, POSCAR; needs pymatgen, which
        finds the symmetry to 0.1 angstrom), for those of the structure. Structures do for all. By default the first of
        the columns 'formula', 'composition', 'structure', 'cif', 'spacegroup', 'sgnum' that is there.
    n : int, optional
        Into how many parts the labels are shuffled; 0 for a fold of each label, which is then called after it.
    inner : int, optional
        Into how many parts the labels left for training are shuffled again, for nested folds; 0 for none.
    only : str, optional
        The one label to hold out.
    largest, smallest : float, optional
        Labels of a larger or smaller fraction of the materials than that are for training only.
    train_n_elements : int, optional
        Materials of so many elements (2: binaries) are for training only.
    seed : int, optional

    Examples
    --------
    >>> foundry_lab.publish_benchmark(  # doctest: +SKIP
    ...     name="gaps-by-system", dataset="gaps", folds=MatFold("crystalsys", "structure", n=0)
    ... )
    """

    by: str
    column: str | None = None
    n: int = 5
    inner: int = 0
    only: str | None = None
    largest: float = 1.0
    smallest: float = 0.0
    train_n_elements: int | None = None
    seed: int = 0
    method = "matfold"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[Positions]:
        """Return the positions of each outer fold's test rows."""
        labels, free = self._labels(data)
        return [test for _, test in self._parts(labels, free, self.n, self.seed)]

    def folds(self, data: Dataset, ids: list[str], target: pa.ChunkedArray, inputs: Sequence[str]) -> Folds:
        """
        Return outer folds of ids and, where they are asked for, inner ones.

        Raises
        ------
        FoundryError
            If a strategy is not known, or pymatgen is needed and missing.
        InvalidTableError
            If a row has no label, or there are too few labels.
        """
        labels, free = self._labels(data)
        folds = Folds({}, splitter=self.to_manifest())
        every = np.arange(len(ids))
        for name, test in self._parts(labels, free, self.n, self.seed):
            folds.test[name] = [ids[place] for place in test]
            if not self.inner:
                continue
            left = np.setdiff1d(every, test)
            parts = self._parts([labels[place] for place in left], free[left], self.inner, self.seed + 1)
            for inner, (_, part) in enumerate(parts):
                folds.test[f"{name}.inner_{inner}"] = [ids[place] for place in left[part]]
                folds.train[f"{name}.inner_{inner}"] = [ids[place] for place in np.delete(left, part)]
        return folds

    def _labels(self, data: Dataset) -> tuple[list[set[str]], Positions]:
        if self.by not in STRATEGIES:
            raise FoundryError(f"There is no strategy {self.by!r}; there are {', '.join(STRATEGIES)}.")
        column = self.column or next(
            (name for name in STRATEGIES[self.by] if name in data.columns.names), None
        )
        column = column_with_role(data, "input", column, "column")
        values = all_rows(data, [column])[column].to_pylist()
        labels = labels_of_materials(values, self.by, column)
        if self.train_n_elements is None:
            return labels, np.ones(len(labels), bool)
        elements = labels_of_materials(values, "elements", column)
        return labels, np.array([len(systems) != self.train_n_elements for systems in elements])

    def _parts(
        self, labels: Sequence[set[str]], free: Positions, n: int, seed: int
    ) -> list[tuple[str, Positions]]:
        """Return named positions that are tested together: those with a label of the same part."""
        counts: dict[str, int] = {}
        for of in labels:
            for label in of:
                counts[label] = counts.get(label, 0) + 1
        usable = sorted(
            label for label, count in counts.items() if self.smallest <= count / len(labels) <= self.largest
        )
        if self.only is not None:
            if self.only not in counts:
                raise InvalidTableError(
                    f"No material has the label {self.only!r}; labels are {', '.join(usable[:10])}."
                )
            parts = [[self.only]]
        elif n == 0:
            parts = [[label] for label in usable]
        else:
            if not 2 <= n <= len(usable):
                raise InvalidTableError(
                    f"There are {len(usable)} labels of {self.by!r} to hold out: use 2 to {len(usable)} parts, or 0."
                )
            order = np.random.RandomState(seed).permutation(len(usable))
            parts = [[usable[i] for i in part] for part in np.array_split(order, n)]
        named_parts = []
        for i, part in enumerate(parts):
            held_out = set(part)
            test = np.array([place for place, of in enumerate(labels) if of & held_out and free[place]], int)
            has_name = self.only is not None or n == 0
            if len(test):
                named_parts.append((_fold_name(part[0]) if has_name else f"fold_{i}", test))
        if len({name for name, _ in named_parts}) < len(named_parts):
            return [(f"fold_{i}", test) for i, (_, test) in enumerate(named_parts)]
        return named_parts


def _fold_name(label: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", label)[:100]
    return name if re.match(r"[A-Za-z0-9_]", name) else f"_{name}"[:100]
