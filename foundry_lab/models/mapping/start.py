"""What is checked before a run begins."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ...errors import FoundryError
from ..access import Access
from ..compatibility import require_compatible, require_values
from ..execution import Execution
from ..matrix import can_be_matrix, matrix_kind
from .driver import Driver
from .executors import engine_of
from .map_run import MapRun
from .parts import Parts, fingerprint
from .task import Task


class Identity(NamedTuple):
    """
    How a worker finds a model.

    Attributes
    ----------
    digest : str
        What it must find under the model's reference.
    folder : str or None
        Where the package may lie.
    opener : callable or None
        Returns what runs a model that is not a package, by its reference.
    """

    digest: str
    folder: str | None = None
    opener: Callable[[str], Execution] | None = None


def start(
    model: Execution,
    access: Access,
    identity: Identity,
    table: pa.Table,
    *,
    executor: Any,
    batch_rows: int,
    columns: Mapping[str, str] | None,
    retries: int,
    failures: str,
    out: str | os.PathLike[str] | None,
    resume: bool,
    progress: bool | Callable[[int, int], object] | None,
    source: str | None = None,
) -> MapRun:
    """
    Check what can be checked, then run in the background; see `Model.map`.

    `model` runs the rows, `access` says whether it may, and `identity` how a worker finds it.
    `source` names what the table is read from where that never changes, so that its content need not be hashed.
    """
    if batch_rows < 1:
        raise FoundryError(f"batch_rows is {batch_rows}, and a batch has at least one row.")
    if failures not in ("raise", "keep"):
        raise FoundryError(f"failures is {failures!r}, and it is 'raise' or 'keep'.")
    how = require_compatible(table.schema, model.signature, model.reference, columns)
    # Consent is asked here, not on a worker.
    grants = access.require()
    table = table.select(list(dict.fromkeys(how.columns.values())))
    require_values(table, model.signature, how, model.reference)
    keep_failures = failures == "keep"
    key: dict[str, object] = {
        "model": identity.digest,
        "data": source or fingerprint(table),
        "rows": table.num_rows,
        "batch_rows": batch_rows,
        "columns": sorted((columns or {}).items()),
        "conversions": sorted(how.converted.items()),
        # Batches with rows that failed are none of a run that ends with the first of them.
        **({"failures": failures} if keep_failures else {}),
    }
    parts = Parts(Path(out).expanduser() if out is not None else None, key, resume=resume)
    engine = engine_of(executor)
    task = Task(
        model.reference,
        identity.digest,
        identity.folder,
        access.limits,
        grants,
        tuple(sorted((columns or {}).items())),
        # Workers share the cores; a single one may use them all.
        max(1, (os.cpu_count() or 1) // engine.workers) if engine.workers > 1 else 0,
        keep_failures,
        identity.opener,
    )
    # Rows that fail are found in a table: an array has no more than the numbers.
    kind = matrix_kind(model.signature) if can_be_matrix(table.schema, how) and not keep_failures else None
    driver = Driver(task, table, kind, engine, batch_rows, retries)
    return MapRun(driver, model.output_schema(table.schema), parts, progress)
