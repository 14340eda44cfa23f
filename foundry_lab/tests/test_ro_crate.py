"""RO-Crates, read by the `rocrate` package."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import foundry_lab as foundry

crates = pytest.importorskip(
    "rocrate.rocrate", reason="rocrate is not installed: pip install foundry-lab[dev]"
)
Run = Callable[..., CompletedProcess[str]]
PACKAGES = (
    "matbench-expt-gap",
    "matbench-dielectric",
    "matbench-phonons",
    "solubility",
    "elwood-md",
    "solubility-forest",
)


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("form", ["crate", "crate.zip"])
def test_every_example_is_an_ro_crate(
    examples: Path, command: Run, tmp_path: Path, name: str, form: str
) -> None:
    place = tmp_path / form
    said = command("rocrate", name, "--output", place)
    assert said.returncode == 0, said.stderr
    crate = crates.ROCrate(place)
    package = foundry.model(name) if name == "solubility-forest" else foundry.load(name)
    assert crate.version == "1.2"
    assert crate.root_dataset["name"] == package.title
    assert crate.root_dataset["version"] == package.version
    assert crate.root_dataset["license"].id == f"https://spdx.org/licenses/{package.license}"
    assert crate.root_dataset["author"]
    files = {entity["name"]: entity for entity in crate.get_by_type("File")}
    for entry in package.manifest.files:
        assert files[entry.path]["sha256"] == entry.sha256
        content = (
            zipfile.ZipFile(place).read(entry.path)
            if form == "crate.zip"
            else (place / entry.path).read_bytes()
        )
        assert hashlib.sha256(content).hexdigest() == entry.sha256
    # Written again by the library, it is the same crate.
    crate.write(tmp_path / "again")
    assert (tmp_path / "again" / package.manifest.files[0].path).is_file()


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_hostile_record_is_text(command: Run, tmp_path: Path) -> None:
    foundry.publish_dataset(
        {"train": {"<b>": [1]}},
        name="hostile",
        title="</script><script>alert(1)</script>",
        authors=["<img>", "<img>"],
        license="<b>none</b>",
        url='https://example.org/"><script>',
    )
    assert command("rocrate", "hostile", "--output", tmp_path / "crate").returncode == 0
    assert "<" not in (tmp_path / "crate/ro-crate-metadata.json").read_text()
    assert crates.ROCrate(tmp_path / "crate").root_dataset["name"] == "</script><script>alert(1)</script>"


def test_what_is_there_is_never_replaced(examples: Path, command: Run, tmp_path: Path) -> None:
    (tmp_path / "crate.zip").write_text("mine")
    (tmp_path / "crate").mkdir()
    (tmp_path / "crate/mine.txt").write_text("mine")
    for place in ("crate.zip", "crate"):
        said = command("rocrate", "solubility", "--output", tmp_path / place)
        assert (said.returncode, len(said.stderr.splitlines())) == (1, 1)
        assert "exists already" in said.stderr
    assert (tmp_path / "crate.zip").read_text() == "mine"
    assert not list(tmp_path.glob(".foundry-*"))
