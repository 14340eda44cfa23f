"""How a notebook's own code gets at a table that it shows: the variable, or the expression that was given."""

from __future__ import annotations

import ast
import sys
from types import FrameType
from typing import Any

#: A longer expression is no name for a table.
_LONGEST = 300


def expression_of(value: object, caller: FrameType | None = None) -> str | None:
    """
    Return the Python text that gives a table in the notebook's cells; None where there is none.

    Parameters
    ----------
    value : object
        The table.
    caller : FrameType, optional
        The frame of a call whose first argument is the table.
    """
    variables = _variables()
    if variables is None:
        return None
    text = _argument(caller) if caller is not None and caller.f_globals is variables else None
    if text is not None and (not text.isidentifier() or variables.get(text) is value):
        return text
    return next(
        (
            name
            for name, other in list(variables.items())
            if other is value and not name.startswith("_") and name.isidentifier()
        ),
        None,
    )


def _variables() -> dict[str, Any] | None:
    """Return the variables of the notebook that this is; None outside of one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    namespace = getattr(shell, "user_ns", None)
    return namespace if isinstance(namespace, dict) else None


def _argument(caller: FrameType) -> str | None:
    """Return the first argument of the call that a cell is at, as its text in one line."""
    if caller.f_code.co_name != "<module>":
        # What a function calls its own means nothing in a cell.
        return None
    try:
        from executing import Source
    except ImportError:
        return None
    try:
        call = Source.executing(caller).node
    except Exception:
        # A cell whose text is not kept; its variables are looked through instead.
        return None
    if not isinstance(call, ast.Call):
        return None
    keywords = [word.value for word in call.keywords if word.arg == "table"]
    arguments: list[ast.expr] = [*call.args[:1], *keywords]
    if not arguments or isinstance(arguments[0], ast.Starred) or _binds(arguments[0]):
        return None
    text = ast.unparse(arguments[0])
    return text if len(text) <= _LONGEST and "\n" not in text else None


def _binds(node: ast.expr) -> bool:
    """Whether an expression sets a variable or waits: it cannot be written into another cell as it is."""
    odd = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return any(isinstance(part, odd) for part in ast.walk(node))
