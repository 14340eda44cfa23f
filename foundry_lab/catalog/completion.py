"""Names of packages that IPython and JupyterLab complete between the quotes of ``load("``, from the store's folder alone."""

from __future__ import annotations

import re
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    from ..contracts.models import Kind

_PACKAGE = __name__.partition(".")[0]
#: The kind of package that each function's first argument names.
_KINDS: dict[str, Kind] = {
    "load": "dataset",
    "benchmark_form": "dataset",
    "model": "model",
    "run": "model",
    "benchmark": "benchmark",
}
_CALL = re.compile(
    r"(?<![\w.])(?:(?P<module>\w+)\.)?(?P<function>\w+)\(\s*(?:\w+\s*=\s*)?(?P<quote>[\"'])(?P<text>[\w@.-]*)$"
)
_MOST = 500


def complete_in(shell: Any) -> None:
    """Let an IPython shell complete references of the store's packages."""
    from IPython.core.completer import context_matcher

    @context_matcher(identifier="foundry_lab.references")  # type: ignore[untyped-decorator]
    def references(context: CompletionContext) -> SimpleMatcherResult:
        from IPython.core.completer import SimpleCompletion

        try:
            text, names = _completions(context.text_until_cursor, shell.user_ns)
        except Exception:
            text, names = "", []
        return {
            "completions": [SimpleCompletion(text=name, type="reference") for name in names],
            "matched_fragment": text,
            "suppress": bool(names),
            "ordered": True,
        }

    shell.Completer.custom_matchers.append(references)


def _completions(line: str, variables: dict[str, Any]) -> tuple[str, list[str]]:
    call = _CALL.search(line)
    kind = call and _kind(call["module"], call["function"], variables)
    if not call or not kind:
        return "", []
    return call["text"], list(islice(_references(kind, call["text"]), _MOST))


def _kind(module: str | None, function: str, variables: dict[str, Any]) -> Kind | None:
    if module is not None:
        value = variables.get(module)
        # Of no other object is an attribute asked for, which could run its code.
        is_ours = isinstance(value, ModuleType) and value.__name__ == _PACKAGE
        return _KINDS.get(function) if is_ours else None
    value = variables.get(function)
    home = getattr(value, "__module__", None) if callable(value) else None
    is_ours = isinstance(home, str) and home.startswith(f"{_PACKAGE}.")
    return _KINDS.get(getattr(value, "__name__", "")) if is_ours else None


def _references(kind: Kind, text: str) -> Iterator[str]:
    from .. import config
    from ..store.folder import folder_store

    if config.hub_url() is not None or config.store_url() is not None:
        return
    store = folder_store(config.store_folder())
    name, at, version = text.partition("@")
    if not at:
        yield from store.names(kind, name)
    else:
        yield from (f"{name}@{each}" for each in store.visible(kind, name) if each.startswith(version))
