"""
Find a dataset, look at it, load a split as an Arrow table and run a published model.

Ten verbs do most of it: `search` finds, `load` opens a dataset and its splits, `preview` shows any table, `sql` asks
splits, `publish_dataset` publishes one; `model` opens a model, `run` runs it in a widget, `publish_model` publishes one;
`benchmark` opens a benchmark, `publish_benchmark` publishes one.

Examples
--------
>>> import foundry_lab as foundry  # doctest: +SKIP
>>> foundry.search("band gap")  # doctest: +SKIP
>>> foundry.load("matbench-expt-gap")["train"].to_arrow()  # doctest: +SKIP
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .contracts.version import VERSION

if TYPE_CHECKING:
    from . import curation as curation
    from . import errors as errors
    from .benchmarks.benchmark import Benchmark as Benchmark
    from .benchmarks.benchmark import benchmark as benchmark
    from .benchmarks.lineage import lineage as lineage
    from .benchmarks.publish_benchmark import publish_benchmark as publish_benchmark
    from .catalog.benchmark_form import benchmark_form as benchmark_form
    from .catalog.examples import examples as examples
    from .catalog.lifecycle import deprecate as deprecate
    from .catalog.lifecycle import rename as rename
    from .catalog.lifecycle import restore as restore
    from .catalog.lifecycle import status as status
    from .catalog.lifecycle import withdraw as withdraw
    from .catalog.model_runner import run as run
    from .catalog.pick import pick as pick
    from .catalog.publish_form import publish_form as publish_form
    from .catalog.search import search as search
    from .catalog.search_results import SearchResults as SearchResults
    from .catalog.transfer import export as export
    from .catalog.transfer import import_package as import_package
    from .catalog.transfer import pull as pull
    from .catalog.transfer import push as push
    from .datasets.changes import changes as changes
    from .datasets.dataset import Dataset as Dataset
    from .datasets.default_display import disable_default_display as disable_default_display
    from .datasets.default_display import enable_default_display as enable_default_display
    from .datasets.load import load as load
    from .datasets.preview import preview as preview
    from .datasets.publish_dataset import publish_dataset as publish_dataset
    from .datasets.split import Split as Split
    from .datasets.sql import sql as sql
    from .datasets.table import table as table
    from .errors import FoundryError as FoundryError
    from .errors import FoundryWarning as FoundryWarning
    from .models.load_model import model as model
    from .models.model import Model as Model
    from .models.publish_model import publish_model as publish_model

__version__ = VERSION

# Where each name comes from: it is imported when first used, so that a script pays for what it needs.
_HOME = {
    "Benchmark": "benchmarks.benchmark",
    "Dataset": "datasets.dataset",
    "FoundryError": "errors",
    "FoundryWarning": "errors",
    "Model": "models.model",
    "SearchResults": "catalog.search_results",
    "Split": "datasets.split",
    "changes": "datasets.changes",
    "deprecate": "catalog.lifecycle",
    "disable_default_display": "datasets.default_display",
    "enable_default_display": "datasets.default_display",
    "examples": "catalog.examples",
    "export": "catalog.transfer",
    "import_package": "catalog.transfer",
    "benchmark": "benchmarks.benchmark",
    "benchmark_form": "catalog.benchmark_form",
    "lineage": "benchmarks.lineage",
    "load": "datasets.load",
    "model": "models.load_model",
    "pick": "catalog.pick",
    "preview": "datasets.preview",
    "publish_form": "catalog.publish_form",
    "publish_benchmark": "benchmarks.publish_benchmark",
    "publish_dataset": "datasets.publish_dataset",
    "publish_model": "models.publish_model",
    "rename": "catalog.lifecycle",
    "restore": "catalog.lifecycle",
    "pull": "catalog.transfer",
    "push": "catalog.transfer",
    "run": "catalog.model_runner",
    "search": "catalog.search",
    "sql": "datasets.sql",
    "status": "catalog.lifecycle",
    "table": "datasets.table",
    "withdraw": "catalog.lifecycle",
}

__all__ = [*_HOME, "curation", "errors"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in ("curation", "errors"):
        return import_module(f".{name}", __name__)
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    if not isinstance(value, type):
        from .door import at_door

        value = at_door(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def _complete_references() -> None:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        from .catalog.completion import complete_in

        complete_in(shell)


_complete_references()
