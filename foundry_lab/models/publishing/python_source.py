"""A function or class as Python source that stands alone: with the imports, constants and functions that it uses."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import sys
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from ...errors import InvalidManifestError

_LITERALS = (int, float, complex, str, bytes, bool, type(None))


def standalone(*targets: Any) -> str:
    """
    Return a module's source that defines functions or classes and all that they use of their own modules.

    Raises
    ------
    InvalidManifestError
        If it uses what no source can give back, such as a table or an open file, or has no source.
    """
    parts: dict[str, str] = {}
    imports: dict[str, str] = {}
    visited_ids: set[int] = set()
    for target in targets:
        _collect(target, parts, imports, visited_ids)
    head = "".join(f"{line}\n" for line in sorted(imports.values()))
    return "from __future__ import annotations\n\n" + head + "\n" + "\n\n".join(parts.values()) + "\n"


def _collect(target: Any, parts: dict[str, str], imports: dict[str, str], visited_ids: set[int]) -> None:
    if id(target) in visited_ids:
        return
    visited_ids.add(id(target))
    name = target.__name__
    if name == "<lambda>":
        raise InvalidManifestError("A lambda has no name to publish it under: write it as a function.")
    source = _source(target)
    for own_name, value in _globals(target):
        if own_name == name or own_name in parts or own_name in imports:
            continue
        _add(own_name, value, name, parts, imports, visited_ids)
    parts[name] = source


def _add(
    own_name: str,
    value: Any,
    user: str,
    parts: dict[str, str],
    imports: dict[str, str],
    visited_ids: set[int],
) -> None:
    if isinstance(value, ModuleType):
        imports[own_name] = _import(value.__name__, own_name)
    elif isinstance(value, FunctionType | type) and _is_own(value):
        own = value.__name__
        _collect(value, parts, imports, visited_ids)
        if own != own_name:
            parts[own_name] = f"{own_name} = {own}"
    elif _is_literal(value):
        parts[own_name] = f"{own_name} = {value!r}"
    elif isinstance(value, re.Pattern):
        imports.setdefault("re", "import re")
        parts[own_name] = f"{own_name} = re.compile({value.pattern!r}, {value.flags})"
    elif _is_importable(value):
        alias = "" if own_name == value.__name__ else f" as {own_name}"
        imports[own_name] = f"from {value.__module__} import {value.__name__}{alias}"
    else:
        source = _exported(value)
        if source is None:
            raise InvalidManifestError(
                f"`{user}` uses `{own_name}`, a {type(value).__name__} that its source does not hold: make it an argument, "
                "compute it inside, keep it as an attribute of a class, or publish a folder with its file."
            )
        imports[own_name] = f"from {source[0]} import {source[1]} as {own_name}"


def _is_importable(value: Any) -> bool:
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str):
        return False
    return getattr(sys.modules.get(module), name, None) is value


def _exported(value: Any) -> tuple[str, str] | None:
    """Return module and name of an object without a module of its own, such as NumPy's functions."""
    name = getattr(value, "__name__", None)
    if isinstance(name, str):
        for module in ("numpy", "math", "pyarrow.compute", "scipy.special"):
            if getattr(sys.modules.get(module), name, None) is value:
                return module, name
    return None


def _import(module: str, alias: str) -> str:
    if module == alias:
        return f"import {module}"
    parent, _, last = module.rpartition(".")
    if not parent:
        return f"import {module} as {alias}"
    return f"from {parent} import {last}" + ("" if last == alias else f" as {alias}")


def _is_own(value: Any) -> bool:
    module = sys.modules.get(value.__module__)
    return value.__module__ == "__main__" or (module is not None and is_own(module))


def is_own(module: ModuleType) -> bool:
    """Whether a module is of the publisher's own code, which is on no package index."""
    path = getattr(module, "__file__", None)
    top = module.__name__.partition(".")[0]
    if path is None or top in sys.stdlib_module_names or top == __name__.partition(".")[0]:
        return False
    return "site-packages" not in path and "dist-packages" not in path


def _is_literal(value: Any) -> bool:
    if isinstance(value, tuple | list | set | frozenset):
        return all(map(_is_literal, value))
    if isinstance(value, dict):
        return all(_is_literal(one) for pair in value.items() for one in pair)
    return isinstance(value, _LITERALS)


def _functions(target: Any) -> Iterator[FunctionType]:
    if isinstance(target, FunctionType):
        yield target
        return
    scope = getattr(sys.modules.get(target.__module__), "__dict__", None)
    for value in vars(target).values():
        function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        # scikit-learn wraps the methods of a transformer.
        function = inspect.unwrap(function) if isinstance(function, FunctionType) else function
        # Methods that a decorator such as `dataclass` makes are made again there.
        if isinstance(function, FunctionType) and function.__globals__ is scope and _lines(function):
            yield function


def _globals(target: Any) -> Iterator[tuple[str, Any]]:
    yield from _of_definition(target)
    if isinstance(target, type):
        for base in target.__bases__:
            if base is not object:
                yield base.__name__, base
    for function in _functions(target):
        if function.__closure__:
            cells = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))
            for name, cell in cells.items():
                if name == "__class__":
                    continue
                yield name, cell.cell_contents
        for name in sorted(_names(function.__code__)):
            if name in function.__globals__:
                yield name, function.__globals__[name]
        for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            if not _is_literal(default):
                raise InvalidManifestError(
                    f"`{function.__name__}` has a default that is not a plain value: {default!r:.80}."
                )


def _of_definition(target: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a definition uses when it is made: decorators, defaults of parameters, and attributes with their types."""
    scope = getattr(sys.modules.get(target.__module__), "__dict__", {})
    (definition,) = ast.parse(_source(target)).body
    parts: list[ast.AST | None] = []
    functions = [definition]
    if isinstance(definition, ast.ClassDef):
        parts += [*definition.decorator_list, *(one.value for one in definition.keywords)]
        parts += [one for one in definition.body if isinstance(one, ast.Assign | ast.AnnAssign)]
        functions = definition.body
    for function in functions:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            parts += [*function.decorator_list, *function.args.defaults, *function.args.kw_defaults]
    for node in (inner for part in parts if part is not None for inner in ast.walk(part)):
        if isinstance(node, ast.Name) and node.id in scope:
            yield node.id, scope[node.id]


def _names(code: CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= _names(constant)
    return names


def _lines(function: FunctionType) -> list[str]:
    return linecache.getlines(function.__code__.co_filename)


def _source(target: Any) -> str:
    """Return the source of a definition; found in its file by name, as a notebook's classes have no other place."""
    function = next(_functions(target), None)
    if function is None:
        try:
            return textwrap.dedent(inspect.getsource(target))
        except (OSError, TypeError):
            raise _no_source(target) from None
    lines = _lines(function)
    text = "".join(lines)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        raise _no_source(target) from None
    kinds: tuple[type[ast.AST], ...] = (
        (ast.FunctionDef, ast.AsyncFunctionDef) if target is function else (ast.ClassDef,)
    )
    source = None
    for node in ast.walk(tree):
        if isinstance(node, kinds) and node.name == target.__name__:  # type: ignore[attr-defined]
            first, last = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]
            decorators = [d.lineno for d in node.decorator_list]  # type: ignore[attr-defined]
            if min([first, *decorators]) <= function.__code__.co_firstlineno <= last:
                source = textwrap.dedent("".join(lines[min([first, *decorators]) - 1 : last]))
    if source is None:
        raise _no_source(target)
    return source


def _no_source(target: Any) -> InvalidManifestError:
    return InvalidManifestError(
        f"`{target.__name__}` has no source here: define it in a cell or a file, or publish a folder with its code."
    )
