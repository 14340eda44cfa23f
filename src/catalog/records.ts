import type { FacetField, Kind, SearchHit, State } from "../contracts/types.js";
import { bytesOf, columnsOf, rowsOf, type Manifest } from "../core/manifests.js";

const LONGEST_DESCRIPTION = 500;

/** What the index knows of a package's newest version. */
export interface CatalogRecord {
  kind: Kind;
  name: string;
  version: string;
  title: string;
  description?: string | undefined;
  licence?: string | undefined;
  keywords?: string[] | undefined;
  domains?: string[] | undefined;
  tasks?: string[] | undefined;
  /** Names, units and descriptions of columns. */
  columns: { name: string; unit?: string | undefined; description?: string | undefined }[];
  /** More to search in: people, citations, a model's card. */
  more?: string[] | undefined;
  rows?: number | undefined;
  bytes: number;
  publishedAt: string;
  /** Names of the datasets that a model was trained on. */
  trainedOn?: string[] | undefined;
  /** Where the version stands, when there is something to say of it, and why. */
  state?: State | undefined;
  reason?: string | undefined;
}

/** The record of a manifest. */
export function recordOf(manifest: Manifest): CatalogRecord {
  const { kind, name, version, title, description, licence, keywords, domains, tasks, publishedAt } = manifest;
  const { authors = [], citations = [], source, doi } = manifest;
  const model = manifest.kind === "model" ? manifest : undefined;
  const more = [...authors.map((author) => author.name), ...citations.map((work) => work.text), source, doi, model?.card];
  return {
    ...{ kind, name, version, title, description, licence, keywords, domains, tasks, publishedAt },
    columns: columnsOf(manifest),
    more: more.filter((text) => text !== undefined),
    rows: rowsOf(manifest),
    bytes: bytesOf(manifest),
    trainedOn: [...new Set(model?.trainedOn?.map(({ dataset }) => dataset))],
  };
}

/** A hit as it is answered, before its score and highlights. */
export function hitOf(record: CatalogRecord): Omit<SearchHit, "score"> {
  const { kind, name, version, title, description, licence, keywords, rows, columns, bytes, publishedAt, state, reason } = record;
  const short =
    description && description.length > LONGEST_DESCRIPTION
      ? `${description.slice(0, LONGEST_DESCRIPTION).trimEnd()}…`
      : description;
  return {
    ...{ kind, name, version, title },
    ...(short ? { description: short } : {}),
    ...(licence ? { licence } : {}),
    ...(rows === undefined ? {} : { rows }),
    ...{ columns: columns.length, bytes, publishedAt },
    ...(keywords?.length ? { keywords } : {}),
    ...(state ? { state } : {}),
    ...(reason ? { reason } : {}),
  };
}

/** What is searched, from the most to the least telling. */
export function wordsOf(record: CatalogRecord): [title: string, name: string, columns: string, description: string] {
  const { title, name, keywords = [], domains = [], tasks = [], columns, description = "", more = [] } = record;
  return [
    title,
    [name, ...keywords, ...domains, ...tasks].join("\n"),
    columns.map((column) => [column.name, column.description ?? "", column.unit ?? ""].join(" ")).join("\n"),
    [description, ...more].join("\n"),
  ];
}

/** Values to narrow results by. */
export function facetsOf(record: CatalogRecord): [field: FacetField, value: string][] {
  const { kind, licence, domains = [], tasks = [], keywords = [], columns } = record;
  const values: [FacetField, string | undefined][] = [
    ["kind", kind],
    ["licence", licence],
    ...domains.map((value): [FacetField, string] => ["domain", value]),
    ...tasks.map((value): [FacetField, string] => ["task", value]),
    ...columns.map(({ unit }): [FacetField, string | undefined] => ["unit", unit]),
    ...keywords.map((value): [FacetField, string] => ["keyword", value]),
  ];
  const unique = new Map(values.flatMap(([field, value]) => (value?.trim() ? [[`${field}\n${value}`, [field, value]]] : [])));
  return [...unique.values()] as [FacetField, string][];
}
