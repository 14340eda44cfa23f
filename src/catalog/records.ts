import type { FacetField, Kind, SearchHit, State } from "../contracts/types.js";
import { modelFacts, type ModelFacts } from "../core/model-facts.js";
import { bytesOf, columnsOf, rowsOf, type Manifest } from "../core/manifests.js";
import { unitSpelling } from "../core/units/unit-spelling.js";
import { elementNamed, elementsOf } from "../core/search/elements.js";
import { SIZE_CLASSES } from "../core/search/fields.js";
import { dataTypeOf } from "./data-type.js";

const LONGEST_DESCRIPTION = 500;
const MOST_AUTHORS = 20;

/** A column as the index knows it. */
export interface RecordColumn {
  name: string;
  unit?: string | undefined;
  description?: string | undefined;
}

/** What the index knows of a package's newest version. */
export interface CatalogRecord {
  kind: Kind;
  name: string;
  version: string;
  title: string;
  description?: string | undefined;
  license?: string | undefined;
  keywords?: string[] | undefined;
  domains?: string[] | undefined;
  tasks?: string[] | undefined;
  authors?: string[] | undefined;
  organisations?: string[] | undefined;
  /** Its own DOI and those of the works to cite. */
  dois?: string[] | undefined;
  doi?: string | undefined;
  /** What kind of data it holds: tabular, hdf5, files; a model's format. */
  type?: string | undefined;
  /** Symbols of the chemical elements in it, where they are known. */
  elements?: string[] | undefined;
  columns: RecordColumn[];
  /** More to search in: citations, a model's card. */
  more?: string[] | undefined;
  rows?: number | undefined;
  bytes: number;
  publishedAt: string;
  /** Names of the datasets that a model was trained on. */
  trainedOn?: string[] | undefined;
  /** What a model is found by. */
  model?: ModelFacts | undefined;
  /** Where the version stands, when there is something to say of it, and why. */
  state?: State | undefined;
  reason?: string | undefined;
}

/** The record of a manifest. */
export function recordOf(manifest: Manifest): CatalogRecord {
  const { kind, name, version, title, description, license, keywords, domains, tasks, publishedAt } = manifest;
  const { authors = [], citations = [], source, doi } = manifest;
  const model = manifest.kind === "model" ? manifest : undefined;
  const given = [...authors.map(({ orcid }) => orcid), ...citations.map((work) => work.text), source, doi, model?.card];
  return {
    ...{ kind, name, version, title, description, license, keywords, domains, tasks, publishedAt, doi },
    authors: authors.map((author) => author.name),
    organisations: present(authors.map(({ affiliation }) => affiliation)),
    dois: present([doi, ...citations.map((work) => work.doi)]),
    type: dataTypeOf(manifest),
    elements: [
      ...new Set([
        ...(manifest.kind === "dataset" ? knownElements(manifest.elements) : []),
        ...namedElements([...(keywords ?? []), ...title.split(/\s+/)]),
      ]),
    ],
    columns: columnsOf(manifest),
    more: present(given),
    rows: rowsOf(manifest),
    bytes: bytesOf(manifest),
    trainedOn: [...new Set(model?.trainedOn?.map(({ dataset }) => dataset))],
    model: model && modelFacts(model),
  };
}

/** A hit as it is answered, before its score and highlights. */
export function hitOf(record: CatalogRecord): Omit<SearchHit, "score"> {
  const {
    kind,
    name,
    version,
    title,
    description,
    license,
    keywords,
    rows,
    columns,
    bytes,
    publishedAt,
    authors,
    doi,
    state,
    reason,
  } = record;
  const short =
    description && description.length > LONGEST_DESCRIPTION
      ? `${description.slice(0, LONGEST_DESCRIPTION).trimEnd()}…`
      : description;
  return {
    ...{ kind, name, version, title },
    ...(short ? { description: short } : {}),
    ...(license ? { license } : {}),
    ...(rows === undefined ? {} : { rows }),
    ...{ columns: columns.length, bytes, publishedAt },
    ...(keywords?.length ? { keywords } : {}),
    ...(state ? { state } : {}),
    ...(reason ? { reason } : {}),
    ...(authors?.length ? { authors: authors.slice(0, MOST_AUTHORS) } : {}),
    ...(doi ? { doi } : {}),
  };
}

/** What is searched: a text for each column of the index, from the most to the least telling. */
export function wordsOf(
  record: CatalogRecord,
): [title: string, name: string, columns: string, notes: string, description: string, people: string] {
  const { title, name, keywords = [], domains = [], tasks = [], columns, description = "", more = [] } = record;
  const { authors = [], organisations = [] } = record;
  return [
    title,
    [name, ...keywords, ...domains, ...tasks].join("\n"),
    columns.map((column) => column.name).join("\n"),
    columns.map((column) => `${column.description ?? ""} ${column.unit ?? ""}`.trim()).join("\n"),
    [description, ...more].join("\n"),
    [...authors, ...organisations].join("\n"),
  ];
}

/** Values to narrow results by. */
export function facetsOf(record: CatalogRecord): [field: FacetField, value: string][] {
  const {
    kind,
    license,
    domains = [],
    tasks = [],
    keywords = [],
    columns,
    type,
    organisations = [],
    authors = [],
    elements = [],
  } = record;
  const values: [FacetField, string | undefined][] = [
    ["kind", kind],
    ["license", license],
    ["type", type],
    ["year", record.publishedAt.slice(0, 4)],
    ["size", SIZE_CLASSES.find(({ below }) => record.bytes < below)?.value],
    ...each("domain", domains),
    ...each("task", tasks),
    ...each(
      "unit",
      columns.map(({ unit }) => (unit === undefined ? undefined : unitSpelling(unit))),
    ),
    ...each("keyword", keywords),
    ...each("organisation", organisations),
    ...each("author", authors.slice(0, MOST_AUTHORS)),
    ...each("element", elements),
    ...Object.entries(record.model ?? {}).flatMap(([field, of]: [string, string[]]) =>
      each(field as keyof ModelFacts, of),
    ),
  ];
  const unique = new Map(
    values.flatMap(([field, value]) => (value?.trim() ? [[`${field}\n${value}`, [field, value]]] : [])),
  );
  return [...unique.values()] as [FacetField, string][];
}

/** A DOI as they are compared: without a resolver before it, in lower case. */
export const normalDoi = (doi: string): string =>
  doi
    .trim()
    .replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)/i, "")
    .toLowerCase();

const each = (field: FacetField, values: readonly (string | undefined)[]) =>
  values.map((value): [FacetField, string | undefined] => [field, value]);

const present = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => value !== undefined && value !== "")),
];

/** Symbols that are elements; what comes from outside may say anything. */
const knownElements = (symbols: readonly string[] = []): string[] =>
  symbols.filter((symbol) => elementNamed(symbol) === symbol);

/** Elements that keywords and the title name by formula or system; a word like `In` or `As` is not a formula. */
function namedElements(words: readonly string[]): string[] {
  return [
    ...new Set(
      words.flatMap((word) => {
        const bare = word.replace(/^[("']+|[)"',;:.]+$/g, "");
        const symbols = elementsOf(bare) ?? [];
        return symbols.length > 1 || (/\d/.test(bare) && symbols.length > 0) ? symbols.filter(elementNamed) : [];
      }),
    ),
  ];
}
