"""Generated from schema/ by `npm run generate`; edit the schemas instead."""

from __future__ import annotations
from typing import Annotated, Any, Literal, TypeAlias
from msgspec import Meta, Struct, UNSET, UnsetType, field


Contracts: TypeAlias = Annotated[Any, Meta(title="Contracts")]


ClassLabel: TypeAlias = Annotated[
    str | float | bool, Meta(description="A class as it stands in the target's column.")
]


FoldName: TypeAlias = Annotated[
    str,
    Meta(
        description="A fold's name, such as 'fold_0'.",
        max_length=100,
        pattern="^[A-Za-z0-9_][A-Za-z0-9_.-]*$",
    ),
]


RowId: TypeAlias = Annotated[
    str, Meta(description="A row's id, as text.", max_length=1000, min_length=1)
]


class FoldRows(Struct, kw_only=True):
    """
    A fold's test rows in order and, unless labels are hidden, what is true of them; `train` where not every other row is for training.
    """

    test: list[str]
    truth: list[ClassLabel] | UnsetType = UNSET
    train: list[str] | UnsetType = UNSET
    inputs: (
        Annotated[
            dict[str, list[str | float | bool | None]],
            Meta(
                description="Of the test rows by column, where the dataset lacks them: only the hub has them."
            ),
        ]
        | UnsetType
    ) = UNSET


class Splitter(Struct, kw_only=True):
    """
    How the folds were made.
    """

    method: Annotated[str, Meta(max_length=100)]
    parameters: dict[str, str | float | bool] | UnsetType = UNSET
    source: Annotated[str, Meta(max_length=1000)] | UnsetType = UNSET


class BenchmarkMetric(Struct, kw_only=True):
    """
    How predictions are scored: a metric of the list that every hub knows, or an expression of y (truth) and p (prediction).
    """

    name: Annotated[str, Meta(max_length=50, pattern="^[a-z][a-z0-9_]*$")]
    higher_is_better: bool = field(name="higherIsBetter")
    expression: Annotated[str, Meta(max_length=500, min_length=1)] | UnsetType = UNSET
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET


Entrant: TypeAlias = Annotated[str, Meta(max_length=200, min_length=1)]


class BenchmarkRules(Struct, kw_only=True):
    """
    Who may enter, until when and how often.
    """

    deadline: str | UnsetType = UNSET
    submissions_per_day: (
        Annotated[int, Meta(description="For each entrant.", ge=1, le=100000)]
        | UnsetType
    ) = field(name="submissionsPerDay", default=UNSET)
    entrants: (
        Annotated[
            list[Entrant], Meta(description="Who may enter; anybody when absent.")
        ]
        | UnsetType
    ) = UNSET
    extra_data: (
        Annotated[
            str,
            Meta(
                description="What may be used besides the dataset, in words.",
                max_length=5000,
            ),
        ]
        | UnsetType
    ) = field(name="extraData", default=UNSET)


class HiddenLabels(Struct, kw_only=True):
    """
    What a hub keeps of a benchmark with hidden labels; the salt keeps the digest from telling what it is of.
    """

    salt: Annotated[str, Meta(max_length=200, min_length=32)]
    folds: dict[str, FoldRows]


Keyword: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


Domain: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


Task: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


Input: TypeAlias = Annotated[str, Meta(max_length=500, min_length=1)]


Target: TypeAlias = Annotated[str, Meta(max_length=500, min_length=1)]


Catalog: TypeAlias = Annotated[str, Meta(max_length=2000, min_length=1)]


class CatalogsRequest(Struct, kw_only=True):
    """
    What to look for elsewhere. `query` is plain words; `catalogs` are names of catalogs, or the address of a croissant.json; every catalog that is named in the hub's configuration when absent.
    """

    query: Annotated[str, Meta(max_length=1000)] | UnsetType = ""
    catalogs: Annotated[list[Catalog], Meta(max_length=30)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] | UnsetType = 10


class CatalogInfo(Struct, kw_only=True):
    """
    A catalog that can be searched.
    """

    catalog: Annotated[str, Meta(description="Its name in requests.")]
    title: str
    url: Annotated[str, Meta(description="Where its interface is asked.")]


class CatalogHit(Struct, kw_only=True):
    """
    A dataset of another catalog.
    """

    catalog: str
    id: Annotated[str, Meta(description="Its name or number in that catalog.")]
    title: str
    description: str | UnsetType = UNSET
    authors: list[str] | UnsetType = UNSET
    year: int | UnsetType = UNSET
    doi: str | UnsetType = UNSET
    url: Annotated[str, Meta(description="Its page.")] | UnsetType = UNSET
    license: str | UnsetType = UNSET
    keywords: list[str] | UnsetType = UNSET
    version: str | UnsetType = UNSET
    rows: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    bytes: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    croissant: (
        Annotated[str, Meta(description="Where its Croissant description is.")]
        | UnsetType
    ) = UNSET
    load: Annotated[str, Meta(description="Python that loads it.")] | UnsetType = UNSET


class Finding(Struct, kw_only=True):
    """
    One thing that is wrong (an error) or should be looked at (a warning), and where.
    """

    severity: Literal["error", "warning"]
    detail: str
    file: str | UnsetType = UNSET
    row: (
        Annotated[
            int,
            Meta(description="The first row is 1; names of columns are no row.", ge=1),
        ]
        | UnsetType
    ) = UNSET
    column: str | UnsetType = UNSET
    pointer: str | UnsetType = UNSET
    suggestions: list[str] | UnsetType = UNSET


class CheckReport(Struct, kw_only=True):
    """
    Everything that is wrong with a folder or submission before it is published.
    """

    where: str
    ok: Annotated[
        bool, Meta(description="Whether nothing stands against publishing it.")
    ]
    findings: list[Finding]


Name: TypeAlias = Annotated[
    str,
    Meta(
        description="A package's name: lower case letters, digits and hyphens.",
        max_length=100,
        pattern="^[a-z0-9]+(?:-[a-z0-9]+)*$",
    ),
]


Version: TypeAlias = Annotated[
    str,
    Meta(
        description="A semantic version of three parts.",
        max_length=64,
        pattern="^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)$",
    ),
]


Sha256: TypeAlias = Annotated[
    str,
    Meta(
        description="A SHA-256 digest in lower case hexadecimal.",
        pattern="^[0-9a-f]{64}$",
    ),
]


FilePath: TypeAlias = Annotated[
    str,
    Meta(
        description="A file's path inside its package: forward slashes, no empty, '.' or '..' part.",
        max_length=500,
        pattern="^(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f]+(?:/(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f]+)*$",
    ),
]


Kind: TypeAlias = Annotated[
    Literal["dataset", "model", "benchmark"], Meta(description="What a package holds.")
]


class Author(Struct, kw_only=True):
    """
    A person or organisation that made a package.
    """

    name: Annotated[str, Meta(max_length=300, min_length=1)]
    orcid: (
        Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
        | UnsetType
    ) = UNSET
    affiliation: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET


class Citation(Struct, kw_only=True):
    """
    A work to cite.
    """

    text: Annotated[str, Meta(max_length=2000, min_length=1)]
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET


class FileEntry(Struct, kw_only=True):
    """
    One file of a package.
    """

    path: FilePath
    bytes: Annotated[int, Meta(ge=0)]
    sha256: Sha256
    media_type: Annotated[str, Meta(max_length=200)] | UnsetType = field(
        name="mediaType", default=UNSET
    )


Role: TypeAlias = Annotated[
    Literal["input", "target", "id", "weight"],
    Meta(description="What a column is for in learning."),
]


ColumnKind: TypeAlias = Annotated[
    str,
    Meta(
        description="What values are beyond their type: 'formula', 'smiles', 'structure', 'spectrum', 'image' or 'file', or a field's own word.",
        max_length=50,
        pattern="^[a-z][a-z0-9-]*$",
    ),
]


Value: TypeAlias = Annotated[str, Meta(max_length=200)]


class MissingValues(Struct, kw_only=True):
    """
    What stands for a value that is not there, and why it is not.
    """

    values: (
        Annotated[
            list[Value],
            Meta(
                description="As the source writes them, such as '-999'; they are null in the published table.",
                max_length=100,
            ),
        ]
        | UnsetType
    ) = UNSET
    meaning: Annotated[str, Meta(max_length=1000)] | UnsetType = UNSET


ShapeItem: TypeAlias = Annotated[int, Meta(ge=0)]


class Column(Struct, kw_only=True):
    """
    A column's meaning. `type` is the Arrow type as pyarrow prints it; `unit` is absent for a quantity without one.
    """

    name: Annotated[str, Meta(max_length=500, min_length=1)]
    type: Annotated[str, Meta(max_length=1000)]
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=10000)] | UnsetType = UNSET
    classes: (
        Annotated[list[str], Meta(description="The labels of the classes.")] | UnsetType
    ) = UNSET
    class_values: (
        Annotated[
            list[str],
            Meta(
                description="The values in the data, in the order of `classes`, where they are not the labels themselves."
            ),
        ]
        | UnsetType
    ) = field(name="classValues", default=UNSET)
    missing: MissingValues | UnsetType = UNSET
    kind: ColumnKind | UnsetType = UNSET
    shape: (
        Annotated[
            list[ShapeItem],
            Meta(
                description="The shape of each value, where it is an array.",
                max_length=32,
            ),
        ]
        | UnsetType
    ) = UNSET
    path: (
        Annotated[
            bool,
            Meta(description="Whether the values are paths of files in the package."),
        ]
        | UnsetType
    ) = UNSET


class ColumnDraft(Struct, kw_only=True):
    """
    A column's meaning as its publisher gives it; the type is read from the data.
    """

    name: Annotated[str, Meta(max_length=500, min_length=1)]
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=10000)] | UnsetType = UNSET
    classes: (
        Annotated[list[str], Meta(description="The labels of the classes.")] | UnsetType
    ) = UNSET
    class_values: (
        Annotated[
            list[str],
            Meta(
                description="The values in the data, in the order of `classes`, where they are not the labels themselves."
            ),
        ]
        | UnsetType
    ) = field(name="classValues", default=UNSET)
    missing: MissingValues | UnsetType = UNSET
    kind: ColumnKind | UnsetType = UNSET
    path: (
        Annotated[
            bool,
            Meta(
                description="Whether the values are paths of files beside the table; they are published with it."
            ),
        ]
        | UnsetType
    ) = UNSET


class Problem(Struct, kw_only=True):
    """
    Problem details (RFC 9457): what is wrong, where, and what to do. `detail` is one sentence for a person.
    """

    type: Annotated[str, Meta(description="A stable word such as 'not-found'.")]
    title: str
    status: int
    detail: str
    pointer: (
        Annotated[
            str,
            Meta(description="JSON pointer to the wrong value, where there is one."),
        ]
        | UnsetType
    ) = UNSET
    position: (
        Annotated[
            int,
            Meta(
                description="Where in a text that cannot be read: characters before the place.",
                ge=0,
            ),
        ]
        | UnsetType
    ) = UNSET
    expected: (
        Annotated[str, Meta(description="What could stand there.")] | UnsetType
    ) = UNSET
    suggestions: list[str] | UnsetType = UNSET


DriftMeasure: TypeAlias = Annotated[
    Literal["Kolmogorov-Smirnov", "Jensen-Shannon"],
    Meta(
        description="The two-sample Kolmogorov-Smirnov statistic for numbers, the Jensen-Shannon distance to base 2 for text and booleans."
    ),
]


LeakKind: TypeAlias = Annotated[
    Literal["identical", "other-targets", "same-inputs"],
    Meta(description="What both rows have in common."),
]


Key: TypeAlias = Annotated[str, Meta(max_length=500, min_length=1)]


SplitName: TypeAlias = Annotated[
    str,
    Meta(
        description="A split's name, such as 'train' or 'fold_0.test'.",
        max_length=100,
        pattern="^[A-Za-z0-9_][A-Za-z0-9_.-]*$",
    ),
]


class ArrayEntry(Struct, kw_only=True):
    """
    An array of a split in a file of its own, as NumPy writes it (.npy).
    """

    name: Annotated[str, Meta(max_length=500, min_length=1)]
    split: SplitName
    path: FilePath
    type: Annotated[
        str,
        Meta(
            description="NumPy's name of the type, such as 'float64'.", max_length=100
        ),
    ]
    shape: Annotated[list[ShapeItem], Meta(max_length=32)]
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=10000)] | UnsetType = UNSET


Element: TypeAlias = Annotated[str, Meta(pattern="^[A-Z][a-z]?$")]


class DoiRecord(Struct, kw_only=True):
    """
    The version that a DOI names.
    """

    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")]
    kind: Kind
    name: Name
    version: Version
    state: (
        Annotated[
            Literal["draft", "registered", "findable"],
            Meta(
                description="What the registration agency says of it, where it was asked."
            ),
        ]
        | UnsetType
    ) = UNSET
    url: (
        Annotated[str, Meta(description="The page that the DOI leads to.")] | UnsetType
    ) = UNSET


ShapeItem2: TypeAlias = Annotated[int, Meta(ge=0, le=1000000000)]


class InferenceParameters(Struct, kw_only=True):
    """
    `binary_data_size` (of an input: bytes after the JSON), `binary_data` (of an output), `binary_data_output` (of a request: all outputs) and `cache` (of a request: false computes anew). Others are ignored.
    """

    binary_data_size: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    binary_data: bool | UnsetType = UNSET
    binary_data_output: bool | UnsetType = UNSET
    cache: bool | UnsetType = UNSET


class InferenceOutput(Struct, kw_only=True):
    """
    One tensor that a model gave; with `binary_data_size`, its values follow the JSON.
    """

    name: str
    shape: list[int]
    datatype: str
    parameters: dict[str, Any] | UnsetType = UNSET
    data: list[Any] | UnsetType = UNSET


class ServerMetadata(Struct, kw_only=True):
    """
    Which server answers under `/v2`.
    """

    name: str
    version: str
    extensions: list[str]


class ServedTensor(Struct, kw_only=True):
    """
    A tensor of a served model; -1 in its shape is any. The hub names the table columns that it holds in `parameters.columns`.
    """

    name: str
    datatype: str
    shape: list[int]
    parameters: dict[str, Any] | UnsetType = UNSET


TensorDatatype: TypeAlias = Annotated[
    Literal[
        "BOOL",
        "UINT8",
        "UINT16",
        "UINT32",
        "UINT64",
        "INT8",
        "INT16",
        "INT32",
        "INT64",
        "FP16",
        "FP32",
        "FP64",
        "BYTES",
    ],
    Meta(description="A datatype as the Open Inference Protocol names it."),
]


State: TypeAlias = Annotated[
    Literal[
        "published",
        "submitted",
        "in review",
        "accepted",
        "returned",
        "deprecated",
        "withdrawn",
    ],
    Meta(
        description="Where a version stands. `submitted`, `in review` and `returned` versions are found by their whole reference only."
    ),
]


LifecycleAction: TypeAlias = Annotated[
    Literal[
        "deprecate",
        "withdraw",
        "restore",
        "rename",
        "submit",
        "review",
        "accept",
        "return",
    ],
    Meta(description="What can be done to a version that is in the store."),
]


class LifecycleRequest(Struct, kw_only=True):
    """
    An action on a package. `reason` is required by `deprecate`, `withdraw` and `return`, `to` by `rename`.
    """

    action: LifecycleAction
    reference: Annotated[
        str, Meta(description="`name` or `name@1.2.0`.", max_length=300)
    ]
    kind: Kind | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET
    by: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
    to: Name | UnsetType = UNSET


class VersionStatus(Struct, kw_only=True):
    """
    Where a version stands.
    """

    version: Version
    state: State
    visible: bool
    reason: str | UnsetType = UNSET
    by: str | UnsetType = UNSET
    at: str | UnsetType = UNSET


class RowDigest(Struct, kw_only=True):
    """
    The rows of a split over some of its columns.
    """

    columns: list[str]
    rows: Annotated[int, Meta(ge=0)]
    digest: Annotated[
        str, Meta(description="Of the rows as a multiset.", pattern="^[0-9a-f]{32}$")
    ]
    path: Annotated[
        FilePath,
        Meta(
            description="Hashes of the rows, ascending: 64-bit little-endian integers."
        ),
    ]
    ids: (
        Annotated[
            FilePath,
            Meta(
                description="Where there is an id column: a hash of the id and one of the row for each row, ascending."
            ),
        ]
        | UnsetType
    ) = UNSET


Bump: TypeAlias = Annotated[
    Literal["patch", "minor", "major", "unknown"],
    Meta(
        description="The part of the version that a change raises: patch for the same data, minor where the old rows are still there, major where rows or splits changed; unknown where the rows cannot be compared."
    ),
]


class ChangesRequest(Struct, kw_only=True):
    """
    Two versions to compare.
    """

    from_: Annotated[str, Meta(max_length=300)] = field(name="from")
    to: Annotated[str, Meta(max_length=300)]


class ValueChange(Struct, kw_only=True):
    """
    A field before and after; absent where there was or is none.
    """

    field_: str = field(name="field")
    before: Any | UnsetType = UNSET
    after: Any | UnsetType = UNSET


Difference: TypeAlias = Literal["added", "removed", "changed", "same"]


class ColumnChange(Struct, kw_only=True):
    """
    A column that is not as it was.
    """

    name: str
    change: Difference
    fields: list[ValueChange]


class SplitChange(Struct, kw_only=True):
    """
    A split's rows. `changedRows` are those with the same id and other values, where there is an id column; counts are absent where rows cannot be compared.
    """

    name: str
    change: Difference
    rows_before: int | UnsetType = field(name="rowsBefore", default=UNSET)
    rows_after: int | UnsetType = field(name="rowsAfter", default=UNSET)
    added_rows: int | UnsetType = field(name="addedRows", default=UNSET)
    removed_rows: int | UnsetType = field(name="removedRows", default=UNSET)
    changed_rows: int | UnsetType = field(name="changedRows", default=UNSET)


class StatisticChange(Struct, kw_only=True):
    """
    A statistic of a column before and after.
    """

    split: str
    column: str
    field_: str = field(name="field")
    before: float | None | UnsetType = UNSET
    after: float | None | UnsetType = UNSET


class FileChange(Struct, kw_only=True):
    """
    A file that is not as it was.
    """

    path: str
    change: Difference


MdfDoi: TypeAlias = Annotated[
    str, Meta(description="A DOI, without https://doi.org/.", pattern="^10\\..+/.+")
]


class MdfNameIdentifier(Struct, kw_only=True):
    name_identifier: str = field(name="nameIdentifier")
    name_identifier_scheme: str = field(name="nameIdentifierScheme")
    scheme_uri: str | UnsetType = field(name="schemeURI", default=UNSET)


class MdfCreator(Struct, kw_only=True):
    """
    Who made the data.
    """

    creator_name: Annotated[str, Meta(description="Family, Given.", min_length=1)] = (
        field(name="creatorName")
    )
    family_name: str | UnsetType = field(name="familyName", default=UNSET)
    given_name: str | UnsetType = field(name="givenName", default=UNSET)
    affiliations: list[str] | UnsetType = UNSET
    name_identifiers: list[MdfNameIdentifier] | UnsetType = field(
        name="nameIdentifiers", default=UNSET
    )


class MdfTitle(Struct, kw_only=True):
    title: Annotated[str, Meta(min_length=1)]
    type: (
        Literal["AlternativeTitle", "Subtitle", "TranslatedTitle", "Other"] | UnsetType
    ) = UNSET


class MdfDescription(Struct, kw_only=True):
    description: Annotated[str, Meta(max_length=20000)]
    description_type: Literal[
        "Abstract",
        "Methods",
        "SeriesInformation",
        "TableOfContents",
        "TechnicalInfo",
        "Other",
    ] = field(name="descriptionType")


class MdfRelatedIdentifier(Struct, kw_only=True):
    related_identifier: str = field(name="relatedIdentifier")
    related_identifier_type: Literal[
        "ARK",
        "arXiv",
        "bibcode",
        "DOI",
        "EAN13",
        "EISSN",
        "Handle",
        "IGSN",
        "ISBN",
        "ISSN",
        "ISTC",
        "LISSN",
        "LSID",
        "PMID",
        "PURL",
        "UPC",
        "URL",
        "URN",
    ] = field(name="relatedIdentifierType")
    relation_type: Literal[
        "IsCitedBy",
        "Cites",
        "IsSupplementTo",
        "IsSupplementedBy",
        "IsContinuedBy",
        "Continues",
        "IsNewVersionOf",
        "IsPreviousVersionOf",
        "IsPartOf",
        "HasPart",
        "IsReferencedBy",
        "References",
        "IsDocumentedBy",
        "Documents",
        "IsCompiledBy",
        "Compiles",
        "IsVariantFormOf",
        "IsOriginalFormOf",
        "IsIdenticalTo",
        "HasMetadata",
        "IsMetadataFor",
        "Reviews",
        "IsReviewedBy",
        "IsDerivedFrom",
        "IsSourceOf",
    ] = field(name="relationType")
    related_metadata_scheme: str | UnsetType = field(
        name="relatedMetadataScheme", default=UNSET
    )
    scheme_uri: str | UnsetType = field(name="schemeURI", default=UNSET)
    scheme_type: str | UnsetType = field(name="schemeType", default=UNSET)


class MdfDate(Struct, kw_only=True):
    date_type: Literal[
        "Accepted",
        "Available",
        "Collected",
        "Copyrighted",
        "Created",
        "Issued",
        "Submitted",
        "Updated",
        "Valid",
    ] = field(name="dateType")
    date: str | UnsetType = UNSET


class MdfRights(Struct, kw_only=True):
    rights: str | UnsetType = UNSET
    rights_uri: str | UnsetType = field(name="rightsURI", default=UNSET)
    rights_identifier: str | UnsetType = field(name="rightsIdentifier", default=UNSET)


class MdfSubject(Struct, kw_only=True):
    subject: str | UnsetType = UNSET
    subject_scheme: str | UnsetType = field(name="subjectScheme", default=UNSET)
    scheme_uri: str | UnsetType = field(name="schemeURI", default=UNSET)
    value_uri: str | UnsetType = field(name="valueURI", default=UNSET)


class Identifier(Struct, kw_only=True):
    identifier: MdfDoi
    identifier_type: Literal["DOI"] = field(name="identifierType")


class ResourceType(Struct, kw_only=True):
    resource_type_general: Literal[
        "Audiovisual",
        "Collection",
        "Dataset",
        "Event",
        "Image",
        "InteractiveResource",
        "Model",
        "PhysicalObject",
        "Service",
        "Software",
        "Sound",
        "Text",
        "Workflow",
        "Other",
    ] = field(name="resourceTypeGeneral")
    resource_type: str | UnsetType = field(name="resourceType", default=UNSET)


class MdfCitation(Struct, kw_only=True):
    """
    The block `dc`: what DataCite knows of the data.
    """

    creators: Annotated[list[MdfCreator], Meta(min_length=1)]
    titles: Annotated[list[MdfTitle], Meta(min_length=1)]
    publisher: Annotated[str, Meta(min_length=1)]
    publication_year: Annotated[
        str, Meta(description="Four digits, as text.", pattern="^[0-9]{4}$")
    ] = field(name="publicationYear")
    resource_type: ResourceType = field(name="resourceType")
    identifier: Identifier | UnsetType = UNSET
    subjects: list[MdfSubject] | UnsetType = UNSET
    contributors: list[dict[str, Any]] | UnsetType = UNSET
    dates: list[MdfDate] | UnsetType = UNSET
    language: str | UnsetType = UNSET
    alternate_identifiers: list[dict[str, Any]] | UnsetType = field(
        name="alternateIdentifiers", default=UNSET
    )
    related_identifiers: list[MdfRelatedIdentifier] | UnsetType = field(
        name="relatedIdentifiers", default=UNSET
    )
    sizes: list[str] | UnsetType = UNSET
    formats: list[str] | UnsetType = UNSET
    version: str | UnsetType = UNSET
    rights_list: list[MdfRights] | UnsetType = field(name="rightsList", default=UNSET)
    descriptions: list[MdfDescription] | UnsetType = UNSET
    funding_references: list[dict[str, Any]] | UnsetType = field(
        name="fundingReferences", default=UNSET
    )
    geo_locations: list[dict[str, Any]] | UnsetType = field(
        name="geoLocations", default=UNSET
    )


class MdfLink(Struct, kw_only=True):
    type: str | UnsetType = UNSET
    doi: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    bibtex: str | UnsetType = UNSET


class MdfAdministration(Struct, kw_only=True):
    """
    The block `mdf`: who may see it, and what it is called.
    """

    source_name: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    acl: list[str] | UnsetType = UNSET
    organizations: list[str] | UnsetType = UNSET
    links: list[MdfLink] | UnsetType = UNSET


class FoundrySplitBlock(Struct, kw_only=True):
    type: str | UnsetType = UNSET
    path: str | UnsetType = UNSET
    label: str | UnsetType = UNSET


class FoundryKeyBlock(Struct, kw_only=True):
    key: (
        Annotated[
            list[str],
            Meta(
                description="Names of columns, or paths in an HDF5 file.", min_length=1
            ),
        ]
        | UnsetType
    ) = UNSET
    type: Annotated[str, Meta(description="'input' or 'target'.")] | UnsetType = UNSET
    filter: str | None | UnsetType = UNSET
    description: str | None | UnsetType = UNSET
    units: str | None | UnsetType = UNSET
    classes: list[dict[str, Any]] | None | UnsetType = UNSET


class FoundryBlock(Struct, kw_only=True):
    """
    The block `projects.foundry`: how the data is split, and what its keys mean.
    """

    short_name: str | UnsetType = UNSET
    data_type: str | UnsetType = UNSET
    task_type: list[str] | UnsetType = UNSET
    domain: list[str] | UnsetType = UNSET
    n_items: float | UnsetType = UNSET
    splits: list[FoundrySplitBlock] | UnsetType = UNSET
    keys: list[FoundryKeyBlock] | UnsetType = UNSET


class MdfIndex(Struct, kw_only=True):
    mapping: dict[str, Any]
    delimiter: str | UnsetType = UNSET
    na_values: Annotated[list[str], Meta(min_length=1)] | UnsetType = UNSET


DataSource: TypeAlias = Annotated[
    str,
    Meta(
        description="With its protocol, such as globus://, https:// or file://.",
        min_length=1,
    ),
]


class Index(Struct, kw_only=True):
    json: MdfIndex | UnsetType = UNSET
    csv: MdfIndex | UnsetType = UNSET
    yaml: MdfIndex | UnsetType = UNSET
    xml: MdfIndex | UnsetType = UNSET
    excel: MdfIndex | UnsetType = UNSET
    filename: MdfIndex | UnsetType = UNSET


class ExtractionConfig(Struct, kw_only=True):
    group_by_dir: bool | UnsetType = UNSET
    known_formats: dict[str, Any] | UnsetType = UNSET


class Services(Struct, kw_only=True):
    mdf_publish: bool | dict[str, Any] | UnsetType = UNSET
    citrine: bool | dict[str, Any] | UnsetType = UNSET
    mrr: bool | UnsetType = UNSET


class Projects(Struct, kw_only=True):
    foundry: FoundryBlock | UnsetType = UNSET


class MdfSubmission(Struct, kw_only=True):
    """
    A submission to MDF Connect: where the data lies, and the blocks that describe it.
    """

    dc: MdfCitation
    data_sources: Annotated[list[DataSource], Meta(min_length=1)]
    mdf: MdfAdministration | UnsetType = UNSET
    data_destinations: list[str] | UnsetType = UNSET
    external_uri: str | UnsetType = UNSET
    index: Index | UnsetType = UNSET
    extraction_config: ExtractionConfig | UnsetType = UNSET
    services: Services | UnsetType = UNSET
    mrr: dict[str, Any] | UnsetType = UNSET
    custom: dict[str, str] | UnsetType = UNSET
    custom_desc: dict[str, str] | UnsetType = UNSET
    projects: Projects | UnsetType = UNSET
    tags: Annotated[list[str], Meta(min_length=1)] | UnsetType = UNSET
    update: bool | UnsetType = UNSET
    incremental_update: str | UnsetType = UNSET
    curation: bool | UnsetType = UNSET
    dataset_acl: list[str] | UnsetType = UNSET
    test: bool | UnsetType = UNSET
    no_extract: bool | UnsetType = UNSET


ShapeItem3: TypeAlias = Annotated[int, Meta(ge=-1)]


class Tensor(Struct, kw_only=True):
    """
    A tensor of the model and the table columns that it holds, in order. `shape` counts rows first; -1 is any.
    """

    name: Annotated[str, Meta(max_length=200, min_length=1)]
    datatype: Annotated[
        Literal[
            "BOOL",
            "UINT8",
            "UINT16",
            "UINT32",
            "UINT64",
            "INT8",
            "INT16",
            "INT32",
            "INT64",
            "FP16",
            "FP32",
            "FP64",
            "BYTES",
        ],
        Meta(description="As the Open Inference Protocol v2 names it."),
    ]
    shape: list[ShapeItem3]
    columns: Annotated[list[ColumnDraft], Meta(min_length=1)]


class TrainedOn(Struct, kw_only=True):
    """
    What a model was trained on.
    """

    dataset: Name
    version: Version
    split: SplitName
    columns: list[str] | UnsetType = UNSET


class Metric(Struct, kw_only=True):
    """
    A figure of merit on a split of a dataset.
    """

    name: Annotated[str, Meta(max_length=100)]
    value: float
    unit: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    dataset: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    split: SplitName | UnsetType = UNSET


ModelFormat: TypeAlias = Annotated[
    Literal[
        "onnx",
        "skops",
        "xgboost",
        "lightgbm",
        "torch",
        "keras",
        "python",
        "pipeline",
        "pickle",
    ],
    Meta(
        description="What the entry is: a single-file ONNX model, a skops file of a scikit-learn estimator, XGBoost's JSON, LightGBM's text, PyTorch's exported program, a Keras archive, Python source, a list of published steps, or a pickle."
    ),
]


class ModelArtifact(Struct, kw_only=True):
    """
    Another file with the same model.
    """

    format: ModelFormat
    entry: FilePath


Give: TypeAlias = Annotated[str, Meta(max_length=200)]


class ModelCall(Struct, kw_only=True):
    """
    How Python calls the model.
    """

    entrypoint: (
        Annotated[
            str,
            Meta(
                description="`module:function`, or `module:Class` with a method.",
                max_length=300,
                pattern="^[A-Za-z_][A-Za-z0-9_.]*(?::[A-Za-z_][A-Za-z0-9_.]*)?$",
            ),
        ]
        | UnsetType
    ) = UNSET
    method: (
        Annotated[
            str,
            Meta(
                description="The method of an object that is called with the rows.",
                max_length=100,
                pattern="^[A-Za-z_][A-Za-z0-9_]*$",
            ),
        ]
        | UnsetType
    ) = UNSET
    takes: (
        Annotated[
            Literal["arrays", "columns", "array", "pandas", "arrow", "rows"],
            Meta(
                description="Arrays by position for each tensor, arrays by column name, one array of rows and columns, a pandas frame, an Arrow table, or the values of one row at a time."
            ),
        ]
        | UnsetType
    ) = UNSET
    gives: (
        Annotated[
            list[Give],
            Meta(
                description="The estimator's methods whose results are the output tensors, in order."
            ),
        ]
        | UnsetType
    ) = UNSET


class ModelStep(Struct, kw_only=True):
    """
    A published model whose outputs the next steps take.
    """

    model: Annotated[str, Meta(description="`name@version`.", max_length=200)]
    sha256: Sha256


Scalar: TypeAlias = (
    Annotated[str | float | bool, Meta(description="A value to compare with.")] | None
)


ComparisonOperator: TypeAlias = Annotated[
    Literal[
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "between",
        "contains",
        "elements",
        "missing",
        "present",
    ],
    Meta(
        description="How a column is compared. `elements`: a chemical formula that names each of `values`, such as `Fe` and `O`."
    ),
]


class Sort(Struct, kw_only=True):
    """
    One sort key; missing values come last.
    """

    column: str
    descending: bool | UnsetType = False


class Sample(Struct, kw_only=True):
    """
    So many rows drawn at random without replacement, in their stored order; the same for the same seed.
    """

    rows: Annotated[int, Meta(ge=1)]
    seed: Annotated[int, Meta(ge=0)] | UnsetType = 0


class PageResponse(Struct, kw_only=True):
    """
    Head of a page; its rows travel beside it as one Arrow IPC stream. `total` counts the view's rows, `of` the table's.
    """

    id: int
    offset: int
    rows: int
    total: int
    of: int
    cut: (
        Annotated[
            list[str],
            Meta(description="Columns whose long values are cut in this page."),
        ]
        | UnsetType
    ) = UNSET


class ColumnCounts(Struct, kw_only=True):
    """
    A column among the rows of a view: one count for each bin or value that was asked for.
    """

    name: str
    rows: Annotated[int, Meta(description="Rows of the view.")]
    missing: Annotated[int, Meta(description="Nulls and NaN among them.")]
    counts: list[int]


class CountsResponse(Struct, kw_only=True):
    """
    A column's counts.
    """

    id: int
    counts: ColumnCounts


class CrossCounts(Struct, kw_only=True):
    """
    A column in each part of another. With n bounds in `from` and `to` there are 2n + 1 parts: below the first, then up to each bound in turn; a range from bound i to bound j holds the parts 2i + 1 to 2j + 1.
    """

    name: str
    rows: Annotated[list[int], Meta(description="Rows of each part.")]
    missing: Annotated[list[int], Meta(description="Nulls and NaN among them.")]
    counts: Annotated[
        list[int],
        Meta(description="Counts of each part's bins or values, part after part."),
    ]


class CrossCountsResponse(Struct, kw_only=True):
    """
    Columns in each part of another, in the order in which they were asked for.
    """

    id: int
    columns: list[CrossCounts]


class FindResponse(Struct, kw_only=True):
    """
    Where the text is. `row` and `columns` are absent where no row holds it.
    """

    id: int
    matches: Annotated[int, Meta(description="Rows that match.")]
    row: int | UnsetType = UNSET
    columns: list[str] | UnsetType = UNSET
    place: (
        Annotated[int, Meta(description="Which of the matching rows this is, from 0.")]
        | UnsetType
    ) = UNSET
    first: (
        Annotated[
            int,
            Meta(
                description="Rows of the table that were looked at, where those are the first of them and not all."
            ),
        ]
        | UnsetType
    ) = UNSET


PlotKind: TypeAlias = Annotated[
    Literal["scatter", "box", "correlation", "parallel"],
    Meta(
        description="What a plot compares: two columns, one by class, all with all, or many row by row."
    ),
]


class Density(Struct, kw_only=True):
    """
    Rows in the cells of a grid: `counts` holds a row of cells for each bin of y, from the lowest.
    """

    x: list[float]
    y: list[float]
    counts: list[list[int]]


class Box(Struct, kw_only=True):
    """
    A class: quartiles, and the outermost values within 1.5 times the interquartile range of them.
    """

    name: str
    count: int
    low: float
    q1: float
    median: float
    q3: float
    high: float


class PlotResponse(Struct, kw_only=True):
    """
    What a plot draws. Points travel beside it as one Arrow IPC stream.
    """

    id: int
    rows: Annotated[int, Meta(description="Rows that are drawn or counted.")]
    of: Annotated[int, Meta(description="Rows of the view.")]
    first: (
        Annotated[
            int,
            Meta(
                description="Rows of the table that were looked at, where those are the first of them and not all."
            ),
        ]
        | UnsetType
    ) = UNSET
    density: Density | UnsetType = UNSET
    boxes: list[Box] | UnsetType = UNSET
    correlation: (
        Annotated[
            list[list[float | None]],
            Meta(
                description="Pearson's coefficients, a row for each column; null where one does not vary."
            ),
        ]
        | UnsetType
    ) = UNSET


FacetField: TypeAlias = Annotated[
    Literal[
        "kind",
        "domain",
        "task",
        "license",
        "unit",
        "keyword",
        "type",
        "organisation",
        "year",
        "size",
        "element",
        "author",
        "input",
        "output",
        "input_unit",
        "output_unit",
        "trained",
        "framework",
        "metric",
    ],
    Meta(
        description="A field that results can be narrowed by; the last seven are of models."
    ),
]


class FacetChoice(Struct, kw_only=True):
    """
    One chosen facet value.
    """

    field_: FacetField = field(name="field")
    value: Annotated[str, Meta(max_length=200)]


class FacetCount(Struct, kw_only=True):
    """
    How many results have this value.
    """

    field_: FacetField = field(name="field")
    value: str
    count: Annotated[int, Meta(ge=0)]


class Highlights(Struct, kw_only=True):
    """
    Title and an excerpt of the description with marked words.
    """

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


SearchSort: TypeAlias = Annotated[
    Literal["relevance", "date", "size", "rows", "name"],
    Meta(
        description="What the order of results goes by: by default relevance, or the date of publication where nothing is ranked. Equal ones go by date and name."
    ),
]


SearchField: TypeAlias = Annotated[
    Literal[
        "title",
        "name",
        "author",
        "column",
        "doi",
        "similar",
        "trained",
        "kind",
        "domain",
        "task",
        "license",
        "unit",
        "keyword",
        "type",
        "organisation",
        "element",
        "year",
        "rows",
        "columns",
        "size",
        "input",
        "output",
        "input_unit",
        "output_unit",
        "framework",
        "metric",
    ],
    Meta(
        description="What a condition is about. `input` and `output` are kinds of values that a model takes and gives (number, class, text, smiles, formula, array), `input_unit` and `output_unit` their units, `framework` what it was made with, `metric` the name of a figure of merit. `type` is the kind of data (tabular, hdf5, files) or a model's format; `similar` takes a dataset's name; `trained` finds models by the dataset they were trained on; `columns` is how many there are; `size` is in bytes."
    ),
]


Value1: TypeAlias = Annotated[str, Meta(max_length=1000, min_length=1)]


class SearchTerm(Struct, kw_only=True):
    """
    One condition. Without `field` its words stand anywhere. `values` are alternatives, but of `element` all must be there. `number` is for year, rows, columns and size.
    """

    field_: SearchField | UnsetType = field(name="field", default=UNSET)
    values: Annotated[list[Value1], Meta(max_length=50)] | UnsetType = UNSET
    form: (
        Annotated[
            Literal["words", "beginning", "phrase"],
            Meta(
                description="Whether the words stand one after another in any record (words, phrase), and whether the last may be the beginning of a longer one."
            ),
        ]
        | UnsetType
    ) = UNSET
    op: (
        Annotated[
            Literal["=", "<", "<=", ">", ">="],
            Meta(
                description="How the record's number compares with `number`; equal where absent."
            ),
        ]
        | UnsetType
    ) = UNSET
    number: float | UnsetType = UNSET
    not_: (
        Annotated[bool, Meta(description="True finds what does not fit.")] | UnsetType
    ) = field(name="not", default=UNSET)


class CorrectedWord(Struct, kw_only=True):
    """
    A word and what it was taken for.
    """

    from_: str = field(name="from")
    to: str


class MatchedColumn(Struct, kw_only=True):
    """
    A column by name, with its unit.
    """

    name: str
    unit: str | UnsetType = UNSET


class Histogram(Struct, kw_only=True):
    """
    `edges` has one more item than `counts`; the last bin includes its upper edge.
    """

    edges: list[float]
    counts: list[int]


class ValueCount(Struct, kw_only=True):
    """
    A value and how often it occurs.
    """

    value: str
    count: int


class LogEntry(Struct, kw_only=True):
    """
    Something that happened to a package. Entries are never changed.
    """

    id: str
    action: Literal[
        "published",
        "submitted",
        "in review",
        "accepted",
        "returned",
        "deprecated",
        "withdrawn",
        "restored",
        "renamed",
        "minted",
    ]
    kind: Kind
    name: Name
    version: Version
    at: str
    by: str | UnsetType = UNSET
    reason: (
        Annotated[
            str,
            Meta(
                description="Why; a curator's comments where it was returned.",
                max_length=5000,
            ),
        ]
        | UnsetType
    ) = UNSET
    to: (
        Annotated[Name, Meta(description="The new name of a package that was renamed.")]
        | UnsetType
    ) = UNSET
    doi: (
        Annotated[
            str,
            Meta(
                description="The DOI that a version was given.",
                pattern="^10\\.[0-9]{4,9}/\\S+$",
            ),
        ]
        | UnsetType
    ) = UNSET


class PackageSummary(Struct, kw_only=True):
    """
    A package and its versions, newest first.
    """

    kind: Kind
    name: Name
    title: str
    versions: list[Version]


class WrongFile(Struct, kw_only=True):
    """
    A file that is not as published.
    """

    path: str
    reason: Literal["missing", "changed", "unexpected"]
    expected: str | UnsetType = UNSET
    found: str | UnsetType = UNSET


class HubInfo(Struct, kw_only=True):
    """
    Which hub answers, and on what store.
    """

    product: Literal["foundry-lab"]
    version: str
    store: str
    store_name: str = field(name="storeName")
    datasets: int
    models: int
    benchmarks: int | UnsetType = UNSET


class ReceivedPart(Struct, kw_only=True):
    """
    How much of a file has arrived.
    """

    path: FilePath
    bytes: Annotated[int, Meta(ge=0)]


class FileHash(Struct, kw_only=True):
    """
    A file of a package and its SHA-256.
    """

    path: FilePath
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class UploadCommit(Struct, kw_only=True):
    """
    What a publisher found while sending: hashes of files whose manifest entries had none.
    """

    files: list[FileHash]


class UploadFile(Struct, kw_only=True):
    """
    A file that is published. One without a hash is hashed while it is sent.
    """

    path: FilePath
    bytes: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | UnsetType = UNSET


class LogNote(Struct, kw_only=True):
    """
    What another store's log says of a version that is here too.
    """

    action: Literal[
        "submitted",
        "in review",
        "accepted",
        "returned",
        "deprecated",
        "withdrawn",
        "restored",
        "renamed",
        "minted",
    ]
    kind: Kind
    name: Name
    version: Version
    at: str
    by: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
    reason: (
        Annotated[
            str,
            Meta(
                description="Why; a curator's comments where it was returned.",
                max_length=5000,
            ),
        ]
        | UnsetType
    ) = UNSET
    to: (
        Annotated[Name, Meta(description="The new name of a package that was renamed.")]
        | UnsetType
    ) = UNSET
    doi: (
        Annotated[
            str,
            Meta(
                description="The DOI that a version was given.",
                pattern="^10\\.[0-9]{4,9}/\\S+$",
            ),
        ]
        | UnsetType
    ) = UNSET


class StoreDescription(Struct, kw_only=True):
    """
    `foundry-store.json` and the entries of `log/`.
    """

    format_version: Literal[1] = field(name="formatVersion")
    name: Annotated[str, Meta(max_length=200)]
    curation: (
        Annotated[
            bool,
            Meta(
                description="Whether a curator must accept a version before it is found; `false` by default."
            ),
        ]
        | UnsetType
    ) = UNSET


SubmissionId: TypeAlias = Annotated[
    str,
    Meta(description="A ULID: ids sort by time.", pattern="^[0-9A-HJKMNP-TV-Z]{26}$"),
]


EntryName: TypeAlias = Annotated[
    str,
    Meta(
        description="What an entry is called on the leaderboard; one of a kind in its benchmark.",
        max_length=100,
        min_length=1,
        pattern="^[^\\s\\u0000-\\u001f\\u007f](?:[^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$",
    ),
]


EntryKind: TypeAlias = Annotated[
    Literal["predictions", "model", "baseline", "published"],
    Meta(
        description="Predictions as given, of a published model, computed with the benchmark, or taken from the literature."
    ),
]


FoldScores: TypeAlias = dict[str, float | None]
"""
By metric; null where a metric is not defined on these rows.
"""


class OverallScore(Struct, kw_only=True):
    """
    A metric over all folds: mean and standard deviation (population) of the folds' scores, and the bootstrap confidence interval of the mean.
    """

    mean: float | None
    std: float | None
    low: float | None
    high: float | None
    confidence: float


class Scoring(Struct, kw_only=True):
    """
    What a score is a function of.
    """

    code: Annotated[str, Meta(description="Version of the scoring code.")]
    benchmark_sha256: Sha256 = field(name="benchmarkSha256")
    truth_sha256: Sha256 = field(name="truthSha256")
    predictions_sha256: Sha256 = field(name="predictionsSha256")


class Withdrawal(Struct, kw_only=True):
    at: str
    reason: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


class WithdrawalRequest(Struct, kw_only=True):
    reason: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


class FoldPredictions(Struct, kw_only=True):
    """
    Ids and, in the same order, predictions. Values are checked one by one, for a better sentence than a schema's.
    """

    ids: list[Any]
    values: list[Any]


class Predictions(Struct, kw_only=True):
    """
    By fold; the file of a submission's predictions.
    """

    folds: dict[str, FoldPredictions]


SoftwareAdditionalProperty: TypeAlias = Annotated[str, Meta(max_length=200)]


class SubmissionRequest(Struct, kw_only=True):
    """
    What enters a benchmark: predictions by fold, or a published model alone, which the hub then runs.
    """

    name: EntryName
    by: Annotated[str, Meta(max_length=200, min_length=1)] | UnsetType = UNSET
    kind: EntryKind | UnsetType = UNSET
    model: (
        Annotated[
            str,
            Meta(
                description="The model that made the predictions or, where there are none, that the hub runs.",
                max_length=300,
            ),
        ]
        | UnsetType
    ) = UNSET
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    software: dict[str, SoftwareAdditionalProperty] | UnsetType = UNSET
    seconds: Annotated[float, Meta(ge=0.0)] | UnsetType = UNSET
    parameters: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    folds: dict[str, FoldPredictions] | UnsetType = UNSET


class SubmissionCheck(Struct, kw_only=True):
    """
    What keeps a submission from being taken, and what to know before: nothing was submitted.
    """

    problems: list[str]
    notes: list[str]


class EntryComparison(Struct, kw_only=True):
    """
    The difference to the entry above: a paired test on the scores of the folds, corrected for their shared training rows (Nadeau and Bengio 2003), or on the rows where there is one fold.
    """

    against: SubmissionId
    p: Annotated[float, Meta(description="Two-sided.")] | None
    significant: Annotated[bool, Meta(description="p below 0.05.")]
    test: str


class LineageNode(Struct, kw_only=True):
    id: str
    kind: Literal["dataset", "model", "benchmark", "entry"]
    title: str
    reference: str
    withdrawn: bool
    affected: (
        Annotated[
            bool,
            Meta(description="It, or something that it comes from, was withdrawn."),
        ]
        | UnsetType
    ) = UNSET
    missing: (
        Annotated[bool, Meta(description="It is named, but not in this store.")]
        | UnsetType
    ) = UNSET


class LineageEdge(Struct, kw_only=True):
    """
    `to` came of `from`.
    """

    from_: str = field(name="from")
    to: str
    relation: Literal["trained", "posed", "entered", "predicted"]


class Lineage(Struct, kw_only=True):
    """
    What a package comes from, and all that came of it.
    """

    start: str
    nodes: list[LineageNode]
    edges: list[LineageEdge]


class Submission(Struct, kw_only=True):
    """
    An accepted entry of a benchmark (`submissions/<id>.json`): who, what and its scores. It never changes.
    """

    schema_version: Literal[1] = field(name="schemaVersion")
    id: SubmissionId
    benchmark: Name
    version: Version
    name: EntryName
    kind: EntryKind
    submitted_at: str = field(name="submittedAt")
    rows: Annotated[int, Meta(ge=1)]
    predictions: FileEntry
    scores: Annotated[dict[str, FoldScores], Meta(description="By fold.")]
    overall: Annotated[dict[str, OverallScore], Meta(description="By metric.")]
    scoring: Scoring
    by: Annotated[str, Meta(max_length=200, min_length=1)] | UnsetType = UNSET
    model: (
        Annotated[
            str,
            Meta(
                description="Reference of the model that made the predictions.",
                max_length=300,
            ),
        ]
        | UnsetType
    ) = UNSET
    model_sha256: (
        Annotated[
            Sha256,
            Meta(description="What the hub ran: the digest of the model's package."),
        ]
        | UnsetType
    ) = field(name="modelSha256", default=UNSET)
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    software: (
        Annotated[
            dict[str, SoftwareAdditionalProperty],
            Meta(description="Package name to version."),
        ]
        | UnsetType
    ) = UNSET
    seconds: (
        Annotated[float, Meta(description="What fitting and predicting took.", ge=0.0)]
        | UnsetType
    ) = UNSET
    parameters: (
        Annotated[int, Meta(description="How many the model has.", ge=0)] | UnsetType
    ) = UNSET
    withdrawn: Withdrawal | UnsetType = UNSET


class BenchmarkDataset(Struct, kw_only=True):
    """
    The dataset that a benchmark is on.
    """

    name: Name
    version: Version


class Fold(Struct, kw_only=True):
    """
    Rows that are predicted together: `path` is a FoldRows document.
    """

    name: FoldName
    path: FilePath
    rows: Annotated[int, Meta(ge=1)]
    train_rows: Annotated[int, Meta(ge=0)] | UnsetType = field(
        name="trainRows", default=UNSET
    )
    target: (
        Annotated[
            str,
            Meta(
                description="The column to predict, where a benchmark has several.",
                max_length=500,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class BenchmarkLabels(Struct, kw_only=True):
    """
    Whether the truth is in the package. Hidden labels are kept by the hub under their digest.
    """

    hidden: bool
    sha256: Sha256 | UnsetType = UNSET
    inputs_hidden: (
        Annotated[
            bool,
            Meta(
                description="Whether the hub alone has the test rows' inputs too, so that only published models can enter."
            ),
        ]
        | UnsetType
    ) = field(name="inputsHidden", default=UNSET)


class KeptLabels(Struct, kw_only=True):
    """
    The digest under which a hub keeps labels.
    """

    sha256: Sha256


class Benchmark(Struct, kw_only=True):
    """
    The manifest of a published benchmark (`benchmark.json`): what is predicted, on which rows, and how it is scored. A version never changes once published.
    """

    schema_version: Literal[1] = field(name="schemaVersion")
    kind: Literal["benchmark"]
    name: Name
    version: Version
    title: Annotated[str, Meta(max_length=300, min_length=1)]
    published_at: str = field(name="publishedAt")
    dataset: BenchmarkDataset
    task: Annotated[
        Literal["regression", "classification"],
        Meta(description="Numbers, or classes."),
    ]
    id: Annotated[
        str,
        Meta(
            description="The dataset's column that names its rows.",
            max_length=500,
            min_length=1,
        ),
    ]
    target: Annotated[str, Meta(max_length=500, min_length=1)]
    folds: Annotated[list[Fold], Meta(max_length=1000)]
    metrics: Annotated[
        list[BenchmarkMetric],
        Meta(description="The first one orders the leaderboard.", max_length=50),
    ]
    labels: BenchmarkLabels
    files: list[FileEntry]
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    license: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the license's name.", max_length=200
            ),
        ]
        | UnsetType
    ) = UNSET
    authors: list[Author] | UnsetType = UNSET
    citations: list[Citation] | UnsetType = UNSET
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    source: (
        Annotated[
            str,
            Meta(
                description="Where the content comes from, in words.", max_length=5000
            ),
        ]
        | UnsetType
    ) = UNSET
    keywords: list[Keyword] | UnsetType = UNSET
    domains: list[Domain] | UnsetType = UNSET
    tasks: list[Task] | UnsetType = UNSET
    inputs: list[Input] | UnsetType = UNSET
    targets: (
        Annotated[
            list[Target],
            Meta(
                description="The columns to predict, where there are several; each fold is of one of them, and `target` is the first.",
                max_length=1000,
                min_length=2,
            ),
        ]
        | UnsetType
    ) = UNSET
    unit: (
        Annotated[
            str, Meta(description="The target's unit.", max_length=100, min_length=1)
        ]
        | UnsetType
    ) = UNSET
    classes: (
        Annotated[
            list[ClassLabel],
            Meta(
                description="What can be predicted, where it is classes; of two classes the last is the positive one.",
                max_length=10000,
            ),
        ]
        | UnsetType
    ) = UNSET
    splitter: Splitter | UnsetType = UNSET
    rules: BenchmarkRules | UnsetType = UNSET


class CatalogAnswer(Struct, kw_only=True):
    """
    What one catalog answers. One that is `offline` has no hits, and `problem` says why; the others answer nevertheless.
    """

    catalog: str
    title: str
    state: Literal["answered", "offline"]
    hits: list[CatalogHit]
    total: (
        Annotated[
            int, Meta(description="How many match, where the catalog says so.", ge=0)
        ]
        | UnsetType
    ) = UNSET
    problem: Problem | UnsetType = UNSET


class ColumnDrift(Struct, kw_only=True):
    """
    How far a column's distribution in the second split is from that in the first; without a measure where it has none.
    """

    name: str
    measure: DriftMeasure | UnsetType = UNSET
    value: (
        Annotated[float, Meta(description="From 0, alike, to 1, nothing in common.")]
        | UnsetType
    ) = UNSET
    p_value: (
        Annotated[
            float,
            Meta(
                description="Probability of such a Kolmogorov-Smirnov statistic or a greater one if both splits were drawn from one distribution."
            ),
        ]
        | UnsetType
    ) = field(name="pValue", default=UNSET)
    approximate: (
        Annotated[
            bool,
            Meta(
                description="Whether it is of histograms or of the most frequent values, not of the values themselves."
            ),
        ]
        | UnsetType
    ) = UNSET
    unseen: (
        Annotated[
            int,
            Meta(
                description="Rows of the second split whose value the first does not have; for text and booleans."
            ),
        ]
        | UnsetType
    ) = UNSET


class LeakedRow(Struct, kw_only=True):
    """
    A row of the second split and one of the first that it repeats, by their places from 0.
    """

    first: int
    second: int
    kind: LeakKind


class SplitDraft(Struct, kw_only=True):
    """
    A named part of a dataset and what holds it: a table (CSV, JSON, Excel, Parquet, Arrow), arrays (HDF5, Zarr), molecules (SDF), or a folder of files.
    """

    name: SplitName
    path: FilePath
    description: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    keys: (
        Annotated[
            list[Key],
            Meta(
                description="Which arrays or groups of an HDF5 or Zarr file, as paths; all by default."
            ),
        ]
        | UnsetType
    ) = UNSET


class DatasetDraft(Struct, kw_only=True):
    """
    `dataset.json` in a folder that is to be published: what its author writes. Types, counts and hashes are read from the files.
    """

    name: Name
    version: Version | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=300, min_length=1)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    license: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the license's name.", max_length=200
            ),
        ]
        | UnsetType
    ) = UNSET
    authors: list[Author] | UnsetType = UNSET
    citations: list[Citation] | UnsetType = UNSET
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    source: (
        Annotated[
            str,
            Meta(
                description="Where the content comes from, in words.", max_length=5000
            ),
        ]
        | UnsetType
    ) = UNSET
    keywords: list[Keyword] | UnsetType = UNSET
    domains: list[Domain] | UnsetType = UNSET
    tasks: list[Task] | UnsetType = UNSET
    columns: list[ColumnDraft] | UnsetType = UNSET
    splits: Annotated[list[SplitDraft], Meta(min_length=1)] | UnsetType = UNSET


class Split(Struct, kw_only=True):
    """
    A named part of a dataset: one Parquet file.
    """

    name: SplitName
    path: FilePath
    rows: Annotated[int, Meta(ge=0)]
    description: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


class Dataset(Struct, kw_only=True):
    """
    The manifest of a published dataset (`dataset.json`). A version never changes once published.
    """

    schema_version: Literal[1] = field(name="schemaVersion")
    kind: Literal["dataset"]
    name: Name
    version: Version
    title: Annotated[str, Meta(max_length=300, min_length=1)]
    published_at: str = field(name="publishedAt")
    columns: list[Column]
    splits: Annotated[list[Split], Meta(min_length=1)]
    files: list[FileEntry]
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    license: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the license's name.", max_length=200
            ),
        ]
        | UnsetType
    ) = UNSET
    authors: list[Author] | UnsetType = UNSET
    citations: list[Citation] | UnsetType = UNSET
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    source: (
        Annotated[
            str,
            Meta(
                description="Where the content comes from, in words.", max_length=5000
            ),
        ]
        | UnsetType
    ) = UNSET
    keywords: list[Keyword] | UnsetType = UNSET
    domains: list[Domain] | UnsetType = UNSET
    tasks: list[Task] | UnsetType = UNSET
    arrays: (
        Annotated[
            list[ArrayEntry],
            Meta(
                description="Arrays that are not one value a row, such as the axis that all spectra share."
            ),
        ]
        | UnsetType
    ) = UNSET
    elements: (
        Annotated[
            list[Element],
            Meta(
                description="Symbols of the chemical elements in its formulas, molecules and structures, found at publication.",
                max_length=118,
            ),
        ]
        | UnsetType
    ) = UNSET


class InferenceInput(Struct, kw_only=True):
    """
    One tensor that goes into a model.
    """

    name: Annotated[str, Meta(max_length=200, min_length=1)]
    shape: Annotated[list[ShapeItem2], Meta(max_length=8, min_length=1)]
    datatype: TensorDatatype
    parameters: InferenceParameters | UnsetType = UNSET
    data: list[Any] | UnsetType = UNSET


class RequestedOutput(Struct, kw_only=True):
    """
    One output that is wanted, and whether as binary.
    """

    name: Annotated[str, Meta(max_length=200, min_length=1)]
    parameters: InferenceParameters | UnsetType = UNSET


class InferenceResponse(Struct, kw_only=True):
    """
    What a model gave.
    """

    model_name: str
    outputs: list[InferenceOutput]
    model_version: str | UnsetType = UNSET
    id: str | UnsetType = UNSET
    parameters: (
        Annotated[
            dict[str, Any],
            Meta(description="`cached`: whether the result was known already."),
        ]
        | UnsetType
    ) = UNSET


class ServedModel(Struct, kw_only=True):
    """
    What a served model takes and gives.
    """

    name: str
    platform: str
    inputs: list[ServedTensor]
    outputs: list[ServedTensor]
    versions: list[str] | UnsetType = UNSET


class PackageStatus(Struct, kw_only=True):
    """
    Where a version stands, and how it came there.
    """

    kind: Kind
    name: Name
    version: Version
    state: State
    visible: Annotated[
        bool,
        Meta(
            description="Whether search and references without a whole version find it."
        ),
    ]
    history: Annotated[
        list[LogEntry],
        Meta(description="Its entries in the store's log, oldest first."),
    ]
    reason: (
        Annotated[
            str,
            Meta(
                description="Why it is deprecated or withdrawn; a curator's comments where it was returned."
            ),
        ]
        | UnsetType
    ) = UNSET
    by: str | UnsetType = UNSET
    at: str | UnsetType = UNSET
    former_names: (
        Annotated[list[Name], Meta(description="Names that mean this package too.")]
        | UnsetType
    ) = field(name="formerNames", default=UNSET)


class PackageLifecycle(Struct, kw_only=True):
    """
    `lifecycle.json` beside a package's versions: derived from the log, for readers that do not read all of it.
    """

    versions: list[VersionStatus]
    renamed_to: (
        Annotated[Name, Meta(description="What the package is called now.")] | UnsetType
    ) = field(name="renamedTo", default=UNSET)
    former_names: (
        Annotated[
            list[Name], Meta(description="Folders that hold more of its versions.")
        ]
        | UnsetType
    ) = field(name="formerNames", default=UNSET)


class SplitDigests(Struct, kw_only=True):
    """
    The rows of a split: over all of its columns first, then over the columns of the version before it where those differ.
    """

    split: SplitName
    digests: Annotated[list[RowDigest], Meta(min_length=1)]


class Changes(Struct, kw_only=True):
    """
    What changed between two versions.
    """

    from_: str = field(name="from")
    to: str
    bump: Bump
    reasons: Annotated[
        list[str],
        Meta(description="Why no smaller part of the version could be raised."),
    ]
    metadata: list[ValueChange]
    columns: list[ColumnChange]
    splits: list[SplitChange]
    statistics: list[StatisticChange]
    files: Annotated[
        list[FileChange],
        Meta(
            description="Data files beside the splits' own that are not as they were."
        ),
    ]


class Signature(Struct, kw_only=True):
    """
    What a model takes and gives.
    """

    inputs: Annotated[list[Tensor], Meta(min_length=1)]
    outputs: Annotated[list[Tensor], Meta(min_length=1)]


class Model(Struct, kw_only=True):
    """
    The manifest of a published model (`model.json`).
    """

    schema_version: Literal[1] = field(name="schemaVersion")
    kind: Literal["model"]
    name: Name
    version: Version
    title: Annotated[str, Meta(max_length=300, min_length=1)]
    published_at: str = field(name="publishedAt")
    format: ModelFormat
    entry: FilePath
    signature: Signature
    files: list[FileEntry]
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    license: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the license's name.", max_length=200
            ),
        ]
        | UnsetType
    ) = UNSET
    authors: list[Author] | UnsetType = UNSET
    citations: list[Citation] | UnsetType = UNSET
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    source: (
        Annotated[
            str,
            Meta(
                description="Where the content comes from, in words.", max_length=5000
            ),
        ]
        | UnsetType
    ) = UNSET
    keywords: list[Keyword] | UnsetType = UNSET
    domains: list[Domain] | UnsetType = UNSET
    tasks: list[Task] | UnsetType = UNSET
    artifacts: list[ModelArtifact] | UnsetType = UNSET
    call: ModelCall | UnsetType = UNSET
    steps: Annotated[list[ModelStep], Meta(max_length=100)] | UnsetType = UNSET
    trained_on: list[TrainedOn] | UnsetType = field(name="trainedOn", default=UNSET)
    metrics: list[Metric] | UnsetType = UNSET
    environment: (
        Annotated[
            dict[str, str], Meta(description="Package name to version, as trained.")
        ]
        | UnsetType
    ) = UNSET
    requirements: (
        Annotated[
            FilePath,
            Meta(
                description="The lock file of the packages that the model's code needs, in pip's format."
            ),
        ]
        | UnsetType
    ) = UNSET
    example: (
        Annotated[
            FilePath,
            Meta(
                description="An Arrow file with example rows: inputs and the outputs that the model gave its publisher."
            ),
        ]
        | UnsetType
    ) = UNSET
    training_statistics: (
        Annotated[
            FilePath,
            Meta(
                description="A file like `statistics.json`: what the model's columns hold in the splits that it was trained on, in the model's units."
            ),
        ]
        | UnsetType
    ) = field(name="trainingStatistics", default=UNSET)
    intended_use: Annotated[str, Meta(max_length=20000)] | UnsetType = field(
        name="intendedUse", default=UNSET
    )
    limits: (
        Annotated[
            str,
            Meta(
                description="Where the model must not be used, or is known to fail.",
                max_length=20000,
            ),
        ]
        | UnsetType
    ) = UNSET
    card: (
        Annotated[
            str, Meta(description="The model card, in Markdown.", max_length=100000)
        ]
        | UnsetType
    ) = UNSET


class Comparison(Struct, kw_only=True):
    """
    A column against a value. `in`, `between` and `elements` take `values`; `missing` and `present` take neither.
    """

    column: str
    op: ComparisonOperator
    value: Scalar | UnsetType = UNSET
    values: list[Scalar] | UnsetType = UNSET


class Filter(Struct, kw_only=True):
    """
    A tree of conditions: exactly one of the properties is given.
    """

    all: list[Filter] | UnsetType = UNSET
    any: list[Filter] | UnsetType = UNSET
    not_: Filter | UnsetType = field(name="not", default=UNSET)
    compare: Comparison | UnsetType = UNSET


class View(Struct, kw_only=True):
    """
    Which rows of a table and in which order: filtered, then sampled, then sorted.
    """

    filter: Filter | UnsetType = UNSET
    sample: Sample | UnsetType = UNSET
    sort: list[Sort] | UnsetType = UNSET


class PageRequest(Struct, kw_only=True):
    """
    Rows `offset` to `offset + limit` of a view. A newer request supersedes an older one of the same widget.
    """

    id: Annotated[int, Meta(ge=0)]
    offset: Annotated[int, Meta(ge=0)]
    limit: Annotated[int, Meta(ge=0, le=10000)]
    columns: list[str] | UnsetType = UNSET
    view: View | UnsetType = UNSET
    full: (
        Annotated[
            bool,
            Meta(
                description="Whether long values come whole; without it, a page that would be large has them cut."
            ),
        ]
        | UnsetType
    ) = False


class HistogramRequest(Struct, kw_only=True):
    """
    The distribution of one column in a view.
    """

    id: Annotated[int, Meta(ge=0)]
    column: str
    bins: Annotated[int, Meta(ge=1, le=500)] | UnsetType = 40
    view: View | UnsetType = UNSET


class CountsRequest(Struct, kw_only=True):
    """
    How often a column's values fall into given bins, or are given values, among the rows of a view.
    """

    id: Annotated[int, Meta(ge=0)]
    column: str
    edges: (
        Annotated[
            list[float],
            Meta(description="Bounds of equally wide bins, ascending.", max_length=501),
        ]
        | UnsetType
    ) = UNSET
    values: Annotated[list[str], Meta(max_length=100)] | UnsetType = UNSET
    view: View | UnsetType = UNSET


class CountedColumn(Struct, kw_only=True):
    """
    A column whose counts are asked for, in equally wide bins or of given values, among the rows of a view.
    """

    column: str
    edges: (
        Annotated[
            list[float],
            Meta(description="Bounds of equally wide bins, ascending.", max_length=501),
        ]
        | UnsetType
    ) = UNSET
    values: Annotated[list[str], Meta(max_length=100)] | UnsetType = UNSET
    view: View | UnsetType = UNSET


class CrossCountsRequest(Struct, kw_only=True):
    """
    How columns are counted in each part of another column, so that the counts of any of its ranges are sums of them. The ranges go from one of `from` to one of `to`, both included.
    """

    id: Annotated[int, Meta(ge=0)]
    along: Annotated[str, Meta(description="The column that is cut into parts.")]
    from_: Annotated[
        list[float],
        Meta(description="Where ranges may begin, ascending.", max_length=501),
    ] = field(name="from")
    to: Annotated[
        list[float],
        Meta(
            description="Where ranges may end: as many, each at or above the bound of the same place in `from` and below the next one there.",
            max_length=501,
        ),
    ]
    columns: Annotated[list[CountedColumn], Meta(max_length=200)]


class FindRequest(Struct, kw_only=True):
    """
    The next row of a view in which a cell's text holds a text, upper and lower case alike.
    """

    id: Annotated[int, Meta(ge=0)]
    text: Annotated[str, Meta(max_length=1000, min_length=1)]
    from_: Annotated[
        int,
        Meta(description="Row of the view at which to start; that row counts.", ge=0),
    ] = field(name="from")
    backwards: bool | UnsetType = False
    columns: list[str] | UnsetType = UNSET
    view: View | UnsetType = UNSET


class PlotRequest(Struct, kw_only=True):
    """
    What is drawn of a view. `scatter` takes two columns, `box` one and `by`, the others several.
    """

    id: Annotated[int, Meta(ge=0)]
    kind: PlotKind
    columns: Annotated[list[str], Meta(max_length=40, min_length=1)]
    by: str | UnsetType = UNSET
    view: View | UnsetType = UNSET


class SearchRequest(Struct, kw_only=True):
    """
    What to look for. `query` is what a person types: words (the last one may be the beginning of a word), phrases in quotes, and fields such as `unit:eV`, `author:"Ada Lovelace"`, `rows>1000` or `-domain:physics`. `terms` are the same as data; all of them must hold. An empty search finds everything, newest first. Facet values of one field are alternatives; fields are joined by 'and'.
    """

    query: Annotated[str, Meta(max_length=1000)] | UnsetType = ""
    terms: (
        Annotated[
            list[SearchTerm],
            Meta(description="Conditions beside those of `query`.", max_length=64),
        ]
        | UnsetType
    ) = UNSET
    kinds: list[Kind] | UnsetType = UNSET
    facets: list[FacetChoice] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=0, le=200)] | UnsetType = 20
    offset: Annotated[int, Meta(ge=0, le=100000)] | UnsetType = 0
    sort: SearchSort | UnsetType = UNSET
    order: (
        Annotated[
            Literal["ascending", "descending"],
            Meta(
                description="Names ascend and everything else descends unless this says otherwise."
            ),
        ]
        | UnsetType
    ) = UNSET
    cursor: (
        Annotated[
            str,
            Meta(
                description="The `next` of a response: goes on after its last hit, whatever was published meanwhile. `offset` is not read then.",
                max_length=1000,
            ),
        ]
        | UnsetType
    ) = UNSET


class SearchHit(Struct, kw_only=True):
    """
    A package that matches. `highlights` mark the matched words of title and description between U+0002 and U+0003.
    """

    kind: Kind
    name: Name
    version: Version
    title: str
    bytes: Annotated[int, Meta(ge=0)]
    published_at: str = field(name="publishedAt")
    score: Annotated[
        float, Meta(description="Higher is better; comparable within one response.")
    ]
    description: str | UnsetType = UNSET
    license: str | UnsetType = UNSET
    rows: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    columns: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    keywords: list[str] | UnsetType = UNSET
    highlights: Highlights | UnsetType = UNSET
    authors: list[str] | UnsetType = UNSET
    doi: str | UnsetType = UNSET
    matched: (
        Annotated[
            list[MatchedColumn],
            Meta(description="Columns that a condition on `column` or `unit` found."),
        ]
        | UnsetType
    ) = UNSET
    shared: (
        Annotated[
            list[str],
            Meta(
                description="What it has in common with the dataset that it is similar to, such as 'column gap' or 'unit eV'."
            ),
        ]
        | UnsetType
    ) = UNSET
    state: State | UnsetType = UNSET
    reason: Annotated[str, Meta(description="Why it is deprecated.")] | UnsetType = (
        UNSET
    )


class Correction(Struct, kw_only=True):
    """
    Nothing has the words as they were given; these are the nearest that something has.
    """

    query: Annotated[str, Meta(description="The query that was searched for.")]
    changes: list[CorrectedWord]


class ColumnStatistics(Struct, kw_only=True):
    """
    Numbers have min to histogram; text and booleans have `unique` and `top`.
    """

    name: str
    count: Annotated[int, Meta(description="Values present.")]
    missing: Annotated[int, Meta(description="Nulls and NaN.")]
    unique: int | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET
    mean: float | UnsetType = UNSET
    std: float | UnsetType = UNSET
    histogram: Histogram | UnsetType = UNSET
    top: list[ValueCount] | UnsetType = UNSET


class VerifyReport(Struct, kw_only=True):
    """
    A package's files against its manifest.
    """

    kind: Kind
    name: str
    version: str
    ok: bool
    files: int
    bytes: int
    wrong: list[WrongFile]


class Upload(Struct, kw_only=True):
    """
    A publication under way: the files that the hub still needs.
    """

    id: str
    missing: list[str]
    received: Annotated[
        list[ReceivedPart],
        Meta(
            description="Missing files of which a part has arrived: they go on at `bytes`."
        ),
    ]
    expires: Annotated[
        str,
        Meta(description="When the hub forgets the upload if nothing more arrives."),
    ]
    arrived: Annotated[
        list[FileHash],
        Meta(
            description="Files that are there whole, and whose hashes the manifest did not give."
        ),
    ]


class LeaderboardEntry(Struct, kw_only=True):
    rank: Annotated[
        int,
        Meta(
            description="From 1; entries with the same score share one. 0 for withdrawn entries."
        ),
    ]
    id: SubmissionId
    name: str
    kind: EntryKind
    submitted_at: str = field(name="submittedAt")
    overall: dict[str, OverallScore]
    by: str | UnsetType = UNSET
    model: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    seconds: float | UnsetType = UNSET
    parameters: int | UnsetType = UNSET
    above: EntryComparison | UnsetType = UNSET
    withdrawn: Withdrawal | UnsetType = UNSET


class Leaderboard(Struct, kw_only=True):
    """
    A page of a benchmark's entries.
    """

    benchmark: str
    version: str
    title: str
    dataset: str
    metrics: list[BenchmarkMetric]
    sort: str
    total: int
    offset: int
    entries: list[LeaderboardEntry]


class CatalogsResponse(Struct, kw_only=True):
    """
    What each catalog answers, in the order in which they were asked for.
    """

    catalogs: list[CatalogAnswer]


class Leakage(Struct, kw_only=True):
    """
    Rows of the second split that the first holds too.
    """

    identical: Annotated[
        int,
        Meta(
            description="Rows with the same values in every column that is no identifier."
        ),
    ]
    same_inputs: (
        Annotated[
            int,
            Meta(
                description="Rows that are not identical but have the same inputs; absent where inputs are not told apart."
            ),
        ]
        | UnsetType
    ) = field(name="sameInputs", default=UNSET)
    other_targets: (
        Annotated[
            int,
            Meta(
                description="Those of the rows with the same inputs whose targets no row of the first split with these inputs has."
            ),
        ]
        | UnsetType
    ) = field(name="otherTargets", default=UNSET)
    inputs: (
        Annotated[list[str], Meta(description="The columns that count as inputs.")]
        | UnsetType
    ) = UNSET
    targets: (
        Annotated[list[str], Meta(description="The columns that count as targets.")]
        | UnsetType
    ) = UNSET
    examples: (
        Annotated[list[LeakedRow], Meta(description="The first of these rows.")]
        | UnsetType
    ) = UNSET


class InferenceRequest(Struct, kw_only=True):
    """
    Rows for a model. Values are in row-major order, flat or nested; an input with `binary_data_size` has them after the JSON instead.
    """

    inputs: Annotated[list[InferenceInput], Meta(max_length=1000, min_length=1)]
    id: (
        Annotated[str, Meta(description="Comes back with the answer.", max_length=1000)]
        | UnsetType
    ) = UNSET
    parameters: InferenceParameters | UnsetType = UNSET
    outputs: (
        Annotated[
            list[RequestedOutput],
            Meta(
                description="Which outputs are wanted; all when absent or empty.",
                max_length=1000,
            ),
        ]
        | UnsetType
    ) = UNSET


class RowDigests(Struct, kw_only=True):
    """
    `rows.json` of a dataset: what its rows are, whatever their order, so that versions can be compared without reading them.
    """

    format_version: Literal[1] = field(name="formatVersion")
    splits: list[SplitDigests]


class ModelDraft(Struct, kw_only=True):
    """
    `model.json` in a folder that is to be published: what its author writes.
    """

    name: Name
    format: ModelFormat
    entry: FilePath
    signature: Signature
    version: Version | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=300, min_length=1)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    license: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the license's name.", max_length=200
            ),
        ]
        | UnsetType
    ) = UNSET
    authors: list[Author] | UnsetType = UNSET
    citations: list[Citation] | UnsetType = UNSET
    doi: Annotated[str, Meta(pattern="^10\\.[0-9]{4,9}/\\S+$")] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, pattern="^https?://")] | UnsetType = UNSET
    source: (
        Annotated[
            str,
            Meta(
                description="Where the content comes from, in words.", max_length=5000
            ),
        ]
        | UnsetType
    ) = UNSET
    keywords: list[Keyword] | UnsetType = UNSET
    domains: list[Domain] | UnsetType = UNSET
    tasks: list[Task] | UnsetType = UNSET
    artifacts: list[ModelArtifact] | UnsetType = UNSET
    call: ModelCall | UnsetType = UNSET
    steps: Annotated[list[ModelStep], Meta(max_length=100)] | UnsetType = UNSET
    trained_on: list[TrainedOn] | UnsetType = field(name="trainedOn", default=UNSET)
    metrics: list[Metric] | UnsetType = UNSET
    environment: (
        Annotated[
            dict[str, str], Meta(description="Package name to version, as trained.")
        ]
        | UnsetType
    ) = UNSET
    requirements: (
        Annotated[
            FilePath,
            Meta(
                description="The lock file of the packages that the model's code needs, in pip's format."
            ),
        ]
        | UnsetType
    ) = UNSET
    example: (
        Annotated[
            FilePath,
            Meta(
                description="An Arrow file with example rows: inputs and the outputs that the model gave its publisher."
            ),
        ]
        | UnsetType
    ) = UNSET
    training_statistics: (
        Annotated[
            FilePath,
            Meta(
                description="A file like `statistics.json`: what the model's columns hold in the splits that it was trained on, in the model's units."
            ),
        ]
        | UnsetType
    ) = field(name="trainingStatistics", default=UNSET)
    intended_use: Annotated[str, Meta(max_length=20000)] | UnsetType = field(
        name="intendedUse", default=UNSET
    )
    limits: (
        Annotated[
            str,
            Meta(
                description="Where the model must not be used, or is known to fail.",
                max_length=20000,
            ),
        ]
        | UnsetType
    ) = UNSET
    card: (
        Annotated[
            str, Meta(description="The model card, in Markdown.", max_length=100000)
        ]
        | UnsetType
    ) = UNSET


class HistogramResponse(Struct, kw_only=True):
    """
    A column's distribution.
    """

    id: int
    summary: ColumnStatistics


class SearchResponse(Struct, kw_only=True):
    """
    One page of results, best first, of the newest version of each package.
    """

    total: Annotated[int, Meta(ge=0)]
    hits: list[SearchHit]
    facets: list[FacetCount]
    kinds: Annotated[
        dict[str, int],
        Meta(description="Matches of each kind, whatever kinds were asked for."),
    ]
    terms: (
        Annotated[
            list[SearchTerm],
            Meta(description="How the query was read, after correction."),
        ]
        | UnsetType
    ) = UNSET
    corrected: Correction | UnsetType = UNSET
    next: (
        Annotated[
            str,
            Meta(description="The cursor of the next page; absent on the last one."),
        ]
        | UnsetType
    ) = UNSET


class SplitStatistics(Struct, kw_only=True):
    """
    One split's columns.
    """

    split: SplitName
    rows: int
    columns: list[ColumnStatistics]


class Statistics(Struct, kw_only=True):
    """
    `statistics.json`: what the columns of each split hold, counted once at publication.
    """

    splits: list[SplitStatistics]


class SplitComparison(Struct, kw_only=True):
    """
    The second split against the first.
    """

    first: str
    second: str
    first_rows: int = field(name="firstRows")
    second_rows: int = field(name="secondRows")
    columns: list[ColumnDrift]
    leakage: Leakage | UnsetType = UNSET
