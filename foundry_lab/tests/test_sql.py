"""Splits asked in SQL."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import foundry_lab as foundry
from foundry_lab import errors


def test_a_query_finds_what_pandas_finds(examples: Path) -> None:
    found = foundry.sql('select count(*) as n, avg(gap) as mean from "matbench-expt-gap".train where gap > 0')
    frame = foundry.load("matbench-expt-gap")["train"].to_pandas()
    gaps = frame[frame["gap"] > 0]["gap"]
    assert found.to_pylist() == [{"n": len(gaps), "mean": pytest.approx(gaps.mean())}]


def test_splits_are_joined_and_versions_named(examples: Path) -> None:
    query = """
        with small as (from "solubility@1.0.0".test where mol_weight < 200)
        select name, t.solubility from small t where name not in (select name from "solubility".train) order by name
    """
    train, test = (foundry.load("solubility")[split].to_pandas() for split in ("train", "test"))
    known = test[(test["mol_weight"] < 200) & ~test["name"].isin(train["name"])].sort_values("name")
    pd.testing.assert_frame_equal(
        foundry.sql(query).to_pandas(),
        known[["name", "solubility"]].reset_index(drop=True),
        check_dtype=False,
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select * from read_csv('{path}')", "disabled|permission|file system"),
        ("select * from '{path}'", "disabled|permission|file system|does not exist"),
        ("copy (select 1) to '{path}.copy'", "Only SELECT"),
        ("attach '{path}.db'", "Only SELECT"),
        ("set enable_external_access = true", "Only SELECT"),
        ("select * from frame", "does not exist"),
        ('select nothing from "solubility".test', "not found"),
        ("selct 1", "syntax error"),
        ('select 1; drop view "solubility".test', "."),
        ("", "."),
    ],
)
def test_a_query_that_asks_for_more_is_refused(examples: Path, tmp_path: Path, query: str, said: str) -> None:
    frame = pd.DataFrame({"a": [1]})
    path = tmp_path / "secret.csv"
    frame.to_csv(path)
    with pytest.raises(errors.InvalidFilterError, match=said) as caught:
        foundry.sql(query.format(path=path))
    assert "\n" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["secret.csv"]


def test_what_is_not_there_is_said_as_everywhere(examples: Path) -> None:
    with pytest.raises(errors.NotFoundError, match="solubilty"):
        foundry.sql('from "solubilty".test')
    with pytest.raises(errors.UnknownSplitError, match="no split 'tests'"):
        foundry.sql('from "solubility".tests')


def test_a_split_is_loaded_by_its_name(examples: Path) -> None:
    test = foundry.load("solubility", split="test")
    assert isinstance(test, foundry.Split)
    assert foundry.load("solubility").test is test
    assert "test" in dir(foundry.load("solubility"))
    with pytest.raises(errors.UnknownSplitError, match="its splits are"):
        foundry.load("solubility", split="tests")
    with pytest.raises(AttributeError, match="its splits are 't"):
        foundry.load("solubility").trian  # noqa: B018


def test_results_are_a_frame(examples: Path) -> None:
    found = foundry.search("solubility", kind="dataset")
    frame = found.to_pandas()
    assert frame["reference"].tolist() == [one.reference for one in found]
    assert found.to_arrow().column_names == frame.columns.tolist()
    assert frame.set_index("name").loc["solubility", "license"] == found["solubility"].license
