"""Folds by MatFold's strategies, several targets, and every kind of metric, each published and entered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.matfold import MatFold
from foundry_lab.kinds.formula import amounts
from foundry_lab.kinds.periodic_table import crystal_system, group, point_group, row

MATERIALS = {
    # Formula: space group.
    "NaCl": 225, "KCl": 225, "NaBr": 225, "MgO": 225, "Fe2O3": 167, "Al2O3": 167, "TiO2": 136, "SnO2": 136,
    "Ti2O4": 141, "SiO2": 154, "Fe": 229, "Cu": 225, "GaAs": 216, "ZnS": 216, "LaMnO3": 62, "CaTiO3": 62,
}  # fmt: skip


def publish(name: str = "materials", **columns: Any) -> None:
    frame = pd.DataFrame(
        {
            "id": [f"m{i}" for i in range(len(MATERIALS))],
            "formula": list(MATERIALS),
            "sgnum": list(MATERIALS.values()),
            "gap": [i * 0.5 for i in range(len(MATERIALS))],
            **columns,
        }
    )
    roles = {name: {"role": "input"} for name in ("formula", "sgnum")}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset(
            {"all": frame}, name=name, columns={**roles, "id": {"role": "id"}, "gap": {"role": "target"}}
        )


def made(folds: Any, **more: Any) -> Any:
    given = {"name": "task", "dataset": "materials", "metrics": ["mae"], **more}
    return foundry_lab.publish_benchmark(folds=folds, **given)


def formulas(task: Any, fold: str) -> set[str]:
    return set(task.test(fold)["formula"].to_pylist())


STRATEGIES: dict[str, Any] = {
    "composition": lambda name: tuple(
        sorted((s, round(a / sum(amounts(name).values()), 4)) for s, a in amounts(name).items())
    ),
    "chemsys": lambda name: frozenset(amounts(name)),
    "sgnum": MATERIALS.__getitem__,
    "pointgroup": lambda name: point_group(MATERIALS[name]),
    "crystalsys": lambda name: crystal_system(MATERIALS[name]),
}


@pytest.mark.parametrize("by", STRATEGIES)
def test_materials_of_one_label_are_in_one_fold(store: Path, by: str) -> None:
    publish()
    task = made(MatFold(by, n=3))
    homes: dict[Any, set[str]] = {}
    for fold in task.folds:
        for name in formulas(task, fold):
            homes.setdefault(STRATEGIES[by](name), set()).add(fold)
    assert all(len(folds) == 1 for folds in homes.values())
    assert sum(len(task.test_ids(fold)) for fold in task.folds) == len(MATERIALS)
    assert task.manifest.splitter.method == "matfold"
    assert task.manifest.splitter.parameters["by"] == by
    assert made(MatFold(by, n=3), name="again").test_ids("fold_0") == task.test_ids("fold_0")


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("elements", lambda name: set(amounts(name))),
        ("periodictablerows", lambda name: {f"row{row(s)}" for s in amounts(name)}),
        ("periodictablegroups", lambda name: {f"group{group(s)}" for s in amounts(name)}),
    ],
)
def test_a_label_that_is_held_out_is_in_no_training_row(store: Path, by: str, labels: Any) -> None:
    publish()
    task = made(MatFold(by, n=0))
    assert len(task.folds) == len({label for name in MATERIALS for label in labels(name)})
    for fold in task.folds:
        assert all(fold in labels(name) for name in formulas(task, fold))
        assert not any(fold in labels(name) for name in task.train(fold)["formula"].to_pylist())


def test_one_label_fractions_and_counts_of_elements(store: Path) -> None:
    publish()
    only = made(MatFold("elements", only="Fe"))
    assert (only.folds, formulas(only, "Fe")) == (["Fe"], {"Fe2O3", "Fe"})
    large = made(MatFold("crystalsys", n=0, largest=0.4), name="large")
    assert large.folds == ["orthorhombic", "tetragonal", "trigonal"]
    free = made(MatFold("elements", only="O", train_n_elements=2), name="free")
    assert formulas(free, "O") == {"LaMnO3", "CaTiO3"}
    nested = made(MatFold("chemsys", n=2, inner=2), name="nested")
    assert nested.folds == [
        "fold_0",
        "fold_0.inner_0",
        "fold_0.inner_1",
        "fold_1",
        "fold_1.inner_0",
        "fold_1.inner_1",
    ]
    inner = {frozenset(amounts(name)) for name in formulas(nested, "fold_0.inner_0")}
    assert not inner & {frozenset(amounts(n)) for n in nested.train("fold_0.inner_0")["formula"].to_pylist()}
    assert not formulas(nested, "fold_0") & set(nested.train("fold_0.inner_0")["formula"].to_pylist())


@pytest.mark.parametrize(
    ("folds", "sentence"),
    [
        (MatFold("moon"), "There is no strategy 'moon'; there are composition, chemsys"),
        (MatFold("chemsys", n=99), "labels of 'chemsys' to hold out: use 2 to"),
        (MatFold("elements", only="Xx"), "No material has the label 'Xx'"),
        (MatFold("chemsys", "id"), "'m0' in column 'id' gives no 'chemsys'"),
        (MatFold("sgnum", "gap"), "gives no 'sgnum': 0 is not a space group's number"),
    ],
)
def test_folds_that_cannot_be_made_are_refused(store: Path, folds: MatFold, sentence: str) -> None:
    publish()
    with pytest.raises(errors.FoundryError, match=sentence) as refused:
        made(folds)
    assert "\n" not in str(refused.value)
    assert not (store / "benchmarks").exists()


def test_structures_are_read_by_pymatgen_as_matfold_does(store: Path) -> None:
    pymatgen = pytest.importorskip("pymatgen.core", reason="pymatgen is not installed, which structures need")
    lattice = pymatgen.Lattice.cubic(5.64)
    salt = pymatgen.Structure.from_spacegroup("Fm-3m", lattice, ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
    iron = pymatgen.Structure.from_spacegroup("Im-3m", pymatgen.Lattice.cubic(2.87), ["Fe"], [[0, 0, 0]])
    rutile = pymatgen.Structure.from_spacegroup(
        "P4_2/mnm", pymatgen.Lattice.tetragonal(4.59, 2.96), ["Ti", "O"], [[0, 0, 0], [0.305, 0.305, 0]]
    )
    texts = [item.to(fmt="cif") for item in (salt, iron, rutile)] + [rutile.to(fmt="poscar")]
    publish(cif=(texts * 4))
    task = made(MatFold("crystalsys", "cif", n=0))
    assert {fold: len(task.test_ids(fold)) for fold in task.folds} == {"cubic": 8, "tetragonal": 8}
    numbers = made(MatFold("sgnum", "cif", n=0), name="numbers")
    assert sorted(numbers.folds) == ["136", "225", "229"]
    systems = made(MatFold("chemsys", "cif", n=0), name="systems")
    assert sorted(systems.folds) == ["Cl-Na", "Fe", "O-Ti"]


def test_several_targets_are_scored_each_on_the_rows_that_have_it(store: Path, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(6)],
            "x": range(6),
            "gap": [1.0, 2, None, 4, 5, 6],
            "volume": [9.0, 8, 7, 6, 5, 4],
        }
    )
    roles = {
        "id": {"role": "id"},
        "x": {"role": "input"},
        "gap": {"role": "target"},
        "volume": {"role": "target"},
    }
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="materials", columns=roles)
    folds = {"a": ["r0", "r1", "r2"], "b": ["r3", "r4", "r5"]}
    task = made(folds, target=["gap", "volume"], baselines=["dummy", "linear", "random forest"])
    assert task.folds == ["a.gap", "a.volume", "b.gap", "b.volume"]
    assert task.targets == ["gap", "volume"]
    assert task.test_ids("a.gap") == ["r0", "r1"]
    assert task.train("a.gap").column_names == ["id", "x", "gap"]
    assert task.test("a.gap").column_names == ["id", "x"]
    assert len(task.leaderboard(kind="baseline")) == 3
    truth = {row["id"]: {"gap": row["gap"], "volume": row["volume"]} for row in frame.to_dict("records")}
    off = {
        fold: {row: {"gap": (truth[row]["gap"] or 0) + 1, "volume": truth[row]["volume"] + 2} for row in rows}
        for fold, rows in folds.items()
    }
    expected = {"a.gap": {"mae": 1}, "a.volume": {"mae": 2}, "b.gap": {"mae": 1}, "b.volume": {"mae": 2}}
    off["a"]["r2"]["gap"] = 0
    rows = [{"fold": fold, "id": row, **values} for fold, of in off.items() for row, values in of.items()]
    lists = {fold: {row: list(values.values()) for row, values in of.items()} for fold, of in off.items()}
    apart = {
        f"{fold}.{goal}": {row: values[goal] for row, values in of.items() if (row, goal) != ("r2", "gap")}
        for fold, of in off.items()
        for goal in ("gap", "volume")
    }
    (tmp_path / "p.json").write_text(json.dumps(off))
    for number, given in enumerate([off, pd.DataFrame(rows), lists, apart, tmp_path / "p.json"]):
        assert task.submit(given, name=f"form {number}").scores == expected
    board = task.leaderboard()
    assert board.columns == ["mae", "mae.gap", "mae.volume"]
    first = board["form 0"]
    assert [first.overall[name].mean for name in board.columns[1:]] == [1, 2]
    assert first.mean_ranks == {"mae": 3.5}
    assert "mean rank by mae" in repr(board)
    assert board["form 1"].identical_to == "form 0"
    best = task.leaderboard(per_entrant=True).to_pandas()
    assert len(best) == best["by"].nunique() == 2
    assert "form 0" in list(best["name"])
    for change, sentence in (
        ({**off, "a": {**off["a"], "r0": {"gap": 1.0}}}, "'r0' in 'a' lacks 'volume'"),
        (
            {**off, "a": {**off["a"], "r9": {"gap": 1.0, "volume": 1.0}}},
            "The row \"r9\" is not among the test rows of 'a.gap'",
        ),
        ({"a": off["a"]}, "Predictions for 2 of 4 folds are missing"),
    ):
        with pytest.raises(errors.InvalidPredictionsError, match=sentence):
            task.submit(change, name="bad")
    scope: dict[str, Any] = {}
    exec(task.template(), scope)
    assert set(scope["entry"].scores) == set(task.folds)


def test_targets_of_two_kinds_are_refused(store: Path) -> None:
    publish()
    with pytest.raises(errors.InvalidManifestError, match="'gap' and 'formula' are of two kinds"):
        made(3, target=["gap", "formula"], metrics=None)


def test_ranking_metrics_are_scored(store: Path) -> None:
    publish()
    task = made(2, metrics=["ndcg", "spearman", "pearson"])
    truth = {
        fold: dict(zip(task.test_ids(fold), task._fold_rows(fold).truth, strict=True)) for fold in task.folds
    }
    assert task.submit(truth, name="perfect").scores["fold_0"] == pytest.approx(
        {"ndcg": 1, "spearman": 1, "pearson": 1}
    )
    from sklearn.metrics import ndcg_score

    worst = {fold: {row: -value for row, value in of.items()} for fold, of in truth.items()}
    values = list(truth["fold_0"].values())
    found = task.submit(worst, name="worst").scores["fold_0"]["ndcg"]
    assert found == pytest.approx(ndcg_score([values], [[-value for value in values]]), rel=1e-12)
    assert [entry.name for entry in task.leaderboard()] == ["perfect", "worst"]


def test_a_folder_names_how_folds_are_made_and_its_hidden_rows(
    store: Path, tmp_path: Path, command: Any
) -> None:
    publish()
    folder = tmp_path / "folder"
    folder.mkdir()
    record: dict[str, Any] = {"name": "task", "dataset": "materials", "metrics": ["mae"]}
    given = record | {"folds": {"method": "matfold", "by": "crystalsys", "n": 0}}
    (folder / "benchmark.json").write_text(json.dumps(given))
    said = command("publish", folder)
    assert said.returncode == 0, said.stderr
    assert "cubic" in foundry_lab.benchmark("task").folds
    pd.DataFrame({"id": ["h0"], "formula": ["LiF"], "sgnum": [225], "gap": [9.0]}).to_csv(
        folder / "rows.csv", index=False
    )
    (folder / "benchmark.json").write_text(json.dumps(record | {"name": "secret", "hidden_rows": "rows.csv"}))
    said = command("publish", folder)
    assert said.returncode == 0, said.stderr
    assert foundry_lab.benchmark("secret").manifest.labels.inputs_hidden


@pytest.mark.parametrize(
    ("folds", "sentence"),
    [
        ({"method": "groups"}, "There is no method 'groups'"),
        ({"method": "group"}, "Folds by 'group' need more of column"),
        ({"method": "group", "colum": "x"}, "Folds by 'group' have no 'colum'"),
    ],
)
def test_a_method_that_is_not_known_is_refused(store: Path, folds: Any, sentence: str) -> None:
    publish()
    with pytest.raises(errors.InvalidTableError, match=sentence):
        made(folds)
