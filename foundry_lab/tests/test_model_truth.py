"""What is published answers as the object that was published, whatever the example happened to hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import foundry_lab
from foundry_lab import errors
from foundry_lab.tests.predictions import predicted

RANDOM = np.random.default_rng(0)
FRAME = pd.DataFrame(RANDOM.normal(size=(200, 3)), columns=["a", "b", "c"])
TEXTS = ["iron and oxygen", "sodium chloride", "gallium arsenide", "iron oxide", "table salt"] * 8


def test_energies_with_a_large_offset_keep_their_differences() -> None:
    energy = -152340 + 0.001 * FRAME["a"]
    for name, fitted in {
        "line": LinearRegression(),
        "forest": RandomForestRegressor(20, random_state=0),
    }.items():
        fitted.fit(FRAME, energy)
        model = foundry_lab.publish_model(fitted, name=name, example=FRAME.head(5))
        found = model.predict(FRAME).iloc[:, 0]
        np.testing.assert_allclose(found, fitted.predict(FRAME), rtol=0, atol=1e-8)
        assert model.manifest.agreement.precision == "double"
        assert "against its publisher's own object, in double precision" in repr(model)
        assert "in double precision" in model._repr_html_()


def test_a_feature_far_from_zero_is_not_judged_by_an_example_near_it() -> None:
    far = FRAME.assign(a=1e8 + FRAME["a"])
    fitted = LinearRegression().fit(far, FRAME["a"] + far["b"])
    model = foundry_lab.publish_model(fitted, name="far", example=FRAME.head(5))
    np.testing.assert_allclose(model.predict(far).iloc[:, 0], fitted.predict(far), atol=1e-6)


def test_single_precision_is_kept_on_request_where_labels_stay() -> None:
    fitted = LinearRegression().fit(FRAME, FRAME["a"] * 3)
    model = foundry_lab.publish_model(fitted, name="single", example=FRAME.head(5), precision="single")
    assert model.manifest.agreement.precision == "single"
    assert model.signature.inputs[0].datatype == "FP32"
    steep = LinearRegression().fit(FRAME, -152340 + 0.001 * FRAME["a"])
    with pytest.raises(errors.InvalidManifestError, match="cannot be kept in single precision"):
        foundry_lab.publish_model(steep, name="steep", example=FRAME.head(5), precision="single")


def test_texts_categories_and_several_targets_are_published() -> None:
    words = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(TEXTS, [text[0] for text in TEXTS])
    for number, example in enumerate(
        (TEXTS[:4], pd.Series(TEXTS[:4], name="text"), pa.table({"text": TEXTS[:4]}))
    ):
        model = foundry_lab.publish_model(words, name="words", version=f"{number + 1}.0.0", example=example)
        given = pa.table({model.inputs[0]: TEXTS})
        assert model.predict(given).column(0).to_pylist() == words.predict(TEXTS).tolist()
    phases = pd.DataFrame({"phase": ["bcc", "fcc", "hcp"] * 4})
    encoder = OneHotEncoder().fit(phases)
    model = foundry_lab.publish_model(encoder, name="codes", example=phases.head(3))
    found = model.predict(phases).to_numpy()
    np.testing.assert_array_equal(found, encoder.transform(phases).toarray())
    labels = np.stack([FRAME["a"] > 0, FRAME["b"] > 1], axis=1).astype(int)
    forest = RandomForestClassifier(5, random_state=0).fit(FRAME, labels)
    model = foundry_lab.publish_model(forest, name="two", example=FRAME.head(4))
    table = model.predict(FRAME)
    assert np.stack([table["label_0"], table["label_1"]], axis=1).tolist() == forest.predict(FRAME).tolist()
    np.testing.assert_allclose(table["probability_1_1"], forest.predict_proba(FRAME)[1][:, 1])


def test_an_output_called_as_a_class_holds_that_class() -> None:
    kinds = np.where(FRAME["a"] > 0, "metal", "insulator")
    fitted = LogisticRegression().fit(FRAME, kinds)
    model = foundry_lab.publish_model(
        fitted, name="kind", example=FRAME.head(4), outputs=["kind", "p_metal", "p_insulator"]
    )
    shares = fitted.predict_proba(FRAME)[:, list(fitted.classes_).index("metal")]
    np.testing.assert_allclose(model.predict(FRAME)["p_metal"], shares)
    with pytest.raises(errors.InvalidManifestError, match="name each by its class"):
        foundry_lab.publish_model(
            fitted, name="odd", example=FRAME.head(4), outputs=["kind", "metal", "other"]
        )


def test_classes_keep_their_type() -> None:
    for name, classes in {
        "floating": FRAME["a"].gt(0) * 1.0,
        "truth": FRAME["a"] > 0,
        "whole": FRAME["a"].gt(0) * 7,
    }.items():
        fitted = LogisticRegression().fit(FRAME, classes)
        found = foundry_lab.publish_model(fitted, name=name, example=FRAME.head(4)).predict(FRAME)
        expected = fitted.predict(FRAME).tolist()
        values = pa.Table.from_pandas(found).column(0).to_pylist()
        assert values == expected
        assert type(values[0]) is type(expected[0])


def test_an_example_of_whole_numbers_does_not_refuse_fractions(environments: Path) -> None:
    def halved(n: Any) -> Any:
        return n * 0.5

    def chosen(n: Any) -> Any:
        return np.array([10.0, 20.0, 30.0])[n]

    model = foundry_lab.publish_model(halved, name="halved", example=pd.DataFrame({"n": [0, 1]}))
    assert model.predict({"n": [0.9, 2.5]}).column(0).to_pylist() == [0.45, 1.25]
    model = foundry_lab.publish_model(chosen, name="chosen", example=pd.DataFrame({"n": [0, 1]}))
    with pytest.raises(errors.SignatureMismatchError, match=r"row 1 holds 0\.9, which is not a whole number"):
        model.predict({"n": [1.0, 0.9]})


def test_what_gives_no_value_for_each_row_is_refused_in_a_sentence() -> None:
    async def later(a: Any) -> Any:
        return a

    def nothing(a: Any) -> None:
        return None

    def one(a: Any) -> Any:
        return float(np.sum(a))

    for function, words in {later: "is asynchronous", nothing: "gave None", one: "per_row=True"}.items():
        with pytest.raises(errors.InvalidManifestError, match=words):
            foundry_lab.publish_model(function, name="none", example=FRAME.head(3)[["a"]])


def test_a_series_in_another_order_is_aligned_by_its_index(environments: Path) -> None:
    def ordered(frame: pd.DataFrame) -> Any:
        return frame["a"].sort_values()

    def made(a: Any) -> Any:
        yield from a * 2

    model = foundry_lab.publish_model(ordered, name="ordered", example=pd.DataFrame({"a": [2.0, 1.0, 3.0]}))
    assert model.predict({"a": [2.0, 1.0]}).column(0).to_pylist() == [2.0, 1.0]
    model = foundry_lab.publish_model(made, name="made", example=pd.DataFrame({"a": [2.0, 1.0]}))
    assert model.predict({"a": [1.5, 2.0]}).column(0).to_pylist() == [3.0, 4.0]


def graph(*, rows: int | str, mixed: bool) -> bytes:
    """Return an ONNX graph that sums a matrix by rows and, if it is mixed, adds a column of whole numbers."""
    from onnx import TensorProto, helper

    x = helper.make_tensor_value_info("x", TensorProto.DOUBLE, [rows, 3])
    k = helper.make_tensor_value_info("k", TensorProto.INT64, [rows])
    y = helper.make_tensor_value_info("y", TensorProto.DOUBLE, [rows])
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["s"]),
        helper.make_node("Cast", ["k"], ["f"], to=TensorProto.DOUBLE),
        helper.make_node("Add", ["s", "f"], ["y"]),
    ]
    if not mixed:
        nodes = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    weights = helper.make_tensor("w", TensorProto.DOUBLE, [3], [1.0, 10.0, 100.0])
    made = helper.make_graph(nodes, "sum", [x, k] if mixed else [x], [y], [weights])
    return bytes(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    )


def test_a_column_called_as_a_tensor_is_that_tensor() -> None:
    example = pd.DataFrame({"k": [9000, 1], "a": [1.0, 2.0], "b": [2.0, 3.0], "c": [3.0, 4.0]})
    model = foundry_lab.publish_model(graph(rows="n", mixed=True), name="mixed", example=example)
    assert model.predict(example)["y"].tolist() == [9321.0, 433.0]


@pytest.mark.parametrize("rows", [1, 4])
def test_a_graph_of_a_fixed_number_of_rows_takes_any(rows: int) -> None:
    model = foundry_lab.publish_model(graph(rows=rows, mixed=False), name="fixed", example=FRAME.head(7))
    np.testing.assert_allclose(model.predict(FRAME)["y"], FRAME.to_numpy() @ [1.0, 10.0, 100.0])


@pytest.mark.parametrize("version", ["1.0.0", "next"])
def test_the_same_model_published_again_is_the_version_that_is_there(version: str, store: Path) -> None:
    def publish(target: str, version: str) -> foundry_lab.Model:
        # Trained anew: the objects lie elsewhere in memory, and the files are written at another time.
        forest = ExtraTreesRegressor(3, random_state=0).fit(FRAME, FRAME[target])
        return foundry_lab.publish_model(forest, name="line", version=version, example=FRAME.head(3))

    first = publish("a", version)
    assert (first.version, first.unchanged) == ("1.0.0", False)
    with pytest.warns(errors.FoundryWarning, match=r"line@1\.0\.0 is there already and holds the same"):
        again = publish("a", version)
    assert (again.reference, again.unchanged) == (first.reference, True)
    with pytest.raises(errors.DuplicateVersionError, match=r"publish it as 1\.0\.1, 1\.1\.0, 2\.0\.0"):
        publish("b", "1.0.0")
    assert publish("b", "next").version == "1.1.0"
    assert sorted(path.name for path in (store / "models/line").iterdir()) == ["1.0.0", "1.1.0"]


@pytest.mark.parametrize("columns", [1, 3])
def test_single_precision_far_from_the_examples_is_allowed_its_own_rounding(
    columns: int, tmp_path: Path
) -> None:
    from pyarrow import feather

    from foundry_lab.models.publishing.agreement import SINGLE, difference
    from foundry_lab.models.publishing.reproduce import _array, write_rows

    far = np.linspace(1e6, 2e6, 4 * columns, dtype=np.float32).reshape(4, columns)
    rows = pa.table({"a": [1.0, 2.0, 3.0, 4.0]})
    names = ["y"] if columns == 1 else ["spectrum"]
    signature = {
        "inputs": [{"name": "a", "columns": [{"name": "a"}]}],
        "outputs": [{"name": "y", "columns": [{"name": name} for name in names]}],
    }
    write_rows(tmp_path / "rows.arrow", rows, [far], signature)
    kept = _array(feather.read_table(tmp_path / "rows.arrow")[f"output:{names[0]}"])
    assert kept.dtype == np.float32
    np.testing.assert_array_equal(kept.reshape(far.shape), far)
    # A few units of the last place of a number of 4 bytes, and not more; in double precision not even these.
    assert difference(kept, kept + np.float32(2), np.zeros(columns), SINGLE)[1] is None
    assert difference(kept, kept + np.float32(20), np.zeros(columns), SINGLE)[1] == 0
    assert difference(kept.astype(float), kept + 2.0, np.zeros(columns), SINGLE)[1] == 0


def test_a_network_fitted_on_single_precision_is_published() -> None:
    from sklearn.neural_network import MLPRegressor

    features = RANDOM.random((400, 118)).astype("f4")
    fitted = MLPRegressor(hidden_layer_sizes=(64, 32), max_iter=15, random_state=0).fit(
        features, features @ RANDOM.random(118)
    )
    example = pd.DataFrame(features[:20], columns=[f"x{i}" for i in range(118)])
    model = foundry_lab.publish_model(fitted, name="network", example=example)
    expected = fitted.predict(features)
    np.testing.assert_allclose(predicted(model, features).column(0), expected, atol=1e-4 * expected.std())
