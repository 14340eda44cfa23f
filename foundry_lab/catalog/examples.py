"""The example packages: real data and a model, which travel with the installation."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path

from ..contracts.models import Kind
from ..errors import FoundryWarning, NotFoundError, close_matches
from ..progress import Progress, reporting
from ..store.packages import find
from ..store.publication import Published, publication
from .filled_folder import write_package


def examples(names: Sequence[str] = (), *, progress: Progress | bool | None = None) -> list[str]:
    """
    Put the example packages into the store: measured and computed properties of materials and molecules, and a model.

    Those that are there already stay as they are.

    Parameters
    ----------
    names : sequence of str, optional
        Which ones; all by default.
    progress : callable or bool, optional
        Called with a package's name, how many are done, and how many there are; True shows a bar, False nothing. By
        default a bar comes once it takes more than a second.

    Returns
    -------
    list of str
        `name@version` of each package, in the store now.

    Raises
    ------
    NotFoundError
        If a name is not that of an example; the sentence has the names.
    FoundryError
        What the store or hub says.

    Examples
    --------
    >>> import foundry_lab as foundry  # doctest: +SKIP
    >>> foundry.examples()  # doctest: +SKIP
    """
    folders = {folder.name: folder for folder in _folders()}
    unknown = [name for name in names if name not in folders]
    if unknown:
        close = close_matches(unknown[0], list(folders)) or list(folders)
        raise NotFoundError(
            f"There is no example {unknown[0]!r}; there are {', '.join(folders)}.", suggestions=close
        )
    selection = [folders[name] for name in dict.fromkeys(names)] or list(folders.values())
    references = []
    with reporting(progress, "Publishing examples") as report:
        for number, folder in enumerate(selection):
            report(folder.name, number, len(selection))
            references.append(_publish(folder).reference)
        report("published", len(selection), len(selection))
    return references


def examples_folder() -> Path:
    """Return the folder of the example packages and notebooks: the wheel's own, or the checkout's."""
    package = Path(__file__).parents[1]
    wheel_folder = package / "example_files"
    return wheel_folder if wheel_folder.is_dir() else package.parent / "examples"


def _folders() -> list[Path]:
    folder = examples_folder()
    places = json.loads((folder / "packages.json").read_text(encoding="utf-8"))["packages"]
    return [folder / place for place in places]


def _publish(folder: Path) -> Published:
    kind: Kind = "model" if (folder / "model.json").is_file() else "dataset"
    record = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))
    name, version = record["name"], record.get("version", "1.0.0")
    try:
        find(kind, f"{name}@{version}")
    except NotFoundError:
        with publication() as draft:
            manifest, note = write_package(folder, draft)
            if note:
                warnings.warn(note, FoundryWarning, stacklevel=3)
            return draft.commit(manifest)
    return Published(kind, name, version)
