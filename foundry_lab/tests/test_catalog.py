from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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
        {"train": {"gap": [1.0, 2.0]}}, name="band-gaps", title="Band <b>gaps</b>", license="MIT",
        columns={"gap": "eV"}, keywords=["semiconductor"], **RECORD,  # type: ignore[arg-type]
    )  # fmt: skip
    foundry.publish_dataset(
        {"train": {"n": [1.5]}},
        name="refraction",
        title="Refractive index",
        license="CC-BY-4.0",
        **RECORD,  # type: ignore[arg-type]
    )


@pytest.mark.usefixtures("published")
def test_search() -> None:
    results = foundry.search("band ga")
    assert [result.name for result in results] == ["band-gaps"]
    (result,) = results
    assert (result.kind, result.version, result.num_rows, result.license) == ("dataset", "1.0.0", 2, "MIT")
    assert result.load()["train"].to_arrow().to_pydict() == {"gap": [1.0, 2.0]}
    assert results["band-gaps"] is result
    assert results._ipython_key_completions_() == ["band-gaps"]
    assert len(foundry.search()) == 2
    assert [found.name for found in foundry.search(license="CC-BY-4.0")] == ["refraction"]
    assert len(foundry.search(license=["CC-BY-4.0", "MIT"])) == 2
    for spelling in ("electron_volt", "eV", "electronvolt"):
        assert "band-gaps" in _names(f"unit:{spelling}")
        assert "band-gaps" in [found.name for found in foundry.search(unit=spelling)]
    assert [found.name for found in foundry.search(unit="eV", keyword=["semiconductor"])] == ["band-gaps"]
    assert len(foundry.search(kind="model")) == 0
    few = foundry.search(limit=1)
    assert (len(few), few.total) == (1, 2)
    assert few.facets["license"] == {"MIT": 1, "CC-BY-4.0": 1}
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
        foundry.search("gap", kind="planet")  # type: ignore[call-overload]
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


@pytest.fixture
def discoverable(published: None) -> None:
    foundry.publish_dataset(
        {"train": {"gap": [1.0], "formula": ["GaN"]}}, name="band-gaps-pbe", title="Computed gaps", license="CC0-1.0",
        columns={"gap": "eV"}, keywords=["semiconductor"], description="d", citations="c",
        authors=[{"name": "Ada Lovelace", "affiliation": "Analytical Society"}],
    )  # fmt: skip


def _names(*arguments: str, **fields: Any) -> list[str]:
    return [found.name for found in foundry.search(*arguments, **fields)]


@pytest.mark.usefixtures("discoverable")
def test_fields_in_the_text_and_as_arguments() -> None:
    assert _names("author:lovelace") == _names(author="Ada Lovelace") == ["band-gaps-pbe"]
    assert (
        sorted(_names("unit:eV column:gap"))
        == sorted(_names(unit="eV", column="gap"))
        == ["band-gaps", "band-gaps-pbe"]
    )
    assert _names(columns=2) == _names(columns=(2, None)) == ["band-gaps-pbe"]
    assert _names(rows=(2, None), sort="name") == ["band-gaps"]
    assert _names(sort="name", ascending=False) == ["refraction", "band-gaps-pbe", "band-gaps"]
    assert _names(license="MIT") == ["band-gaps"]
    assert _names(organisation="Analytical Society") == ["band-gaps-pbe"]
    assert _names("-keyword:semiconductor") == ["refraction"]
    (found,) = foundry.search("unit:eV author:lovelace")
    assert found.matched_columns == {"gap": "eV"}
    assert found.authors == ["Ada Lovelace"]


@pytest.mark.usefixtures("discoverable")
def test_a_misspelt_query_says_what_it_was_taken_for() -> None:
    found = foundry.search("compuetd gaps")
    assert [result.name for result in found] == ["band-gaps-pbe"]
    assert found.corrected == "computed gaps"
    assert "nothing matches 'compuetd gaps'" in repr(found)
    assert foundry.search("computed").corrected is None


@pytest.mark.usefixtures("discoverable")
def test_a_sentence_finds_the_best_partial_matches_and_says_what_they_lack() -> None:
    found = foundry.search("computed bandgaps of zebras")
    assert [result.name for result in found] == ["band-gaps-pbe"]
    assert (found.dropped, found.lacking) == (("of",), ("zebras",))
    assert "the results lack 'zebras'" in repr(found)
    assert "searched without 'of'" in repr(found)
    assert foundry.search("computed").lacking == ()
    with pytest.raises(errors.FoundryError, match=r"there is no field 'unti'; did you mean unit\?"):
        foundry.search("unti:eV")


@pytest.mark.usefixtures("discoverable")
def test_similar_sets_and_pages() -> None:
    (similar,) = foundry.search(similar="band-gaps")
    assert similar.name == "band-gaps-pbe"
    assert "unit eV" in similar.shared
    first = foundry.search(sort="name", limit=2)
    assert [found.name for found in foundry.search(sort="name", limit=2, cursor=first.next_cursor)] == [
        "refraction"
    ]
    assert foundry.search().next_cursor is None


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        ("rows>many", {}, "character 6: 'many' is not a number"),
        ("licnese:MIT", {}, "did you mean license"),
        ("", {"rows": "many"}, "give a number, or a pair"),
        ("", {"author": 3}, "author is 3"),
        ("", {"sort": "colour"}, "no order by 'colour'"),
        ("", {"cursor": "nonsense"}, "cursor"),
        ("", {"similar": "band-gasp"}, "did you mean band-gaps"),
    ],
)
@pytest.mark.usefixtures("discoverable")
def test_what_cannot_be_read_says_where(text: str, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(errors.FoundryError, match=re.escape(said)):
        foundry.search(text, **fields)


@pytest.mark.usefixtures("discoverable")
def test_flags_of_the_command(command: Run) -> None:
    def names(*arguments: str) -> list[str]:
        return [hit["name"] for hit in json.loads(command("search", *arguments, "--json").stdout)["hits"]]

    assert names("--author", "lovelace") == names("author:ada lovelace") == ["band-gaps-pbe"]
    assert names("--unit", "eV", "--sort", "name") == ["band-gaps", "band-gaps-pbe"]
    assert names("--similar", "band-gaps") == ["band-gaps-pbe"]
    done = command("search", "compuetd")
    assert "Nothing matches 'compuetd'; these match 'computed'." in done.stdout
    refused = command("search", "rows>x", "--json")
    assert (refused.returncode, json.loads(refused.stderr)["position"]) == (1, 5)


@pytest.fixture
def zenodo(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that answers as Zenodo answered; another catalog does not answer."""
    recorded = (Path(__file__).parents[2] / "src/catalog/providers/testing/zenodo.json").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(recorded)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(
        "FOUNDRY_CATALOGS", f"zenodo=http://127.0.0.1:{server.server_port}, mdf=http://127.0.0.1:9"
    )
    yield "zenodo"
    server.shutdown()
    server.server_close()


def test_other_catalogs_answer_side_by_side_or_are_offline(zenodo: str, command: Run) -> None:
    found = foundry.search("oxides", catalogs=[zenodo, "mdf"])
    assert [(hit.catalog, hit.doi) for hit in found] == [("zenodo", "10.5281/zenodo.7654321")]
    assert found.totals == {"zenodo": 1234}
    assert "Materials Data Facility does not answer" in found.offline["mdf"]
    for shown in (repr(found), found._repr_html_()):
        assert "Band gaps of oxides" in shown
        assert "mdf: offline." in shown
    with pytest.raises(errors.NotFoundError, match="no catalog 'zenod'"):
        foundry.search("oxides", catalogs="zenod")
    with pytest.raises(errors.FoundryError, match="know no 'unit'"):
        foundry.search("oxides", catalogs=zenodo, unit="eV")  # type: ignore[call-overload]
    done = command("search", "oxides", "--catalog", "zenodo", "--catalog", "mdf")
    assert done.returncode == 0, done.stderr
    assert "Band gaps of oxides" in done.stdout
    assert "Materials Data Facility: offline" in done.stdout
    down = command("search", "oxides", "--catalog", "mdf", "--json")
    assert (down.returncode, json.loads(down.stdout)["catalogs"][0]["state"]) == (1, "offline")
