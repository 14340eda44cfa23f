"""Python functions, classes with methods, objects of them, and folders with an entry point."""

from __future__ import annotations

import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError
from ..content import check_files
from ..isolation import worker_tables as tables
from ..isolation.environment import ALWAYS, environment, lock
from ..isolation.process import ModelProcess
from .agreement import difference
from .example import column_tensors, is_numeric, require_example, typed_columns
from .from_sklearn import as_numbers
from .own_code import keep_modules
from .prepared import Prepared, Result, Source
from .python_source import standalone
from .requirements import imported_modules, python_version, required_by, versions_of
from .truth import Call, truth

_FORMS = ("columns", "array", "pandas", "arrow", "rows")
_MODULE = "foundry_model"
_PLAIN = (int, float, str, bool, type(None), list, dict)


def from_python(source: Source) -> Prepared:
    """
    Prepare a function, a class with a method, or an object of a class.

    Raises
    ------
    InvalidManifestError
        If its source does not stand alone, or it does not take the example.
    """
    target = source.model
    instance: Any = target
    kind: Any = target if inspect.isclass(target) or inspect.isfunction(target) else type(target)
    method = source.method
    if not inspect.isfunction(target):
        method = method or next(
            (name for name in ("predict", "transform", "__call__") if _has(kind, name)), None
        )
        if method is None:
            raise InvalidManifestError(
                f"{kind.__name__} has neither `predict` nor `__call__`: name a method with `method`."
            )
        if not callable(getattr(kind, method, None)):
            raise InvalidManifestError(f"{kind.__name__} has no method {method!r}.")
        if inspect.isclass(target):
            instance = target()
        else:
            _write_state(instance, source.folder)
    text = standalone(kind)
    (source.folder / f"{_MODULE}.py").write_text(text, encoding="utf-8")
    function = instance if inspect.isfunction(instance) else getattr(instance, method or "__call__")
    call = {"entrypoint": f"{_MODULE}:{kind.__name__}", **({"method": method} if method else {})}
    modules = keep_modules(imported_modules(text), source.folder)
    return _finish(source, function, f"{_MODULE}.py", call, versions_of(modules))


def from_folder(source: Source) -> Prepared:
    """
    Prepare a folder, or a file of Python, with the entry point that its publisher names.

    Raises
    ------
    InvalidManifestError
        If there is no such entry point, or it does not take the example.
    RefusedModelError
        If a file of it is a pickle.
    """
    path: Path = source.model
    folder = path if path.is_dir() else path.parent
    files = [p for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [path]
    files = [
        p
        for p in files
        if not any(part.startswith((".", "__pycache__")) for part in p.relative_to(folder).parts)
    ]
    entrypoint = source.entrypoint or ("" if path.is_dir() else f"{path.stem}:predict")
    module, _, name = entrypoint.partition(":")
    script = folder / (module.replace(".", "/") + ".py")
    if not name or not script.is_file():
        raise InvalidManifestError(
            f"{folder} has no entry point {entrypoint!r}: give `entrypoint`, such as 'model:predict' for a function "
            "in model.py, or 'model:Model' with `method`."
        )
    check_files(
        [(str(p.relative_to(folder)), p) for p in files], source.name, pickles=source.trust == "pickle"
    )
    modules: set[str] = set()
    for one in files:
        (source.folder / one.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one, source.folder / one.relative_to(folder))
        if one.suffix == ".py":
            try:
                modules |= imported_modules(one.read_text(encoding="utf-8"))
            except (SyntaxError, UnicodeDecodeError):
                raise InvalidManifestError(
                    f"{one.relative_to(folder)} is no Python that can be read."
                ) from None
    own = {p.stem for p in folder.glob("*.py")} | {p.name for p in folder.iterdir() if p.is_dir()}
    if path.is_dir():
        source.versions = {**required_by(folder / "requirements.txt"), **source.versions}
    call = {"entrypoint": entrypoint, **({"method": source.method} if source.method else {})}
    return _finish(source, None, script.relative_to(folder).as_posix(), call, versions_of(modules - own))


def _finish(
    source: Source,
    function: Any,
    entry: str,
    how: dict[str, Any],
    versions: dict[str, str],
) -> Prepared:
    table = require_example(source)
    form = source.takes or _form_of(source, function, table)
    if form not in _FORMS:
        raise InvalidManifestError(f"`takes` is {form!r}, and it is one of {', '.join(_FORMS)}.")
    table = _used_columns(source, function, table, form)
    how["takes"] = form
    versions |= versions_of(["numpy", "pyarrow", *(["pandas"] if form == "pandas" else [])])
    names = [column["name"] for column in source.outputs or []]
    if function is None:
        versions |= source.versions
        tensors = _tensors(table, form)
        results = _run_apart(source, table, tensors, how, versions, names)
        return Prepared("python", entry, tensors, results, how, versions=versions, isolated=True)

    def call(rows: pa.Table) -> list[np.ndarray]:
        outputs = _named_outputs(tables.call_with(function, rows, form), names)
        return [result.values for result in results_of(outputs)]

    try:
        table = _numbers_where_they_may_be(function, table, form, call)
        names = names or list(_named_outputs(tables.call_with(function, table, form), names))
        answers_of_function = truth(call, table, source.training)
    except Exception as error:
        raise InvalidManifestError(
            f"{call_name(how)} does not run on the example: {type(error).__name__}: "
            f"{(str(error).splitlines() or [''])[0].rstrip('.')}."
        ) from None
    first = [values[: table.num_rows] for values in answers_of_function.values]
    return Prepared(
        "python",
        entry,
        _tensors(table, form),
        [Result(name, values, [name]) for name, values in zip(names, first, strict=True)],
        how,
        versions=versions,
        isolated=True,
        truth=answers_of_function,
    )


def _used_columns(source: Source, function: Any, table: pa.Table, form: str) -> pa.Table:
    """Return the columns that a function names as its parameters; of a whole table, those that a model can take."""
    if source.inputs:
        return table
    if function is not None and form == "columns":
        parameters = inspect.signature(function).parameters.values()
        if not any(one.kind is one.VAR_KEYWORD for one in parameters):
            parameter_names = {one.name for one in parameters}
            return table.select([name for name in table.column_names if name in parameter_names])
    return typed_columns(table)


def call_name(how: dict[str, Any]) -> str:
    """Return what sentences call a function."""
    return str(how["entrypoint"].partition(":")[2])


def _tensors(table: pa.Table, form: str) -> list[tuple[str, str, list[int], list[str]]]:
    if form == "array" and is_numeric(table):
        return [("input", "FP64", [-1, len(table.column_names)], list(table.column_names))]
    return column_tensors(table)


def _numbers_where_they_may_be(function: Any, table: pa.Table, form: str, call: Call) -> pa.Table:
    """Return the example with whole numbers as numbers, where the function gives the same for them."""
    keeps_rows = form == "rows" and any(
        parameter.annotation in (int, "int") for parameter in inspect.signature(function).parameters.values()
    )
    wide = None if keeps_rows else as_numbers(table)
    if wide is None:
        return table
    try:
        pairs = list(zip(call(table), call(wide), strict=True))
    except Exception:
        return table
    return wide if all(difference(one, other, 0.0, 0.0)[1] is None for one, other in pairs) else table


def results_of(values: dict[str, Any]) -> list[Result]:
    """Return columns by name as output tensors of one column each."""
    results = []
    for name, column in values.items():
        array = (
            column.to_numpy(zero_copy_only=False)
            if isinstance(column, pa.Array | pa.ChunkedArray)
            else column
        )
        array = np.asarray(array)
        if array.dtype == object and all(
            isinstance(v, int | float | None) and not isinstance(v, bool) for v in array
        ):
            array = np.array([np.nan if v is None else v for v in array], dtype=float)
        results.append(Result(name, array, [name]))
    return results


def _run_apart(
    source: Source,
    table: pa.Table,
    tensors: list[tuple[str, str, list[int], list[str]]],
    call: dict[str, Any],
    versions: dict[str, str],
    names: list[str],
) -> list[Result]:
    """Run a folder's code on the example in its own environment: it may need what this one does not have."""
    requirements = lock({**versions_of(ALWAYS), **versions})
    spec = {
        "format": "python",
        "folder": str(source.folder),
        "entry": "",
        "call": call,
        "inputs": [{"name": n, "shape": shape, "columns": columns} for n, _, shape, columns in tensors],
        "outputs": [{"name": name} for name in names],
    }
    process = ModelProcess(environment(requirements, python_version()), spec, source.name, source.limits)
    try:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        with pa.ipc.open_stream(process.run(sink.getvalue().to_pybytes())) as reader:
            predictions = reader.read_all()
    finally:
        process.close()
    return results_of({name: np.asarray(predictions[name].to_pylist()) for name in predictions.column_names})


def _named_outputs(result: Any, names: list[str]) -> dict[str, Any]:
    if not names:
        names = tables.own_names(result)
    outputs: dict[str, Any] = tables.named_columns(result, [{"name": name} for name in names])
    return {name: outputs[name] for name in names}


def _form_of(source: Source, function: Any, table: pa.Table) -> str:
    if source.per_row:
        return "rows"
    if function is None:
        return {"pandas": "pandas", "array": "array"}.get(source.form, "columns")
    parameters = [
        p
        for p in inspect.signature(function).parameters.values()
        if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY, p.POSITIONAL_ONLY)
    ]
    required = [p.name for p in parameters if p.default is p.empty]
    names = [p.name for p in parameters]
    if required and set(required) <= set(table.column_names):
        return "columns"
    if len(required) != 1:
        raise InvalidManifestError(
            f"The function takes {', '.join(names) or 'nothing'}, and the example has {', '.join(table.column_names[:8])}: "
            "name the columns as the parameters, or take one table."
        )
    annotation = str(next(p.annotation for p in parameters if p.name == required[0]))
    if "DataFrame" in annotation:
        return "pandas"
    if "ndarray" in annotation:
        return "array"
    if "pa.Table" in annotation or "pyarrow" in annotation:
        return "arrow"
    return source.form


def _has(kind: type, name: str) -> bool:
    return callable(getattr(kind, name, None)) and (name != "__call__" or "__call__" in vars(kind))


def _write_state(target: Any, folder: Path) -> None:
    """Write an object's attributes as JSON and NumPy arrays, which hold no code."""
    state: dict[str, Any] = {}
    arrays: dict[str, np.ndarray] = {}
    for name, value in vars(target).items():
        if isinstance(value, np.ndarray) and value.dtype != object:
            arrays[name] = value
            continue
        try:
            if not isinstance(value, _PLAIN) or json.loads(json.dumps(value)) != value:
                raise TypeError
        except (TypeError, ValueError):
            raise InvalidManifestError(
                f"The attribute `{name}` of {type(target).__name__} is a {type(value).__name__}, which only a pickle could "
                "keep: hold plain values and NumPy arrays, or publish a folder that reads its files."
            ) from None
        state[name] = value
    (folder / "state.json").write_text(json.dumps(state))
    if arrays:
        np.savez(folder / "state.npz", **arrays)  # type: ignore[arg-type]
