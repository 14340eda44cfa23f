"""ONNX models: files, bytes and protobuf messages."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError
from ..content import require
from ..onnx import OnnxModel
from ..signature import numpy_type
from .example import input_columns
from .prepared import Prepared, Result, Source
from .requirements import versions_of

Tensors = list[tuple[str, str, list[int], list[str]]]


def from_onnx(source: Source, content: bytes) -> Prepared:
    """
    Prepare an ONNX model; its columns are those of the example, in order.

    Raises
    ------
    InvalidManifestError
        If it is not a single-file ONNX model, or its tensors do not fit the example.
    """
    content = without_zipmap(content)
    entry = f"{source.name}.onnx"
    path = source.folder / entry
    path.write_bytes(content)
    require(path, "onnx", source.name)
    session = OnnxModel(content, source.name)
    inputs = _inputs(session.tensors("inputs"), source)
    outputs = session.tensors("outputs")
    if source.example is None:
        results = [_empty(name, datatype, shape, source) for name, datatype, shape in outputs]
    else:
        answers = session.run([name for name, _, _ in outputs], feeds(inputs, source.example))
        results = [
            _result(name, np.asarray(values), shape)
            for (name, _, shape), values in zip(outputs, answers, strict=True)
        ]
    name_classes(results)
    return Prepared("onnx", entry, inputs, results, versions=versions_of(["onnxruntime"]))


def without_zipmap(content: bytes) -> bytes:
    """Return a classifier's model with an array of probabilities in place of maps, where the onnx package is there."""
    if b"ZipMap" not in content:
        return content
    try:
        import onnx
    except ImportError:
        return content
    try:
        model = onnx.load_from_string(content)
    except Exception:
        return content
    graph = model.graph
    for node in [node for node in graph.node if node.op_type == "ZipMap"]:
        for output in graph.output:
            if output.name == node.output[0]:
                output.name = node.input[0]
                output.type.CopyFrom(onnx.helper.make_tensor_type_proto(onnx.TensorProto.FLOAT, [None, None]))
        graph.node.remove(node)
    serialized: bytes = model.SerializeToString()
    return serialized


def name_classes(results: list[Result]) -> None:
    """Name the columns of a classifier's probabilities, where its outputs are a label and probabilities."""
    if len(results) == 2 and results[0].values.ndim == 1 and results[1].values.ndim == 2:
        classes = results[0].classes
        count = results[1].values.shape[1]
        results[1].columns = [f"probability_{one}" for one in (classes or range(count))]


def feeds(inputs: Tensors, example: pa.Table) -> dict[str, np.ndarray]:
    """Return the arrays that a session takes for the example."""
    arrays = {}
    for name, datatype, shape, columns in inputs:
        kind = numpy_type(datatype)
        parts = [_numpy(example[column]).astype(kind) for column in columns]
        array = parts[0] if len(shape) == 1 or parts[0].ndim > 1 else np.stack(parts, axis=1)
        if len(shape) > 1:
            rest = [n if n > 0 else -1 for n in shape[1:]]
            array = array.reshape(len(array), *(rest if rest.count(-1) < 2 else array.shape[1:]))
        arrays[name] = array
    return arrays


def _numpy(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = column.to_numpy()
    if values.dtype == object and len(values) and isinstance(values[0], np.ndarray):
        matrix: np.ndarray = np.stack(list(values))
        return matrix
    return values


def _inputs(tensors: list[tuple[str, str, list[int]]], source: Source) -> Tensors:
    names = [column["name"] for column in source.inputs or []]
    widths = [int(np.prod(shape[1:])) if len(shape) > 1 else 1 for _, _, shape in tensors]
    if source.example is not None:
        if (
            len(tensors) > 1
            and not names
            and {name for name, _, _ in tensors} <= set(source.example.column_names)
        ):
            names = [name for name, _, _ in tensors]
        elif (matching := _by_name(tensors, widths, source.example.column_names)) and not names:
            names = matching
        else:
            total = sum(widths) if min(widths) > 0 else None
            names = input_columns(source, total).column_names
            widths = _with_lists(widths, tensors, source.example, names)
    elif not names:
        names = _numbered(tensors, widths)
    if min(widths) < 1 and len(tensors) == 1:
        widths = [len(names)]
    if min(widths) < 1:
        name, _, shape = tensors[widths.index(min(widths))]
        raise InvalidManifestError(
            f"The model's input {name!r} has the shape {shape}: name its columns in `inputs`."
        )
    if sum(widths) != len(names):
        subject = "the example has" if source.example is not None else "`inputs` names"
        raise InvalidManifestError(
            f"The model takes {sum(widths)} columns, and {subject} "
            f"{len(names)}: {', '.join(names[:8])}{', ...' if len(names) > 8 else ''}."
        )
    inputs, left = [], list(names)
    for (name, datatype, shape), width in zip(tensors, widths, strict=True):
        columns, left = left[:width], left[width:]
        if len(shape) == 2 and shape[1] < 1 and width > 1:
            shape = [-1, width]
        if source.example is not None:
            for column in columns:
                _check_kind(source.example.schema.field(column), datatype, name)
        inputs.append((name, datatype, [-1, *shape[1:]], columns))
    return inputs


def _by_name(
    tensors: list[tuple[str, str, list[int]]], widths: list[int], names: list[str]
) -> list[str] | None:
    """Return the columns of tensors of which some are called as columns: the others take the rest, in order."""
    own = {name for (name, _, _), width in zip(tensors, widths, strict=True) if width == 1 and name in names}
    rest = [name for name in names if name not in own]
    if not own or sum(
        width for (name, _, _), width in zip(tensors, widths, strict=True) if name not in own
    ) != len(rest):
        return None
    ordered_names: list[str] = []
    for (name, _, _), width in zip(tensors, widths, strict=True):
        if name in own:
            ordered_names.append(name)
        else:
            ordered_names, rest = [*ordered_names, *rest[:width]], rest[width:]
    return ordered_names


def _with_lists(
    widths: list[int], tensors: list[tuple[str, str, list[int]]], example: pa.Table, names: list[str]
) -> list[int]:
    """Return one column for each tensor, where the example's columns hold lists."""
    kinds = [example.schema.field(name).type for name in names]
    if len(names) == len(tensors) and any(pa.types.is_nested(kind) for kind in kinds):
        return [1] * len(tensors)
    return widths


def _check_kind(field: pa.Field, datatype: str, tensor: str) -> None:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    if is_text != (datatype == "BYTES"):
        raise InvalidManifestError(
            f"The model takes {tensor!r} as {datatype}, and the example's column {field.name!r} holds {field.type}."
        )


def _numbered(tensors: list[tuple[str, str, list[int]]], widths: list[int]) -> list[str]:
    names: list[str] = []
    for (name, _, shape), width in zip(tensors, widths, strict=True):
        if width < 1:
            raise InvalidManifestError(
                f"The model's input {name!r} has the shape {shape}: give `example` or `inputs`."
            )
        names += [name] if width == 1 else [f"{name}_{index}" for index in range(width)]
    return names


def _result(name: str, values: np.ndarray, shape: list[int]) -> Result:
    if values.ndim == 0:
        raise InvalidManifestError(
            f"The model's output {name!r} has the shape {shape}, and must have a value for each row."
        )
    return Result(name, values)


def _empty(name: str, datatype: str, shape: list[int], source: Source) -> Result:
    rest = shape[1:]
    if -1 in rest and source.outputs:
        rest = [len(source.outputs)]
    if -1 in rest:
        raise InvalidManifestError(f"The model's output {name!r} has the shape {shape}: give `example`.")
    return Result(name, np.empty((0, *rest), "object" if datatype == "BYTES" else numpy_type(datatype)))
