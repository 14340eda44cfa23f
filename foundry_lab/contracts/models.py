"""Generated from schema/ by `npm run generate`; edit the schemas instead."""

from __future__ import annotations
from typing import Annotated, Any, Literal, TypeAlias
from msgspec import Meta, Struct, UNSET, UnsetType, field


Contracts: TypeAlias = Annotated[Any, Meta(title="Contracts")]


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
    suggestions: list[str] | UnsetType = UNSET


Key: TypeAlias = Annotated[str, Meta(max_length=500, min_length=1)]


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


ShapeItem2: TypeAlias = Annotated[int, Meta(ge=-1)]


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
    shape: list[ShapeItem2]
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
    action: Literal["published", "withdrawn", "deprecated"]
    kind: Kind
    name: Name
    version: Version
    at: str
    by: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET


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
    arrays: (
        Annotated[
            list[ArrayEntry],
            Meta(
                description="Arrays that are not one value a row, such as the axis that all spectra share."
            ),
        ]
        | UnsetType
    ) = UNSET


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
