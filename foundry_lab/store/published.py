"""What every published package says of itself."""

from __future__ import annotations

from typing import Any

from ..door import with_doors
from .package import Package
from .records import CitationFormat


@with_doors
class PublishedPackage:
    """
    Names, words and citation of one version; two objects of the same version are equal.

    Parameters
    ----------
    package : Package
        Where its manifest and files are.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._manifest: Any = package.manifest
        #: Whether publishing it found it there, holding the same.
        self.unchanged = False

    @property
    def name(self) -> str:
        """The name."""
        return str(self._manifest.name)

    @property
    def version(self) -> str:
        """The version."""
        return str(self._manifest.version)

    @property
    def versions(self) -> list[str]:
        """
        Its versions that search and loading find, newest first; of a folder outside of the store, its own.

        Raises
        ------
        HubUnavailableError
            If the hub that it is from does not answer.
        """
        return self._package.versions()

    @property
    def reference(self) -> str:
        """`name@version`."""
        return self._package.reference

    @property
    def title(self) -> str:
        """The title."""
        return str(self._manifest.title)

    @property
    def description(self) -> str:
        """The description, in Markdown; empty if there is none."""
        return self._manifest.description or ""

    @property
    def license(self) -> str | None:
        """The license's SPDX identifier or name."""
        return self._manifest.license or None

    @property
    def authors(self) -> list[str]:
        """The authors' names."""
        return [author.name for author in self._manifest.authors or []]

    @property
    def doi(self) -> str | None:
        """The DOI that this version was published with, or was given since."""
        from .records import doi_of

        return doi_of(self._package)

    def cite(self, format: CitationFormat = "bibtex") -> str:
        """
        Return what to cite: the package itself, then the works that its publisher names.

        Parameters
        ----------
        format : {"bibtex", "ris", "csl", "apa", "datacite-xml"}, optional
            BibTeX, RIS or CSL-JSON for a reference manager; APA as text for people; DataCite's XML for a repository.

        Raises
        ------
        FoundryError
            If there is no such format.
        """
        from .records import citation

        return citation(self._package, format)

    def datacite(self) -> dict[str, Any]:
        """Return the DataCite 4.6 metadata, as the attributes that DataCite's REST API takes."""
        from .records import ask_command

        return ask_command("datacite", self._package)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._package is self._package

    def __hash__(self) -> int:
        return hash(self.reference)
