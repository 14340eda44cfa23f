"""Scoring against scikit-learn alone, and leaderboards of 10 and of 10,000 entries."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from timing import Case, measure, report

warnings.simplefilter("ignore")
ROWS, FOLDS = 1_000_000, 5


def scoring() -> None:
    """Score a million predictions in five folds: an Arrow table in the kernel, scored by the hub."""
    import pyarrow as pa
    from sklearn import metrics as peers

    import foundry_lab
    from foundry_lab.hub.running import stop_started

    new_store()
    rng = np.random.default_rng(0)
    truth = [rng.gamma(2, 2, ROWS // FOLDS) for _ in range(FOLDS)]
    predicted = [y + rng.normal(0, 1, len(y)) for y in truth]
    names = [f"row-{i:07}" for i in range(ROWS)]
    ids = {f"fold_{i}": names[i * ROWS // FOLDS : (i + 1) * ROWS // FOLDS] for i in range(FOLDS)}
    table = pa.table({"id": names, "x": np.zeros(ROWS), "y": np.concatenate(truth)})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    foundry_lab.publish_dataset({"all": table}, name="many", columns=roles)
    task = foundry_lab.publish_benchmark(
        name="of-many", dataset="many", folds=ids, metrics=["mae", "rmse", "mape", "max_error"]
    )
    predictions = pa.table(
        {
            "fold": np.repeat(list(ids), ROWS // FOLDS),
            "id": names,
            "prediction": np.concatenate(predicted),
        }
    )

    def ours() -> object:
        return task.score(predictions)

    def theirs() -> object:
        found = []
        for y, p in zip(truth, predicted, strict=True):
            kept = np.abs(y) > 1e-5
            found += [
                peers.mean_absolute_error(y, p),
                peers.root_mean_squared_error(y, p),
                peers.mean_absolute_percentage_error(y[kept], p[kept]),
                peers.max_error(y, p),
            ]
        return found

    scores = [value for fold in task.score(predictions).values() for value in fold.values()]
    np.testing.assert_allclose(np.array(scores, float), np.array(theirs(), float), rtol=1e-12)

    cases = [Case("foundry_lab", ours), Case("scikit-learn", theirs)]
    report(
        f"{ROWS:,} predictions, {FOLDS} folds, 4 metrics",
        measure(cases),
        limit="scikit-learn",
        target={"foundry_lab": 1.2},
    )
    stop_started()


def leaderboards() -> None:
    """Time the server's answer to the first page of a leaderboard."""
    import pandas as pd

    import foundry_lab
    from foundry_lab.hub.running import ensure_hub, stop_started

    folder = new_store()
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(1000)], "x": 1.0, "y": np.arange(1000.0)})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    foundry_lab.publish_dataset({"all": frame}, name="small", columns=roles)
    for count in (10, 10_000):
        made = foundry_lab.publish_benchmark(
            name=f"of-{count}", dataset="small", folds=5, metrics=["mae", "rmse"]
        )
        given = {fold: dict.fromkeys(made.test_ids(fold), 1.0) for fold in made.folds}
        entry = made.submit(given, name="first").record
        fill(folder / f"store/benchmarks/of-{count}/1.0.0/submissions", entry.id, count)
    hub = ensure_hub()
    for count in (10, 10_000):
        start = time.perf_counter()
        assert json.loads(ask(hub, count))["total"] == count
        print(
            f"first answer of {count:,} entries after they were added: {(time.perf_counter() - start) * 1e3:.0f} ms"
        )
    # File times are coarse: the hub reads a folder again until its last change is two seconds old.
    time.sleep(2.5)
    seconds: dict[int, list[float]] = {10: [], 10_000: []}
    for turn in range(210):
        for count, found in seconds.items():
            start = time.perf_counter()
            ask(hub, count)
            if turn >= 10:
                found.append(time.perf_counter() - start)
    medians = {count: statistics.median(found) * 1e3 for count, found in seconds.items()}
    print("| leaderboard | median of 200 (ms) |\n| --- | --- |")
    for count, value in medians.items():
        print(f"| {count:,} entries | {value:.2f} |")
    print(f"10,000 entries take {medians[10_000] / medians[10]:.2f} times as long as 10 (target: at most 2)")
    stop_started()


def new_store() -> Path:
    """Return the folder of a store of its own."""
    folder = Path(tempfile.mkdtemp(prefix="foundry-bench-"))
    places = {"STORE": "store", "CACHE": "cache", "RUNTIME_DIR": "run"}
    os.environ.update({f"FOUNDRY_{name}": str(folder / place) for name, place in places.items()})
    return folder


def ask(hub: Any, count: int) -> bytes:
    """Return the first page."""
    content: bytes = hub.request("GET", f"benchmarks/of-{count}/1.0.0/leaderboard?limit=10").content
    return content


def fill(folder: Path, first: str, count: int) -> None:
    """Write entries as the hub does, without scoring each."""
    known = json.loads((folder / f"{first}.json").read_text())
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    rng = np.random.default_rng(0)
    for number in range(1, count):
        tail = "".join(letters[number >> shift & 31] for shift in (20, 15, 10, 5, 0))
        entry = {**known, "id": f"{first[:21]}{tail}", "name": f"entry {number}"}
        mean = float(rng.random())
        entry["overall"] = {name: {**of, "mean": mean} for name, of in known["overall"].items()}
        (folder / f"{entry['id']}.json").write_text(json.dumps(entry))


if __name__ == "__main__":
    scoring()
    leaderboards()
