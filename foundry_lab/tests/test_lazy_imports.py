from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import foundry_lab as foundry

HEAVY = (
    "pandas",
    "duckdb",
    "ipywidgets",
    "onnxruntime",
    "httpx",
    "numpy",
    "pyarrow",
    "msgspec",
    "openpyxl",
    "IPython",
)


def imported(code: str) -> set[str]:
    """Return the modules that a fresh process has after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not imported("import foundry_lab; dir(foundry_lab); foundry_lab.errors").intersection(HEAVY)


def test_loading_imports_arrow_and_no_more(home: Path) -> None:
    foundry.publish_dataset(
        {"train": {"x": [1]}},
        name="gaps",
        title="t",
        description="d",
        license="MIT",
        authors="a",
        citations="c",
    )
    load = "import foundry_lab; foundry_lab.load('gaps')['train'].to_arrow()"
    imported(load)
    warm = imported(load)
    assert not warm.intersection({*HEAVY} - {"pyarrow", "numpy", "msgspec"})
    assert not warm.intersection(
        {"pyarrow.parquet", "pyarrow.dataset", "pyarrow.compute", "tempfile", "hashlib"}
    )


@pytest.mark.parametrize("name", sorted({*foundry.__all__}))
def test_every_name_is_there_and_explained(name: str) -> None:
    value = getattr(foundry, name)
    assert value.__doc__
    assert name in dir(foundry)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'foundry_lab' has no attribute 'nope'"):
        foundry.nope  # noqa: B018
