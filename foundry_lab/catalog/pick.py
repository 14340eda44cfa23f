"""The picker's entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..widgets.picker import PickerWidget


def pick() -> PickerWidget:
    """
    Return a widget to search the catalog and choose a dataset or model in.

    Its `value` is the reference of the choice, such as 'matbench-expt-gap@1.0.0', which `foundry_lab.load` or
    `foundry_lab.model` takes.
    """
    from ..widgets.picker import pick as show
    from .source import answer

    return show(answer)
