"""A published benchmark."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlencode

import msgspec
import pyarrow as pa

from ..contracts import models as contract
from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..door import with_doors
from ..errors import (
    FoundryError,
    FoundryWarning,
    InvalidPredictionsError,
    NotAllowedError,
    NotFoundError,
    close_matches,
)
from ..problems import error_of
from ..store.package import Package
from ..store.packages import find
from ..store.published import PublishedPackage
from .data import all_rows, id_texts, rows_at
from .hub_entries import HubEntries
from .prediction_request import send_predictions
from .predictions import Expected, Predictions, read_file, read_predictions, with_uncertainties
from .submission import Submission
from .targets import gather

if TYPE_CHECKING:
    from ..models.model import Model
    from .leaderboard import Leaderboard


def benchmark(reference: str | os.PathLike[str]) -> Benchmark:
    """
    Return a published benchmark.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), or a package's folder.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Examples
    --------
    >>> gaps = foundry_lab.benchmark("matbench-expt-gap")  # doctest: +SKIP
    >>> gaps.submit({"fold_0": {"mb-expt-gap-0001": 0.3}}, name="my model")  # doctest: +SKIP
    """
    return Benchmark(find("benchmark", reference))


@with_doors
class Benchmark(PublishedPackage):
    """
    A dataset, what of it is predicted on which rows, and how that is scored.

    Get one with `foundry_lab.benchmark`.
    """

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self._manifest: contract.Benchmark = package.manifest
        self._entries = HubEntries(self.name, self.version)
        self._rows: dict[str, contract.FoldRows] = {}
        self._data: tuple[pa.Table, dict[str, int]] | None = None

    @property
    def dataset(self) -> Dataset:
        """The dataset that it is on."""
        return load(f"{self._manifest.dataset.name}@{self._manifest.dataset.version}")

    @property
    def task(self) -> str:
        """'regression' or 'classification'."""
        return self._manifest.task

    @property
    def target(self) -> str:
        """The column to predict."""
        return self._manifest.target

    @property
    def inputs(self) -> list[str]:
        """The columns to predict from."""
        return list(self._manifest.inputs or [])

    @property
    def classes(self) -> list[Any] | None:
        """What can be predicted, the positive class last; None for numbers."""
        return list(self._manifest.classes) if self._manifest.classes else None

    @property
    def weight(self) -> str | None:
        """The column by which test rows weigh in every score; None where they weigh alike."""
        return self._manifest.weight or None

    @property
    def folds(self) -> list[str]:
        """The folds' names."""
        return [fold.name for fold in self._manifest.folds]

    @property
    def metrics(self) -> list[str]:
        """The metrics' names; the first one orders the leaderboard."""
        return [metric.name for metric in self._manifest.metrics]

    @property
    def hidden(self) -> bool:
        """Whether only the hub knows the labels."""
        return self._manifest.labels.hidden

    @property
    def manifest(self) -> contract.Benchmark:
        """Everything that was published about it, as `foundry_lab.contracts.models.Benchmark`."""
        return self._manifest

    @property
    def targets(self) -> list[str]:
        """The columns to predict: `target`, or all where there are several."""
        return list(self._manifest.targets or [self.target])

    def target_of(self, fold: str) -> str:
        """
        Return the column that a fold predicts.

        Raises
        ------
        NotFoundError
            If there is no such fold.
        """
        return self._fold(fold).target or self.target

    def test_ids(self, fold: str) -> list[str]:
        """Return the ids of a fold's test rows, as text."""
        return list(self._fold_rows(fold).test)

    def train(self, fold: str) -> pa.Table:
        """Return the training rows of a fold: id, inputs and the fold's target."""
        table, places = self._table()
        goal = self.target_of(fold)
        table = table.drop_columns([name for name in self.targets if name != goal])
        rows = self._fold_rows(fold)
        if isinstance(rows.train, list):
            return rows_at(table, rows.train, places, self.dataset.reference)
        test = set(rows.test)
        return table.take(pa.array([place for row, place in places.items() if row not in test], pa.int64()))

    def test(self, fold: str) -> pa.Table:
        """
        Return the test rows of a fold in order: id and inputs.

        Raises
        ------
        NotAllowedError
            If the hub alone has them.
        """
        if self._manifest.labels.inputs_hidden is True:
            raise NotAllowedError(
                f"The test rows of {self.reference} are hidden: enter with a published model, which the hub runs on them."
            )
        table, places = self._table()
        rows = rows_at(table, self._fold_rows(fold).test, places, self.dataset.reference)
        return rows.drop_columns(self.targets)

    def check(
        self,
        entry: Any,
        *,
        name: str | None = None,
        by: str | None = None,
        kind: str | None = None,
        description: str | None = None,
        url: str | None = None,
        seconds: float | None = None,
        parameters: int | None = None,
        software: Mapping[str, str] | None = None,
        run: Literal["hub", "here"] = "hub",
        uncertainties: Any = None,
    ) -> None:
        """
        Check an entry as `submit` does, without submitting it.

        A model is opened and not run, so what goes wrong only when it predicts is not seen.

        Parameters
        ----------
        entry : mapping, table, frame, path or Model
            As `submit` takes it, and so are the others.
        name : str, optional
            Without one the rules are not checked.
        by, kind, description, url, seconds, parameters, software, run, uncertainties : optional

        Raises
        ------
        InvalidPredictionsError, NotAllowedError, DuplicateEntryError, RefusedModelError
            What `submit` would raise.
        """
        predictions, request = self._request(
            entry,
            name=name,
            by=by,
            kind=kind,
            description=description,
            url=url,
            seconds=seconds,
            parameters=parameters,
            software=software,
            run=run,
            uncertainties=uncertainties,
        )
        send = partial(self._entries.ask, "POST", "check?open=true")
        answer = send_predictions(send, predictions, request)
        refusal = msgspec.json.decode(answer, type=contract.SubmissionCheck).refusal
        if isinstance(refusal, contract.Problem):
            raise error_of(refusal)

    def score(self, predictions: Any, *, uncertainties: Any = None) -> dict[str, dict[str, float | None]]:
        """
        Score predictions without submitting them.

        Parameters
        ----------
        predictions : mapping, table, frame or path
            As `submit` takes them.
        uncertainties : mapping, table, frame or path, optional
            As `submit` takes them.

        Returns
        -------
        dict
            `[fold][metric]`; None where a metric is not defined on the fold's rows.

        Raises
        ------
        InvalidPredictionsError
            What is missing, doubled or wrong, in one sentence.
        NotAllowedError
            If the labels are hidden.
        """
        from ..hub.running import ensure_hub

        score = partial(ensure_hub().score, self.name, str(self.version))
        return send_predictions(score, self._read(predictions, uncertainties), {}).scores

    def submit(
        self,
        entry: Any,
        *,
        name: str,
        by: str | None = None,
        kind: str | None = None,
        description: str | None = None,
        url: str | None = None,
        seconds: float | None = None,
        parameters: int | None = None,
        software: Mapping[str, str] | None = None,
        run: Literal["hub", "here"] = "hub",
        uncertainties: Any = None,
    ) -> Submission:
        """
        Enter predictions or a model; the hub scores them.

        Where the entry of this name is the same, it is returned, with a warning that says so.

        Parameters
        ----------
        entry : mapping, table, frame, path or Model
            ``{fold: {id: prediction}}``, where a prediction of classes may be ``{class: probability}``; a table or frame
            with the columns `fold`, the id and `prediction` (or a column of probabilities for each class) and, if
            there are any, standard deviations in `uncertainty`; an Arrow, Parquet, CSV or JSON file of either; or a
            published model, which predicts every fold's test rows. Order never matters.
        name : str
            What the leaderboard calls it; of a name there is one entry.
        by : str, optional
            Who enters; by default this user's name.
        kind : {"predictions", "model", "baseline", "published"}, optional
            'published' for numbers from the literature.
        description, url : str, optional
            What it is, and where to read more.
        seconds : float, optional
            What fitting and predicting took.
        parameters : int, optional
            How many parameters the model has.
        software : mapping, optional
            Package name to version.
        run : {"hub", "here"}, optional
            Where a model runs: in a process of the hub, confined and within its limits, which runs code only of models
            that its operator trusts; or in this kernel, which sends the predictions.
        uncertainties : mapping, table, frame or path, optional
            Standard deviations of the predictions, ``{fold: {id: deviation}}``, where they are not in `entry`.

        Returns
        -------
        Submission
            With `scores[fold][metric]`.

        Raises
        ------
        InvalidPredictionsError
            What is missing, doubled or wrong, in one sentence; nothing is submitted then.
        NotAllowedError
            If the rules do not allow it: the deadline, the quota, the entrants.
        DuplicateEntryError
            If another entry has the name.
        RefusedModelError, ModelRunError
            If the model may not run there, or fails or goes beyond its limits.
        """
        predictions, request = self._request(
            entry,
            name=name,
            by=by,
            kind=kind,
            description=description,
            url=url,
            seconds=seconds,
            parameters=parameters,
            software=software,
            run=run,
            uncertainties=uncertainties,
        )
        record, unchanged = send_predictions(self._entries.enter, predictions, request)
        if unchanged:
            sentence = f"{name!r} is among the entries of {self.reference} already and is the same: nothing was entered."
            warnings.warn(sentence, FoundryWarning, stacklevel=2)
        return self._entry(record)

    def submission(self, id: str) -> Submission:
        """
        Return an entry by its id or its name.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        if len(id) == 26 and id.isalnum() and id.isupper():
            return self._entry(self._entries.record("GET", f"submissions/{id}"))
        for entry in self.leaderboard():
            if entry.name == id:
                return self._entry(self._entries.record("GET", f"submissions/{entry.id}"))
        names = [entry.name for entry in self.leaderboard()]
        raise NotFoundError(f"{self.reference} has no entry {id!r}.", suggestions=close_matches(id, names))

    def leaderboard(
        self,
        *,
        sort: str | None = None,
        kind: str | None = None,
        per_entrant: bool = False,
        limit: int = 1000,
    ) -> Leaderboard:
        """
        Return the entries, best first.

        Parameters
        ----------
        sort : str, optional
            The column that orders them: a metric, by default the first one, or `metric.target` where there are several
            targets, which a metric alone orders by the mean of the ranks by each.
        kind : {"predictions", "model", "baseline", "published"}, optional
            Only such entries.
        per_entrant : bool, optional
            Only the best entry of each entrant.
        limit : int, optional
            How many at most.
        """
        from .leaderboard import Leaderboard

        query = {
            "sort": sort,
            "kind": kind,
            "perEntrant": "true" if per_entrant else None,
            "limit": min(limit, 1000),
        }
        board: contract.Leaderboard | None = None
        while True:
            offset = len(board.entries) if board else 0
            words = urlencode(
                {key: value for key, value in {**query, "offset": offset}.items() if value is not None}
            )
            page = msgspec.json.decode(
                self._entries.ask("GET", f"leaderboard?{words}"), type=contract.Leaderboard
            )
            if board is None:
                board = page
            else:
                board.entries.extend(page.entries)
            if not page.entries or len(board.entries) >= min(limit, page.total):
                return Leaderboard(board, self._manifest, self._draw_parity)

    def template(self) -> str:
        """Return the code of a cell that fits, predicts and submits."""
        from .template import template

        return template(self._manifest, self.reference)

    def to_croissant(self) -> dict[str, Any]:
        """
        Return MLCommons Croissant 1.1: the folds' rows to predict and, unless they are hidden, what is true of them.

        Addresses of files are relative to the package's folder.
        """
        record: dict[str, Any] = msgspec.json.decode(self._entries.ask("GET", "croissant?files=relative"))
        return record

    def _fold_rows(self, fold: str) -> contract.FoldRows:
        """
        Return a fold's document: `test` ids, `truth` unless hidden, `train` where given.

        Raises
        ------
        NotFoundError
            If there is no such fold.
        """
        if fold not in self._rows:
            text = self._package.file(self._fold(fold).path).read_bytes()
            self._rows[fold] = msgspec.json.decode(text, type=contract.FoldRows)
        return self._rows[fold]

    def predict(
        self, model: Model, *, inputs: Mapping[str, Mapping[str, Sequence[Any]]] | None = None
    ) -> dict[str, dict[str, Any]]:
        """
        Return a model's predictions for every fold's test rows, `[fold][id]`.

        Parameters
        ----------
        model : Model
            Of its outputs the one that is called as the target is used, or else the first.
        inputs : mapping, optional
            ``{fold: {column: values}}`` of the test rows, where the dataset lacks them.

        Raises
        ------
        SignatureMismatchError, RefusedModelError, ModelRunError
            As `Model.predict` does.
        """
        predictions = {}
        for fold in self.folds:
            goal = self.target_of(fold)
            output = goal if goal in model.outputs else model.outputs[0]
            rows = self.test(fold) if inputs is None else pa.table(dict(inputs[fold]))
            values = model.predict(rows)[output].to_pylist()
            predictions[fold] = dict(zip(self.test_ids(fold), values, strict=True))
        return predictions

    def rescore(self, id: str) -> dict[str, dict[str, float | None]]:
        """Return the scores that the hub computes again from an entry's predictions, `[fold][metric]`."""
        scores: dict[str, dict[str, float | None]] = msgspec.json.decode(
            self._entries.ask("GET", f"submissions/{quote(id)}/rescore")
        )["scores"]
        return scores

    def withdraw(self, id: str, reason: str | None = None) -> Submission:
        """Mark an entry as withdrawn."""
        return self._entry(self._entries.withdraw(id, reason))

    def __repr__(self) -> str:
        from .benchmark_summary import benchmark_text

        return benchmark_text(self._manifest, self.reference)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from .board import board

        widget = board(self._manifest, self._entries, self._fold_rows, self._summary)
        return {**widget._repr_mimebundle_(**kwargs), "text/plain": repr(self)}

    def _summary(self) -> str:
        about = self._repr_html_()
        try:
            return about + self.leaderboard()._repr_html_()
        except FoundryError:
            # Without a hub there is no leaderboard, and still a benchmark.
            return about

    def _repr_html_(self) -> str:
        from .benchmark_summary import benchmark_html

        return benchmark_html(self._manifest, self.reference)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Benchmark) and other._package is self._package

    def __hash__(self) -> int:
        return hash(self.reference)

    def _fold(self, fold: str) -> contract.Fold:
        fold_record = next((item for item in self._manifest.folds if item.name == fold), None)
        if fold_record is None:
            raise NotFoundError(
                f"{self.reference} has no fold {fold!r}; its folds are {', '.join(map(repr, self.folds[:10]))}.",
                suggestions=close_matches(str(fold), self.folds),
            )
        return fold_record

    def _request(
        self,
        entry: Any,
        *,
        kind: str | None = None,
        by: str | None = None,
        software: Mapping[str, str] | None = None,
        run: str = "hub",
        uncertainties: Any = None,
        **facts: Any,
    ) -> tuple[Predictions | None, dict[str, Any]]:
        """Return what is sent of an entry: predictions, if the hub does not run a model for them, and the rest."""
        from ..models.model import Model

        model: str | None = None
        predictions: Predictions | None = None
        if run not in ("hub", "here"):
            raise FoundryError(f"A model runs in the 'hub' or 'here', not {run!r}.")
        if isinstance(entry, Model):
            if uncertainties is not None:
                raise InvalidPredictionsError(
                    "A model is entered without uncertainties: submit its predictions with them."
                )
            model = entry.reference
            entry = self.predict(entry) if run == "here" else None
        if entry is not None or model is None:
            predictions = self._read(entry, uncertainties)
        return predictions, {
            **facts,
            "by": by if by is not None else _user(),
            "kind": kind or ("model" if model else "predictions"),
            "model": model,
            "software": dict(software) if software else None,
        }

    def _read(self, predictions: Any, uncertainties: Any = None) -> Predictions:
        expected = Expected(
            self.folds,
            lambda fold: self._fold_rows(fold).test,
            self._manifest.id,
            self.target,
            self.classes or (),
        )
        columns_by_fold = read_predictions(self._by_target(predictions), expected)
        if uncertainties is None:
            return columns_by_fold
        return with_uncertainties(columns_by_fold, read_predictions(self._by_target(uncertainties), expected))

    def _by_target(self, predictions: Any) -> Any:
        if len(self.targets) == 1:
            return predictions
        predictions = (
            read_file(os.fspath(predictions)) if isinstance(predictions, str | os.PathLike) else predictions
        )
        rows = {fold: self._fold_rows(fold).test for fold in self.folds}
        return gather(predictions, self._manifest.folds, rows, self._manifest.id)

    def _table(self) -> tuple[pa.Table, dict[str, int]]:
        if self._data is None:
            key = self._manifest.id
            table = all_rows(self.dataset, [key, *self.inputs, *self.targets])
            ids = id_texts(table[key], f"column {key!r} of {self.dataset.reference}")
            self._data = table, {row: place for place, row in enumerate(ids)}
        return self._data

    def _entry(self, record: contract.Submission) -> Submission:
        return Submission(record, self._entries, self)

    def _draw_parity(self, name: str) -> Any:
        from .plots import parity_plot

        if self.hidden:
            raise NotAllowedError(
                f"The labels of {self.reference} are hidden, so nothing can be drawn against them."
            )
        entry = self.submission(name)
        return parity_plot(self._manifest, self._fold_rows, entry.record, entry.predictions())


def _user() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
