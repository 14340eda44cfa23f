import type { FacetField, SearchField } from "../../contracts/types.js";

/** How the values of a field are compared. */
export type FieldKind = "text" | "value" | "number" | "reference";

/** What a field of a query is. */
export interface FieldFacts {
  kind: FieldKind;
  /** In one or two words, for people. */
  label: string;
  /** How a condition on it may be written. */
  example: string;
}

/** Every field that a query may name. */
export const FIELDS: Readonly<Record<SearchField, FieldFacts>> = {
  title: { kind: "text", label: "title", example: "title:gap" },
  name: { kind: "text", label: "name", example: "name:matbench" },
  author: { kind: "text", label: "author", example: 'author:"Ada Lovelace"' },
  column: { kind: "text", label: "column", example: "column:gap" },
  doi: { kind: "reference", label: "DOI", example: "doi:10.1000/gaps" },
  similar: { kind: "reference", label: "similar to", example: "similar:band-gaps" },
  trained: { kind: "reference", label: "trained on", example: "trained:band-gaps" },
  kind: { kind: "value", label: "kind", example: "kind:dataset" },
  domain: { kind: "value", label: "domain", example: "domain:chemistry" },
  task: { kind: "value", label: "task", example: "task:regression" },
  license: { kind: "value", label: "license", example: "license:MIT" },
  unit: { kind: "value", label: "unit of a column", example: "unit:eV" },
  keyword: { kind: "value", label: "keyword", example: "keyword:perovskite" },
  type: { kind: "value", label: "data type", example: "type:tabular" },
  organisation: { kind: "value", label: "organisation", example: 'organisation:"MIT"' },
  element: { kind: "value", label: "element", example: "elements:Si,O" },
  year: { kind: "number", label: "year", example: "year:2020..2024" },
  rows: { kind: "number", label: "rows", example: "rows>1000" },
  columns: { kind: "number", label: "columns", example: "columns<10" },
  size: { kind: "number", label: "size", example: "size>1MB" },
  input: { kind: "value", label: "takes", example: "input:smiles" },
  output: { kind: "value", label: "gives", example: "output:number" },
  input_unit: { kind: "value", label: "unit of an input", example: "input_unit:K" },
  output_unit: { kind: "value", label: "unit of an output", example: "output_unit:eV" },
  framework: { kind: "value", label: "framework", example: "framework:scikit-learn" },
  metric: { kind: "value", label: "metric", example: "metric:MAE" },
};

const OTHER_NAMES: Readonly<Record<string, SearchField>> = {
  authors: "author",
  elements: "element",
  licence: "license",
  keywords: "keyword",
  tag: "keyword",
  tags: "keyword",
  units: "unit",
  tasks: "task",
  domains: "domain",
  organization: "organisation",
  org: "organisation",
  bytes: "size",
  like: "similar",
  takes: "input",
  gives: "output",
  trained_on: "trained",
  metrics: "metric",
};

/** Every way to name a field that is worth proposing. */
export const FIELD_NAMES: readonly string[] = [...Object.keys(FIELDS), ...Object.keys(OTHER_NAMES)].filter(
  (name) => name !== "licence",
);

/** The field that a name means, in whatever case. */
export function fieldNamed(name: string): SearchField | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(FIELDS, lower) ? (lower as SearchField) : OTHER_NAMES[lower];
}

/** Whether the values of a field are units, which are compared whatever their spelling. */
export const isUnitField = (field: SearchField): boolean =>
  field === "unit" || field === "input_unit" || field === "output_unit";

/** Fields that results are counted by, in the order in which they are shown. */
export const FACET_FIELDS = [
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
] as const satisfies readonly FacetField[];

/** Values of a field that are counted at most: the most frequent ones, but every element that there is. */
export const mostValues = (field: FacetField | undefined): number => (field === "element" ? 118 : 25);

/** Classes of size; a package is in the first whose limit it does not reach. */
export const SIZE_CLASSES: readonly { value: string; below: number }[] = [
  { value: "under 1 MB", below: 1e6 },
  { value: "1 MB to 100 MB", below: 1e8 },
  { value: "100 MB to 1 GB", below: 1e9 },
  { value: "1 GB to 100 GB", below: 1e11 },
  { value: "over 100 GB", below: Infinity },
];
