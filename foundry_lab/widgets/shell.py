"""
The preview and the leaderboard in an anywidget: it brings its own code, for hosts without the JupyterLab extension.

The code is `src/anywidget`, built into `static/`. What few tables need (plots, molecules, structures) is a module of its
own that the browser asks the kernel for: nothing comes from any other server.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FoundryError
from .board import BoardWidget
from .messages import Answer, Handler, Message
from .preview import TablePreview

try:
    import anywidget
except ImportError:
    raise FoundryError(
        "This host shows tables through anywidget, which is not installed: `pip install foundry-lab[anywidget]`."
    ) from None

if TYPE_CHECKING:
    import pyarrow as pa

_STATIC = Path(__file__).parent / "static"


def preview(table: pa.Table, **options: Any) -> AnyPreview:
    """Return a widget that shows a table; the arguments are those of `foundry_lab.widgets.preview.preview`."""
    return AnyPreview(table, **options)


class AnyPreview(TablePreview, anywidget.AnyWidget):  # type: ignore[misc]  # without types where it is not installed
    """A preview that is an `anywidget.AnyWidget`. Make one with `preview`."""

    _esm = _STATIC / "preview.js"

    @property
    def _handlers(self) -> dict[str, Handler]:
        return {**super()._handlers, "module": self._module}

    def _module(self, message: Message, answer: Answer) -> None:
        name = str(message.get("name"))
        if name not in _modules():
            raise FoundryError(f"There is no module {name!r}; reload the page.")
        answer.send({"type": "module", "id": answer.id}, [_modules()[name].read_bytes()])


class AnyBoard(BoardWidget, anywidget.AnyWidget):  # type: ignore[misc]  # without types where it is not installed
    """A leaderboard that is an `anywidget.AnyWidget`."""

    _esm = _STATIC / "board.js"


@cache
def _modules() -> dict[str, Path]:
    return {path.stem: path for path in (_STATIC / "modules").glob("*.js")}
