"""
What makes a function of a package's files, for each format that can hold code.

In a model's process it stands beside `worker.py` alone: it imports no more than NumPy, pyarrow and the format's own library.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

from . import worker_tables as tables


def prepare(spec: dict[str, Any]) -> None:
    """Import the libraries of a format before processes are refused."""
    for name in {"torch": ["torch"], "skops": ["skops.io", "sklearn"], "keras": ["keras"], "pickle": []}.get(
        spec["format"], []
    ):
        try:
            importlib.import_module(name)
        except ImportError:
            return


def load(spec: dict[str, Any]) -> Any:
    """Return a function from the bytes of an Arrow stream to those of the outputs."""
    import numpy as np
    import pyarrow as pa

    call = spec.get("call") or {}
    run = {"python": python, "skops": skops, "pickle": pickle, "torch": torch, "keras": keras}[
        spec["format"]
    ](spec, call)
    outputs = spec["outputs"]

    def answer(body: bytes) -> bytes:
        with pa.ipc.open_stream(body) as reader:
            table = reader.read_all()
        result = run(table)
        output_specs = outputs or [{"name": name} for name in tables.own_names(result)]
        columns = tables.named_columns(result, output_specs)
        arrays, names = [], []
        for output in output_specs:
            values = columns[output["name"]]
            if len(values) != table.num_rows:
                raise ValueError(
                    f"it gave {len(values)} values of {output['name']!r} for {table.num_rows} rows"
                )
            names.append(output["name"])
            arrays.append(values if isinstance(values, pa.Array) else tables.arrow(np, pa, values))
        sink = pa.BufferOutputStream()
        batch = pa.RecordBatch.from_arrays(arrays, names=names)
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        return bytes(sink.getvalue())

    return answer


def python(spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Load a function, or a class with a method, from the package's source."""
    folder = str(Path(spec["folder"]))
    os.chdir(folder)
    sys.path.insert(0, folder)
    module, _, name = call["entrypoint"].partition(":")
    target: Any = importlib.import_module(module)
    for part in filter(None, name.split(".")):
        target = getattr(target, part)
    if inspect.isclass(target):
        target = restore(target, spec)
        method = call.get("method") or (None if callable(target) else "predict")
        target = getattr(target, method) if method else target
    elif call.get("method"):
        target = getattr(target, call["method"])
    form = call.get("takes", "columns")
    return lambda table: tables.call_with(target, table, form, spec.get("categories"))


def restore(kind: Any, spec: dict[str, Any]) -> Any:
    """Return an object of a class: with its published attributes, or made without arguments."""
    import numpy as np

    path = Path(spec["folder"]) / "state.json"
    if not path.exists():
        return kind()
    instance = object.__new__(kind)
    instance.__dict__.update(json.loads(path.read_text()))
    arrays = path.with_suffix(".npz")
    if arrays.exists():
        with np.load(arrays, allow_pickle=False) as file:
            instance.__dict__.update({name: file[name] for name in file.files})
    return instance


def estimator(model: Any, spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Return a function that calls an estimator's methods."""

    def run(table: Any) -> Any:
        rows = tables.in_form(table, call.get("takes", "array"), spec.get("categories"))
        return tuple(tables.estimator_outputs(model, call.get("gives") or ["predict"], rows))

    return run


def skops(spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Load a scikit-learn estimator whose types its user trusts."""
    import skops.io

    sys.path.insert(0, spec["folder"])
    if (Path(spec["folder"]) / "foundry_notebook.py").exists():
        # The file names its types as the notebook did in which they were defined.
        vars(sys.modules["__main__"]).update(vars(importlib.import_module("foundry_notebook")))
    return estimator(
        skops.io.load(spec["entry"], trusted=skops.io.get_untrusted_types(file=spec["entry"])), spec, call
    )


def pickle(spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Load a pickle, whose risk its user has named."""
    try:
        import joblib

        model = joblib.load(spec["entry"])
    except ImportError:
        import pickle as library

        model = library.loads(Path(spec["entry"]).read_bytes())
    if callable(model) and not hasattr(model, "predict"):
        return lambda table: model(tables.in_form(table, call.get("takes", "array")))
    return estimator(model, spec, call)


def torch(spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Load an exported program of PyTorch."""
    import numpy as np
    import torch as library

    module = library.export.load(spec["entry"]).module()
    inputs = spec["inputs"]

    def run(table: Any) -> Any:
        result = module(*(library.from_numpy(np.ascontiguousarray(a)) for a in tables.tensors(table, inputs)))
        return tuple(part.detach().numpy() for part in tables.parts_of(result))

    with library.no_grad():
        return library.no_grad()(run)


def keras(spec: dict[str, Any], call: dict[str, Any]) -> Any:
    """Load a Keras archive in its safe mode, on what it was published with: Keras asks the process once."""
    if "backend" in call:
        os.environ["KERAS_BACKEND"] = call["backend"]
    import keras as library
    import numpy as np

    model = library.saving.load_model(spec["entry"], compile=False, safe_mode=True)
    inputs = spec["inputs"]

    def run(table: Any) -> Any:
        arrays = tables.tensors(table, inputs)
        result = model(arrays[0] if len(arrays) == 1 else arrays, training=False)
        return tuple(np.asarray(library.ops.convert_to_numpy(part)) for part in tables.parts_of(result))

    return run
