"""Publishing a model: an object, a file or a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyarrow as pa

from ..contracts.models import ModelDraft
from ..datasets.dataset import Dataset
from ..datasets.draft import NEXT
from ..datasets.split import Split
from ..errors import InvalidManifestError
from ..progress import Progress, reporting
from ..references import check_name, check_version
from ..store.manifests import read_json, with_current_keywords
from ..store.packages import find
from ..store.publication import complete_manifest, publication
from .isolation.process import Limits
from .model import Model, Trust
from .publishing.prepared import Prepared
from .publishing.truth import Truth

#: Convert it, lock its requirements, try it in a clean process, commit it.
_STEPS = 4


def publish_model(
    model: Any,
    *,
    name: str,
    version: str = "1.0.0",
    example: Any = None,
    outputs: Mapping[str, str | Mapping[str, Any] | None]
    | Sequence[str | Mapping[str, Any]]
    | str
    | None = None,
    inputs: Mapping[str, str | Mapping[str, Any] | None]
    | Sequence[str | Mapping[str, Any]]
    | str
    | None = None,
    trained_on: str | Split | Dataset | Mapping[str, Any] | Sequence[Any] | None = None,
    title: str | None = None,
    description: str | None = None,
    license: str | None = None,
    authors: Sequence[str | Mapping[str, str]] | str = (),
    citations: Sequence[str | Mapping[str, str]] | str = (),
    metrics: Mapping[str, float] | Sequence[Mapping[str, Any]] = (),
    intended_use: str | None = None,
    limits: str | None = None,
    card: str | None = None,
    requirements: Sequence[str] | Mapping[str, str] | None = None,
    method: str | None = None,
    entrypoint: str | None = None,
    takes: str | None = None,
    per_row: bool = False,
    trust: Trust = False,
    precision: Literal["single", "double"] | None = None,
    code: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
    timeout: float = Limits().seconds,
    memory: int = Limits().memory,
    progress: Progress | bool | None = None,
    **more: Any,
) -> Model:
    """
    Publish a version of a model to the store; it never changes afterwards.

    Where one that holds the same is there already, nothing is published: it is returned, with a warning that says so.

    The finished package is loaded again in a clean process, a model with code in an environment made from its lock
    file, and nothing is published unless it gives there what it gave here for the example.

    Parameters
    ----------
    model : object or path
        A single-file ONNX model (path, bytes or `ModelProto`); a fitted scikit-learn estimator or pipeline (kept as
        skops, and as ONNX where it converts); a model of XGBoost or LightGBM; a PyTorch module or exported program; a
        Keras model; a Python function; a class with a method, or an object of one; a sequence of published models or
        their references, which run one after the other; a file of one of these; or a folder of Python files.
    name : str
        Lower case letters, digits and hyphens.
    version : str, optional
        Three numbers, or 'next': patch where the model's file is the same, minor where it is another or there is an
        output more, major where inputs, outputs, their units, kinds or order changed so that callers notice. Less
        than the signature needs is refused; a model that was fitted again may be a patch.
    example : table, frame, records, array or Split, optional
        A few rows that the model runs on. Names, types and units of the inputs are read from it, in its order.
        Needed for everything but ONNX.
    outputs : mapping of str to str, or sequence, optional
        The columns that the model gives, in order, with their units: ``{"gap": "eV"}``; or names, or mappings with
        `name`, `unit`, `role`, `description` and `classes`. None or an empty text is not a unit. A classifier gives its
        label, then a probability for each class.
    inputs : mapping of str to str, or sequence, optional
        The columns that the model takes, in order, where they are fewer than the example's or have units.
    trained_on : str, Split, mapping, or sequence of them, optional
        The training data: `name@version` or `name@version/split`, a split, or a mapping with `dataset`, `version`,
        `split` and `columns`. Units that the example lacks are taken from there.
    title, description, license : str, optional
        Shown where the model is found; the license as its SPDX identifier.
    authors, citations : sequence of str or mapping, optional
        As for datasets.
    metrics : mapping of str to float, or sequence of mapping, optional
        Figures of merit: `name`, `value`, `unit`, `dataset` and `split`.
    intended_use, limits, card : str, optional
        For the model card, in Markdown: what it is for, where it fails, and anything else.
    requirements : sequence of str or mapping, optional
        Packages beyond those that the model imports, such as ``["ase==3.26.0"]``.
    method : str, optional
        The method of a class or estimator that is called; by default `predict`, and a classifier's probabilities too.
    entrypoint : str, optional
        Of a folder: `module:function`, or `module:Class` with `method`.
    takes : {'columns', 'array', 'pandas', 'arrow', 'rows'}, optional
        How Python code is called; by default arrays by column name where its parameters are called as the example's
        columns, else one table of the example's kind.
    per_row : bool, optional
        Whether a function takes the values of a single row.
    trust : bool or 'pickle', optional
        Needed to publish a skops file with types that are not known to be harmless, or a pickle.
    precision : {'single', 'double'}, optional
        What a scikit-learn model computes in: by default double, as it does itself, and single only where that
        gives the same. 'single' keeps a smaller and faster ONNX model, whose labels are the same and whose numbers
        differ by a thousandth of their spread at most.
    code : sequence of path, optional
        Files and folders of Python that the model's own code imports and that are not found by themselves; those of the
        notebook and of modules beside it that it uses are.
    timeout : float, optional
        Seconds that the model's code may take for the example.
    memory : int, optional
        Bytes that the process of the model's code may use.
    progress : callable or bool, optional
        Called with a step's name, how many steps are done, and how many there are; True shows a bar, False nothing. By
        default there is a bar in a notebook and in a terminal.
    **more
        Other fields of the model's manifest, such as `keywords`, `domains`, `tasks`, `doi`, `url`, `source`.

    Returns
    -------
    Model
        As `foundry_lab.model` returns it; it runs in this process without asking for your trust again.

    Raises
    ------
    InvalidManifestError
        If the model does not fit the example, or is not a model, or a text does not fit the schema of models.
    RefusedModelError
        If it is a pickle or has types that could run code, and `trust` does not say so.
    ModelRunError
        If it does not run in a clean process.
    DuplicateVersionError
        If this version exists and holds something else; the sentence names the next ones.
    WrongVersionError
        If the signature changed more than the version says.
    """
    from .publishing.example import read_example
    from .publishing.own_code import keep_named
    from .publishing.prepare import prepare
    from .publishing.prepared import Source
    from .publishing.reproduce import EXAMPLE, write_rows
    from .publishing.requirements import asked_for, python_version, versions_of
    from .publishing.signature import column_drafts, signature
    from .publishing.training import training
    from .publishing.training_statistics import FILE, training_rows, training_statistics

    more = with_current_keywords(more)
    license = more.pop("license", None) or license
    check_name(name)
    if version != NEXT:
        check_version(version)
    given_inputs = column_drafts(inputs, "inputs")
    given_outputs = column_drafts(outputs, "outputs")
    rows, form = read_example(example, [c["name"] for c in given_inputs] if given_inputs else None)
    training_entries, meanings = training(trained_on, _names(rows, given_outputs))
    with reporting(progress, f"Publishing {name}", is_long=True) as report, publication() as draft:
        report("convert", 0, _STEPS)
        folder = draft.package.root
        source = Source(
            model,
            name,
            folder,
            rows,
            form,
            given_inputs,
            given_outputs,
            method,
            takes,
            entrypoint,
            per_row,
            trust,
            asked_for(requirements),
            Limits(float(timeout), int(memory)),
            tuple(getattr(example, "shape", ())),
            precision,
            training_rows(training_entries),
        )
        source.versions = {**versions_of(keep_named(code, folder)), **source.versions}
        with warnings.catch_warnings():
            # Converters and exporters warn about their own future.
            warnings.simplefilter("ignore")
            preparation = prepare(source)
        report("lock", 1, _STEPS)
        versions = {
            **versions_of(["pyarrow", "numpy"] if preparation.isolated else []),
            **preparation.versions,
        }
        versions |= source.versions
        fields: dict[str, Any] = {
            "name": name,
            "version": None if version == NEXT else version,
            "title": title or name,
            "description": description,
            "license": license,
            "authors": _records(authors, "name"),
            "citations": _records(citations, "text"),
            "card": card,
            "intendedUse": intended_use,
            "limits": limits,
            "trainedOn": training_entries,
            "metrics": _metrics(metrics),
            "environment": {"python": python_version(), **versions},
            **more,
            "format": preparation.format,
            "entry": preparation.entry,
            "artifacts": preparation.artifacts,
            "call": preparation.call,
            "steps": preparation.steps,
            "signature": signature(preparation, rows, source.inputs, source.outputs, meanings),
        }
        if versions and preparation.format != "pipeline":
            fields["requirements"] = "requirements.txt"
            (folder / "requirements.txt").write_text(_requirements(versions, isolated=preparation.isolated))
        if rows is not None:
            fields["example"] = EXAMPLE
            write_rows(
                folder / EXAMPLE, rows, [result.values for result in preparation.results], fields["signature"]
            )
        statistics = training_statistics(training_entries, fields["signature"])
        if statistics is not None:
            fields["trainingStatistics"] = FILE
            (folder / FILE).write_bytes(statistics)
        manifest = manifest_of(read_draft(fields))
        report("try", 2, _STEPS)
        if rows is not None:
            with tempfile.TemporaryDirectory(prefix="foundry-lab-") as clean:
                shutil.copytree(folder, clean, dirs_exist_ok=True)
                complete = msgspec.json.encode(complete_manifest(manifest, draft.package))
                Path(clean, "model.json").write_bytes(complete)
                fields["agreement"] = _agreement(
                    Path(clean), rows, preparation, fields["signature"], source.limits
                )
            manifest = manifest_of(read_draft(fields))
        report("commit", 3, _STEPS)
        publication_result = draft.commit(manifest)
        report("commit", _STEPS, _STEPS)
    publication_result.say_if_unchanged()
    package = find("model", publication_result.reference)
    made_public = Model(package, limits=source.limits, grants=preparation.grants | {package.digest})
    made_public.unchanged = publication_result.unchanged
    return made_public


def read_draft(fields: Mapping[str, Any]) -> ModelDraft:
    """
    Return what an author says about a model as the contract has it.

    Raises
    ------
    InvalidManifestError
        With a JSON pointer to what is wrong.
    """
    try:
        text = msgspec.json.encode({key: value for key, value in fields.items() if value})
    except (TypeError, ValueError) as error:
        raise InvalidManifestError(f"The record holds what is not text, number or list: {error}.") from None
    allowed_keys = {field.encode_name for field in msgspec.structs.fields(ModelDraft)}
    unknown = next((key for key in fields if key not in allowed_keys), None)
    if unknown is not None:
        raise InvalidManifestError(
            f"The record has a field {unknown!r} that models do not have.", pointer=f"/{unknown}"
        )
    draft: ModelDraft = read_json(text, ModelDraft, "The record")
    return draft


def manifest_of(draft: ModelDraft) -> dict[str, Any]:
    """Return what an author says about a model as a manifest that the hub completes."""
    fields = {"schemaVersion": 1, "kind": "model", **msgspec.to_builtins(draft)}
    return {**fields, "title": draft.title or draft.name}


def _agreement(
    folder: Path, rows: pa.Table, preparation: Prepared, signature: Mapping[str, Any], limits: Limits
) -> dict[str, Any]:
    """Compare a finished package with its publisher's own object, as the manifest has it."""
    from .publishing.agreement import spreads
    from .publishing.reproduce import require_same, write_rows

    truth = preparation.truth or Truth(
        rows, [result.values for result in preparation.results], rows.num_rows, 0, frozenset()
    )
    deviations = spreads(truth, [result.name for result in preparation.results])
    each = {
        column["name"]: float(values[index] if len(values) == len(tensor["columns"]) else values.max())
        for tensor, values in zip(signature["outputs"], deviations, strict=True)
        for index, column in enumerate(tensor["columns"])
    }
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as place:
        path = Path(place, "rows.arrow")
        write_rows(
            path, truth.rows, truth.values, signature, {"tolerance": preparation.tolerance, "spreads": each}
        )
        largest = require_same(
            folder, path, isolated=preparation.isolated, limits=limits, grants=preparation.grants
        )
    return {
        "precision": preparation.precision,
        "rows": truth.rows.num_rows,
        "tolerance": preparation.tolerance,
        "largest": largest,
    }


def _requirements(versions: Mapping[str, str], *, isolated: bool) -> str:
    from .isolation.environment import lock

    if isolated:
        return lock(versions)
    # What runs in the kernel needs no environment of its own: the versions are for whoever makes one.
    return "".join(f"{package}=={version}\n" for package, version in sorted(versions.items()))


def _names(rows: pa.Table | None, outputs: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [*(rows.column_names if rows is not None else []), *(column["name"] for column in outputs or [])]


def _records(records: Sequence[str | Mapping[str, str]] | str, key: str) -> list[dict[str, str]]:
    items = [records] if isinstance(records, str | Mapping) else records
    return [{key: item} if isinstance(item, str) else dict(item) for item in items]


def _metrics(metrics: Mapping[str, float] | Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if isinstance(metrics, Mapping):
        return [{"name": name, "value": float(value)} for name, value in metrics.items()]
    return [dict(item) for item in metrics]
