"""Values reach a model as they are, or are refused with their row; the container makes no difference."""

from __future__ import annotations

import json
import math
import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import foundry_lab
from foundry_lab import errors
from foundry_lab.contracts.models import ColumnDraft, Signature, Tensor
from foundry_lab.models.compatibility import inputs_of, require_compatible
from foundry_lab.models.model import Model
from foundry_lab.models.signature import column_type
from foundry_lab.tests.predictions import predicted as table_of

INTEGERS = {f"{sign}INT{bits}": (sign, bits) for sign in ("", "U") for bits in (8, 16, 32, 64)}
FLOATS = {"FP16": "e", "FP32": "f", "FP64": "d"}
NUMBERS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-300, 300),
    st.floats(allow_infinity=False),
    st.floats(-300, 300).map(round),
    st.sampled_from([0.5, 1.0, -0.0, 255.0, 256.0, 65504.0, 65520.0, 3.4e38, 3.5e38, 2.0**63, -(2.0**63)]),
)


def identity(datatype: str, folder: Path) -> Model:
    """Publish an ONNX graph that gives back what it is given."""
    from onnx import TensorProto, helper

    name = {"BOOL": "BOOL", "FP16": "FLOAT16", "FP32": "FLOAT", "FP64": "DOUBLE"}.get(datatype, datatype)
    kind = getattr(TensorProto, name)
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "identity",
        [helper.make_tensor_value_info("x", kind, [None])],
        [helper.make_tensor_value_info("y", kind, [None])],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path = folder / "identity.onnx"
    path.write_bytes(made.SerializeToString())
    return foundry_lab.publish_model(path, name=f"identity-{datatype.lower()}")


def held(value: float, datatype: str) -> float | str | None:
    """Return what a type holds of a number by Python's own arithmetic; a sentence's word where it cannot hold it."""
    if isinstance(value, float) and math.isnan(value):
        return (
            None
            if datatype in FLOATS
            else "neither true nor false"
            if datatype == "BOOL"
            else "not a whole number"
        )
    if datatype == "BOOL":
        return bool(value) if value in (0, 1) else "neither true nor false"
    if datatype in INTEGERS:
        sign, bits = INTEGERS[datatype]
        least, most = (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        if value != int(value):
            return "not a whole number"
        return int(value) if least <= value <= most else "beyond its range"
    try:
        found = float(struct.unpack(FLOATS[datatype], struct.pack(FLOATS[datatype], float(value)))[0])
    except OverflowError:
        return "beyond its range"
    return found if math.isfinite(found) else "beyond its range"


def containers(values: list[Any]) -> dict[str, Any]:
    """Return the same column as people hold it."""
    column = pa.array(values)
    plain = column.to_numpy(zero_copy_only=False)
    found = {
        "Arrow": pa.table({"x": column}),
        "records": [{"x": value} for value in values],
        "pandas": pd.DataFrame({"x": values}),
        "polars": pl.from_arrow(pa.table({"x": column})),
        "mapping": {"x": values},
    }
    if column.null_count == 0:
        found["NumPy"] = plain[:, None]
        masked = np.ma.MaskedArray(
            np.append(plain, plain[:1])[:, None], mask=[[False]] * len(plain) + [[True]]
        )
        found["masked"] = masked
    return found


def predicted(model: Model, data: Any) -> list[Any] | str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.FoundryWarning)
        try:
            return list(table_of(model, data)["y"].to_pylist())
        except errors.SignatureMismatchError as error:
            return str(error)


@pytest.mark.parametrize("datatype", ["BOOL", *INTEGERS, *FLOATS])
def test_a_number_stays_the_same_or_is_refused_with_its_row(datatype: str, tmp_path: Path) -> None:
    model = identity(datatype, tmp_path)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @example([float(2**63)], False)
    @given(st.lists(NUMBERS, min_size=1, max_size=6), st.booleans())
    def check(values: list[float], whole: bool) -> None:
        if whole or all(isinstance(value, int) for value in values):
            values = [int(value) for value in values if math.isfinite(value) and abs(value) < 2**63] or [0]
        else:
            # A column of an array is of one kind.
            values = [float(value) for value in values]
        for container, data in containers(values).items():
            # pandas has one spelling for what is missing and what is no number.
            expected = [
                None if container == "pandas" and value != value else held(value, datatype)
                for value in values
            ]
            wrong = [row for row, value in enumerate(expected) if isinstance(value, str)]
            found = predicted(model, data)
            if wrong:
                assert f"row {wrong[0]} holds" in found, (container, values)
                assert str(expected[wrong[0]]) in found, (container, values)
            else:
                assert found == expected + [None] * (container == "masked"), (container, values)

    check()


VECTORS = json.loads((Path(__file__).parents[2] / "schema/vectors/inputs.json").read_text(encoding="utf-8"))


def exact(value: Any) -> Any:
    """Return a value of the vectors as Python has it."""
    if not isinstance(value, dict):
        return value
    text = value["number"]
    return float(text) if text in ("NaN", "Infinity") else int(text)


@pytest.mark.parametrize("vector", VECTORS["inputs"], ids=json.dumps)
def test_a_value_is_taken_as_the_shared_rule_says(vector: dict[str, Any]) -> None:
    column = ColumnDraft(name="x", nullable=vector.get("nullable", False))
    tensor = Tensor(name="x", datatype=vector["datatype"], shape=[-1], columns=[column])
    signature = Signature(inputs=[tensor], outputs=[tensor])
    value = exact(vector["value"])
    kind = pa.uint64() if isinstance(value, int) and value >= 2**63 else None
    table = pa.table({"x": pa.array([value], type=kind)})

    def taken() -> list[Any]:
        how = require_compatible(table.schema, signature, "mine@1.0.0")
        batch = inputs_of(table.to_batches()[0], signature, how, "mine@1.0.0")
        assert batch.schema.field("x").type == column_type(tensor)
        return list(batch.column("x").to_pylist())

    gives = vector["gives"]
    if not isinstance(gives, dict) or "refused" not in gives:
        found = taken()
        assert found == [exact(gives)]
        assert type(found[0]) is type(exact(gives))
        return
    with pytest.raises(errors.SignatureMismatchError) as refused:
        taken()
    if gives["refused"] not in ("not a number", "not a text"):
        assert "row 0 holds" in str(refused.value)
        assert gives["refused"] in str(refused.value)


def test_only_missing_rows_have_only_missing_predictions(tmp_path: Path) -> None:
    model = identity("FP32", tmp_path)
    for data in (
        pa.table({"x": pa.nulls(3)}),
        pa.table({"x": [math.nan] * 3}),
        np.full((3, 1), np.nan),
        np.ma.MaskedArray(np.zeros((3, 1)), mask=True),
        pd.DataFrame({"x": [None] * 3}),
        [{"x": None}] * 3,
    ):
        with pytest.warns(errors.FoundryWarning, match=r"missing inputs: 3 in column 'x' \(rows 0, 1, 2\)"):
            assert table_of(model, data)["y"].to_pylist() == [None] * 3
        for failures in ("raise", "keep"):
            run = model.map(data, failures=failures, resume=False)
            assert run.result()["y"].to_pylist() == [None] * 3


def test_a_later_batch_names_the_row_of_the_table(tmp_path: Path) -> None:
    model = identity("INT8", tmp_path)
    table = pa.table({"x": [1.0] * 25 + [1.5] + [2.0] * 4})
    sentence = r"takes column 'x' as INT8, and row 25 holds 1\.5, which is not a whole number"
    with pytest.raises(errors.SignatureMismatchError, match=sentence):
        model.predict(table, batch_rows=10)
    with pytest.raises(errors.SignatureMismatchError, match=sentence):
        model.map(table, batch_rows=10)


def test_an_array_of_what_no_model_takes_is_refused_in_a_sentence(tmp_path: Path) -> None:
    model = identity("FP64", tmp_path)
    with pytest.raises(errors.SignatureMismatchError, match="holds values of complex128"):
        model.predict(np.array([[1j]]))
