"""
The picker: the catalog in a notebook's output, for hosts without the side panel.

`pick(catalog)` makes the widget. `catalog(method, arguments)` answers what the browser asks: the methods of
`CatalogSource` in `src/core/sources.ts`, with contract structs or plain data; it is called on worker threads.
`.value` is the reference of the choice, such as `matbench-expt-gap@1.0.0`.
"""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets
import traitlets

from .calls import Answers, answering
from .messages import MODULE_NAME, MODULE_VERSION, Messages

_METHODS = frozenset({"search", "dataset", "model", "statistics", "versions", "modelsTrainedOn"})


def pick(catalog: Answers) -> PickerWidget:
    """
    Return a widget to choose a dataset or a model with.

    Parameters
    ----------
    catalog : callable
        Gets a method's name (`search`, `dataset`, `model`, `statistics`, `versions` or `modelsTrainedOn`) and the
        list of its arguments; returns the answer as contract structs or plain data.
    """
    return PickerWidget(catalog)


class PickerWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """
    The catalog in a notebook's output; `value` is the reference of what was chosen.

    Make one with `pick`.
    """

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("PickerModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("PickerView").tag(sync=True)
    value = traitlets.Unicode(help="Reference of the choice; empty before one is made.").tag(sync=True)
    kind = traitlets.Enum(("dataset", "model"), "dataset", help="What the choice is.").tag(sync=True)

    def __init__(self, catalog: Answers) -> None:
        super().__init__()
        self._messages = Messages(self, {"call": answering("catalog", _METHODS, catalog)})

    def __repr__(self) -> str:
        return f"<Picker: {self.value or 'nothing chosen yet'}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        bundle["text/html"] = f"<div>{escape(self.value or 'Nothing was chosen.')}</div>"
        return bundle
