"""PyTorch modules and exported programs, and Keras models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InvalidManifestError
from ..isolation.worker_tables import parts_of
from .agreement import SINGLE, difference
from .example import column_tensors, is_list, is_numeric, require_example
from .from_onnx import feeds
from .prepared import Prepared, Result, Source
from .requirements import versions_of

Tensors = list[tuple[str, str, list[int], list[str]]]


def from_torch(source: Source) -> Prepared:
    """
    Prepare a module of PyTorch: its exported program and its weights as safetensors, and ONNX where it converts.

    Raises
    ------
    InvalidManifestError
        If it cannot be exported, or does not take the example.
    """
    import torch

    table = require_example(source)
    inputs = _tensors(table, "FP32", source.shape)
    arrays = feeds(inputs, table)
    tensors_of_example = tuple(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays.values())
    entry = f"{source.name}.pt2"
    path = source.folder / entry
    try:
        program = _exported(source.model, tensors_of_example)
        values = _arrays(program.module()(*tensors_of_example))
        torch.export.save(program, path)
    except Exception as error:
        raise InvalidManifestError(
            f"The module cannot be exported for the example: {str(error).splitlines()[0][:300].rstrip('.')}."
        ) from None
    results = _results(values)
    versions = versions_of(["torch", "numpy"])
    artifacts = []
    weights = _weights(program, source.folder / f"{source.name}.safetensors")
    if weights:
        artifacts.append({"format": "torch", "entry": weights})
    onnx = _as_onnx(source, program, inputs, arrays, results)
    if onnx is not None:
        tensors, outputs = onnx
        artifacts.append({"format": "torch", "entry": entry})
        return Prepared(
            "onnx", f"{source.name}.onnx", tensors, outputs, artifacts=artifacts, versions=versions
        )
    return Prepared("torch", entry, inputs, results, artifacts=artifacts, versions=versions, isolated=True)


def from_keras(source: Source) -> Prepared:
    """
    Prepare a Keras model as its own archive.

    Raises
    ------
    InvalidManifestError
        If it does not take the example.
    """
    import keras

    table = require_example(source)
    inputs = _tensors(table, "FP32", source.shape)
    arrays = list(feeds(inputs, table).values())
    entry = f"{source.name}.keras"
    try:
        values = _arrays(source.model(arrays[0] if len(arrays) == 1 else arrays, training=False))
        source.model.save(source.folder / entry)
    except Exception as error:
        raise InvalidManifestError(
            f"The model does not run on the example: {str(error).splitlines()[0][:300].rstrip('.')}."
        ) from None
    backend = keras.backend.backend()
    versions = versions_of(["keras", "numpy", backend])
    return Prepared(
        "keras", entry, inputs, _results(values), call={"backend": backend}, versions=versions, isolated=True
    )


def _exported(model: Any, inputs: tuple[Any, ...]) -> Any:
    import torch

    if not isinstance(model, torch.nn.Module):
        return model
    rows = torch.export.Dim("rows", min=1, max=2**31 - 1)
    # One row would be taken for a constant.
    several = tuple(torch.cat([one, one]) for one in inputs) if len(inputs[0]) < 2 else inputs
    with torch.no_grad():
        return torch.export.export(model.eval(), several, dynamic_shapes=tuple({0: rows} for _ in inputs))


def _arrays(result: Any) -> list[np.ndarray]:
    return [
        np.asarray(part.detach().cpu().numpy() if hasattr(part, "detach") else part)
        for part in parts_of(result)
    ]


def _results(values: list[np.ndarray]) -> list[Result]:
    names = ["output"] if len(values) == 1 else [f"output_{index}" for index in range(len(values))]
    return [Result(name, value) for name, value in zip(names, values, strict=True)]


def _tensors(table: Any, numbers: str, shape: tuple[int, ...]) -> Tensors:
    if is_numeric(table):
        return [("input", numbers, [-1, len(table.column_names)], list(table.column_names))]
    if any(not is_list(field.type) for field in table.schema):
        raise InvalidManifestError(
            "A network takes numbers, or one column of lists of numbers: the example has text."
        )
    tensors = [(name, numbers, shape, columns) for name, _, shape, columns in column_tensors(table)]
    if len(shape) > 2 and len(tensors) == 1:
        # Images and the like lie flat in a column of lists.
        return [(name, datatype, [-1, *shape[1:]], columns) for name, datatype, _, columns in tensors]
    return tensors


def _weights(program: Any, path: Path) -> str | None:
    try:
        from safetensors.numpy import save_file
    except ImportError:
        return None
    state = {name: np.ascontiguousarray(value.detach().numpy()) for name, value in program.state_dict.items()}
    save_file(state, path)
    return path.name


def _as_onnx(
    source: Source,
    program: Any,
    inputs: Tensors,
    arrays: dict[str, np.ndarray],
    results: list[Result],
) -> tuple[Tensors, list[Result]] | None:
    try:
        import onnxscript  # noqa: F401
        import torch

        from ..onnx import OnnxModel

        path = source.folder / f"{source.name}.onnx"
        onnx_program = torch.onnx.export(program, dynamo=True, verbose=False)
        onnx_program.save(path, external_data=False)
        session = OnnxModel(path.read_bytes(), source.name)
        names = [name for name, _, _ in session.tensors("inputs")]
        outputs = [name for name, _, _ in session.tensors("outputs")]
        feeds = dict(zip(names, arrays.values(), strict=True))
        answers = session.run(outputs, feeds)
    except Exception:
        # Not every program has a counterpart in ONNX; the exported program stands.
        (source.folder / f"{source.name}.onnx").unlink(missing_ok=True)
        return None
    if any(
        difference(result.values, value, np.nanstd(result.values), SINGLE)[1] is not None
        for result, value in zip(results, answers, strict=True)
    ):
        path.unlink()
        return None
    tensors = [(name, *rest) for name, (_, *rest) in zip(names, inputs, strict=True)]
    return tensors, [Result(name, np.asarray(value)) for name, value in zip(outputs, answers, strict=True)]  # type: ignore[return-value]
