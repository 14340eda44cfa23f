"""What ties a model to its data: what it was trained on, in every form, and where predictions come from."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab

X = np.linspace(0, 10, 50)


@pytest.fixture
def lengths() -> foundry_lab.Dataset:
    table = pa.table({"x": X, "y": 2 * X})
    return foundry_lab.publish_dataset(
        {"train": table.slice(0, 40), "test": table.slice(40)},
        name="lengths",
        title="Lengths",
        description="Lengths, and twice as much.",
        license="CC0-1.0",
        authors=["Ada Lovelace"],
        citations=["Not published."],
        columns={"x": {"unit": "cm", "role": "input"}, "y": {"unit": "m", "role": "target"}},
    )


def publish(**given: Any) -> foundry_lab.Model:
    from sklearn.linear_model import LinearRegression

    fitted = LinearRegression().fit(X[:, None].astype("float32"), 2 * X)
    return foundry_lab.publish_model(
        fitted, name="double", example=pa.table({"x": X[:5]}), inputs={"x": "m"}, outputs={"y": "m"}, **given
    )


@pytest.mark.parametrize(
    "given",
    [
        "lengths",
        "lengths@1.0.0",
        "lengths@1/train",
        ["lengths@1.0.0/train"],
        {"dataset": "lengths", "split": "train", "columns": ["x", "y"]},
        [{"dataset": "lengths", "version": "1.0.0", "split": "train", "columns": ["x", "y"]}],
    ],
)
def test_training_data_are_named_in_every_form(lengths: foundry_lab.Dataset, given: Any) -> None:
    (entry,) = publish(trained_on=given).trained_on
    assert (entry.dataset, entry.version, entry.split) == ("lengths", "1.0.0", "train")
    assert entry.columns == ["x", "y"]


def test_several_splits_are_named_at_once(lengths: foundry_lab.Dataset) -> None:
    model = publish(trained_on=[lengths["train"], "lengths/test"])
    assert [entry.split for entry in model.trained_on] == ["train", "test"]
    assert lengths.models == ["double@1.0.0"]
    assert [hit.name for hit in foundry_lab.search(trained="lengths")] == ["double"]


def test_the_package_holds_statistics_of_its_training_data_in_its_own_units(
    lengths: foundry_lab.Dataset,
) -> None:
    model = publish(trained_on="lengths")
    path = model.package.file(model.manifest.training_statistics)
    (split,) = json.loads(path.read_bytes())["splits"]
    assert (split["split"], split["rows"]) == ("train", 40)
    columns = {column["name"]: column for column in split["columns"]}
    # The dataset has x in cm, the model takes metres.
    assert columns["x"]["max"] == pytest.approx(X[39] / 100)
    assert columns["y"]["max"] == pytest.approx(2 * X[39])
    assert sum(columns["y"]["histogram"]["counts"]) == 40


def test_predictions_say_which_model_and_which_data_they_are_of(lengths: foundry_lab.Dataset) -> None:
    model = publish(trained_on="lengths")
    for found in (model.predict(lengths["test"]), model.map(lengths["test"]).result(60)):
        origin = json.loads(found.schema.metadata[b"foundry"])
        assert origin["model"] == "double@1.0.0"
        assert origin["version"] == "1.0.0"
        assert origin["package"] == model.package.digest
        assert origin["sha256"] == model.package.entry(model.manifest.entry).sha256
        data = origin["data"]
        assert (data["reference"], data["split"]) == ("lengths@1.0.0", "test")
        assert data["sha256"] == lengths["test"].package.entry(lengths.manifest.splits[1].path).sha256
