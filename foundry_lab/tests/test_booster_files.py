"""Files of XGBoost and LightGBM that were altered: each is refused before the library reads it, or runs."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost

from foundry_lab.errors import RefusedModelError
from foundry_lab.models.runners.booster_files import check_booster

RANDOM = np.random.default_rng(0)
FRAME = pd.DataFrame(RANDOM.random((300, 4)), columns=list("abcd"))
FRAME["a"] = pd.Categorical(RANDOM.integers(0, 12, 300))
NUMBER = FRAME[list("bcd")].to_numpy() @ [1.0, 2.0, 3.0] + 3.0 * FRAME["a"].cat.codes
KIND = (NUMBER * 3).astype(int) % 3

RUN = """
import sys
import numpy as np, pandas as pd
rows = pd.DataFrame(np.random.default_rng(0).random((300, 4)), columns=list("abcd"))
rows["a"] = pd.Categorical(np.random.default_rng(0).integers(0, 12, 300))
for path in sys.argv[1:]:
    print(path, flush=True)
    try:
        if path.endswith("txt"):
            import lightgbm
            lightgbm.Booster(model_file=path).predict(rows)
        else:
            import xgboost
            booster = xgboost.Booster()
            booster.load_model(path)
            booster.predict(xgboost.DMatrix(rows, enable_categorical=True), validate_features=False)
    except Exception:
        pass
"""


def runs(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *map(str, paths)]
    # Threads of several tests would only wait for each other.
    env = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=env)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("boosters")
    few: dict[str, Any] = {"n_estimators": 3, "random_state": 0}
    quiet: dict[str, Any] = {**few, "verbose": -1, "min_child_samples": 2, "min_data_per_group": 2}
    many: dict[str, Any] = {**few, "enable_categorical": True, "max_cat_to_onehot": 2}
    boosters: dict[str, Any] = {
        "numbers.txt": lightgbm.LGBMRegressor(**quiet).fit(FRAME, NUMBER).booster_,
        "classes.txt": lightgbm.LGBMClassifier(**quiet).fit(FRAME, KIND).booster_,
        "one leaf.txt": lightgbm.LGBMRegressor(**quiet).fit(FRAME, NUMBER * 0 + 1).booster_,
        "numbers.json": xgboost.XGBRegressor(**many).fit(FRAME, NUMBER).get_booster(),
        "classes.json": xgboost.XGBClassifier(**many).fit(FRAME, KIND).get_booster(),
        "dart.json": xgboost.XGBRegressor(booster="dart", **many).fit(FRAME, NUMBER).get_booster(),
        "linear.json": xgboost.XGBRegressor(booster="gblinear", n_estimators=3)
        .fit(FRAME[list("bcd")], NUMBER)
        .get_booster(),
        "pruned.json": xgboost.XGBRegressor(gamma=50, **many).fit(FRAME, NUMBER).get_booster(),
        "lossguide.json": xgboost.XGBRegressor(grow_policy="lossguide", **many)
        .fit(FRAME, NUMBER)
        .get_booster(),
        "forest.json": xgboost.XGBRFRegressor(n_estimators=3, enable_categorical=True)
        .fit(FRAME, NUMBER)
        .get_booster(),
    }
    for name, booster in boosters.items():
        booster.save_model(str(folder / name))
    return {name: folder / name for name in boosters}


def library(path: Path) -> str:
    return "lightgbm" if path.suffix == ".txt" else "xgboost"


def test_files_as_the_libraries_write_them_are_read(files: dict[str, Path]) -> None:
    for path in files.values():
        check_booster(path, library(path), "mine@1.0.0")


def _nodes(document: Any) -> Any:
    return document["learner"]["gradient_booster"]["model"]["trees"][0]


def _put(key: str, value: int, place: int = 0) -> Callable[[Any], None]:
    return lambda document: _nodes(document)[key].__setitem__(place, value)


XGBOOST: dict[str, Callable[[Any], Any]] = {
    "a child outside": _put("left_children", 10**6),
    "a child that leads back": _put("left_children", 0, 1),
    "a column outside": _put("split_indices", 10**6),
    "a column before the first": _put("split_indices", -(10**6)),
    "a category before the first": _put("categories", -(10**6)),
    "categories from outside": _put("categories_segments", 10**6),
    "categories of no node": lambda document: _nodes(document)["categories_nodes"].pop(),
    "leaves of several values": lambda document: _nodes(document)["tree_param"].update(
        size_leaf_vector="1000"
    ),
    "too few children": lambda document: _nodes(document)["left_children"].pop(),
    "a number that is not whole": _put("left_children", 1.5),  # type: ignore[arg-type]
    "another group": lambda document: document["learner"]["gradient_booster"]["model"][
        "tree_info"
    ].__setitem__(0, 9),
}


@pytest.mark.parametrize("what", XGBOOST)
def test_an_altered_file_of_xgboost_is_refused(what: str, files: dict[str, Path], tmp_path: Path) -> None:
    document = json.loads(files["numbers.json"].read_text())
    XGBOOST[what](document)
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(document))
    with pytest.raises(
        RefusedModelError, match=r"^mine@1.0.0 has a file that xgboost did not write so .*: it is not read\.$"
    ):
        check_booster(path, "xgboost", "mine@1.0.0")


LIGHTGBM = {
    "a child outside": (rb"^(left_child=)\S+", rb"\g<1>9999"),
    "a leaf outside": (rb"^(right_child=)\S+", rb"\g<1>-9999"),
    "a column outside": (rb"^(split_feature=)\S+", rb"\g<1>99"),
    "too few leaves": (rb"^(leaf_value=)\S+ ", rb"\g<1>"),
    "categories that do not rise": (rb"^(cat_boundaries=0) \S+", rb"\g<1> 999"),
    "another set of categories": (rb"^(threshold=)0", rb"\g<1>9"),
    "more leaves": (rb"^(num_leaves=)\d+", rb"\g<1>99"),
    "more classes": (rb"^(num_tree_per_iteration=)1", rb"\g<1>7"),
}


@pytest.mark.parametrize("what", LIGHTGBM)
def test_an_altered_file_of_lightgbm_is_refused(what: str, files: dict[str, Path], tmp_path: Path) -> None:
    content = files["numbers.txt"].read_bytes()
    altered = re.sub(*LIGHTGBM[what], content, count=1, flags=re.MULTILINE)
    assert altered != content
    # The lengths of the trees are put right, so that it is the index that is looked at.
    _, _, trees = altered.partition(b"\n\nTree=0\n")
    blocks = re.split(rb"(?=^Tree=)", b"Tree=0\n" + trees.partition(b"end of trees")[0], flags=re.MULTILINE)
    sizes = b" ".join(str(len(block)).encode() for block in blocks if block)
    altered = re.sub(rb"^tree_sizes=.*$", b"tree_sizes=" + sizes, altered, count=1, flags=re.MULTILINE)
    path = tmp_path / "altered.txt"
    path.write_bytes(altered)
    with pytest.raises(RefusedModelError, match="lightgbm did not write so"):
        check_booster(path, "lightgbm", "mine@1.0.0")


def test_a_file_that_is_not_refused_ends_no_process(files: dict[str, Path], tmp_path: Path) -> None:
    chance = random.Random(0)
    passed: list[Path] = []
    refused = 0
    for number in range(150):
        source = files[chance.choice(sorted(files))]
        content = source.read_text()
        places = [match.span() for match in re.finditer(r"-?\d+(\.\d+)?", content)]
        start, end = chance.choice(places)
        value = chance.choice(["0", "-1", "1", "3", "99", "1000000", "-1000000", "0.5", ""])
        path = tmp_path / f"{number}{source.suffix}"
        path.write_text(content[:start] + value + content[end:])
        try:
            check_booster(path, library(path), "mine")
        except RefusedModelError:
            refused += 1
        else:
            passed.append(path)
    assert refused > 30
    assert len(passed) > 30
    for start in range(0, len(passed), 100):
        said = runs(*passed[start : start + 100])
        assert said.returncode == 0, Path(said.stdout.splitlines()[-1]).name + said.stderr[-300:]
