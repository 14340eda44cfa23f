"""What a dataset, model, benchmark or entry comes from, and what came of it."""

from __future__ import annotations

from html import escape
from typing import Any, get_args
from urllib.parse import quote

import msgspec

from ..contracts import models as contract
from ..errors import InvalidNameError
from ..references import parse
from ..widgets.markup import in_frame

_WIDTH, _HEIGHT, _GAP = 190, 40, 60
_ORDER = {"dataset": 0, "model": 1, "benchmark": 1, "entry": 2}
_MOST = 60


def lineage(of: Any, kind: str | None = None) -> Lineage:
    """
    Return the graph around anything: back to the dataset's version, and forward to all that used it.

    Parameters
    ----------
    of : Dataset, Split, Model, Benchmark, Submission, LeaderboardEntry, table, figure or str
        A table of predictions as `Model.predict` gives it leads to its model; a figure of a leaderboard to its
        benchmark or entry; a text is a `name@version`, or an entry's id.
    kind : {"dataset", "model", "benchmark"}, optional
        What a name is, where several packages have it.

    Raises
    ------
    NotFoundError
        If there is no such package.
    InvalidNameError
        If it says nothing about where it comes from, or several packages have the name.
    """
    from ..hub.running import ensure_hub

    origin = _origin(of)
    entry = origin.removeprefix("entry:") if isinstance(origin, str) and origin.startswith("entry:") else None
    if entry is not None:
        answer = ensure_hub().request("GET", f"submissions/{quote(entry)}").content
        record = msgspec.json.decode(answer, type=contract.Submission)
        graph = _fetch("benchmark", f"{record.benchmark}@{record.version}")
        return Lineage(_ancestry(graph, f"entry:{entry}"))
    if isinstance(origin, tuple):
        kind, reference = origin
    else:
        reference = origin
        kind = kind or _kind_of(reference)
    if kind not in _KINDS:
        raise InvalidNameError(f"Say what {reference!r} is: `kind` is one of {', '.join(map(repr, _KINDS))}.")
    return Lineage(_fetch(kind, reference))


_KINDS: tuple[str, ...] = get_args(get_args(contract.Kind)[0])


def _origin(of: Any) -> tuple[str, str] | str:
    """Return kind and reference, `entry:` and an id, or a reference alone."""
    from ..datasets.split import Split

    if isinstance(of, str):
        return f"entry:{of}" if len(of) == 26 and of.isalnum() and of.isupper() else of
    record = getattr(of, "record", of)
    if isinstance(record, contract.Submission | contract.LeaderboardEntry):
        return f"entry:{record.id}"
    if isinstance(of, Split):
        return "dataset", of.reference
    attribute = getattr(of, "foundry", None)
    if isinstance(attribute, str):
        kind, _, reference = attribute.partition(":")
        return attribute if kind == "entry" else (kind, reference)
    metadata = getattr(getattr(of, "schema", None), "metadata", None) or {}
    if b"foundry" in metadata:
        origin = msgspec.json.decode(metadata[b"foundry"])
        for word in ("model", "dataset"):
            if isinstance(origin.get(word), str):
                name, _, version = origin[word].partition("@")
                return word, f"{name}@{version or origin.get('version', 'latest')}"
    kind = type(of).__name__.lower()
    if kind in _KINDS and isinstance(getattr(of, "reference", None), str):
        return kind, of.reference
    raise InvalidNameError(
        f"A {type(of).__name__} says nothing about where it comes from: give a dataset, model, benchmark, entry, a table "
        "that a model gave, or a figure of a leaderboard."
    )


def _kind_of(reference: str) -> str:
    from ..errors import NotFoundError
    from ..store.packages import find

    candidates = []
    for kind in _KINDS:
        try:
            find(kind, reference)  # type: ignore[arg-type]
        except NotFoundError:
            continue
        candidates.append(kind)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise NotFoundError(f"There is no dataset, model or benchmark {reference!r}.")
    raise InvalidNameError(
        f"There is a {' and a '.join(candidates)} called {reference!r}: say which as `kind`."
    )


def _fetch(kind: str, reference: str) -> contract.Lineage:
    from ..hub.running import ensure_hub

    target = parse(reference)
    path = f"lineage/{kind}s/{quote(target.name)}/{quote(target.version or 'latest')}"
    return msgspec.json.decode(ensure_hub().request("GET", path).content, type=contract.Lineage)


class Lineage:
    """
    A graph: `nodes` with `kind`, `reference`, `withdrawn` and `affected`, and `edges` with `from_`, `to` and `relation`.

    Get one from `lineage`.
    """

    def __init__(self, graph: contract.Lineage) -> None:
        self._graph = graph

    @property
    def nodes(self) -> list[contract.LineageNode]:
        """Packages and entries."""
        return self._graph.nodes

    @property
    def edges(self) -> list[contract.LineageEdge]:
        """What came of what."""
        return self._graph.edges

    @property
    def withdrawn(self) -> list[contract.LineageNode]:
        """What was withdrawn, or comes from something that was."""
        return [node for node in self.nodes if node.affected is True]

    def __repr__(self) -> str:
        titles = {node.id: _node_text(node) for node in self.nodes}
        lines = [f"{titles[edge.from_]} -> {titles[edge.to]} ({edge.relation})" for edge in self.edges]
        return "\n".join(lines) or ", ".join(titles.values())

    def _repr_html_(self) -> str:
        nodes = self.nodes[:_MOST]
        places: dict[str, tuple[int, int]] = {}
        rows = [0, 0, 0]
        for node in sorted(nodes, key=lambda node: (_ORDER[node.kind], node.kind, node.title)):
            column = _ORDER[node.kind]
            places[node.id] = (column * (_WIDTH + _GAP), rows[column] * (_HEIGHT + 12) + 4)
            rows[column] += 1
        lines = [
            _edge(places[e.from_], places[e.to]) for e in self.edges if e.from_ in places and e.to in places
        ]
        boxes = [_box(node, places[node.id], node.id == self._graph.start) for node in nodes]
        more = len(self.nodes) - len(nodes)
        rest = f"<div>and {more:,} more</div>" if more > 0 else ""
        width, height = 3 * _WIDTH + 2 * _GAP + 4, max(rows) * (_HEIGHT + 12) + 4
        return in_frame(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" '
            f'aria-label="lineage of {escape(self._graph.start)}" font-size="12" fill="currentColor">'
            f"{''.join(lines)}{''.join(boxes)}</svg>{rest}"
        )


def _ancestry(graph: contract.Lineage, start: str) -> contract.Lineage:
    """Return what an entry comes from: the other entries of its benchmark are no part of it."""
    ancestors = {start}
    for _ in graph.nodes:
        ancestors |= {edge.from_ for edge in graph.edges if edge.to in ancestors}
    return contract.Lineage(
        start=start,
        nodes=[node for node in graph.nodes if node.id in ancestors],
        edges=[edge for edge in graph.edges if edge.from_ in ancestors and edge.to in ancestors],
    )


def _node_text(node: contract.LineageNode) -> str:
    state = " (withdrawn)" if node.withdrawn else " (from withdrawn)" if node.affected is True else ""
    name = node.title if node.kind == "entry" else node.reference
    return f"{node.kind} {name}{state}"


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1, x2, y2 = start[0] + _WIDTH, start[1] + _HEIGHT // 2, end[0], end[1] + _HEIGHT // 2
    middle = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}" fill="none" stroke="currentColor" opacity=".4"/>'


def _box(node: contract.LineageNode, place: tuple[int, int], is_chosen: bool) -> str:
    x, y = place
    name = node.title if node.kind == "entry" else node.reference
    text = name if len(name) <= 26 else f"{name[:25]}…"
    dashed = ' stroke-dasharray="4 3"' if node.missing is True else ""
    colour = "#d32f2f" if node.withdrawn or node.affected is True else "currentColor"
    note = " · withdrawn" if node.withdrawn else " · from withdrawn" if node.affected is True else ""
    return (
        f"<g><title>{escape(_node_text(node))}</title>"
        f'<rect x="{x + 1}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="none" stroke="{colour}" '
        f'stroke-width="{2 if is_chosen else 1}"{dashed}/>'
        f'<text x="{x + 9}" y="{y + 16}" opacity=".75" font-size="10.5">{escape(node.kind + note)}</text>'
        f'<text x="{x + 9}" y="{y + 32}">{escape(text)}</text></g>'
    )
