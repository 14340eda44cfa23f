"""Generated from schema/ by `npm run generate`; edit the schemas instead."""

from __future__ import annotations
from typing import Annotated, Any, Literal, TypeAlias
from msgspec import Meta, Struct, UNSET, UnsetType, field


Contracts: TypeAlias = Annotated[Any, Meta(title="Contracts")]


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
    Literal["dataset", "model"], Meta(description="What a package holds.")
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


class Column(Struct, kw_only=True):
    """
    A column's meaning. `type` is the Arrow type as pyarrow prints it; `unit` is absent for a quantity without one.
    """

    name: Annotated[str, Meta(max_length=500, min_length=1)]
    type: Annotated[str, Meta(max_length=1000)]
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=10000)] | UnsetType = UNSET
    classes: list[str] | UnsetType = UNSET


class ColumnDraft(Struct, kw_only=True):
    """
    A column's meaning as its publisher gives it; the type is read from the data.
    """

    name: Annotated[str, Meta(max_length=500, min_length=1)]
    unit: Annotated[str, Meta(max_length=100, min_length=1)] | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=10000)] | UnsetType = UNSET
    classes: list[str] | UnsetType = UNSET


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
    suggestions: list[str] | UnsetType = UNSET


Keyword: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


Domain: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


Task: TypeAlias = Annotated[str, Meta(max_length=100, min_length=1)]


SplitName: TypeAlias = Annotated[
    str,
    Meta(
        description="A split's name, such as 'train' or 'fold_0.test'.",
        max_length=100,
        pattern="^[A-Za-z0-9_][A-Za-z0-9_.-]*$",
    ),
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


ShapeItem: TypeAlias = Annotated[int, Meta(ge=-1)]


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
    shape: list[ShapeItem]
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
        "missing",
        "present",
    ],
    Meta(description="How a column is compared."),
]


class Sort(Struct, kw_only=True):
    """
    One sort key; missing values come last.
    """

    column: str
    descending: bool | UnsetType = False


class PageResponse(Struct, kw_only=True):
    """
    Head of a page; its rows travel beside it as one Arrow IPC stream. `total` counts the view's rows, `of` the table's.
    """

    id: int
    offset: int
    rows: int
    total: int
    of: int


FacetField: TypeAlias = Annotated[
    Literal["kind", "domain", "task", "licence", "unit", "keyword"],
    Meta(description="A field that results can be narrowed by."),
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


class Upload(Struct, kw_only=True):
    """
    A publication under way: the files that the hub still needs.
    """

    id: str
    missing: list[str]


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


class SplitDraft(Struct, kw_only=True):
    """
    A named part of a dataset and the file that holds it: CSV, JSON lines, Excel, Parquet or Arrow.
    """

    name: SplitName
    path: FilePath
    description: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


class DatasetDraft(Struct, kw_only=True):
    """
    `dataset.json` in a folder that is to be published: what its author writes. Types, counts and hashes are read from the files.
    """

    name: Name
    version: Version | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=300, min_length=1)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    licence: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the licence's name.", max_length=200
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
    licence: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the licence's name.", max_length=200
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
    format: Literal["onnx"]
    entry: FilePath
    signature: Signature
    files: list[FileEntry]
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    licence: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the licence's name.", max_length=200
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
    trained_on: list[TrainedOn] | UnsetType = field(name="trainedOn", default=UNSET)
    metrics: list[Metric] | UnsetType = UNSET
    environment: (
        Annotated[
            dict[str, str], Meta(description="Package name to version, as trained.")
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
    A column against a value. `in` and `between` take `values`; `missing` and `present` take neither.
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
    Which rows of a table and in which order.
    """

    filter: Filter | UnsetType = UNSET
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


class HistogramRequest(Struct, kw_only=True):
    """
    The distribution of one column in a view.
    """

    id: Annotated[int, Meta(ge=0)]
    column: str
    bins: Annotated[int, Meta(ge=1, le=500)] | UnsetType = 40
    view: View | UnsetType = UNSET


class SearchRequest(Struct, kw_only=True):
    """
    What to look for. The last word of `query` matches as a prefix; an empty query matches everything, newest first. Facet values of one field are alternatives; fields are joined by 'and'.
    """

    query: Annotated[str, Meta(max_length=1000)] | UnsetType = ""
    kinds: list[Kind] | UnsetType = UNSET
    facets: list[FacetChoice] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=0, le=200)] | UnsetType = 20
    offset: Annotated[int, Meta(ge=0, le=100000)] | UnsetType = 0


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
    licence: str | UnsetType = UNSET
    rows: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    columns: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    keywords: list[str] | UnsetType = UNSET
    highlights: Highlights | UnsetType = UNSET
    state: State | UnsetType = UNSET
    reason: Annotated[str, Meta(description="Why it is deprecated.")] | UnsetType = (
        UNSET
    )


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
    format: Literal["onnx"]
    entry: FilePath
    signature: Signature
    version: Version | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=300, min_length=1)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20000)] | UnsetType = UNSET
    licence: (
        Annotated[
            str,
            Meta(
                description="An SPDX identifier, or the licence's name.", max_length=200
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
    trained_on: list[TrainedOn] | UnsetType = field(name="trainedOn", default=UNSET)
    metrics: list[Metric] | UnsetType = UNSET
    environment: (
        Annotated[
            dict[str, str], Meta(description="Package name to version, as trained.")
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
