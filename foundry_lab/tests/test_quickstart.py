"""The quickstart notebook, executed in a real kernel on a store filled with the example packages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .notebooks import executed

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def outputs(examples: Path) -> dict[str, list[Any]]:
    """Outputs of the notebook's code cells, by source."""
    return {cell.source: cell.outputs for cell in executed("quickstart", examples)}


def test_the_quickstart_runs_and_says_what_it_should(outputs: dict[str, list[Any]]) -> None:
    def of(part: str) -> Any:
        (found,) = [said for source, said in outputs.items() if part in source]
        (output,) = found
        return output

    def data(part: str, kind: str = "text/plain") -> str:
        return str(of(part)["data"][kind])

    assert "matbench-expt-gap@1.0.0" in data("foundry.search(")
    assert "4,604 rows" in data("foundry.search(")
    assert "train (3,683 rows), test (921 rows)" in data("gaps = foundry.load(")
    assert "License" in data("gaps = foundry.load(", "text/html")
    assert data("train.num_rows") == "(1725, 'eV')"
    assert "3683.0" in data(".describe()")
    assert WIDGET in of(".preview()")["data"]
    assert "mb-expt-gap-0001" in data(".preview()", "text/html"), (
        "a saved notebook shows rows without a kernel"
    )
    assert "gives: solubility (log10(mol/L))" in data('forest = foundry.model("solubility-forest")')
    assert of("mean absolute error")["text"] == "mean absolute error 0.46 log10(mol/L) on 255 molecules\n"
    assert WIDGET in of("foundry.run(")["data"]
    assert "my-band-gaps@1.0.0" in data("publish_dataset")
    assert WIDGET in of("foundry.pick()")["data"]
