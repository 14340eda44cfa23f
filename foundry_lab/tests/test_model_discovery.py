"""Finding models: facets, versions, citation and deprecation, from the store's folder and through a hub."""

from __future__ import annotations

import json
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors

Command = Callable[..., "subprocess.CompletedProcess[str]"]
ROWS = pa.table({"a": [1.0, 3.0], "b": [2.0, 4.0]})


@pytest.fixture(scope="session")
def content() -> bytes:
    """A model of two inputs, a + 10 b."""
    import numpy as np
    from skl2onnx import to_onnx
    from sklearn.linear_model import LinearRegression

    rows = np.array([[1, 2], [3, 4], [5, 7]], np.float32)
    fitted = LinearRegression().fit(rows, rows[:, 0] + 10 * rows[:, 1])
    found: bytes = to_onnx(fitted, rows[:1]).SerializeToString()
    return found


Publish = Callable[..., foundry.Model]


@pytest.fixture
def publish(content: bytes) -> Publish:
    """Publish a version of a model of which nothing needs to be run."""

    def made(version: str = "1.0.0", name: str = "line", **more: Any) -> foundry.Model:
        given = {"inputs": ["a", "b"], "outputs": {"gap": "eV"}, "title": "A line", **more}
        return foundry.publish_model(content, name=name, version=version, **given)

    return made


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let a warning that no test expects be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", foundry.FoundryWarning)
        yield


def test_a_model_is_cited_with_the_works_that_its_publisher_names(
    publish: Publish, reading: Callable[[], None], command: Command
) -> None:
    work = {"text": "Lovelace, A. On lines. 1843.", "doi": "10.1000/lines"}
    publish(
        doi="10.5072/line.1",
        authors=[{"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097"}],
        citations=[work],
        license="MIT",
    )
    reading()
    model = foundry.model("line")
    bibtex = model.cite()
    assert bibtex.count("\n@") == 1, "the model, then the work"
    for part in ("Lovelace, Ada", "doi = {10.5072/line.1}", "10.1000/lines", "note = {Version 1.0.0}"):
        assert part in bibtex
    assert "AU  - Lovelace, Ada" in model.cite("ris").splitlines()
    assert json.loads(model.cite("csl"))[0]["type"] == "software"
    assert "[Computer software]" in model.cite("apa")
    assert model.datacite()["types"]["resourceTypeGeneral"] == "Model"
    assert model.datacite()["doi"] == model.doi == "10.5072/line.1"
    said = command("cite", "line", "--kind", "model", "--format", "bibtex")
    assert said.stdout.strip() == bibtex.strip()
    for reference in ("10.5072/line.1", "https://doi.org/10.5072/LINE.1"):
        assert foundry.model(reference).reference == "line@1.0.0"
    with pytest.raises(errors.NotFoundError, match=r"names the model line@1\.0\.0, not a dataset"):
        foundry.load("10.5072/line.1")
    with pytest.raises(errors.FoundryError, match="choose one of bibtex, ris, csl, apa"):
        model.cite("word")  # type: ignore[arg-type]


def test_versions_are_listed_the_newest_is_chosen_and_an_older_one_opens(
    publish: Publish, reading: Callable[[], None], command: Command, tmp_path: Path
) -> None:
    for version in ("1.0.0", "1.9.0", "1.10.0", "2.0.0"):
        publish(version, description=f"This is {version}.")
    reading()
    newest = foundry.model("line")
    assert (newest.version, newest.description) == ("2.0.0", "This is 2.0.0.")
    assert newest.versions == ["2.0.0", "1.10.0", "1.9.0", "1.0.0"]
    for reference, version in (("line@1", "1.10.0"), ("line@1.9", "1.9.0"), ("line@1.0.0", "1.0.0")):
        model = foundry.model(reference)
        assert (model.version, model.description) == (version, f"This is {version}.")
        found = model.predict(ROWS)
        assert json.loads(found.schema.metadata[b"foundry"])["model"] == f"line@{version}"
    with pytest.raises(errors.NotFoundError, match=r"no version 3.*2\.0\.0, (line@)?1\.10\.0"):
        foundry.model("line@3")
    foundry.withdraw("line@2.0.0", "Wrong units.")
    assert foundry.model("line").versions == ["1.10.0", "1.9.0", "1.0.0"]
    assert foundry.model("line").version == "1.10.0"
    shown = json.loads(command("show", "line@1.9", "--json").stdout)
    assert shown["version"] == "1.9.0"
    assert command("get", "line@1.0.0", tmp_path / "copy").returncode == 0
    assert foundry.model(tmp_path / "copy").versions == ["1.0.0"], "a folder that is in no store"


def test_a_dataset_lists_its_versions_too(reading: Callable[[], None]) -> None:
    for version in ("1.0.0", "1.1.0"):
        with pytest.warns(foundry.FoundryWarning, match="The record of"):
            foundry.publish_dataset({"train": ROWS}, name="rows", version=version)
    reading()
    assert foundry.load("rows@1.0.0").versions == ["1.1.0", "1.0.0"]


def test_a_deprecated_model_says_so_wherever_it_is_met(
    publish: Publish, reading: Callable[[], None], command: Command
) -> None:
    publish()
    publish("1.1.0")
    publish(name="line-2")
    reading()
    done = foundry.deprecate("line", "Use line-2@1.0.0 instead.", by="Ada", kind="model")
    assert {(each.version, each.state) for each in done} == {("1.0.0", "deprecated"), ("1.1.0", "deprecated")}
    said = r"line@1\.1\.0 is deprecated \(Use line-2@1\.0\.0 instead\)"
    with pytest.warns(foundry.FoundryWarning, match=said) as caught:
        model = foundry.model("line")
    assert caught[0].filename == __file__
    assert model.predict(ROWS)["gap"].to_pylist() == pytest.approx([21, 43])
    with pytest.warns(foundry.FoundryWarning, match=r"line@1\.0\.0 is deprecated"):
        foundry.model("line@1.0.0")
    assert foundry.model("line-2").version == "1.0.0"
    results = foundry.search("line", kind="model")
    hits = {hit.name: hit for hit in results}
    assert (hits["line"].state, hits["line"].reason) == ("deprecated", "Use line-2@1.0.0 instead.")
    assert hits["line-2"].state == "published"
    for text in (repr(results), results._repr_html_(), hits["line"]._repr_html_()):
        assert text.count("deprecated (Use line-2@1.0.0 instead)") == 1
    shown = command("show", "line")
    assert "Note: line@1.1.0 is deprecated: Use line-2@1.0.0 instead." in shown.stderr
    assert foundry.status("line").history[-1].by == "Ada"
    foundry.restore("line@1.1.0")
    assert foundry.model("line").version == "1.1.0"


def test_a_renamed_or_withdrawn_model_is_found_as_a_dataset_is(
    publish: Publish, reading: Callable[[], None]
) -> None:
    publish()
    publish("2.0.0")
    reading()
    foundry.rename("line", "straight-line")
    with pytest.warns(foundry.FoundryWarning, match="The model 'line' is called 'straight-line' now"):
        assert foundry.model("line").versions == ["2.0.0", "1.0.0"]
    assert foundry.model("straight-line@1.0.0").predict(ROWS).num_rows == 2
    foundry.withdraw("straight-line@2.0.0", "Wrong.")
    foundry.withdraw("straight-line@1.0.0", "Wrong, too.")
    with pytest.raises(errors.WithdrawnError, match=r"withdrawn \(Wrong\).*straight-line@2\.0\.0"):
        foundry.model("straight-line")
    with pytest.warns(foundry.FoundryWarning, match=r"is withdrawn \(Wrong, too\)"):
        assert foundry.model("straight-line@1.0.0").version == "1.0.0"
    assert len(foundry.search("line", kind="model")) == 0


def test_models_are_narrowed_by_what_they_are(publish: Publish, reading: Callable[[], None]) -> None:
    with pytest.warns(foundry.FoundryWarning, match="The record of"):
        foundry.publish_dataset({"train": ROWS}, name="gaps")
    publish(
        tasks=["regression"],
        license="MIT",
        authors=["Ada Lovelace"],
        trained_on="gaps@1.0.0",
        metrics={"MAE": 0.2},
        inputs={"a": "K", "b": "GPa"},
    )
    publish(
        name="other",
        tasks=["classification"],
        license="CC0-1.0",
        authors=["Grace Hopper"],
        metrics={"R2": 0.9},
        outputs={"label": None},
        environment={"python": "3.11.0", "torch": "2.9.0"},
    )
    reading()
    facets = foundry.search(kind="model").facets
    assert facets["task"] == {"classification": 1, "regression": 1}
    assert facets["author"] == {"Ada Lovelace": 1, "Grace Hopper": 1}
    assert facets["license"] == {"CC0-1.0": 1, "MIT": 1}
    assert facets["input"] == {"number": 2}
    assert facets["output"] == {"number": 2}
    assert facets["input_unit"] == {"GPa": 1, "K": 1}
    assert facets["output_unit"] == {"eV": 1}
    assert facets["trained"] == {"gaps": 1}
    assert facets["metric"] == {"MAE": 1, "R2": 1}
    assert facets["framework"]["PyTorch"] == 1
    one: dict[str, Any] = {
        "task": "regression",
        "author": "lovelace",
        "license": "MIT",
        "input_unit": ["K", "meV"],
        "output_unit": "eV",
        "trained": "gaps",
        "metric": "MAE",
    }
    for field, value in one.items():
        given: dict[str, Any] = {field: value}
        found = foundry.search(kind="model", **given)
        assert [hit.name for hit in found] == ["line"], field
    assert [hit.name for hit in foundry.search(kind="model", framework="PyTorch")] == ["other"]
