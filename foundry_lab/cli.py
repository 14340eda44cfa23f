"""The `foundry-lab` command: prepares folders to publish, and hands everything else to Node."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import config
from .errors import FoundryError, InvalidManifestError, NotFoundError
from .hub import node

if TYPE_CHECKING:
    from .store.package_writer import PackageWriter

#: Commands that are carried out here; Node only prints their help.
_IN_PYTHON = {
    "check": ".commands",
    "export-mdf": ".commands",
    "deploy": ".serving.commands",
    "publish-model": ".models.commands",
    "predict": ".models.commands",
}
_BENCHMARKS = ("benchmark", "submit", "reproduce")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with these arguments, or those of the process, and end the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["publish"] or (given[:1] == ["push"] and _is_raw_folder(given[1:])):
            sys.exit(_publish(given[0], given[1:]))
        if given[:1] and given[0] in _IN_PYTHON and not {"-h", "--help"} & set(given):
            sys.exit(import_module(_IN_PYTHON[given[0]], __package__).run(given))
        if given[:1] == ["help"] and given[1:2] and given[1] in _BENCHMARKS:
            given = [given[1], "--help"]
        if given[:1] and given[0] in _BENCHMARKS:
            from .benchmarks.commands import run as run_benchmarks

            sys.exit(run_benchmarks(given))
        _become(given)
    except FoundryError as error:
        _report(error, as_json="--json" in given)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _is_raw_folder(arguments: list[str]) -> bool:
    """Whether the first argument is a folder that holds data, rather than a package or a package's name."""
    if not arguments or arguments[0].startswith("-"):
        return False
    folder = Path(arguments[0]).expanduser()
    drafts = (folder / "dataset.json", folder / "model.json")
    return any(draft.is_file() for draft in drafts) and not _is_prepared(folder)


def _publish(command: str, arguments: list[str]) -> int:
    """Prepare the folder, where there is one that is not prepared yet, and let Node publish it."""
    places = [i for i, argument in enumerate(arguments) if not argument.startswith("-")]
    folder = Path(arguments[places[0]]).expanduser() if places else None
    if folder is None or (folder.is_dir() and _is_prepared(folder)):
        _become([command, *arguments])
    assert folder is not None
    if folder.is_file():
        from .mdf.submission import is_submission

        if folder.suffix != ".json":
            raise NotFoundError(
                f"{folder} is a file: give a folder or a submission.json; "
                "foundry-lab publish-model publishes a model's file."
            )
        if not is_submission(_read_object(folder)):
            raise NotFoundError(f"{folder} is neither a folder nor a submission to MDF Connect.")
    elif not folder.is_dir():
        raise NotFoundError(
            f"There is no folder {folder}: give the one that holds the data and its dataset.json."
        )
    if (folder / "benchmark.json").is_file():
        return _publish_benchmark(folder / "benchmark.json", as_json="--json" in arguments)
    from .store.publication import publication, temporary

    write, warning = _read(folder)
    # What is pushed goes elsewhere.
    with publication() if command == "publish" else temporary() as made:
        manifest = write(made.package)
        if warning and "--json" not in arguments:
            print(f"Note: {warning}", file=sys.stderr)
        made.write_manifest(manifest)
        arguments[places[0]] = str(made.folder)
        # Not an exec: what is left of the package is to be removed afterwards.
        return subprocess.run(
            node.command(command, *arguments), env=config.environment(), check=False
        ).returncode


def _is_prepared(folder: Path) -> bool:
    from .datasets.raw_folder import read_object

    return any(
        "schemaVersion" in read_object(folder / name)
        for name in ("dataset.json", "model.json", "benchmark.json")
        if (folder / name).is_file()
    )


def _read_object(path: Path) -> dict[str, object]:
    from .datasets.raw_folder import read_object

    return read_object(path)


def _publish_benchmark(path: Path, *, as_json: bool) -> int:
    """Publish a benchmark from what its author writes: the arguments of `publish_benchmark`."""
    import msgspec

    from .benchmarks.publish import publish_benchmark
    from .datasets.raw_folder import read_object

    given = read_object(path)
    # Files that the record names lie beside it.
    if isinstance(given.get("hidden_rows"), str):
        given["hidden_rows"] = path.parent / str(given["hidden_rows"])
    if isinstance(given.get("labels"), str):
        given["labels"] = read_object(path.parent / str(given["labels"]))
    try:
        found = publish_benchmark(**given)
    except TypeError as error:
        raise InvalidManifestError(f"{path} is not what publish_benchmark takes: {error}.") from None
    if as_json:
        print(
            msgspec.json.encode({"kind": "benchmark", "name": found.name, "version": found.version}).decode()
        )
    else:
        print(f"Published the benchmark {found.reference}.")
    return 0


def _read(folder: Path) -> tuple[Callable[[PackageWriter], dict[str, Any]], str | None]:
    """Read a folder or submission; return what writes its package, and what its record lacks."""
    if not folder.is_file() and (folder / "model.json").is_file():
        return _read_model(folder), None
    from .datasets.deliver import columns_before, read_splits
    from .datasets.draft import missing_fields
    from .datasets.prepare import prepare
    from .datasets.raw_folder import read_folder
    from .mdf.submission import read_submission

    if folder.is_file():
        draft, files = read_submission(_read_object(folder), folder.parent, folder.name)
    else:
        draft, files = read_folder(folder)
    before = columns_before(draft)
    contents = read_splits(draft, files)

    def write(package: PackageWriter) -> dict[str, Any]:
        return prepare(draft, contents, package, before=before)

    return write, missing_fields(draft, first=before is None)


def _read_model(folder: Path) -> Callable[[PackageWriter], dict[str, Any]]:
    from .contracts.models import ModelDraft
    from .models.publish import manifest_of
    from .references import check_name
    from .store.manifests import read_json

    path = folder / "model.json"
    draft = read_json(path.read_bytes(), ModelDraft, str(path))
    check_name(draft.name)

    def write(package: PackageWriter) -> dict[str, Any]:
        for file in sorted(folder.rglob("*")):
            place = file.relative_to(folder)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in place.parts)
            if file.is_file() and file != path and not hidden:
                package.copy(file, place.as_posix())
        return manifest_of(draft)

    return write


def _become(arguments: list[str]) -> None:
    """Run Node's command in the place of this process."""
    command, environment = node.command(*arguments), config.environment()
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def _report(error: FoundryError, *, as_json: bool) -> None:
    if not as_json:
        print(error, file=sys.stderr)
        return
    import msgspec

    from .problems import problem_of

    print(msgspec.json.encode(problem_of(error)).decode(), file=sys.stderr)


if __name__ == "__main__":
    main()
