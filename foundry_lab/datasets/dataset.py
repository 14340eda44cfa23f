"""A published dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..door import with_doors
from ..errors import UnknownVerbError
from ..store.package import Package
from ..store.published import PublishedPackage
from .columns import Columns
from .split import Split
from .stored_split import StoredSplits

if TYPE_CHECKING:
    from .changes import Changes
    from .comparison import Comparison
    from .understood import Understood


@with_doors
class Dataset(PublishedPackage, Mapping[str, Split]):
    """
    A dataset: a mapping of its splits.

    Get one with `foundry_lab.load`.

    Examples
    --------
    >>> gaps = foundry_lab.load("matbench-expt-gap")  # doctest: +SKIP
    >>> gaps["train"].to_arrow(columns=["formula", "gap"], filter="gap > 0")  # doctest: +SKIP
    """

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self._manifest = package.manifest
        self._stored = StoredSplits(package)
        self._splits: dict[str, Split] = {}
        #: What was understood of the sources, of a dataset that was published just now.
        self.understood: Understood | None = None

    @property
    def citation(self) -> str:
        """What to cite, one work a line; empty if the publisher gave none."""
        lines = []
        for work in self._manifest.citations or []:
            needs_doi = work.doi and work.doi not in work.text
            lines.append(f"{work.text} https://doi.org/{work.doi}" if needs_doi else work.text)
        return "\n".join(lines)

    def croissant(self) -> dict[str, Any]:
        """Return the MLCommons Croissant 1.1 metadata; addresses of files are relative to the package."""
        from ..store.records import ask_command

        return ask_command("croissant", self._package)

    @property
    def columns(self) -> Columns:
        """The columns with their types, units and roles."""
        return self._stored.columns

    @property
    def splits(self) -> list[str]:
        """The splits' names."""
        return list(self._stored)

    @property
    def folds(self) -> dict[str, dict[str, Split]]:
        """The splits of each fold: ``dataset.folds["fold-0"]["train"]`` is the split 'fold-0.train'."""
        folds: dict[str, dict[str, Split]] = {}
        for name in self._stored:
            fold, dot, part = name.rpartition(".")
            if dot and fold and part:
                folds.setdefault(fold, {})[part] = self[name]
        return folds

    @property
    def manifest(self) -> Any:
        """Everything that was published about the dataset, as `foundry_lab.contracts.models.Dataset`."""
        return self._manifest

    @property
    def models(self) -> list[str]:
        """
        References of the models that were trained on it, the newest version of each.

        Raises
        ------
        HubUnavailableError
            If the hub, which knows them, cannot be reached or started.
        """
        from ..hub.running import ask_hub

        models = ask_hub(lambda hub: hub.models_trained_on(self.name))
        return [f"{model.name}@{model.version}" for model in models]

    def changes(self, since: str) -> Changes:
        """
        Return what changed since another version: schema, rows and statistics.

        Parameters
        ----------
        since : str
            A version, such as '1.0.0', or the reference of another dataset.
        """
        from .changes import changes

        return changes(since if "@" in since else f"{self.name}@{since}", self.reference)

    def compare(self, first: str | None = None, second: str | None = None) -> Comparison:
        """
        Return two splits side by side: how far each column drifts, and which rows both hold.

        Parameters
        ----------
        first, second : str, optional
            Names of splits; 'train' and 'test' where the dataset has them, else its first two.

        Returns
        -------
        Comparison
            Drift of numbers is the two-sample Kolmogorov-Smirnov statistic, that of text and booleans the
            Jensen-Shannon distance to base 2: both from 0, alike, to 1, nothing in common. Its `leakage` counts
            rows of the second split that the first holds too, and rows with the same inputs and other targets.

        Raises
        ------
        UnknownSplitError
            If there is no such split.
        FoundryError
            If there are not two splits.
        """
        from .comparison import compare_splits

        return compare_splits(self._stored, first, second)

    def __getitem__(self, split: str) -> Split:
        cached = self._splits.get(split)
        if cached is None:
            description = self._stored.entry(split).description or ""
            cached = self._splits[split] = Split(self._stored[split], description)
        return cached

    def __getattr__(self, name: str) -> Split:
        if not name.startswith("_"):
            if name in self._stored:
                return self[name]
            raise UnknownVerbError(
                f"A dataset has no {name!r}; its splits are {', '.join(map(repr, self._stored))}, whose rows have the "
                "verbs: dataset['train'].head()."
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name for name in self._stored if name.isidentifier())]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def _ipython_key_completions_(self) -> list[str]:
        return self.splits

    def __repr__(self) -> str:
        from .dataset_summary import dataset_text

        return dataset_text(self._manifest, self.reference, self.understood)

    def _repr_html_(self) -> str:
        from .dataset_summary import dataset_html

        return dataset_html(self._manifest, self.reference, self.citation, self.understood)
