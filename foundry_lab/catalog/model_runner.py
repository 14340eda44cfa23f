"""The model widget's entry: which models and which data there are to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..datasets.split import Split
from ..errors import FoundryError, NotFoundError
from ..models.load_model import model as open_model
from ..models.model import Model
from .notebook_tables import notebook_tables
from .search import search

if TYPE_CHECKING:
    import pyarrow as pa

    from ..widgets.run import RunWidget

Choice = dict[str, Any]


def run(model: str | Model | None = None, data: Any = None) -> RunWidget:
    """
    Return a widget to choose a model and its data in, run it, and read what it predicts.

    Parameters
    ----------
    model : str or Model, optional
        The model that is chosen at first.
    data : Split, table or frame, optional
        The data that are chosen at first. Others to choose are the splits of the datasets that the models
        were trained on, and the tables among the notebook's variables.
    """
    from ..widgets.run import run as show

    preselection = open_model(model) if isinstance(model, str) else model
    models = _models(preselection)
    tables = notebook_tables()
    if data is not None and not _is_stored(data) and not any(table is data for table in tables.values()):
        tables = {"data": data, **tables}
    trained_on = [preselection] if preselection else [open_model(one["reference"]) for one in models]
    choices = [*_splits(data, trained_on), *(_table_choice(name, table) for name, table in tables.items())]

    def load_table(choice: Mapping[str, Any]) -> pa.Table:
        if "variable" not in choice:
            return load(choice["reference"])[choice["split"]].to_arrow()
        from ..tables.read import read_table

        # Its value when the run is asked for: the cell that made it may have run again.
        name = choice["variable"]
        table = notebook_tables().get(name, tables.get(name))
        if table is None:
            raise NotFoundError(f"There is no table {name!r} in the notebook any more: run its cell again.")
        return read_table(table, f"The table {name!r}")

    return show(
        models,
        choices,
        open_model,
        load_table,
        model=preselection.reference if preselection else None,
        choice=_label_of(data, tables) if data is not None else None,
    )


def _models(preselection: Model | None) -> list[dict[str, str]]:
    titles = {preselection.reference: preselection.title} if preselection else {}
    try:
        for hit in search(kind="model", limit=200):
            titles.setdefault(hit.reference, hit.title)
    except FoundryError:
        # The model at hand runs without the catalog of the others.
        if not titles:
            raise
    return [{"reference": reference, "title": title} for reference, title in titles.items()]


def _splits(data: Any, models: Iterable[Model]) -> list[Choice]:
    """Return the splits of the data's dataset and of those that the models were trained on."""
    references = [data.reference] if _is_stored(data) else []
    references += [f"{item.dataset}@{item.version}" for model in models for item in model.trained_on]
    choices = []
    for reference in dict.fromkeys(references):
        try:
            dataset: Dataset = load(reference)
        except FoundryError:
            # What a model was trained on need not be in this store.
            continue
        choices += [_split_choice(split) for split in dataset.values()]
    return choices


def _split_choice(split: Split) -> Choice:
    return {
        "label": f"{split.reference} · {split.name}",
        "reference": split.reference,
        "split": split.name,
        "rows": len(split),
    }


def _table_choice(name: str, table: Any) -> Choice:
    return {"label": name, "variable": name, "rows": len(table) if hasattr(table, "__len__") else 0}


def _is_stored(data: Any) -> bool:
    return isinstance(data, Split) and data.is_whole


def _label_of(data: Any, tables: Mapping[str, Any]) -> str:
    if _is_stored(data):
        return str(_split_choice(data)["label"])
    return next(name for name, table in tables.items() if table is data)
