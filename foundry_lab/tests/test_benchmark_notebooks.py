"""The notebooks about benchmarks, executed in a real kernel on a store filled with the example packages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .notebooks import executed


def said(name: str, store: Path) -> list[tuple[str, str]]:
    """Return source and output, as text, of each code cell."""
    return [(cell.source, "".join(map(_text, cell.outputs))) for cell in executed(name, store)]


def _text(output: Any) -> str:
    return str(output["text"]) if "text" in output else str(output.get("data", {}).get("text/plain", ""))


def said_by(cells: list[tuple[str, str]], part: str) -> str:
    (found,) = [text for source, text in cells if part in source]
    return found


def test_matbench_is_rebuilt_with_its_published_scores(examples: Path) -> None:
    cells = said("benchmark-matbench", examples)
    assert "60 published scores, largest relative difference below 1e-12: True" in said_by(
        cells, "differences = ["
    )
    board = said_by(cells, "for name, folds in published.items():\n    gap.submit")
    assert [line.split()[1] for line in board.splitlines()[2:]] == ["CrabNet_v1.2.1", "rf", "dummy"]
    assert said_by(cells, ".reproduce()").startswith(("equal", "within tolerance"))
    assert "mean of the same elements" in said_by(cells, "p_above")
    assert "dataset matbench-expt-gap@1.0.0 -> benchmark matbench-expt-gap@1.0.0" in said_by(
        cells, "lineage(gap)"
    )


def test_the_solubility_challenge_keeps_its_labels(examples: Path) -> None:
    cells = said("benchmark-solubility", examples)
    assert "labels: hidden" in said_by(cells, "publish_benchmark")
    assert "is NaN, but must be a finite number." in said_by(cells, "**predictions")
    board = said_by(cells, "challenge.leaderboard()")
    assert "length of the SMILES" in board.splitlines()[2]
    assert "baseline: dummy" in board.splitlines()[3]
    assert "Predictions on hidden labels are not shown" in said_by(cells, ".predictions()")
