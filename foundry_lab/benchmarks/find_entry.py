"""An entry by its id alone, or by its benchmark and name."""

from __future__ import annotations

import msgspec

from ..contracts import models as contract
from .benchmark import Benchmark, benchmark
from .submission import Submission


def find_entry(text: str) -> tuple[Benchmark, Submission]:
    """
    Return an entry by its id, or by `benchmark/name`.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    from ..hub.running import ensure_hub

    reference, slash, name = text.partition("/")
    if slash:
        parent = benchmark(reference)
        return parent, parent.submission(name)
    answer = ensure_hub().request("GET", f"submissions/{text}").content
    record = msgspec.json.decode(answer, type=contract.Submission)
    parent = benchmark(f"{record.benchmark}@{record.version}")
    return parent, parent.submission(record.id)
