from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.catalog.source import answer

Run = Callable[..., "subprocess.CompletedProcess[str]"]
RECORD = {"description": "d", "authors": "a", "citations": "c"}


@pytest.fixture
def published() -> None:
    foundry.publish_dataset(
        {"train": {"gap": [1.0, 2.0]}}, name="band-gaps", title="Band <b>gaps</b>", licence="MIT",
        columns={"gap": "eV"}, keywords=["semiconductor"], **RECORD,  # type: ignore[arg-type]
    )  # fmt: skip
    foundry.publish_dataset(
        {"train": {"n": [1.5]}},
        name="refraction",
        title="Refractive index",
        licence="CC-BY-4.0",
        **RECORD,  # type: ignore[arg-type]
    )


@pytest.mark.usefixtures("published")
def test_search() -> None:
    results = foundry.search("band ga")
    assert [result.name for result in results] == ["band-gaps"]
    (result,) = results
    assert (result.kind, result.version, result.num_rows, result.licence) == ("dataset", "1.0.0", 2, "MIT")
    assert result.load()["train"].to_arrow().to_pydict() == {"gap": [1.0, 2.0]}
    assert results["band-gaps"] is result
    assert results._ipython_key_completions_() == ["band-gaps"]
    assert len(foundry.search()) == 2
    assert [found.name for found in foundry.search(licence="CC-BY-4.0")] == ["refraction"]
    assert len(foundry.search(licence=["CC-BY-4.0", "MIT"])) == 2
    assert [found.name for found in foundry.search(unit="eV", keyword=["semiconductor"])] == ["band-gaps"]
    assert len(foundry.search(kind="model")) == 0
    few = foundry.search(limit=1)
    assert (len(few), few.total) == (1, 2)
    assert few.facets["licence"] == {"MIT": 1, "CC-BY-4.0": 1}
    assert repr(few).startswith("1 of 2 results")
    assert repr(results).splitlines()[0] == "1 result for 'band ga'"
    assert "band-gaps@1.0.0" in repr(results[0])
    for shown in (results._repr_html_(), result._repr_html_()):
        assert "<b>" not in shown
        assert "Band &lt;b&gt;" in shown
    assert len(foundry.search("nothing like it")) == 0
    assert "0 results" in foundry.search("nothing like it")._repr_html_()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "text", ['"', "gap*", "AND", "a OR", "NEAR(", "-", "'; DROP", "(", "µ", "\0", "x" * 900, "^gap", "gap:"]
)
def test_hostile_text_is_only_text(text: str) -> None:
    assert foundry.search(text).total >= 0


def test_wrong_arguments_are_a_sentence() -> None:
    with pytest.raises(errors.FoundryError, match="no facet 'colour'"):
        foundry.search("gap", colour="red")
    with pytest.raises(errors.FoundryError, match="'dataset' or 'model' or 'benchmark'"):
        foundry.search("gap", kind="planet")  # type: ignore[arg-type]
    with pytest.raises(errors.FoundryError, match="limit"):
        foundry.search("gap", limit=1000)
    with pytest.raises(errors.FoundryError):
        foundry.search("x" * 5000)


@pytest.mark.usefixtures("published")
def test_what_the_picker_asks() -> None:
    found = answer("search", [{"query": "gaps"}])
    assert found.hits[0].name == "band-gaps"
    assert answer("dataset", ["band-gaps"]).version == "1.0.0"
    assert answer("dataset", ["band-gaps", "1"]).title == "Band <b>gaps</b>"
    assert answer("statistics", ["band-gaps", "1.0.0"])["splits"][0]["rows"] == 2
    assert answer("versions", ["dataset", "band-gaps"]).versions == ["1.0.0"]
    assert answer("modelsTrainedOn", ["band-gaps"]) == []
    with pytest.raises(errors.NotFoundError, match="band-gaps"):
        answer("dataset", ["band-gap"])
    for method, arguments in (
        ("drop", []),
        ("dataset", [3]),
        ("search", ["gap"]),
        ("search", [{"limit": -1}]),
    ):
        with pytest.raises(errors.FoundryError):
            answer(method, arguments)
    picker = foundry.pick()
    assert picker.value == ""
    assert msgspec.json.encode(msgspec.to_builtins(found))


def test_the_model_widget_knows_models_and_data(command: Run, data: Path) -> None:
    for folder in (data / "solubility", data.parent / "models/solubility-forest"):
        assert command("publish", folder).returncode == 0
    test = foundry.load("solubility")["test"]
    shown = foundry.run("solubility-forest", test)
    assert shown.model == "solubility-forest@1.0.0"
    assert shown.data == "solubility@1.0.0 · test"
    assert [choice["rows"] for choice in shown.datasets] == [1025, 257]
    table = test.to_arrow()
    given = foundry.run(data=table)
    assert given.models == [{"reference": "solubility-forest@1.0.0", "title": "Solubility forest"}]
    assert (given.data, given.datasets[-1]) == ("data", {"label": "data", "variable": "data", "rows": 257})
