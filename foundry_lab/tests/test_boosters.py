"""Published models of XGBoost and LightGBM answer as the objects that were published."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost

import foundry_lab
from foundry_lab import errors
from foundry_lab.tests.predictions import predicted

RANDOM = np.random.default_rng(0)
ROWS = 240
FRAME = pd.DataFrame(RANDOM.normal(size=(ROWS, 3)), columns=["d", "a", "c"])
MIXED = FRAME.assign(
    phase=pd.Categorical(RANDOM.choice(["hcp", "bcc", "fcc"], ROWS)),
    group=pd.Categorical(RANDOM.choice([10, 20, 30], ROWS)),
)
NUMBER = (FRAME["d"] - 2 * FRAME["a"] + MIXED["group"].astype(int) / 5 + 20).to_numpy()
THREE = np.digitize(NUMBER, np.quantile(NUMBER, [0.3, 0.6]))
NAMED = np.array(["low", "mid", "top"])[THREE]
GROUPS = np.full(ROWS // 10, 10)


def fitted(model: Any, frame: pd.DataFrame, target: Any, **more: Any) -> tuple[Any, pd.DataFrame]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(frame, target, **more), frame


def early(kind: Any, **parameters: Any) -> tuple[Any, pd.DataFrame]:
    more: dict[str, Any] = {"eval_set": [(FRAME[:60], NUMBER[:60][::-1])]}
    if kind is xgboost.XGBRegressor:
        return fitted(
            kind(n_estimators=80, early_stopping_rounds=3, **parameters),
            FRAME[60:],
            NUMBER[60:],
            verbose=False,
            **more,
        )
    more["callbacks"] = [lightgbm.early_stopping(3, verbose=False)]
    return fitted(kind(n_estimators=80, verbose=-1, **parameters), FRAME[60:], NUMBER[60:], **more)


X, L = {"n_estimators": 8}, {"n_estimators": 8, "verbose": -1, "min_child_samples": 5}
CASES: dict[str, Any] = {
    **{
        f"xgboost {one}": lambda one=one: fitted(xgboost.XGBRegressor(objective=one, **X), FRAME, NUMBER / 50)
        for one in (
            *(
                "reg:squarederror",
                "reg:squaredlogerror",
                "reg:logistic",
                "reg:pseudohubererror",
                "reg:absoluteerror",
            ),
            *("count:poisson", "survival:cox", "reg:gamma", "reg:tweedie"),
        )
    },
    "xgboost reg:quantileerror": lambda: fitted(
        xgboost.XGBRegressor(objective="reg:quantileerror", quantile_alpha=[0.1, 0.5, 0.9], **X),
        FRAME,
        NUMBER,
    ),
    "xgboost several targets": lambda: fitted(
        xgboost.XGBRegressor(**X), FRAME, np.stack([NUMBER, -NUMBER], 1)
    ),
    "xgboost early stopping": lambda: early(xgboost.XGBRegressor),
    "xgboost gblinear": lambda: fitted(xgboost.XGBRegressor(booster="gblinear", **X), FRAME, NUMBER),
    "xgboost dart": lambda: fitted(xgboost.XGBRegressor(booster="dart", rate_drop=0.3, **X), FRAME, NUMBER),
    "xgboost forest": lambda: fitted(xgboost.XGBRFRegressor(**X), FRAME, NUMBER),
    "xgboost categories": lambda: fitted(xgboost.XGBRegressor(enable_categorical=True, **X), MIXED, NUMBER),
    "xgboost two classes": lambda: fitted(xgboost.XGBClassifier(**X), FRAME, THREE > 0),
    "xgboost three classes": lambda: fitted(xgboost.XGBClassifier(**X), FRAME, THREE),
    "xgboost multi:softmax": lambda: fitted(
        xgboost.XGBClassifier(objective="multi:softmax", **X), FRAME, THREE
    ),
    "xgboost ranks": lambda: fitted(xgboost.XGBRanker(**X), FRAME, THREE, group=GROUPS),
    **{
        f"lightgbm {one}": lambda one=one: fitted(
            lightgbm.LGBMRegressor(objective=one, **L), FRAME, NUMBER / 50
        )
        for one in (
            *(
                "regression",
                "regression_l1",
                "huber",
                "fair",
                "poisson",
                "quantile",
                "mape",
                "gamma",
                "tweedie",
            ),
            *("cross_entropy", "cross_entropy_lambda"),
        )
    },
    "lightgbm early stopping": lambda: early(lightgbm.LGBMRegressor),
    "lightgbm categories": lambda: fitted(lightgbm.LGBMRegressor(**L), MIXED, NUMBER),
    "lightgbm two classes": lambda: fitted(lightgbm.LGBMClassifier(**L), FRAME, THREE > 0),
    "lightgbm three classes": lambda: fitted(lightgbm.LGBMClassifier(**L), MIXED, NAMED),
    "lightgbm one against all": lambda: fitted(
        lightgbm.LGBMClassifier(objective="multiclassova", **L), FRAME, NAMED
    ),
    "lightgbm floating classes": lambda: fitted(lightgbm.LGBMClassifier(**L), FRAME, THREE * 1.0),
    "lightgbm ranks": lambda: fitted(lightgbm.LGBMRanker(**L), FRAME, THREE, group=GROUPS),
}


def same(table: Any, model: Any, frame: pd.DataFrame) -> None:
    columns = [column.to_pylist() for column in table.columns]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        label = np.asarray(model.predict(frame))
        if hasattr(model, "classes_"):
            assert columns[0] == label.tolist()
            label, columns = model.predict_proba(frame), columns[1:]
    expected = label.reshape(len(label), -1)
    assert len(columns) == expected.shape[1]
    for found, here in zip(columns, expected.T, strict=True):
        # XGBoost sums dropped trees in another order for an array than for a frame.
        rounding = 0.0 if here.dtype != np.float32 else 1e-6
        np.testing.assert_allclose(np.array(found, dtype=here.dtype), here, rtol=rounding)


@pytest.mark.parametrize("case", CASES)
def test_a_published_booster_answers_as_the_object(case: str) -> None:
    model, frame = CASES[case]()
    published = foundry_lab.publish_model(model, name="one", example=frame.head(12))
    assert not published.runs_code
    shuffled = frame.sample(frac=1, random_state=1)
    same(predicted(published, shuffled[sorted(frame.columns)]), model, shuffled)
    far = frame.assign(d=frame["d"] * 1000)
    same(predicted(published, far.to_dict("records")), model, far)
    if "gblinear" in case:
        return
    holes = frame.copy()
    holes.loc[::3, ["a", "c"]] = np.nan
    same(predicted(published, holes), model, holes)


def test_a_file_of_an_early_stopped_estimator_answers_as_that_estimator(tmp_path: Path) -> None:
    model, frame = early(xgboost.XGBRegressor)
    model.save_model(tmp_path / "early.json")
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    published = foundry_lab.publish_model(tmp_path / "early.json", name="file", example=frame.head(5))
    same(predicted(published, frame), model, frame)


@pytest.mark.parametrize(
    ("model", "targets", "said"),
    [
        (xgboost.XGBRegressor(multi_strategy="multi_output_tree", **X), 2, "multi_strategy='one_output_per"),
        (lightgbm.LGBMRegressor(linear_tree=True, verbose=-1), 1, "fit it with linear_tree=False"),
    ],
)
def test_trees_whose_file_cannot_be_checked_are_refused(model: Any, targets: int, said: str) -> None:
    target = np.column_stack([NUMBER] * targets) if targets > 1 else NUMBER
    model, frame = fitted(model, FRAME, target)
    with pytest.raises(errors.InvalidManifestError, match=said):
        foundry_lab.publish_model(model, name="one", example=frame.head(5))


def test_another_value_for_missing_is_refused() -> None:
    model, frame = fitted(xgboost.XGBRegressor(missing=-999.0, **X), FRAME, NUMBER)
    with pytest.raises(errors.InvalidManifestError, match="takes -999 for a missing value"):
        foundry_lab.publish_model(model, name="one", example=frame.head(5))
