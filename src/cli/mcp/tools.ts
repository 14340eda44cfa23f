import { CITATION_FORMATS, citationTexts, isCitationFormat, type CitationFormat } from "../../core/citation.js";
import { bytesOf, columnsOf, KINDS, rowsOf, type Manifest } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import { pythonString } from "../../core/python-text.js";
import { FACET_FIELDS, FIELDS } from "../../core/search/fields.js";
import type { Kind, SearchRequest } from "../../contracts/types.js";
import { validateSearchRequest } from "../../contracts/validators.js";
import { parse } from "../../core/contract.js";
import { meant, type Foundry } from "../foundry.js";
import { previewRows } from "./preview-rows.js";

/** What a tool takes, as JSON Schema. */
interface InputSchema {
  type: "object";
  properties: Record<string, object>;
  required?: string[];
  additionalProperties: false;
}

/** A tool: how it is described to an assistant, and what it answers. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: InputSchema;
  run: (foundry: Foundry, given: Readonly<Record<string, unknown>>) => Promise<object>;
}

const FIELD_HELP = Object.values(FIELDS)
  .map(({ example }) => example)
  .join(", ");
const query = {
  type: "string",
  maxLength: 1000,
  description: `Words, "phrases" and fields: ${FIELD_HELP}; -word leaves out.`,
};
const limit = { type: "integer", minimum: 1, maximum: 100, default: 10 };
const sort = { type: "string", enum: ["relevance", "date", "size", "rows", "name"] };
const cursor = { type: "string", description: "The `next` of an earlier answer." };
const reference = { type: "string", minLength: 1, maxLength: 300, description: "NAME, NAME@1 or NAME@1.2.0" };
const object = (properties: Record<string, object>, required: string[] = []): InputSchema => ({
  ...{ type: "object", properties, required },
  additionalProperties: false,
});

/** Values of a facet in an answer: an assistant reads all of them. */
const MOST_VALUES = 10;

/** Every tool of the server. */
export const TOOLS: readonly Tool[] = [
  {
    name: "search_datasets",
    title: "Search datasets",
    description:
      "Find datasets by words and fields. Misspelt words are corrected, and `corrected` says to what. Where nothing has all words, `lacking` says which of them the results lack. `facets` counts what all that match have: domain, task, type, license, organisation, year, size, element, unit, keyword.",
    inputSchema: object({ query, limit, sort, cursor }, ["query"]),
    run: (foundry, given) => search(foundry, "dataset", given),
  },
  {
    name: "search_models",
    title: "Search models",
    description: "Find published models by words and fields, such as trained:DATASET.",
    inputSchema: object({ query, limit, sort, cursor }, ["query"]),
    run: (foundry, given) => search(foundry, "model", given),
  },
  {
    name: "search_benchmarks",
    title: "Search benchmarks",
    description: "Find benchmarks by words and fields: their title, dataset, target, metrics.",
    inputSchema: object({ query, limit, sort, cursor }, ["query"]),
    run: (foundry, given) => search(foundry, "benchmark", given),
  },
  {
    name: "list_datasets",
    title: "List datasets",
    description: "Every dataset of the store, newest first unless `sort` says otherwise.",
    inputSchema: object({ limit, sort, cursor }),
    run: (foundry, given) => search(foundry, "dataset", given),
  },
  {
    name: "similar_datasets",
    title: "Similar datasets",
    description: "Datasets that share columns, units, keywords or domains with one; `shared` says what.",
    inputSchema: object({ reference, limit }, ["reference"]),
    run: (foundry, { reference: of, ...rest }) =>
      search(foundry, "dataset", rest, { terms: [{ field: "similar", values: [textOf(of, "reference")] }] }),
  },
  {
    name: "get_dataset",
    title: "Dataset card and schema",
    description:
      "What a dataset is: description, license, splits, columns with types, units and roles, how to load and cite it.",
    inputSchema: object({ reference }, ["reference"]),
    run: async (foundry, given) => card(await manifestOf(foundry, "dataset", given)),
  },
  {
    name: "get_model",
    title: "Model card and signature",
    description:
      "What a model is: inputs and outputs with units, the data it was trained on, metrics, license, how to run it.",
    inputSchema: object({ reference }, ["reference"]),
    run: async (foundry, given) => card(await manifestOf(foundry, "model", given)),
  },
  {
    name: "get_benchmark",
    title: "Benchmark card",
    description: "What a benchmark is: dataset, task, target with its unit, folds, metrics, rules, how to enter it.",
    inputSchema: object({ reference }, ["reference"]),
    run: async (foundry, given) => card(await manifestOf(foundry, "benchmark", given)),
  },
  {
    name: "preview_rows",
    title: "Preview rows",
    description: "The first rows of a dataset's split, as JSON objects.",
    inputSchema: object(
      {
        reference,
        split: { type: "string", description: "The first split when absent." },
        rows: { ...limit, maximum: 50, default: 5 },
      },
      ["reference"],
    ),
    run: async (foundry, given) => {
      const manifest = await manifestOf(foundry, "dataset", given);
      const { split, rows = 5 } = given;
      if (manifest.kind !== "dataset") throw problem("invalid-request", "Only datasets have rows.");
      return previewRows(
        foundry,
        manifest,
        split === undefined ? undefined : textOf(split, "split"),
        numberOf(rows, "rows", 50),
      );
    },
  },
  {
    name: "cite",
    title: "Cite a package",
    description:
      "What to write in a list of references when a dataset, model or benchmark is used; `format` gives it as a program reads it.",
    inputSchema: object(
      {
        reference,
        kind: { type: "string", enum: KINDS },
        format: { type: "string", enum: Object.keys(CITATION_FORMATS) },
      },
      ["reference"],
    ),
    run: async (foundry, given) => {
      const kind = KINDS.find((known) => known === given.kind);
      const manifest = await manifestOf(foundry, kind, given);
      const { doi, license } = manifest;
      return {
        ...{ reference: `${manifest.name}@${manifest.version}`, citations: citationTexts(manifest), doi, license },
        ...(given.format === undefined ? {} : { text: await citationText(manifest, formatOf(given.format)) }),
      };
    },
  },
];

async function search(
  foundry: Foundry,
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
  more: SearchRequest = {},
): Promise<object> {
  const request = parse(validateSearchRequest, { limit: 10, ...given, ...more, kinds: [kind] }, "The search");
  const { total, hits, corrected, dropped, lacking, next, facets, indexing } = await foundry.search(request);
  const counts = FACET_FIELDS.filter((field) => field !== "kind").flatMap((field) =>
    facets.filter((facet) => facet.field === field).slice(0, MOST_VALUES),
  );
  return {
    ...{ total, hits: hits.map((hit) => ({ ...hit, highlights: undefined })), corrected, next, facets: counts },
    ...{ dropped, lacking, indexing },
  };
}

async function manifestOf(
  foundry: Foundry,
  kind: Kind | undefined,
  given: Readonly<Record<string, unknown>>,
): Promise<Manifest> {
  const found = await meant(foundry, textOf(given.reference, "reference"), kind);
  return foundry.manifest(found.kind, found.reference);
}

function card(manifest: Manifest): object {
  return {
    ...{ ...manifest, files: undefined, schemaVersion: undefined },
    ...{
      rows: rowsOf(manifest),
      bytes: bytesOf(manifest),
      fileCount: manifest.files.length,
      columnCount: columnsOf(manifest).length,
    },
    ...{ citations: citationTexts(manifest), load: loadCode(manifest) },
  };
}

function loadCode(manifest: Manifest): string {
  const name = pythonString(`${manifest.name}@${manifest.version}`, '"');
  switch (manifest.kind) {
    case "dataset":
      return `foundry_lab.load(${name})[${pythonString(manifest.splits[0].name, '"')}].to_arrow()`;
    case "model":
      return `foundry_lab.model(${name}).predict(table)`;
    case "benchmark":
      return `foundry_lab.benchmark(${name}).submit(predictions, name="...")`;
  }
}

async function citationText(manifest: Manifest, format: CitationFormat): Promise<string> {
  const { formatCitation } = await import("../../core/citation-formats.js");
  return formatCitation(manifest, format);
}

function formatOf(value: unknown): CitationFormat {
  if (typeof value === "string" && isCitationFormat(value)) return value;
  throw problem("invalid-request", `The argument 'format' is one of ${Object.keys(CITATION_FORMATS).join(", ")}.`, {
    pointer: "/format",
  });
}

function textOf(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw problem("invalid-request", `The argument '${what}' is missing: give text.`, { pointer: `/${what}` });
}

function numberOf(value: unknown, what: string, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw problem("invalid-request", `The argument '${what}' must be a whole number from 1 to ${most}.`, {
    pointer: `/${what}`,
  });
}
