from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.contracts.models import Column, Histogram, SplitComparison
from foundry_lab.errors import FoundryError, UnknownSplitError
from foundry_lab.tables.drift import column_drift, jensen_shannon, kolmogorov_smirnov
from foundry_lab.tables.leakage import leakage
from foundry_lab.widgets.drawings import binned_shares


def test_the_kolmogorov_smirnov_statistic_is_the_known_one() -> None:
    assert kolmogorov_smirnov(np.array([1.0, 2, 3, 4]), np.array([3.0, 4, 5, 6]))[0] == 0.5
    assert kolmogorov_smirnov(np.array([1.0, 2]), np.array([3.0, 4, 5]))[0] == 1.0
    rng = np.random.default_rng(7)
    first, second = rng.normal(size=3000), rng.normal(0.2, 1.1, size=2000)
    statistic, probability = kolmogorov_smirnov(first, second)
    stats = pytest.importorskip("scipy.stats", reason="SciPy, the reference, is not installed")
    known = stats.ks_2samp(first, second, method="asymp")
    assert statistic == pytest.approx(known.statistic, abs=1e-12)
    assert probability == pytest.approx(known.pvalue, rel=0.2)
    assert kolmogorov_smirnov(first, first)[1] == 1.0


def test_the_jensen_shannon_distance_is_the_known_one() -> None:
    assert jensen_shannon([3, 0], [0, 5]) == 1.0
    assert jensen_shannon([2, 4], [1, 2]) == pytest.approx(0, abs=1e-9)
    # Entropy of (3/4, 1/4) less half that of (1/2, 1/2): 0.8113 - 0.5.
    assert jensen_shannon([1, 1], [1, 0]) == pytest.approx(0.5579230452841438, abs=1e-12)
    distance = pytest.importorskip("scipy.spatial.distance", reason="SciPy, the reference, is not installed")
    first, second = [5, 1, 0, 9], [2, 2, 3, 1]
    assert jensen_shannon(first, second) == pytest.approx(distance.jensenshannon(first, second, 2), abs=1e-12)


def test_each_kind_of_column_has_its_measure() -> None:
    def drift(first: list[Any], second: list[Any]) -> Any:
        return column_drift("x", pa.chunked_array([first]), pa.chunked_array([second]))

    text = drift(["a", "b", None, "a"], ["a", "c", "c"])
    assert (text.measure, text.unseen) == ("Jensen-Shannon", 2)
    numbers = drift([1, 2, None, 4], [1.5, float("nan"), 9.0])
    assert numbers.measure == "Kolmogorov-Smirnov"
    assert not isinstance(drift([[1], [2]], [[1]]).measure, str)
    assert not isinstance(drift([None, None], [1, 2]).measure, str)
    assert not isinstance(drift(["a"], [1]).measure, str)


SEEDED = [
    Column(name="id", type="string", role="id"),
    Column(name="formula", type="string", role="input"),
    Column(name="gap", type="double", role="target"),
]


def test_leakage_finds_the_seeded_rows_whatever_their_ids() -> None:
    train = pa.table(
        {"id": [f"a{i}" for i in range(50)], "formula": [f"X{i}" for i in range(50)], "gap": np.arange(50.0)}
    )
    test = pa.table(
        {
            "id": [f"b{i}" for i in range(6)],
            # Two rows of train, one with another target, one with a missing target, two new ones.
            "formula": ["X3", "Q", "X40", "X5", "R", "X6"],
            "gap": [3.0, 3.0, 40.0, 5.5, 1.0, None],
        }
    )
    found = leakage(train, test, SEEDED)
    assert found is not None
    assert (found.identical, found.same_inputs, found.other_targets) == (2, 2, 2)
    assert (found.inputs, found.targets) == (["formula"], ["gap"])
    assert isinstance(found.examples, list)
    assert [(one.first, one.second, one.kind) for one in found.examples] == [
        (3, 0, "identical"),
        (40, 2, "identical"),
        (5, 3, "other-targets"),
        (6, 5, "other-targets"),
    ]
    assert leakage(train.select(["id"]), test.select(["id"]), SEEDED) is None


@pytest.fixture
def leaky(store: Path) -> foundry.Dataset:
    rng = np.random.default_rng(1)
    names = [f"M{i}" for i in range(400)]
    train = pa.table(
        {"id": range(400), "material": names, "phase": ["cubic"] * 400, "gap": rng.normal(1, 0.1, 400)}
    )
    test = pa.table(
        {
            "id": range(100),
            "material": [f"N{i}" for i in range(100)],
            "phase": ["cubic", "hexagonal"] * 50,
            "gap": rng.normal(2, 0.1, 100),
        }
    )
    repeated = train.slice(10, 7).set_column(0, "id", pa.array(range(900, 907)))
    columns = [
        {"name": "id", "role": "id"},
        {"name": "material", "role": "input"},
        {"name": "phase", "role": "input"},
        {"name": "gap", "role": "target", "unit": "eV"},
    ]
    foundry.publish_dataset(
        {"train": train, "test": pa.concat_tables([test, repeated]), "spare": test},
        name="leaky",
        title="Leaky",
        license="CC0-1.0",
        authors=["Lovelace, Ada"],
        columns=columns,
    )
    return foundry.load("leaky")


def test_two_splits_of_a_dataset_side_by_side(leaky: foundry.Dataset) -> None:
    found = leaky.compare()
    assert (found.first, found.second) == ("train", "test")
    assert found.leakage is not None
    assert (found.leakage.identical, found.leakage.same_inputs) == (7, 0)
    assert found["gap"].value == pytest.approx(100 / 107, abs=0.01)
    probability = found["gap"].p_value
    assert isinstance(probability, float)
    assert probability < 1e-6
    assert found["phase"].unseen == 50
    assert "id" not in [one.name for one in found.columns]
    # Nearly every name is different: their shares would say nothing.
    assert not isinstance(found["material"].measure, str)
    assert found["material"].unseen == 100
    distances = [one.value for one in found.columns if isinstance(one.value, float)]
    assert distances == sorted(distances, reverse=True)
    text, page = repr(found), found._repr_html_()
    assert "Leakage: 7 of the 107 rows of test are in train too." in text
    assert "gap (eV)" in text
    assert page.count("<svg") == 2
    assert "Leakage: 7" in page
    assert found.to_arrow().column("measure").to_pylist().count("Jensen-Shannon") == 1
    swapped = leaky.compare("spare", "train")
    assert swapped.leakage is not None
    assert swapped.leakage.identical == 0
    with pytest.raises(UnknownSplitError, match="tset"):
        leaky.compare("train", "tset")
    with pytest.raises(FoundryError, match="two different"):
        leaky.compare("train", "train")


def test_the_widget_sends_statistics_first_and_the_comparison_then(leaky: foundry.Dataset) -> None:
    from foundry_lab.datasets.comparison import compare_splits
    from foundry_lab.datasets.stored_split import StoredSplits

    known: list[Any] = []
    found = compare_splits(
        StoredSplits(leaky["train"].package), "train", "test", lambda *each: known.append(each)
    )
    assert [one.name for one in known[0][0]] == ["id", "material", "phase", "gap"]
    import msgspec

    assert msgspec.convert(found.to_dict(), SplitComparison).leakage.identical == 7  # type: ignore[union-attr]


def test_histograms_are_laid_over_each_other_by_shares() -> None:
    histogram = Histogram(edges=[0, 1, 2], counts=[3, 1])
    assert binned_shares(histogram, [0, 0.5, 1, 2, 4]) == pytest.approx([0.375, 0.375, 0.25, 0])
    assert binned_shares(Histogram(edges=[2, 2], counts=[4]), [0, 1, 2]) == [0, 1]


def test_the_hashes_of_a_package_tell_shared_rows_apart_from_their_ids(leaky: foundry.Dataset) -> None:
    """What `src/core/shared-rows.ts` relies on: the part of the ids can be taken out of a row's hash."""
    from foundry_lab.tables.row_hashes import mix_bits, row_hashes

    table = leaky["train"]._storage_table()
    whole, ids, rest = (
        np.concatenate([*row_hashes(table, names)])
        for names in (["id", "material", "phase", "gap"], ["id"], ["material", "phase", "gap"])
    )

    def unmixed(values: Any) -> Any:
        found = values ^ (values >> np.uint64(31)) ^ (values >> np.uint64(62))
        found = found * np.uint64(0x319642B2D24D8EC3)
        found = found ^ (found >> np.uint64(27)) ^ (found >> np.uint64(54))
        found = found * np.uint64(0x96DE1B173F119089)
        return (found ^ (found >> np.uint64(30)) ^ (found >> np.uint64(60))) - np.uint64(0x9E3779B97F4A7C15)

    assert (mix_bits(unmixed(whole) - unmixed(ids)) == rest).all()
