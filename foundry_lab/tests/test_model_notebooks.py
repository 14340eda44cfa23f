"""The notebooks that train and publish models, executed in a real kernel on a store with the example packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import foundry_lab

from .notebooks import executed

SAID = {
    "digits": r"accuracy 0\.9\d\d on 450 images, by skops",
    "spectra": r"mean absolute error 0\.0\d\d on 100 spectra of 128 points",
    "equation": r"in K, and the table has it in eV, which cannot be converted",
    "band-gap": r"mean absolute error 0\.\d\d eV on 921 formulas",
    "solubility": r"mean absolute error 0\.\d\d log10\(mol/L\)",
}


@pytest.mark.parametrize("name", SAID)
def test_it_runs_and_says_what_it_should(name: str, examples: Path, environments: Path) -> None:
    cells = executed(name, examples)
    text = "".join(output.get("text", "") for cell in cells for output in cell.outputs)
    assert re.search(SAID[name], text), text
    published = {
        "digits": "digits-forest",
        "spectra": "band-share",
        "equation": "arrhenius-diffusivity",
        "band-gap": "gap-from-formula",
        "solubility": "solubility-from-smiles",
    }
    model = foundry_lab.model(published[name])
    assert model.license
    if name != "equation":
        assert [item.split for item in model.trained_on] == ["train"]
