"""What becomes of versions: deprecated, withdrawn, renamed, reviewed; from the store's folder and through a hub."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors

pytestmark = pytest.mark.filterwarnings("ignore:The record of:foundry_lab.errors.FoundryWarning")
TABLE = pa.table({"formula": ["Ag", "GaN"], "gap": [0.0, 3.4]})


def publish(version: str = "1.0.0", name: str = "gaps") -> foundry.Dataset:
    return foundry.publish_dataset({"train": TABLE}, name=name, version=version, title="Band gaps")


def quietly(reference: str) -> foundry.Dataset:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return foundry.load(reference)


def curate(store: Path) -> None:
    store.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"formatVersion": 1, "name": "team", "curation": True})
    (store / "foundry-store.json").write_text(text)


def test_a_deprecated_version_warns_with_the_reason(reading: Callable[[], None]) -> None:
    publish()
    publish("1.1.0")
    reading()
    assert quietly("gaps").version == "1.1.0"
    done = foundry.deprecate("gaps@1.1.0", "Use 'gaps-2'.", by="Ada")
    assert [(each.state, each.reason, each.by, each.visible) for each in done] == [
        ("deprecated", "Use 'gaps-2'.", "Ada", True)
    ]
    for reference in ("gaps", "gaps@1.1.0"):
        with pytest.warns(
            foundry.FoundryWarning, match=r"gaps@1\.1\.0 is deprecated \(Use 'gaps-2'\)"
        ) as caught:
            assert foundry.load(reference).version == "1.1.0"
        assert caught[0].filename == __file__
    quietly("gaps@1.0.0")
    hit = foundry.search("gaps")[0]
    assert (hit.version, hit.state, hit.reason) == ("1.1.0", "deprecated", "Use 'gaps-2'.")
    foundry.restore("gaps@1.1.0")
    quietly("gaps")
    status = foundry.status("gaps")
    assert (status.state, [entry.action for entry in status.history]) == (
        "published",
        ["published", "deprecated", "restored"],
    )
    foundry.deprecate("gaps", "Old.")
    assert {foundry.status(f"gaps@{version}").state for version in ("1.0.0", "1.1.0")} == {"deprecated"}


def test_a_withdrawn_version_is_refused_unless_named_exactly(
    reading: Callable[[], None], store: Path
) -> None:
    publish()
    publish("2.0.0")
    manifest = (store / "datasets/gaps/2.0.0/dataset.json").read_bytes()
    reading()
    foundry.withdraw("gaps@2.0.0", "Wrong units")
    assert quietly("gaps").version == "1.0.0"
    with pytest.raises(errors.WithdrawnError, match=r"withdrawn \(Wrong units\).*gaps@2\.0\.0"):
        foundry.load("gaps@2")
    with pytest.warns(foundry.FoundryWarning, match=r"gaps@2\.0\.0 is withdrawn \(Wrong units\)"):
        assert foundry.load("gaps@2.0.0")["train"].num_rows == 2
    assert [hit.version for hit in foundry.search("gaps")] == ["1.0.0"]
    foundry.withdraw("gaps", "All of it")
    with pytest.raises(errors.WithdrawnError) as caught:
        foundry.load("gaps")
    assert caught.value.suggestions == ("gaps@2.0.0",)
    assert len(foundry.search("gaps")) == 0
    assert (store / "datasets/gaps/2.0.0/dataset.json").read_bytes() == manifest
    with pytest.raises(errors.NotFoundError):
        foundry.load("gap")


def test_a_renamed_set_is_found_under_both_names(reading: Callable[[], None]) -> None:
    publish()
    publish("1.1.0")
    publish(name="other")
    reading()
    foundry.rename("gaps", "band-gaps")
    assert quietly("band-gaps").reference == "band-gaps@1.1.0"
    assert quietly("band-gaps@1.0.0")["train"].to_arrow().num_rows == 2
    for reference, version in (("gaps", "1.1.0"), ("gaps@1.0.0", "1.0.0"), ("gaps@1", "1.1.0")):
        with pytest.warns(foundry.FoundryWarning, match="'gaps' is called 'band-gaps' now"):
            assert foundry.load(reference).reference == f"band-gaps@{version}"
    found = {hit.reference for hit in foundry.search("band gaps")}
    assert found == {"band-gaps@1.1.0", "other@1.0.0"}
    with pytest.raises(errors.InvalidNameError, match="called 'band-gaps' now"):
        publish("1.2.0")
    publish("1.2.0", name="band-gaps")
    assert quietly("band-gaps").version == "1.2.0"
    with pytest.warns(foundry.FoundryWarning, match="is called"):
        assert foundry.load("gaps").version == "1.2.0"
    assert foundry.changes("gaps@1.0.0", "band-gaps@1.2.0").bump == "patch"
    with pytest.raises(errors.InvalidNameError, match="'other' already"):
        foundry.rename("band-gaps", "other")
    foundry.rename("band-gaps", "gaps-of-solids")
    for old in ("gaps", "band-gaps"):
        with pytest.warns(foundry.FoundryWarning, match="called 'gaps-of-solids' now"):
            assert foundry.load(old).version == "1.2.0"
    foundry.rename("gaps-of-solids", "gaps")
    assert quietly("gaps").version == "1.2.0"
    assert foundry.status("gaps").former_names == ["band-gaps", "gaps-of-solids"]


def test_a_curator_lets_versions_in(
    reading: Callable[[], None], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curate(store)
    monkeypatch.setenv("FOUNDRY_CURATOR_TOKEN", "the-curators")
    with pytest.warns(foundry.FoundryWarning, match=r"gaps@1\.0\.0 is submitted"):
        assert publish().version == "1.0.0"
    reading()
    with pytest.raises(errors.NotFoundError, match=r"no accepted version: gaps@1\.0\.0 is submitted"):
        foundry.load("gaps")
    assert len(foundry.search("")) == 0
    assert [(each.name, each.state) for each in foundry.curation.submissions()] == [("gaps", "submitted")]
    assert foundry.curation.review("gaps")[0].state == "in review"
    returned = foundry.curation.return_("gaps", "Say how it was measured.", by="Curie")[0]
    assert (returned.state, returned.reason, returned.by) == ("returned", "Say how it was measured.", "Curie")
    with pytest.raises(foundry.FoundryError, match="is returned; only a version that is submitted"):
        foundry.curation.accept("gaps@1.0.0")
    assert foundry.curation.resubmit("gaps", "It says so now.")[0].state == "submitted"
    assert foundry.curation.accept("gaps")[0].state == "accepted"
    assert quietly("gaps").version == "1.0.0"
    assert [hit.state for hit in foundry.search("gaps")] == ["accepted"]
    assert foundry.curation.submissions() == []
    actions = [entry.action for entry in foundry.status("gaps@1.0.0").history]
    assert actions == ["submitted", "in review", "returned", "submitted", "accepted"]
    # The newest is the accepted one while another waits; what waits promises nothing about versions.
    with pytest.warns(foundry.FoundryWarning, match="submitted"):
        foundry.publish_dataset({"train": TABLE.slice(1)}, name="gaps", version="2.0.0")
    assert quietly("gaps").version == "1.0.0"
    with pytest.warns(foundry.FoundryWarning, match="submitted"):
        assert foundry.publish_dataset({"train": TABLE}, name="gaps").version == "1.0.1"


def test_a_publisher_cannot_let_her_own_version_in(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    curate(store)
    monkeypatch.setenv("FOUNDRY_CURATOR_TOKEN", "the-curators")
    with pytest.warns(foundry.FoundryWarning, match="submitted"):
        publish()
    # The hub that runs from here on knows the curator's token; who asks does not.
    assert [each.state for each in foundry.curation.submissions()] == ["submitted"]
    monkeypatch.delenv("FOUNDRY_CURATOR_TOKEN")
    for act in (
        foundry.curation.accept,
        foundry.curation.review,
        lambda name: foundry.curation.return_(name, "No."),
    ):
        with pytest.raises(foundry.FoundryError, match="Only a curator of this store may"):
            act("gaps@1.0.0")
    assert foundry.status("gaps@1.0.0").state == "submitted"
    monkeypatch.setenv("FOUNDRY_CURATOR_TOKEN", "wrong")
    with pytest.raises(foundry.FoundryError, match="token"):
        foundry.curation.accept("gaps@1.0.0")
    monkeypatch.setenv("FOUNDRY_CURATOR_TOKEN", "the-curators")
    assert foundry.curation.accept("gaps@1.0.0")[0].state == "accepted"


def test_the_command_does_all_of_it(command: Callable[..., Any], store: Path) -> None:
    curate(store)
    with pytest.warns(foundry.FoundryWarning):
        publish()
    assert json.loads(command("status", "--json").stdout)[0]["state"] == "submitted"
    assert "in review" in command("review", "gaps").stdout
    assert "returned" in command("return", "gaps", "--comment", "Units?").stdout
    assert "Units?" in command("status", "gaps").stdout
    assert command("resubmit", "gaps").returncode == 0
    assert "accepted" in command("accept", "gaps@1.0.0", "--by", "Curie").stdout
    assert "Nothing waits" in command("status").stdout
    assert command("deprecate", "gaps").returncode == 2
    assert command("deprecate", "gaps@1.0.0", "--reason", "Old.").returncode == 0
    assert "Note: gaps@1.0.0 is deprecated: Old." in command("show", "gaps").stderr
    assert command("withdraw", "gaps@1.0.0", "--reason", "Wrong.").returncode == 0
    refused = command("show", "gaps", "--json")
    assert json.loads(refused.stderr)["type"] == "withdrawn"
    assert "Note: gaps@1.0.0 is withdrawn: Wrong." in command("show", "gaps@1.0.0").stderr
    assert command("restore", "gaps@1.0.0").returncode == 0
    assert command("rename", "gaps", "band-gaps").returncode == 0
    shown = command("show", "gaps", "--json")
    assert json.loads(shown.stdout)["name"] == "band-gaps"
    assert "'gaps' is called 'band-gaps' now" in shown.stderr
    [status] = json.loads(command("status", "band-gaps", "--json").stdout)
    assert (status["formerNames"], status["history"][-1]["to"]) == (["gaps"], "band-gaps")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: foundry.deprecate("gaps", " "), "needs a reason"),
        (lambda: foundry.withdraw("gaps", "Bad."), "name the one to withdraw: gaps@1.1.0, gaps@1.0.0"),
        (
            lambda: foundry.curation.accept("gaps@1.0.0"),
            "is published; only a version that is submitted or in review",
        ),
        (lambda: foundry.restore("gaps@1.0.0"), "only a version that is deprecated or withdrawn"),
        (lambda: foundry.deprecate("gabs", "x"), "no package 'gabs'.*did you mean gaps"),
        (lambda: foundry.rename("gaps", "../x"), "has a path in it|/to"),
        (lambda: foundry.rename("gaps", "gaps"), "called 'gaps' already"),
        (lambda: foundry.status("gaps@9"), "has no version 9"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(act: Callable[[], object], said: str) -> None:
    publish()
    publish("1.1.0")
    with pytest.raises(foundry.FoundryError, match=said):
        act()


def test_what_the_folder_says_is_derived_from_the_log(store: Path, command: Callable[..., Any]) -> None:
    publish()
    foundry.deprecate("gaps@1.0.0", "Old.")
    (store / "datasets/gaps/lifecycle.json").unlink()
    quietly("gaps")
    # Whoever opens the store writes it again.
    assert command("list").returncode == 0
    with pytest.warns(foundry.FoundryWarning, match="is deprecated"):
        foundry.load("gaps")
