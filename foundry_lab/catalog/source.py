"""What the picker asks of the catalog, answered from the hub and the packages."""

from __future__ import annotations

from typing import Any

import msgspec

from ..contracts.models import SearchRequest
from ..errors import FoundryError
from ..hub.running import ask_hub
from ..store.manifests import FOLDERS
from ..store.packages import find

_STATISTICS = "statistics.json"


def answer(method: str, arguments: list[Any]) -> Any:
    """
    Return the answer of a method of `CatalogSource` in `src/core/sources.ts`.

    Raises
    ------
    FoundryError
        If the method or its arguments are unknown, or what the hub says is wrong.
    """
    match method, arguments:
        case "search", [dict(request), *_]:
            try:
                search_request = msgspec.convert(request, SearchRequest)
            except msgspec.ValidationError as error:
                raise FoundryError(f"The search cannot be read: {error}.") from None
            return ask_hub(lambda hub: hub.search(search_request))
        case (("dataset" | "model"), [str(name), *rest]):
            version = rest[0] if rest and rest[0] else None
            return find(method, f"{name}@{version}" if version else name).manifest
        case "statistics", [str(name), str(version), *_]:
            package = find("dataset", f"{name}@{version}")
            return (
                msgspec.json.decode(package.file(_STATISTICS).read_bytes())
                if _STATISTICS in package
                else None
            )
        case "status", [("dataset" | "model") as kind, str(name), str(version), *_]:
            return ask_hub(lambda hub: hub.status(FOLDERS[kind], name, version))
        case "versions", [("dataset" | "model") as kind, str(name), *_]:
            return ask_hub(lambda hub: hub.versions(FOLDERS[kind], name))
        case "modelsTrainedOn", [str(name), *_]:
            return ask_hub(lambda hub: hub.models_trained_on(name))
    raise FoundryError(f"The catalog cannot answer {method!r} with these arguments: reload the page.")
