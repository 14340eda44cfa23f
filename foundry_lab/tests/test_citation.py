"""Citations, DataCite metadata, and DOIs, from Python and from the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from datacite import schema45

import foundry_lab as foundry
from foundry_lab import errors

Run = Callable[..., CompletedProcess[str]]
PACKAGES = ("matbench-expt-gap", "matbench-dielectric", "matbench-phonons", "solubility", "elwood-md")


def test_a_dataset_and_a_model_are_cited_in_every_format(examples: Path) -> None:
    gaps = foundry.load("matbench-expt-gap")
    assert gaps.cite().startswith("@misc{matbench-expt-gap-1.0.0,")
    assert gaps.cite("bibtex").count("\n@misc{") == 2
    assert "AU  - Zhuo, Ya" in gaps.cite("ris").splitlines()
    assert json.loads(gaps.cite("csl"))[0]["type"] == "dataset"
    assert "(Version 1.0.0) [Dataset]" in gaps.cite("apa")
    assert "[Computer software]" in foundry.model("solubility-forest").cite("apa")
    with pytest.raises(errors.FoundryError, match="choose one of bibtex, ris, csl, apa, datacite-xml"):
        gaps.cite("word")  # type: ignore[arg-type]


def test_a_folder_is_cited_as_well(data: Path) -> None:
    dataset = foundry.load(data / "elwood-md")
    assert "Polymer precursors" in dataset.cite("apa")
    assert dataset.doi is None
    assert dataset.croissant()["version"] == "1.2.0"


def test_the_command_cites(examples: Path, command: Run) -> None:
    said = command("cite", "solubility", "--format", "apa")
    assert said.stdout.strip() == foundry.load("solubility").cite("apa")
    found = json.loads(command("cite", "solubility", "--format", "ris", "--json").stdout)
    assert (found["name"], found["format"], found["works"][0]["type"]) == ("solubility", "ris", "dataset")
    assert command("cite", "solubility", "--format", "word").returncode == 2


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_datacite_metadata_follow_the_schema(examples: Path) -> None:
    # The package's newest schema of version 4. 4.6 adds values to the lists of 4.5 (kinds of dates, of identifiers and of
    # relations), and changes nothing else.
    schemas = {each.name: each for each in (resources.files("datacite") / "schemas").iterdir()}
    newest = max(name for name in schemas if name.startswith("datacite-v4."))
    validator = jsonschema.Draft201909Validator(json.loads(schemas[newest].read_text()))
    full = foundry.publish_dataset(
        {"train": {"x": [1]}},
        name="full",
        title="<b>Full</b>",
        authors=[
            {"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097", "affiliation": "A <i>University</i>"}
        ],
        license="my own terms",
        doi="10.5072/full",
        url="https://example.org",
        source="A laboratory.",
    )
    bare = foundry.publish_dataset({"train": {"x": [1]}}, name="bare")
    packages = [*map(foundry.load, PACKAGES), full, bare]
    for metadata in (
        *(package.datacite() for package in packages),
        foundry.model("solubility-forest").datacite(),
    ):
        assert list(validator.iter_errors(metadata)) == []
    assert full.datacite()["creators"][0] == {
        "name": "Lovelace, Ada",
        "nameType": "Personal",
        "givenName": "Ada",
        "familyName": "Lovelace",
        "nameIdentifiers": [
            {
                "nameIdentifier": "0000-0002-1825-0097",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ],
        "affiliation": [{"name": "A <i>University</i>"}],
    }
    assert full.datacite()["doi"] == full.doi == "10.5072/full"


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_datacite_xml_is_what_their_own_library_writes_of_the_record(examples: Path, command: Run) -> None:
    full = foundry.publish_dataset(
        {"train": {"x": [1]}},
        name="full",
        title="A & B: <b>50%</b>",
        authors=[
            {"name": "van der Waals, J. D.", "orcid": "0000-0002-1825-0097", "affiliation": "A & B <Lab>"},
            "RDKit contributors",
        ],
        license="CC-BY-4.0",
        citations=[{"text": "A work", "doi": "10.5072/work"}],
        keywords=["gap & more"],
        doi="10.5072/full",
        url="https://example.org/?a=1&b=2",
    )
    thin = foundry.publish_dataset({"train": {"x": [2]}}, name="thin")
    packages: list[Any] = [*map(foundry.load, PACKAGES), foundry.model("solubility-forest"), full, thin]
    for package in packages:
        ours = elements(package.cite("datacite-xml"))
        check_mandatory(package.cite("datacite-xml"))
        record = package.datacite()
        # The schema of XML asks for an identifier.
        record.setdefault("doi", ":tba")
        url = record.pop("url", None)
        if url:
            record["alternateIdentifiers"] = [{"alternateIdentifier": url, "alternateIdentifierType": "URL"}]
        assert ours == elements(schema45.tostring(record))
    said = command("cite", "full", "--format", "datacite-xml")
    assert said.stdout.strip() == full.cite("datacite-xml")


#: What DataCite 4 asks of every record, each once, with the attribute that it needs.
MANDATORY = {
    "identifier": "identifierType",
    "creators": None,
    "titles": None,
    "publisher": None,
    "publicationYear": None,
    "resourceType": "resourceTypeGeneral",
}
#: The parts of a creator in the only order that the schema takes.
CREATOR = ("creatorName", "givenName", "familyName", "nameIdentifier", "affiliation")


def check_mandatory(document: str) -> None:
    root = ElementTree.fromstring(document.encode())
    kernel = "{http://datacite.org/schema/kernel-4}"
    assert root.tag == f"{kernel}resource"
    tags = [child.tag.removeprefix(kernel) for child in root]
    assert len(tags) == len(set(tags))
    for name, attribute in MANDATORY.items():
        (element,) = root.findall(f"{kernel}{name}")
        assert len(element) or (element.text or "").strip()
        assert attribute is None or element.get(attribute)
    assert re.fullmatch(r"[12]\d{3}", root.findtext(f"{kernel}publicationYear") or "")
    for element in root.iter():
        # No element is empty, and a list has an item.
        assert len(element) or (element.text or "").strip(), element.tag
    for creator in root.iter(f"{kernel}creator"):
        places = [CREATOR.index(part.tag.removeprefix(kernel)) for part in creator]
        assert places == sorted(places)
        assert places.count(0) == 1


def elements(document: str) -> list[Any]:
    """Every element with text, by its path, with its attributes."""
    found = []

    def walk(element: ElementTree.Element, path: str) -> None:
        here = f"{path}/{element.tag}"
        if (element.text or "").strip():
            found.append((here, element.text, sorted(element.attrib.items())))
        for child in element:
            walk(child, here)

    walk(ElementTree.fromstring(document.encode()), "")
    return sorted(found)


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
@pytest.mark.parametrize("form", ["{}", "doi:{}", "https://doi.org/{}"])
def test_a_doi_loads_its_version(form: str, command: Run) -> None:
    for version in ("1.0.0", "1.0.1"):
        foundry.publish_dataset(
            {"train": {"x": [1]}}, name="gaps", version=version, doi=f"10.5072/Gaps.{version}"
        )
    reference = form.format("10.5072/gaps.1.0.0")
    assert foundry.load(reference).reference == "gaps@1.0.0"
    assert json.loads(command("show", reference, "--json").stdout)["version"] == "1.0.0"
    with pytest.raises(errors.NotFoundError, match="not a model"):
        foundry.model(reference)
    with pytest.raises(errors.NotFoundError, match=r"10\.5072/other"):
        foundry.load("10.5072/other")


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_doi_that_stands_in_the_log_is_the_versions(store: Path, command: Run) -> None:
    dataset = foundry.publish_dataset({"train": {"x": [1]}}, name="gaps")
    assert dataset.doi is None
    entry: dict[str, Any] = {
        "id": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "action": "minted", "kind": "dataset", "name": "gaps", "version": "1.0.0",
        "at": "2026-01-01T00:00:00Z", "doi": "10.5072/minted",
    }  # fmt: skip
    (store / "log/7ZZZZZZZZZZZZZZZZZZZZZZZZZ.json").write_text(json.dumps(entry))
    assert dataset.doi == "10.5072/minted"
    assert "doi = {10.5072/minted}" in dataset.cite()
    assert foundry.load("10.5072/minted").reference == "gaps@1.0.0"
    assert "10.5072/minted" in command("show", "gaps").stdout
    assert command("verify", "gaps").returncode == 0


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_minting_without_an_account_is_a_sentence(command: Run) -> None:
    foundry.publish_dataset({"train": {"x": [1]}}, name="gaps")
    said = command("mint-doi", "gaps")
    assert (said.returncode, len(said.stderr.splitlines())) == (1, 1)
    assert "FOUNDRY_DATACITE_URL" in said.stderr
