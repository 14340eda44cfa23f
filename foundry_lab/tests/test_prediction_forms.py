"""Predictions come back as what was given, in the units that are said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

import foundry_lab
from foundry_lab import errors

FRAME = pd.DataFrame(np.random.default_rng(3).normal(size=(40, 2)), columns=["a", "b"])
Y = FRAME["a"] * 2 - FRAME["b"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = tmp_path_factory.mktemp("forms")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STORE", "CACHE", "RUNTIME_DIR"):
            patch.setenv(f"FOUNDRY_{name}", str(store / name.lower()))
        return foundry_lab.publish_model(
            LinearRegression().fit(FRAME, Y),
            name="line",
            example=FRAME.head(4),
            inputs={"a": "K", "b": "eV"},
            outputs={"gap": "eV"},
        )


EXPECTED = (FRAME["a"] * 2 - FRAME["b"]).to_numpy()


def test_a_frame_comes_back_with_its_index(model: foundry_lab.Model) -> None:
    for index in (
        pd.Index([f"row {i}" for i in range(40)], name="label"),
        pd.MultiIndex.from_product([range(4), range(10)], names=["x", "y"]),
        pd.RangeIndex(100, 20, -2),
        pd.date_range("2026-01-01", periods=40),
    ):
        frame = FRAME.set_axis(index, axis="index")
        found = model.predict(frame)
        assert isinstance(found, pd.DataFrame)
        pd.testing.assert_index_equal(found.index, frame.index)
        np.testing.assert_allclose(found["gap"], EXPECTED)
        assert found.attrs["foundry"]["units"] == {"gap": "eV"}
        for table in (pa.table(found), pa.Table.from_pandas(found)):
            assert table.column_names[0] == "gap"
            np.testing.assert_allclose(table["gap"], EXPECTED)
    part = FRAME.iloc[::3]
    assert (FRAME.join(model.predict(part)).dropna()["gap"] - EXPECTED[::3]).abs().max() < 1e-12


def test_other_forms_come_back_as_they_were_given(model: foundry_lab.Model) -> None:
    polars = model.predict(pl.from_pandas(FRAME))
    assert isinstance(polars, pl.DataFrame)
    np.testing.assert_allclose(polars["gap"], EXPECTED)
    lazy = model.predict(pl.from_pandas(FRAME).lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(polars)
    array = model.predict(FRAME.to_numpy())
    assert isinstance(array, np.ndarray)
    assert array.shape == (40,)
    np.testing.assert_allclose(array, EXPECTED)
    records = model.predict(FRAME.to_dict("records"))
    assert [list(row) for row in records] == [["gap"]] * 40
    np.testing.assert_allclose([row["gap"] for row in records], EXPECTED)
    for table in (pa.table(FRAME), FRAME.to_dict("list"), FRAME.to_numpy().tolist()):
        found = model.predict(table)
        assert isinstance(found, pa.Table)
        np.testing.assert_allclose(found["gap"], EXPECTED)


def test_arrays_of_several_outputs() -> None:
    two = LinearRegression().fit(FRAME, np.stack([Y, -Y], axis=1))
    found = foundry_lab.publish_model(two, name="two", example=FRAME.head(4)).predict(FRAME.to_numpy())
    np.testing.assert_allclose(found, two.predict(FRAME), atol=1e-12)
    kinds = LogisticRegression().fit(FRAME, np.where(Y > 0, "metal", "insulator"))
    model = foundry_lab.publish_model(kinds, name="kinds", example=FRAME.head(4))
    found = model.predict(FRAME.to_numpy())
    assert list(found.dtype.names) == model.outputs
    assert found[model.outputs[0]].tolist() == kinds.predict(FRAME).tolist()


def test_what_is_missing_stays_missing_in_each_form(model: foundry_lab.Model) -> None:
    holes = FRAME.copy()
    holes.iloc[[1, 5], 0] = np.nan
    masked = np.ma.masked_invalid(holes.to_numpy())
    with pytest.warns(errors.FoundryWarning, match="rows 1, 5"):
        assert model.predict(holes)["gap"].isna().to_numpy().nonzero()[0].tolist() == [1, 5]
    with pytest.warns(errors.FoundryWarning):
        assert np.isnan(model.predict(holes.to_numpy())).nonzero()[0].tolist() == [1, 5]
    with pytest.warns(errors.FoundryWarning):
        assert model.predict(masked).mask.nonzero()[0].tolist() == [1, 5]
    with pytest.warns(errors.FoundryWarning):
        assert model.predict(holes.to_dict("records"))[5] == {"gap": None}


def test_units_of_a_plain_frame_are_said_and_converted(model: foundry_lab.Model) -> None:
    celsius = FRAME.assign(a=FRAME["a"] - 273.15, b=FRAME["b"] * 1000)
    units = {"a": "degC", "b": "meV"}
    np.testing.assert_allclose(model.predict(celsius, units=units)["gap"], EXPECTED, atol=1e-9)
    np.testing.assert_allclose(model.predict(celsius.to_numpy(), units=units), EXPECTED, atol=1e-9)
    np.testing.assert_allclose(
        model.map(celsius, units=units, resume=False).result()["gap"], EXPECTED, atol=1e-9
    )
    named = celsius.rename(columns={"a": "temperature"})
    found = model.predict(named, columns={"a": "temperature"}, units={"temperature": "degC", "b": "meV"})
    np.testing.assert_allclose(found["gap"], EXPECTED, atol=1e-9)
    assert not model.check(celsius, units={"a": "eV"})
    with pytest.raises(errors.SignatureMismatchError, match="eV"):
        model.predict(celsius, units={"a": "eV"})
    with pytest.raises(errors.UnknownColumnError, match="no column 'temperature'"):
        model.predict(celsius, units={"temperature": "degC"})


@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        (FRAME["a"], r"frame\[\['a'\]\]"),
        (FRAME.iloc[0], r"frame\.iloc\[\[0\]\] for a row"),
        (pl.Series("a", [1.0]), r"series\.to_frame\(\)"),
        (pa.chunked_array([[1.0]]), r"table\.select"),
    ],
)
def test_a_single_column_is_answered_with_the_remedy(
    model: foundry_lab.Model, column: Any, remedy: str
) -> None:
    with pytest.raises(errors.SignatureMismatchError, match=f"single .*{remedy}"):
        model.predict(column)


def test_a_chosen_part_of_a_split_is_predicted(examples: Path) -> None:
    forest = foundry_lab.model("solubility-forest")
    test = foundry_lab.load("solubility")["test"]
    part = test.filter("logp < 2").sort("logp")
    found = forest.predict(part)
    frame = test.to_pandas()
    frame = frame[frame["logp"] < 2].sort_values("logp", kind="stable")
    np.testing.assert_allclose(found["solubility"], forest.predict(frame)["solubility"], rtol=1e-5)
