"""
The process of a model: loads it, then answers batches of rows over its standard streams.

Runs in the model's environment, so it imports only the standard library, NumPy and pyarrow. A message is the length of
a JSON header (4 bytes), the header, the length of a body (8 bytes), and the body: an Arrow stream or nothing.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO


def main() -> None:
    """Serve one model until the standard input ends."""
    # The model's own prints must not mix with answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.path.insert(0, str(Path(__file__).parent))
    limits = importlib.import_module("limits")
    confinement = importlib.import_module("confinement")
    del sys.path[0]
    header, _ = receive(questions)
    limits.set_limits(header["memory"])
    confined = header.get("confine")
    try:
        if confined:
            # Before any library starts threads, which a confinement that comes later would not hold.
            confinement.confine(confined["readable"], confined["writable"], confined["hidden"])
    except OSError as error:
        send(answers, {"error": f"it could not be confined ({error})", "where": "", "memory": False})
        return
    # Imports of libraries may start helpers (to find a linker, say); the model's code may not.
    prepare(header)
    limits.refuse_processes()
    if confined:
        confinement.refuse_network()
    try:
        model = load(header)
        send(answers, {"ready": True})
    except BaseException as error:
        send(answers, failure(error))
        return
    while True:
        try:
            asked, body = receive(questions)
        except EOFError:
            return
        try:
            limits.set_time(asked["seconds"])
            send(answers, {"ok": True}, model(body))
        except BaseException as error:
            send(answers, failure(error))


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read a message."""
    (length,) = struct.unpack("<I", exactly(stream, 4))
    header = json.loads(exactly(stream, length))
    (length,) = struct.unpack("<Q", exactly(stream, 8))
    return header, exactly(stream, length)


def send(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Write a message."""
    text = json.dumps(header).encode()
    stream.write(struct.pack("<I", len(text)) + text + struct.pack("<Q", len(body)))
    stream.write(body)
    stream.flush()


def exactly(stream: BinaryIO, count: int) -> bytes:
    """Read so many bytes."""
    parts = []
    while count:
        part = stream.read(min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def failure(error: BaseException) -> dict[str, Any]:
    """Return what went wrong, with the last place in the model's own code."""
    import traceback

    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename) != Path(__file__):
            where = f"{Path(frame.filename).name}, line {frame.lineno}"
    kind = type(error).__name__
    said = f"{kind}: {error}"[:2000] if str(error) else kind
    if isinstance(error, PermissionError) and error.filename is not None:
        said = f"it tried to reach {str(error.filename)[:500]!r}, which it may not"
    return {
        "error": " ".join(said.split()),
        "where": where,
        "memory": isinstance(error, MemoryError),
    }


def prepare(spec: dict[str, Any]) -> None:
    """Import the libraries of a format before processes are refused."""
    for name in {"torch": ["torch"], "skops": ["skops.io", "sklearn"], "keras": ["keras"], "pickle": []}.get(
        spec["format"], []
    ):
        try:
            importlib.import_module(name)
        except ImportError:
            return


def load(spec: dict[str, Any]) -> Any:  # noqa: ANN401
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
        wanted = outputs or [{"name": name} for name in own_names(result)]
        found = named(result, wanted)
        arrays, names = [], []
        for output in wanted:
            values = found[output["name"]]
            if len(values) != table.num_rows:
                raise ValueError(
                    f"it gave {len(values)} values of {output['name']!r} for {table.num_rows} rows"
                )
            names.append(output["name"])
            arrays.append(values if isinstance(values, pa.Array) else arrow(np, pa, values))
        sink = pa.BufferOutputStream()
        batch = pa.RecordBatch.from_arrays(arrays, names=names)
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        return bytes(sink.getvalue())

    return answer


def arrow(np: Any, pa: Any, values: Any) -> Any:  # noqa: ANN401
    """Return values as an Arrow array; those of two dimensions as lists."""
    array = np.asarray(values)
    if array.ndim > 1:
        flat = pa.array(array.reshape(-1))
        return pa.FixedSizeListArray.from_arrays(flat, int(np.prod(array.shape[1:])))
    return pa.array(array.tolist() if array.dtype == object else array)


def named(result: Any, outputs: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401
    """Return what a model gave as columns by name."""
    import numpy as np
    import pyarrow as pa

    names = [output["name"] for output in outputs]
    if isinstance(result, pa.RecordBatch):
        result = pa.Table.from_batches([result])
    if isinstance(result, pa.Table):
        result = {name: result[name].combine_chunks() for name in result.column_names}
    elif type(result).__name__ == "DataFrame":
        result = {str(name): result[name].to_numpy() for name in result.columns}
    elif type(result).__name__ == "Series":
        result = result.to_numpy()
    if isinstance(result, list) and result and isinstance(result[0], dict):
        result = {name: [row[name] for row in result] for name in result[0]}
    if isinstance(result, dict):
        lacking = [name for name in names if name not in result]
        if not lacking:
            return result
        if len(result) == len(names):
            return dict(zip(names, result.values(), strict=True))
        raise ValueError(f"it gave {sorted(map(str, result))}, and not {lacking[0]!r}")
    if isinstance(result, tuple):
        parts = list(result)
    elif len(names) == 1:
        parts = [result]
    else:
        array = np.asarray(result)
        if array.ndim != 2 or array.shape[1] != len(names):
            raise ValueError(f"it gave an array of the shape {array.shape}, and has {len(names)} outputs")
        parts = [array[:, index] for index in range(len(names))]
    if len(parts) != len(names):
        raise ValueError(f"it gave {len(parts)} results, and has {len(names)} outputs")
    found = {}
    for name, part in zip(names, parts, strict=True):
        if isinstance(part, pa.Array | pa.ChunkedArray):
            found[name] = part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
            continue
        array = np.asarray(part)
        found[name] = array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
    return found


def own_names(found: Any) -> list[str]:  # noqa: ANN401
    """Return the names that a model gives its outputs, or numbered ones."""
    import numpy as np
    import pyarrow as pa

    if isinstance(found, dict):
        return list(map(str, found))
    if isinstance(found, list) and found and isinstance(found[0], dict):
        return list(map(str, found[0]))
    if isinstance(found, pa.Table | pa.RecordBatch):
        return list(found.schema.names)
    if type(found).__name__ == "DataFrame":
        return list(map(str, found.columns))
    if isinstance(found, tuple):
        return [f"output_{index}" for index in range(len(found))]
    array = np.asarray(found)
    if array.ndim == 2 and array.shape[1] > 1:
        return [f"output_{index}" for index in range(array.shape[1])]
    return ["output"]


def columns(table: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the columns of a table as NumPy arrays; lists as one array more."""
    import numpy as np
    import pyarrow as pa

    found = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_fixed_size_list(column.type) or pa.types.is_list(column.type):
            found[name] = np.stack(column.to_numpy(zero_copy_only=False)) if len(column) else np.empty((0, 0))
        else:
            found[name] = column.to_numpy(zero_copy_only=False)
    return found


def array_of(table: Any) -> Any:  # noqa: ANN401
    """Return a table of numbers as one array of rows and columns."""
    import numpy as np

    found = list(columns(table).values())
    if len(found) == 1 and found[0].ndim > 1:
        return found[0]
    return np.stack(found, axis=1)


def given(table: Any, takes: str) -> Any:  # noqa: ANN401
    """Return a table in the form that a model takes."""
    if takes == "pandas":
        return table.to_pandas()
    if takes == "array":
        return array_of(table)
    return table


def python(spec: dict[str, Any], call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Load a function, or a class with a method, from the package's source."""
    folder = str(Path(spec["folder"]))
    os.chdir(folder)
    sys.path.insert(0, folder)
    module, _, name = call["entrypoint"].partition(":")
    target: Any = importlib.import_module(module)
    for part in filter(None, name.split(".")):
        target = getattr(target, part)
    if inspect.isclass(target):
        target = restored(target, spec)
        method = call.get("method") or (None if callable(target) else "predict")
        target = getattr(target, method) if method else target
    elif call.get("method"):
        target = getattr(target, call["method"])
    takes = call.get("takes", "columns")

    def run(table: Any) -> Any:  # noqa: ANN401
        if takes == "columns":
            return target(**columns(table))
        if takes == "rows":
            rows = [target(**row) for row in table.to_pylist()]
            return rows if rows and isinstance(rows[0], dict) else transposed(rows)
        return target(given(table, takes))

    return run


def transposed(rows: list[Any]) -> Any:  # noqa: ANN401
    """Return results of single rows as columns."""
    if rows and isinstance(rows[0], tuple):
        return tuple(list(column) for column in zip(*rows, strict=True))
    return rows


def restored(kind: Any, spec: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return an object of a class: with its published attributes, or made without arguments."""
    import numpy as np

    path = Path(spec["folder"]) / "state.json"
    if not path.exists():
        return kind()
    found = object.__new__(kind)
    found.__dict__.update(json.loads(path.read_text()))
    arrays = path.with_suffix(".npz")
    if arrays.exists():
        with np.load(arrays, allow_pickle=False) as file:
            found.__dict__.update({name: file[name] for name in file.files})
    return found


def estimator(model: Any, call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return a function that calls an estimator's methods."""

    def run(table: Any) -> Any:  # noqa: ANN401
        rows = given(table, call.get("takes", "array"))
        return tuple(getattr(model, method)(rows) for method in call.get("gives") or ["predict"])

    return run


def skops(spec: dict[str, Any], call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Load a scikit-learn estimator whose types its user trusts."""
    import skops.io

    return estimator(
        skops.io.load(spec["entry"], trusted=skops.io.get_untrusted_types(file=spec["entry"])), call
    )


def pickle(spec: dict[str, Any], call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Load a pickle, whose risk its user has named."""
    try:
        import joblib

        model = joblib.load(spec["entry"])
    except ImportError:
        import pickle as library

        model = library.loads(Path(spec["entry"]).read_bytes())
    if callable(model) and not hasattr(model, "predict"):
        return lambda table: model(given(table, call.get("takes", "array")))
    return estimator(model, call)


def torch(spec: dict[str, Any], call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Load an exported program of PyTorch."""
    import numpy as np
    import torch as library

    module = library.export.load(spec["entry"]).module()
    inputs = spec["inputs"]

    def run(table: Any) -> Any:  # noqa: ANN401
        found = module(*(library.from_numpy(np.ascontiguousarray(a)) for a in tensors(table, inputs)))
        parts = (
            found
            if isinstance(found, tuple | list)
            else list(found.values())
            if isinstance(found, dict)
            else [found]
        )
        return tuple(part.detach().numpy() for part in parts)

    with library.no_grad():
        return library.no_grad()(run)


def keras(spec: dict[str, Any], call: dict[str, Any]) -> Any:  # noqa: ANN401
    """Load a Keras archive in its safe mode."""
    import keras as library
    import numpy as np

    model = library.saving.load_model(spec["entry"], compile=False, safe_mode=True)
    inputs = spec["inputs"]

    def run(table: Any) -> Any:  # noqa: ANN401
        arrays = tensors(table, inputs)
        found = model(arrays[0] if len(arrays) == 1 else arrays, training=False)
        parts = (
            found
            if isinstance(found, tuple | list)
            else list(found.values())
            if isinstance(found, dict)
            else [found]
        )
        return tuple(np.asarray(library.ops.convert_to_numpy(part)) for part in parts)

    return run


def tensors(table: Any, inputs: list[dict[str, Any]]) -> list[Any]:  # noqa: ANN401
    """Return the input tensors of a network."""
    import numpy as np

    found = columns(table)
    arrays = []
    for tensor in inputs:
        parts = [found[name] for name in tensor["columns"]]
        if len(tensor["shape"]) == 1:
            arrays.append(parts[0])
        elif len(parts) == 1 and parts[0].ndim > 1:
            arrays.append(parts[0].reshape(-1, *tensor["shape"][1:]))
        else:
            arrays.append(np.stack(parts, axis=1).reshape(-1, *tensor["shape"][1:]))
    return arrays


if __name__ == "__main__":
    main()
