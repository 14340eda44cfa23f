"""Categories keep their type, their words and their order, from each source and in each form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather
from pyarrow import parquet as pq

import foundry_lab as foundry

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")

#: More words than indices of 16 bits reach, in an order that is not the alphabet's; some stand in no row.
MANY = [f"phase {number:05d}" for number in range(70_000)][::-1]
FEW = ["low", "it's", 'a "high" one']


def in_pandas(words: list[str], values: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"x": pd.Categorical(values, words, ordered=True)})


def in_arrow(words: list[str], values: list[str]) -> pa.Table:
    return pa.Table.from_pandas(in_pandas(words, values)).replace_schema_metadata(None)


def in_file(words: list[str], values: list[str], path: Path) -> Path:
    write = feather.write_feather if path.suffix == ".feather" else pq.write_table
    write(in_arrow(words, values), str(path))
    return path


def in_text(words: list[str], values: list[str], folder: Path) -> Path:
    pd.DataFrame({"x": values}).to_csv(folder / "table.csv", index=False)
    return folder / "table.csv"


def in_duckdb(words: list[str], values: list[str]) -> Any:
    kind = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    frame = pl.DataFrame({"x": values})
    return duckdb.from_arrow(frame.to_arrow()).project(f"x::ENUM({kind}) AS x")


SOURCES: dict[str, Callable[[list[str], list[str], Path], Any]] = {
    "Arrow": lambda words, values, _: in_arrow(words, values),
    "Arrow reader": lambda words, values, _: in_arrow(words, values).to_reader(1000),
    "pandas": lambda words, values, _: in_pandas(words, values),
    "Polars": lambda words, values, _: pl.DataFrame({"x": pl.Series(values, dtype=pl.Enum(words))}),
    "DuckDB": lambda words, values, _: in_duckdb(words, values),
    "Parquet": lambda words, values, folder: in_file(words, values, folder / "table.parquet"),
    "Feather": lambda words, values, folder: in_file(words, values, folder / "table.feather"),
    "CSV": in_text,
}


@pytest.mark.parametrize("words", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("source", SOURCES)
def test_categories_of_text_keep_their_order_from_each_source(
    source: str, words: list[str], tmp_path: Path
) -> None:
    values = [words[place] for place in np.random.default_rng(0).integers(0, len(words) - 1, 20_000)]
    stated = {"x": {"type": "category", "categories": words}} if source == "CSV" else None
    given = SOURCES[source](words, values, tmp_path)
    dataset = foundry.publish_dataset({"train": given}, name="grades", columns=stated)
    split = foundry.load(dataset.reference)["train"]
    right = pd.Series(in_pandas(words, values)["x"])
    pd.testing.assert_series_equal(split.to_pandas()["x"], right)
    arrow = split.to_arrow()["x"]
    assert arrow.type.ordered
    assert arrow.to_pylist() == values
    assert split.to_polars()["x"].equals(pl.Series("x", values, dtype=pl.Enum(words)))
    relation = split.to_duckdb()
    assert relation.types[0].children[0][1] == words
    assert relation.order("x").limit(1).fetchall() == [(right.min(),)]
    assert relation.count("*").fetchall() == [(len(values),)]


OTHERS: dict[str, pd.Categorical[Any]] = {
    "whole numbers": pd.Categorical([3, 1, None, 3], [3, 2, 1], ordered=True),
    "floats": pd.Categorical([0.5, 1.5], [1.5, 0.5], ordered=True),
    "dates": pd.Categorical([dt.date(2026, 1, 1)], [dt.date(2026, 1, 2), dt.date(2026, 1, 1)], ordered=True),
    "times": pd.Categorical(pd.to_datetime(["2026-01-01"]), pd.to_datetime(["2026-01-02", "2026-01-01"])),
    "truth values": pd.Categorical([True, False], [True, False], ordered=True),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_categories_of_other_values_keep_their_type_and_order(kind: str) -> None:
    column = OTHERS[kind]
    split = foundry.publish_dataset({"train": pd.DataFrame({"x": column})}, name="others")["train"]
    back = split.to_pandas()["x"]
    assert back.cat.ordered == column.ordered
    assert back.cat.categories.tolist() == column.categories.tolist()
    assert back.cat.codes.tolist() == list(column.codes)
    for engine, form in (("Polars", split.to_polars), ("DuckDB", split.to_duckdb)):
        with pytest.warns(
            foundry.FoundryWarning, match=f"{engine} has categories of text only: those of 'x'"
        ):
            form()
