"""Publishing a model from its file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import ModelDraft
from ..datasets.deliver import publish_folder
from ..errors import InvalidManifestError, NotFoundError
from ..references import check_name, check_version
from ..store.manifests import read_json
from .model import Model, model


def publish_model(
    path: str | os.PathLike[str],
    *,
    name: str,
    version: str = "1.0.0",
    title: str | None = None,
    description: str | None = None,
    licence: str | None = None,
    inputs: Sequence[str | Mapping[str, Any]] | None = None,
    outputs: Sequence[str | Mapping[str, Any]] | None = None,
    trained_on: Sequence[Mapping[str, Any]] = (),
    metrics: Sequence[Mapping[str, Any]] = (),
    card: str | None = None,
    **more: Any,  # noqa: ANN401
) -> Model:
    """
    Publish a version of a model to the store; it never changes afterwards.

    Parameters
    ----------
    path : str or path
        A single-file ONNX model; its tensors give the signature.
    name : str
        Lower case letters, digits and hyphens.
    version : str, optional
        Three numbers.
    title, description, licence, card : str, optional
        Shown where the model is found; the licence as its SPDX identifier, the card in Markdown.
    inputs, outputs : sequence of str or mapping, optional
        The columns of the model's tensors in order: names, or mappings with `name`, `unit`, `role` and
        `description`. By default a tensor of one column is called as the tensor, and others are numbered.
    trained_on : sequence of mapping, optional
        `dataset`, `version`, `split` and `columns` of the training data.
    metrics : sequence of mapping, optional
        `name`, `value`, `unit`, `dataset` and `split` of figures of merit.
    **more
        Other fields of the model's manifest, such as `authors`, `citations`, `keywords`.

    Returns
    -------
    Model
        As `foundry_lab.model` returns it.

    Raises
    ------
    InvalidManifestError
        If the file is no ONNX model, or a text does not fit the schema of models.
    DuplicateVersionError
        If this version exists; the sentence names the next ones.
    """
    from .onnx import OnnxModel

    check_name(name)
    check_version(version)
    source = Path(path).expanduser()
    if not source.is_file():
        raise NotFoundError(f"There is no file {source}: give the path of an ONNX model.")
    onnx = OnnxModel(source.read_bytes(), source.name)
    given: dict[str, Any] = {
        "name": name,
        "version": version,
        "title": title or name,
        "description": description,
        "licence": licence,
        "card": card,
        "trainedOn": [dict(item) for item in trained_on],
        "metrics": [dict(item) for item in metrics],
        **more,
        "format": "onnx",
        "entry": f"{name}.onnx",
        "signature": {
            "inputs": _tensors(onnx.tensors("inputs"), inputs, "input"),
            "outputs": _tensors(onnx.tensors("outputs"), outputs, "output"),
        },
    }
    text = msgspec.json.encode({key: value for key, value in given.items() if value})
    draft = read_json(text, ModelDraft, "The record")
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        shutil.copyfile(source, Path(folder) / f"{name}.onnx")
        write_manifest(draft, Path(folder))
        publish_folder(Path(folder))
    return model(f"{name}@{version}")


def write_manifest(draft: ModelDraft, folder: Path) -> None:
    """Write what an author says about a model as a manifest that the hub completes."""
    known = {"schemaVersion": 1, "kind": "model", **msgspec.to_builtins(draft)}
    manifest = {**known, "version": draft.version or "1.0.0", "title": draft.title or draft.name}
    (folder / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))


def _tensors(
    found: list[tuple[str, str, list[int]]], given: Sequence[str | Mapping[str, Any]] | None, side: str
) -> list[dict[str, Any]]:
    """Return tensors with the columns given, or with columns named after the tensors."""
    columns = None if given is None else [{"name": c} if isinstance(c, str) else dict(c) for c in given]
    tensors = []
    for name, datatype, shape in found:
        width = shape[1] if len(shape) > 1 else 1
        if width < 1 and columns is not None and len(found) == 1:
            width = len(columns)
        if width < 1 or len(shape) > 2:
            raise InvalidManifestError(
                f"The model's {side} {name!r} has the shape {shape}: name its columns in `{side}s`, rows by columns."
            )
        if columns is None:
            chosen = [{"name": name if width == 1 else f"{name}_{i}"} for i in range(width)]
        else:
            chosen, columns = columns[:width], columns[width:]
            if len(chosen) < width:
                raise InvalidManifestError(
                    f"The model's {side} {name!r} has {width} columns, and `{side}s` names {len(chosen)} for it."
                )
        tensors.append({"name": name, "datatype": datatype, "shape": shape, "columns": chosen})
    if columns:
        raise InvalidManifestError(
            f"`{side}s` names {len(columns)} columns more than the model's tensors have."
        )
    return tensors
