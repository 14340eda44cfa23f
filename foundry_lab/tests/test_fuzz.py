"""The doors, fuzzed: whatever comes, it is read, or refused in one sentence."""

from __future__ import annotations

import json
import string
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foundry_lab.checks.folder import check_folder
from foundry_lab.datasets.draft import read_draft
from foundry_lab.datasets.files import place_of
from foundry_lab.datasets.foundry_layout import read_layout
from foundry_lab.datasets.names import check_splits
from foundry_lab.errors import FoundryError
from foundry_lab.kinds import formula, smiles, structure
from foundry_lab.mdf.submission_draft import submission_fields
from foundry_lab.references import check_name, parse
from foundry_lab.store.manifests import decode
from foundry_lab.store.violations import schema_findings
from foundry_lab.tables.column_names import check_column_names
from foundry_lab.tables.read import read_table
from foundry_lab.units import parse as parse_unit

# No deadline: other work on the machine must not fail a test.
SETTINGS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "name",
    "version",
    "title",
    "columns",
    "splits",
    "authors",
    "keys",
    "data_type",
    "projects",
    "dc",
    "license",
    "path",
    "kind",
)
RECORDS = st.dictionaries(
    st.sampled_from(FIELDS),
    JSON | st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4), max_size=3),
)


def refused(sentence: str) -> None:
    """Check that a refusal is one sentence for a person."""
    assert sentence.strip()
    assert "Traceback" not in sentence
    assert len(sentence) < 2000


@SETTINGS
@given(st.text())
@example("../x")
@example("a\x00b")
@example("%2e%2e")
@example("\u0430bc")
@example("-a")
def test_names(name: str) -> None:
    for door in (check_name, parse):
        try:
            door(name)
        except FoundryError as error:
            refused(str(error))
    with suppress(FoundryError):
        assert set(check_name(name)) <= set(string.ascii_lowercase + string.digits + "-")


@SETTINGS
@given(st.text(min_size=1))
@example("a/../../b")
@example("a/%252e%252e/b")
@example("c:/x")
@example("a\\..\\b")
def test_places_of_files_never_lead_out(path: str) -> None:
    try:
        place = place_of(path, "Row 1")
    except FoundryError as error:
        refused(str(error))
        return
    base = Path("/base")
    assert ".." not in place.split("/")
    assert not place.startswith("/")
    assert "\\" not in place
    assert (base / place).is_relative_to(base)


@SETTINGS
@given(st.lists(st.text(max_size=20), max_size=6))
def test_names_of_columns_and_splits(names: list[str]) -> None:
    try:
        check_column_names(names, "The table")
        assert len(set(names)) == len(names)
    except FoundryError as error:
        refused(str(error))
    try:
        check_splits(dict.fromkeys(names, "x.csv"))
    except FoundryError as error:
        refused(str(error))


@SETTINGS
@given(st.binary(max_size=400) | st.text(alphabet=',;\t\n\r"ab1.-é\0', max_size=200).map(str.encode))
@pytest.mark.parametrize(
    "suffix", ["csv", "json", "jsonl", "parquet", "arrow", "xlsx", "h5", "csv.gz", "sdf"]
)
def test_files_of_any_bytes(suffix: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"data.{suffix}"
        path.write_bytes(content)
        try:
            table = read_table(path)
        except FoundryError as error:
            refused(str(error))
        else:
            assert table.num_columns == len(set(table.schema.names))


@SETTINGS
@given(JSON | RECORDS)
def test_records_of_any_json(record: object) -> None:
    for name in ("DatasetDraft", "Dataset", "MdfSubmission", "FoundryBlock"):
        for finding in schema_findings(record, name, "the file"):
            refused(finding.detail)
    if not isinstance(record, dict):
        return
    for door in (
        read_draft,
        lambda given: read_layout(given, "it"),
        lambda given: submission_fields(given, "it"),
    ):
        try:
            door(record)
        except FoundryError as error:
            refused(str(error))


@SETTINGS
@given((JSON | RECORDS).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=100))
def test_manifests_of_any_bytes(text: bytes) -> None:
    try:
        decode(text, "dataset", "The manifest")
    except FoundryError as error:
        refused(str(error))
    with TemporaryDirectory() as folder:
        for name in ("dataset.json", "foundry_metadata.json"):
            (Path(folder) / name).write_bytes(text)
        (Path(folder) / "train.csv").write_text("a,b\n1,2\n")
        for finding in check_folder(Path(folder)).findings:
            refused(finding.detail)


@SETTINGS
@given(st.text(max_size=60) | st.text(alphabet="eVmolLg/^*()1- 0", max_size=20))
def test_units_formulas_molecules_and_structures(text: str) -> None:
    try:
        parse_unit(text)
    except FoundryError as error:
        refused(str(error))
    for check in (formula.check, smiles.check, structure.check):
        said = check(text)
        assert said is None or said
