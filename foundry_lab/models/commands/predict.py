"""`foundry-lab predict`: a published model on a file or a split."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from ...arguments import Parser, named, whole_number
from ...errors import FoundryError
from ..model import model
from ..predicting import BATCH_ROWS
from .given import add_limits, data_of, limits_of


def predict(arguments: Sequence[str]) -> int:
    """
    Print or write a model's predictions, and return the exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    given = _parser().parse_args(list(arguments))
    write = _writer(given.output) if given.output is not None else None
    found = model(given.reference, **limits_of(given))
    options: dict[str, Any] = {"columns": dict(given.column) or None, "batch_rows": given.batch_rows}
    data = data_of(given.data)
    if given.executor is None:
        table = found.predict(data, progress=given.progress, **options)
    else:
        run = found.map(data, executor=given.executor, progress=given.progress, **options)
        try:
            table = run.result()
        finally:
            run.discard()
    if write is not None:
        try:
            write(table)
        except OSError as error:
            raise FoundryError(f"{given.output} cannot be written: {error.strerror or error}.") from None
        print(
            f"Wrote {table.num_rows:,} predictions of {found.reference} to {given.output}.", file=sys.stderr
        )
    elif given.json:
        print(_document(table, found.reference))
    else:
        _csv(table, sys.stdout.buffer)
    return 0


def _parser() -> Parser:
    parser = Parser("foundry-lab predict")
    parser.add_argument("reference")
    parser.add_argument("data")
    parser.add_argument("--column", action="append", default=[], type=named("INPUT=COLUMN"))
    parser.add_argument("--batch-rows", type=whole_number(1), default=BATCH_ROWS)
    parser.add_argument("--executor", type=_executor)
    parser.add_argument("--progress", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    add_limits(parser)
    parser.add_argument("--json", action="store_true")
    return parser


def _executor(text: str) -> str | int:
    if text in ("threads", "processes"):
        return text
    try:
        return whole_number(1, 1024)(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is none of threads, processes and a number of threads"
        ) from None


def _writer(path: Path) -> Callable[[pa.Table], object]:
    """
    Return what writes a table to a file of this name.

    Raises
    ------
    FoundryError
        If its ending names no format, or its folder is missing: both before anything runs.
    """
    known: dict[str, Callable[[pa.Table], object]] = {
        ".csv": lambda table: _csv(table, str(path)),
        ".parquet": lambda table: _parquet(table, path),
        ".arrow": lambda table: _arrow(table, path),
        ".jsonl": lambda table: path.write_text(_lines(table), "utf-8"),
    }
    if path.suffix.lower() not in known:
        raise FoundryError(f"{path} ends in none of {', '.join(known)}.")
    if not path.parent.is_dir():
        raise FoundryError(f"There is no folder {path.parent} for {path.name}.")
    return known[path.suffix.lower()]


def _csv(table: pa.Table, sink: Any) -> None:
    from pyarrow import csv

    try:
        csv.write_csv(table, sink)
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


def _document(table: pa.Table, reference: str) -> str:
    import msgspec

    units = {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in table.schema}
    columns = [{"name": name, "unit": unit} if unit else {"name": name} for name, unit in units.items()]
    said = {
        "model": reference,
        "rows": table.num_rows,
        "columns": columns,
        "predictions": table.to_pylist(),
    }
    return msgspec.json.encode(said).decode()
