"""`foundry-lab predict`: a published model on a file or a split."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import FoundryError
from ..models.load_model import model
from .messages import print_json, progress_line
from .model_arguments import ModelOptions, data_of, limits_of


class PredictOptions(ModelOptions, rename="camel"):
    """The model, its data, and where the predictions go."""

    reference: str
    data: str
    column: list[tuple[str, str]]
    batch_rows: int
    progress: bool
    json: bool
    executor: str | int | None = None
    output: Path | None = None


def predict(options: PredictOptions) -> int:
    """
    Print or write a model's predictions, and return the exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    write = _writer(options.output) if options.output is not None else None
    predictor = model(options.reference, **limits_of(options))
    how: dict[str, Any] = {
        "columns": dict(options.column) or None,
        "batch_rows": options.batch_rows,
        "progress": _progress(as_json=options.progress),
    }
    data = data_of(options.data)
    if options.executor is None:
        table = predictor.predict(data, **how)
    else:
        run = predictor.map(data, executor=options.executor, **how)
        try:
            table = run.result()
        finally:
            run.discard()
    if write is not None:
        try:
            write(table)
        except OSError as error:
            raise FoundryError(f"{options.output} cannot be written: {error.strerror or error}.") from None
        if options.json:
            print_json({"model": predictor.reference, "rows": table.num_rows, "path": str(options.output)})
        else:
            print(
                f"Wrote {table.num_rows:,} predictions of {predictor.reference} to {options.output}.",
                file=sys.stderr,
            )
    elif options.json:
        print_json(_document(table, predictor.reference))
    else:
        _csv(table, sys.stdout.buffer)
    return 0


def _progress(*, as_json: bool) -> Callable[[int, int], object] | bool:
    if as_json:
        return lambda done, total: progress_line("predict", done, total)
    return sys.stderr.isatty()


def _writer(path: Path) -> Callable[[pa.Table], object]:
    """
    Return what writes a table to a file of this name.

    Raises
    ------
    FoundryError
        If its ending names no format, or its folder is missing: both before anything runs.
    """
    writers: dict[str, Callable[[pa.Table], object]] = {
        ".csv": lambda table: _csv(table, str(path)),
        ".parquet": lambda table: _parquet(table, path),
        ".arrow": lambda table: _arrow(table, path),
        ".jsonl": lambda table: path.write_text(_lines(table), "utf-8"),
    }
    if path.suffix.lower() not in writers:
        raise FoundryError(f"{path} ends in none of {', '.join(writers)}.")
    if not path.parent.is_dir():
        raise FoundryError(f"There is no folder {path.parent} for {path.name}.")
    return writers[path.suffix.lower()]


def _csv(table: pa.Table, sink: Any) -> None:
    from ..tables.write_csv import write_csv

    try:
        write_csv(table, sink)
    except pa.ArrowInvalid:
        raise FoundryError(
            "The predictions have lists in them, which CSV cannot hold: write them with --output to .parquet or .jsonl."
        ) from None


def _parquet(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _arrow(table: pa.Table, path: Path) -> None:
    from pyarrow import feather

    feather.write_feather(table, str(path), compression="zstd")


def _lines(table: pa.Table) -> str:
    import msgspec

    return "".join(f"{msgspec.json.encode(row).decode()}\n" for row in table.to_pylist())


def _document(table: pa.Table, reference: str) -> dict[str, Any]:
    units = {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in table.schema}
    columns = [{"name": name, "unit": unit} if unit else {"name": name} for name, unit in units.items()]
    return {
        "model": reference,
        "rows": table.num_rows,
        "columns": columns,
        "predictions": table.to_pylist(),
    }
