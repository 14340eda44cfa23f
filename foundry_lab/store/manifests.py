"""Manifests read against the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from ..contracts.models import Benchmark, Dataset, Kind, Model
from ..errors import InvalidManifestError, warn

Manifest: TypeAlias = Dataset | Model | Benchmark

#: More than a hundred thousand files take; reading more would fill the memory for nothing.
LARGEST_MANIFEST = 32 << 20
FOLDERS: dict[Kind, str] = {"dataset": "datasets", "model": "models", "benchmark": "benchmarks"}
_CONTRACTS: dict[Kind, type] = {"dataset": Dataset, "model": Model, "benchmark": Benchmark}
_PLACE = r"^(?P<reason>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$"
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


def decode(text: bytes, kind: Kind, where: str) -> Manifest:
    """
    Read a manifest.

    Raises
    ------
    InvalidManifestError
        Naming the place, with a JSON pointer to what is wrong.
    """
    manifest: Manifest = read_json(text, _CONTRACTS[kind], where)
    paths = {entry.path for entry in manifest.files}
    if isinstance(manifest, Dataset):
        _check_dataset(manifest, paths, where)
    elif isinstance(manifest, Benchmark):
        for index, fold in enumerate(manifest.folds):
            if fold.path not in paths:
                raise _invalid(where, f"/folds/{index}/path", f"{fold.path!r} is not among its files")
    elif manifest.entry not in paths:
        raise _invalid(where, "/entry", f"{manifest.entry!r} is not among its files")
    return manifest


def _check_dataset(manifest: Dataset, paths: set[str], where: str) -> None:
    splits: dict[str, str] = {}
    for index, split in enumerate(manifest.splits):
        # Their files would be one on a disk that does not tell case apart.
        other = splits.get(split.name.lower())
        if other is not None:
            fault = (
                f"there are two splits {other!r}"
                if other == split.name
                else f"{other!r} and {split.name!r} differ in case only"
            )
            raise _invalid(where, f"/splits/{index}/name", fault)
        if split.path not in paths:
            raise _invalid(where, f"/splits/{index}/path", f"{split.path!r} is not among its files")
        splits[split.name.lower()] = split.name
    names: set[tuple[str, str]] = set()
    for index, column in enumerate(manifest.columns):
        if ("", column.name) in names:
            raise _invalid(where, f"/columns/{index}/name", f"there are two columns {column.name!r}")
        names.add(("", column.name))
    for index, array in enumerate(manifest.arrays or []):
        if splits.get(array.split.lower()) != array.split:
            raise _invalid(where, f"/arrays/{index}/split", f"there is no split {array.split!r}")
        if ("", array.name) in names or (array.split, array.name) in names:
            raise _invalid(where, f"/arrays/{index}/name", f"there is another column or array {array.name!r}")
        names.add((array.split, array.name))
        if array.path not in paths:
            raise _invalid(where, f"/arrays/{index}/path", f"{array.path!r} is not among its files")


def read_json(text: bytes, contract: type, where: str) -> Any:
    """
    Read JSON against a type of the contract.

    Raises
    ------
    InvalidManifestError
        Naming the place, with a JSON pointer to what is wrong.
    """
    if len(text) > LARGEST_MANIFEST:
        raise InvalidManifestError(
            f"{where} has {len(text):,} bytes; a manifest has at most {LARGEST_MANIFEST:,}.", pointer=""
        )
    if b'"licence"' in text:
        text = _with_current_names(text)
    decoder = _DECODERS.get(contract)
    if decoder is None:
        decoder = _DECODERS[contract] = msgspec.json.Decoder(contract)
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        raise _contract_error(text, contract, where, error) from None
    except RecursionError:
        raise InvalidManifestError(f"{where} is nested too deeply to be read.", pointer="") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidManifestError(
            f"{where} is not JSON: {_lower_first(str(error))}; correct it or publish it again.", pointer=""
        ) from None


def with_current_names(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's fields with those renamed that were once named differently; what is stored never changes."""
    if "licence" not in fields or "license" in fields:
        return dict(fields)
    return {"license" if key == "licence" else key: value for key, value in fields.items()}


def with_current_keywords(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return keyword arguments under their current names, with a warning for each that is deprecated."""
    if "licence" in arguments:
        warn("The keyword `licence` is now `license`.")
    return with_current_names(arguments)


def _with_current_names(text: bytes) -> bytes:
    try:
        fields = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return text  # the caller's decoder says what is wrong
    return msgspec.json.encode(with_current_names(fields)) if isinstance(fields, dict) else text


def _pointer(path: str) -> str:
    """Return msgspec's `.splits[0].rows` as the JSON pointer `/splits/0/rows`."""
    return "".join(f"/{part}" for part in re.findall(r"[^.\[\]]+", path.replace("[...]", "")))


def _contract_error(text: bytes, contract: type, where: str, error: Exception) -> InvalidManifestError:
    """Return the error in the contract's words; where these find nothing, in the decoder's."""
    from .violations import first_violation

    try:
        violation = first_violation(msgspec.json.decode(text), contract.__name__)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as unreadable:
        return InvalidManifestError(f"{where} is not JSON: {_lower_first(str(unreadable))}.", pointer="")
    if violation is not None:
        at, reason, suggestions = violation
        return _invalid(where, at, reason, suggestions)
    match = re.match(_PLACE, str(error), re.DOTALL)
    assert match is not None
    return _invalid(where, _pointer(match["path"] or ""), _lower_first(match["reason"]))


def _lower_first(reason: str) -> str:
    return reason[:1].lower() + reason[1:]


def _invalid(where: str, pointer: str, reason: str, suggestions: Sequence[str] = ()) -> InvalidManifestError:
    place = f"at {pointer}, " if pointer else ""
    end = "" if reason.endswith("?") else "."
    return InvalidManifestError(
        f"{where} does not follow the schema of manifests: {place}{reason}{end}",
        pointer=pointer,
        suggestions=suggestions,
    )
