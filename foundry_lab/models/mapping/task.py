"""What a worker runs: one batch of rows through a model that it opens once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ...errors import NotFoundError, RefusedModelError
from ..isolation.process import Limits

if TYPE_CHECKING:
    from ..model import Model


@dataclass(frozen=True)
class Task:
    """
    A model as a worker finds it.

    Attributes
    ----------
    reference, digest : str
        The version, and the hash of everything in it.
    folder : str, optional
        Where its files are on the machine that asks, and on workers that share its disk.
    limits : Limits
    granted : frozenset of str
        Digests of versions that whoever asks trusts.
    columns : tuple of (str, str)
        The data's column for each input that is called otherwise there.
    """

    reference: str
    digest: str
    folder: str | None
    limits: Limits
    granted: frozenset[str]
    columns: tuple[tuple[str, str], ...]


def run_batch(task: Task, body: bytes) -> bytes:
    """
    Return the predictions for a batch, both as Arrow streams.

    Raises
    ------
    FoundryError
        If the batch does not fit, or the model cannot be found or run here.
    """
    model = _open(task)
    with pa.ipc.open_stream(body) as reader:
        table = reader.read_all()
    sink = pa.BufferOutputStream()
    batches = list(model.predict_batches(table, max(1, table.num_rows), columns=dict(task.columns)))
    with pa.ipc.new_stream(sink, model.output_schema(table.schema)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    found: bytes = sink.getvalue().to_pybytes()
    return found


@lru_cache(maxsize=4)
def _open(task: Task) -> Model:
    from ...store.packages import at, find
    from ..model import Model, model

    if "://" in task.reference:
        return model(task.reference)
    try:
        package = at("model", Path(task.folder)) if task.folder else find("model", task.reference)
    except NotFoundError:
        try:
            package = find("model", task.reference)
        except NotFoundError:
            raise NotFoundError(
                f"A worker does not find {task.reference}: let it see the store's folder, or set FOUNDRY_URL there."
            ) from None
    if package.digest != task.digest:
        raise RefusedModelError(
            f"{task.reference} of a worker's store is not the version that was asked for."
        )
    return Model(package, limits=task.limits, granted=task.granted)
