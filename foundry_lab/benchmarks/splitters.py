"""How folds are made: shuffled, nested, by group, by time, by scaffold, by composition."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..datasets.dataset import Dataset
from ..errors import FoundryError, InvalidTableError
from .data import all_rows, column_with_role
from .folds import Folds

__all__ = ["Composition", "Group", "KFold", "Nested", "Scaffold", "Splitter", "Time"]

#: The seed that Matbench v0.1 shuffles with.
MATBENCH_SEED = 18012019
_ELEMENT = re.compile(r"[A-Z][a-z]?")


class Splitter(ABC):
    """Makes folds of a dataset's rows."""

    method = ""

    @abstractmethod
    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each fold's test rows."""

    def folds(self, data: Dataset, ids: list[str], target: pa.ChunkedArray, inputs: Sequence[str]) -> Folds:
        """
        Return folds of ids.

        Raises
        ------
        InvalidTableError
            If the rows cannot be split so.
        """
        assignment = self.assign(data, len(ids), target, inputs)
        names = [f"fold_{i}" for i in range(len(assignment))]
        test = {
            name: [ids[place] for place in places] for name, places in zip(names, assignment, strict=True)
        }
        return Folds(test, splitter=self.to_manifest())

    def to_manifest(self) -> dict[str, Any]:
        """Return the method and its parameters, for the manifest."""
        parameters = {key: value for key, value in asdict(self).items() if value is not None}  # type: ignore[call-overload]
        return {"method": self.method, **({"parameters": parameters} if parameters else {})}


@dataclass(frozen=True)
class KFold(Splitter):
    """
    Shuffled k-fold, in equal parts, with the permutation of NumPy's legacy generator.

    For Matbench's seed, the default, these are the folds of Matbench v0.1 for regression.
    """

    n: int = 5
    seed: int = MATBENCH_SEED
    method = "k-fold"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each fold's test rows."""
        _check_number(self.n, rows)
        order = np.arange(rows)
        np.random.RandomState(self.seed).shuffle(order)
        return [np.sort(part) for part in np.array_split(order, self.n)]


@dataclass(frozen=True)
class Nested(Splitter):
    """
    Nested k-fold: each outer test fold, and inner folds of what is left to choose a model by.

    Folds are called `outer_0`, `outer_0.inner_0`...; inner ones train only on rows outside of their outer test fold.
    """

    outer: int = 5
    inner: int = 5
    seed: int = MATBENCH_SEED
    method = "nested k-fold"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each outer fold's test rows."""
        return KFold(self.outer, self.seed).assign(data, rows, target, inputs)

    def folds(self, data: Dataset, ids: list[str], target: pa.ChunkedArray, inputs: Sequence[str]) -> Folds:
        """Return outer and inner folds of ids."""
        folds = Folds({}, splitter=self.to_manifest())
        for i, test in enumerate(self.assign(data, len(ids), target, inputs)):
            left = np.setdiff1d(np.arange(len(ids)), test)
            folds.test[f"outer_{i}"] = [ids[place] for place in test]
            for j, part in enumerate(
                KFold(self.inner, self.seed + i).assign(data, len(left), target, inputs)
            ):
                name = f"outer_{i}.inner_{j}"
                folds.test[name] = [ids[place] for place in left[part]]
                folds.train[name] = [ids[place] for place in np.delete(left, part)]
        return folds


@dataclass(frozen=True)
class Group(Splitter):
    """Rows with the same value of a column are never in two folds; the largest groups are dealt out first."""

    column: str
    n: int = 5
    method = "group"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each fold's test rows."""
        column_with_role(data, "input", self.column, "column")
        return _deal(all_rows(data, [self.column])[self.column].to_pylist(), self.n)


@dataclass(frozen=True)
class Time(Splitter):
    """Rows in the order of a column: each fold is tested on the next part and trained on what came before it."""

    column: str
    n: int = 5
    method = "time"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of the parts after the first one."""
        return self._parts(data, rows)[1:]

    def folds(self, data: Dataset, ids: list[str], target: pa.ChunkedArray, inputs: Sequence[str]) -> Folds:
        """Return folds of ids, each with its own training rows."""
        parts = self._parts(data, len(ids))
        folds = Folds({}, splitter=self.to_manifest())
        for i, part in enumerate(parts[1:]):
            folds.test[f"fold_{i}"] = [ids[place] for place in part]
            folds.train[f"fold_{i}"] = [ids[place] for place in np.concatenate(parts[: i + 1])]
        return folds

    def _parts(self, data: Dataset, rows: int) -> list[np.ndarray[Any, Any]]:
        import pyarrow.compute as pc

        _check_number(self.n + 1, rows)
        column_with_role(data, "input", self.column, "column")
        values = all_rows(data, [self.column])[self.column]
        if values.null_count:
            raise InvalidTableError(
                f"{values.null_count} rows have no {self.column!r}, so they have no place in time."
            )
        return list(np.array_split(pc.sort_indices(values).to_numpy(), self.n + 1))


@dataclass(frozen=True)
class Scaffold(Splitter):
    """
    Molecules with the same Murcko scaffold are never in two folds; needs RDKit.

    References
    ----------
    Bemis, G. W.; Murcko, M. A. J. Med. Chem. 1996, 39, 2887.
    """

    column: str = "smiles"
    n: int = 5
    method = "scaffold"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each fold's test rows."""
        try:
            from rdkit.Chem import MolFromSmiles
            from rdkit.Chem.Scaffolds.MurckoScaffold import MurckoScaffoldSmiles
        except ImportError:
            raise FoundryError("Splitting by scaffold needs RDKit: `pip install rdkit`.") from None
        column_with_role(data, "input", self.column, "column")
        groups = []
        for smiles in all_rows(data, [self.column])[self.column].to_pylist():
            molecule = MolFromSmiles(smiles) if isinstance(smiles, str) else None
            if molecule is None:
                raise InvalidTableError(f"{smiles!r} in column {self.column!r} cannot be read as SMILES.")
            groups.append(MurckoScaffoldSmiles(mol=molecule))  # type: ignore[no-untyped-call]
        return _deal(groups, self.n)


@dataclass(frozen=True)
class Composition(Splitter):
    """
    Compounds of the same chemical system (set of elements), or of one that holds an element, are never in two folds.

    Parameters
    ----------
    column : str
        Chemical formulas.
    by : {"system", "element"}
        'system': formulas of the same elements are together; 'element': a fold for each of the `n` most frequent
        elements, whose compounds it tests.
    """

    column: str = "formula"
    n: int = 5
    by: str = "system"
    method = "composition"

    def assign(
        self, data: Dataset, rows: int, target: pa.ChunkedArray, inputs: Sequence[str]
    ) -> list[np.ndarray[Any, Any]]:
        """Return the positions of each fold's test rows."""
        column_with_role(data, "input", self.column, "column")
        systems = []
        for formula in all_rows(data, [self.column])[self.column].to_pylist():
            elements = sorted(set(_ELEMENT.findall(formula or "")))
            if not elements:
                raise InvalidTableError(f"{formula!r} in column {self.column!r} is not a chemical formula.")
            systems.append(elements)
        if self.by == "system":
            return _deal(["-".join(elements) for elements in systems], self.n)
        if self.by != "element":
            raise FoundryError(f"Compositions are split by 'system' or by 'element', not by {self.by!r}.")
        counts: dict[str, int] = {}
        for elements in systems:
            for element in elements:
                counts[element] = counts.get(element, 0) + 1
        frequent = sorted(counts, key=lambda element: (-counts[element], element))[: self.n]
        return [
            np.array([i for i, elements in enumerate(systems) if target_element in elements])
            for target_element in frequent
        ]


def _deal(groups: Sequence[Any], n: int) -> list[np.ndarray[Any, Any]]:
    """Give each group, the largest first, to the fold that has the fewest rows."""
    places: dict[Any, list[int]] = {}
    for place, group in enumerate(groups):
        places.setdefault(group, []).append(place)
    _check_number(n, len(places), "groups")
    hands: list[list[int]] = [[] for _ in range(n)]
    for group in sorted(places, key=lambda group: (-len(places[group]), str(group))):
        min(hands, key=len).extend(places[group])
    return [np.array(sorted(part)) for part in hands]


def _check_number(n: int, rows: int, what: str = "rows") -> None:
    if n < 2 or n > rows:
        raise InvalidTableError(
            f"{rows:,} {what} cannot be split into {n} parts: use 2 to {min(rows, 1000)}."
        )
