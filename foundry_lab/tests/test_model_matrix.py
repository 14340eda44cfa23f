"""Rows that go to a model as one matrix give what rows of columns give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model
from foundry_lab.tests.predictions import predicted


@pytest.fixture
def forest(examples: Path) -> Model:
    return foundry_lab.model("solubility-forest")


def test_every_kind_of_numbers_gives_the_same(forest: Model) -> None:
    values = np.random.default_rng(0).integers(0, 50, (300, len(forest.inputs)))
    columns = dict(zip(forest.inputs, values.T, strict=True))
    expected = predicted(forest, pa.table(columns).to_pylist())["solubility"]
    kinds = [pa.float32(), pa.int8()]
    tables = {
        "double": pa.table({name: pa.array(column, pa.float64()) for name, column in columns.items()}),
        "float": pa.table({name: pa.array(column, pa.float32()) for name, column in columns.items()}),
        "whole": pa.table({name: pa.array(column, pa.int16()) for name, column in columns.items()}),
        "long": pa.table(columns),
        "mixed": pa.table({name: pa.array(c, kinds[i % 2]) for i, (name, c) in enumerate(columns.items())}),
        "more columns": pa.table({"other": ["x"] * 300, **columns}),
    }
    for given in (*tables.values(), values, values.astype("f4"), np.asfortranarray(values.astype("f8"))):
        for _ in range(2):
            # A forest sums its trees in another order for another number of rows.
            np.testing.assert_allclose(
                predicted(forest, given, batch_rows=128)["solubility"], expected, rtol=1e-5
            )
    np.testing.assert_allclose(predicted(forest, values.astype(object))["solubility"], expected, rtol=1e-5)


def test_a_missing_value_stays_missing_after_tables_without(forest: Model) -> None:
    values = np.random.default_rng(0).random((10, len(forest.inputs)))
    table = pa.table(dict(zip(forest.inputs, values.T, strict=True)))
    whole = forest.predict(table)
    holes = table.set_column(1, forest.inputs[1], pa.array([None, *values[1:, 1]]))
    with pytest.warns(errors.FoundryWarning, match="missing inputs: 1 in column 'logp'"):
        found = forest.predict(holes)
    assert found["solubility"].to_pylist() == [None, *whole["solubility"].to_pylist()[1:]]
    assert found.schema.equals(whole.schema, check_metadata=True)


def test_another_table_after_one_is_looked_at_anew(forest: Model) -> None:
    values = np.random.default_rng(0).random((5, len(forest.inputs)))
    table = pa.table(dict(zip(forest.inputs, values.T, strict=True)))
    forest.predict(table)
    with pytest.raises(errors.SignatureMismatchError, match="takes the column 'mol_weight'"):
        forest.predict(table.drop_columns(["mol_weight"]))
    seconds = table.schema.set(0, table.schema.field(0).with_metadata({"unit": "s"}))
    with pytest.raises(errors.SignatureMismatchError, match="cannot be converted"):
        forest.predict(pa.Table.from_arrays(table.columns, schema=seconds))
