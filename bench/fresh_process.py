"""A whole fresh process that loads a small split as Arrow, against one that maps a file with pyarrow alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = (
    "import foundry_lab; t = foundry_lab.load('bench-small')['train'].to_arrow(); assert t.num_rows == 4604"
)
LIMIT = "import pyarrow as pa; t = pa.ipc.open_file(pa.memory_map({path!r})).read_all(); assert t.num_rows == 4604"
PANDAS = "import pandas; t = pandas.read_csv({path!r}); assert len(t) == 4604"
HUGGING_FACE = (
    "import datasets; datasets.disable_progress_bars();"
    "t = datasets.load_dataset('parquet', data_files={path!r}, split='train').data.table; assert t.num_rows == 4604"
)


def main() -> None:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet
    from tables import band_gaps
    from timing import Case, measure, report

    import foundry_lab

    folder = Path(tempfile.mkdtemp(prefix="foundry-bench-"))
    os.environ.update(
        FOUNDRY_STORE=str(folder / "store"),
        FOUNDRY_CACHE=str(folder / "cache"),
        FOUNDRY_RUNTIME_DIR=str(folder / "run"),
        HF_HOME=str(folder / "hf"),
        HF_HUB_OFFLINE="1",
        PYTHONWARNINGS="ignore",
    )
    table = band_gaps()
    files = {ending: str(folder / f"small.{ending}") for ending in ("csv", "parquet", "arrow")}
    pyarrow.csv.write_csv(table, files["csv"])
    pyarrow.parquet.write_table(table, files["parquet"])
    with pa.ipc.new_file(files["arrow"], table.schema) as writer:
        writer.write_table(table)
    foundry_lab.publish_dataset({"train": table}, name="bench-small")

    def process(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)

    try:
        ours, limit = "foundry_lab, warm cache", "pyarrow alone, mapped file (limit)"
        seconds = measure(
            [
                Case(ours, lambda: process(OURS), repeats=11),
                Case(limit, lambda: process(LIMIT.format(path=files["arrow"])), repeats=11),
                Case("pandas.read_csv", lambda: process(PANDAS.format(path=files["csv"])), repeats=5),
                Case(
                    "Hugging Face datasets",
                    lambda: process(HUGGING_FACE.format(path=files["parquet"])),
                    repeats=5,
                ),
            ]
        )
        report("A fresh process: import, then load 4,604 rows as Arrow", seconds, limit, {ours: 1.5})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
