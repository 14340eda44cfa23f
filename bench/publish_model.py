"""Publishing a scikit-learn model that runs in a process of its own, against skops alone: written, and read."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import warnings
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from skops import io
from timing import Case, measure, report

LOAD = (
    "import sys; from skops import io; f = sys.argv[1];"
    "assert io.load(f, trusted=io.get_untrusted_types(file=f)).n_iter_ > 0"
)


def main() -> None:
    """Measure and print one table; the target is 10 s for each after the first."""
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="foundry-bench-"))
    for variable in ("STORE", "CACHE", "RUNTIME_DIR", "CONFIG_DIR"):
        os.environ[f"FOUNDRY_{variable}"] = str(folder / variable.lower())
    import foundry_lab
    from foundry_lab.hub.running import stop_started

    rows = pd.DataFrame(np.random.default_rng(0).normal(size=(1000, 8)), columns=list("abcdefgh"))
    model = HistGradientBoostingRegressor().fit(rows, rows["a"] - rows["h"])
    numbers = count()

    def ours() -> Any:
        name = f"boosted-{next(numbers)}"
        return foundry_lab.publish_model(model, name=name, example=rows[:50], outputs=["y"], progress=False)

    def theirs() -> None:
        io.dump(model, folder / "model.skops")
        subprocess.run([sys.executable, "-c", LOAD, folder / "model.skops"], check=True)

    start = time.perf_counter()
    assert ours().format == "skops"
    first = time.perf_counter() - start
    alone = "skops alone: dump, and load in a new process"
    cases = [Case("foundry_lab.publish_model", ours, repeats=5), Case(alone, theirs, repeats=5)]
    report("Publish HistGradientBoosting, 1,000 rows x 8", measure(cases, warmup=0), limit=alone)
    print(f"the first one, for which an environment is made: {first:.1f} s; target for each after it: 10 s")
    stop_started()


if __name__ == "__main__":
    main()
