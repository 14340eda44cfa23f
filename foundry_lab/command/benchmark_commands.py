"""`foundry-lab benchmark` and `foundry-lab submit`, and `publish` of a benchmark's folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..errors import InvalidManifestError
from .messages import print_json


class LeaderboardOptions(msgspec.Struct, rename="camel"):
    """The benchmark, and which of its entries."""

    benchmark: str
    limit: int
    json: bool
    sort: str | None = None
    kind: str | None = None
    per_entrant: bool = False


def leaderboard(options: LeaderboardOptions) -> int:
    """Print a benchmark's entries, best first."""
    from ..benchmarks.benchmark import benchmark

    board = benchmark(options.benchmark).leaderboard(
        sort=options.sort, kind=options.kind, per_entrant=options.per_entrant, limit=options.limit
    )
    if options.json:
        print_json(board.page, indent=2)
    else:
        print(board)
    return 0


class ExportOptions(msgspec.Struct):
    """The benchmark, and whose form it takes."""

    benchmark: str
    form: str
    json: bool


def export(options: ExportOptions) -> int:
    """Print a benchmark as Croissant, or its entries in the form of Papers with Code."""
    from ..benchmarks.benchmark import benchmark

    parent = benchmark(options.benchmark)
    croissant = options.form == "croissant"
    print_json(parent.to_croissant() if croissant else parent.leaderboard().to_results(), indent=2)
    return 0


class SubmitOptions(msgspec.Struct):
    """The benchmark, predictions or the model that makes them, and what the entry says of itself."""

    benchmark: str
    name: str
    check: bool
    json: bool
    predictions: str | None = None
    model: str | None = None
    by: str | None = None
    description: str | None = None
    url: str | None = None


def submit(options: SubmitOptions) -> int:
    """Enter predictions or a model, or only check the predictions."""
    from ..benchmarks.benchmark import benchmark
    from ..models.load_model import model

    parent = benchmark(options.benchmark)
    predictor = model(options.model) if options.model else None
    if options.check:
        parent.check(parent.predict(predictor) if predictor else options.predictions)
        if options.json:
            print_json({"benchmark": parent.reference, "complete": True})
        else:
            print("The predictions are complete.")
        return 0
    entry = parent.submit(
        predictor or options.predictions,
        name=options.name,
        by=options.by,
        description=options.description,
        url=options.url,
    )
    if options.json:
        print_json(entry.record, indent=2)
    else:
        print(f"{entry}\nid: {entry.id}")
    return 0


class PublishOptions(msgspec.Struct):
    """A `benchmark.json` with the arguments of `publish_benchmark`."""

    path: Path
    json: bool
    progress: bool


def publish(options: PublishOptions) -> int:
    """
    Publish a benchmark from what its author writes.

    Raises
    ------
    InvalidManifestError
        If the file is not what `publish_benchmark` takes.
    """
    from ..benchmarks.publish_benchmark import publish_benchmark
    from ..datasets.raw_folder import read_object

    path = options.path
    arguments = read_object(path)
    # Files that the record names lie beside it.
    if isinstance(arguments.get("hidden_rows"), str):
        arguments["hidden_rows"] = path.parent / str(arguments["hidden_rows"])
    if isinstance(arguments.get("labels"), str):
        arguments["labels"] = read_object(path.parent / str(arguments["labels"]))
    try:
        benchmark = publish_benchmark(**arguments)
    except TypeError as error:
        raise InvalidManifestError(f"{path} is not what publish_benchmark takes: {error}.") from None
    if options.json:
        result = {"name": benchmark.name, "version": benchmark.version, "unchanged": benchmark.unchanged}
        print_json({"kind": "benchmark", **result})
    elif not benchmark.unchanged:
        print(f"Published the benchmark {benchmark.reference}.")
    return 0
