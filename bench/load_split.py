"""Loading a split: cold and warm, against pandas, Hugging Face datasets, and a bare memory map as the limit."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="foundry-bench-"))
    os.environ.update(
        FOUNDRY_STORE=str(folder / "store"),
        FOUNDRY_CACHE=str(folder / "cache"),
        FOUNDRY_RUNTIME_DIR=str(folder / "run"),
        HF_HOME=str(folder / "hf"),
        HF_HUB_OFFLINE="1",
    )
    try:
        for name, rows in (("small", 4_604), ("large", 1_000_000)):
            compare(folder, name, rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def compare(folder: Path, name: str, rows: int) -> None:
    """Publish a table of `rows` rows and print the table of timings."""
    import datasets
    import pandas
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet
    from tables import band_gaps, numbers
    from timing import Case, measure, report

    import foundry_lab

    datasets.disable_progress_bars()
    table = band_gaps() if name == "small" else numbers(rows)
    csv, parquet, ipc = (folder / f"{name}.{ending}" for ending in ("csv", "parquet", "arrow"))
    pyarrow.csv.write_csv(table, csv)
    pyarrow.parquet.write_table(table, parquet, compression="zstd")
    with pa.ipc.new_file(ipc, table.schema) as writer:
        writer.write_table(table)
    foundry_lab.publish_dataset({"train": table}, name=f"bench-{name}")
    cache = folder / "cache" / "arrow"
    huggingface = datasets.load_dataset(
        "parquet", data_files=str(parquet), split="train", cache_dir=str(folder / "hf")
    )

    def ours() -> pa.Table:
        return foundry_lab.load(f"bench-{name}")["train"].to_arrow()

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def mapped() -> pa.Table:
        return pa.ipc.open_file(pa.memory_map(str(ipc))).read_all()

    def hub() -> pa.Table:
        return datasets.load_dataset(
            "parquet", data_files=str(parquet), split="train", cache_dir=str(folder / "hf")
        ).data.table

    del huggingface
    ours_cold = "foundry_lab, first load (Parquet, sha256)"
    ours_warm = "foundry_lab, second load (mapped Arrow)"
    limit = "pyarrow.memory_map (limit)"
    few = 5 if rows > 100_000 else 15
    seconds = measure([Case(ours_cold, ours, before=forget, repeats=few)])
    ours()
    seconds |= measure(
        [
            Case(ours_warm, ours, repeats=51),
            Case(limit, mapped, repeats=51),
            Case("Hugging Face datasets, cached", hub, repeats=few),
            Case("pyarrow.parquet", lambda: pyarrow.parquet.read_table(parquet), repeats=few),
            Case("pandas.read_csv", lambda: pandas.read_csv(csv), repeats=few),
        ]
    )
    report(
        f"Load a split of {table.num_rows:,} x {table.num_columns} as Arrow", seconds, limit, {ours_warm: 1.5}
    )

    pandas_seconds = measure(
        [
            Case(
                "foundry_lab .to_pandas(), second load",
                lambda: foundry_lab.load(f"bench-{name}")["train"].to_pandas(),
                repeats=few,
            ),
            Case("memory map, to pandas (limit)", lambda: mapped().to_pandas(), repeats=few),
            Case("Hugging Face datasets .to_pandas()", lambda: hub().to_pandas(), repeats=few),
            Case("pandas.read_csv", lambda: pandas.read_csv(csv), repeats=few),
        ]
    )
    report(
        f"Load a split of {table.num_rows:,} x {table.num_columns} as pandas",
        pandas_seconds,
        "memory map, to pandas (limit)",
    )


if __name__ == "__main__":
    main()
