"""HTML of summaries: a frame, a heading and tables in the notebook's own colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = (
    "font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,inherit);line-height:1.5;max-width:60em"
)
FAINT = "color:var(--jp-ui-font-color2,inherit)"
_CELL = "text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid var(--jp-border-color2,#8886)"


class Markup(str):
    """Text of a cell that is HTML already."""


def in_frame(content: str) -> str:
    """Return HTML in the type and colours of the notebook around it."""
    return f'<div class="foundry-lab-summary" style="{_STYLE}">{content}</div>'


def heading(title: str, reference: str) -> str:
    """Return a title with the reference below it."""
    return (
        f'<div style="font-weight:600;font-size:var(--jp-ui-font-size2,15px)">{escape(title)}</div>'
        f'<div style="{FAINT}"><code>{escape(reference)}</code></div>'
    )


def table_html(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> str:
    """Return a table; the cells are texts, not HTML, but for `Markup`."""
    align = [";text-align:right" if i in numbers else "" for i in range(len(head))]
    top = "".join(
        f'<th style="{_CELL}{align[i]};{FAINT};font-weight:normal">{escape(word)}</th>'
        for i, word in enumerate(head)
    )
    body = "".join(
        f'<tr style="background:none">{"".join(_cell(cell, align[i]) for i, cell in enumerate(row))}</tr>'
        for row in rows
    )
    return (
        '<table style="border-collapse:collapse;margin:6px 0;font-size:inherit">'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(text: str, align: str) -> str:
    content = text if isinstance(text, Markup) else escape(text)
    return f'<td style="{_CELL}{align}">{content}</td>'
