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
