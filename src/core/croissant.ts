import type { Benchmark, Column, Dataset, FileEntry } from "../contracts/types.js";
import { formatCitation } from "./citation-formats.js";
import { croissantContext } from "./croissant-context.js";
import { dataTypeOf } from "./croissant-types.js";
import { CROISSANT_FILE } from "./derived-files.js";
import { doiUrl } from "./doi.js";
import { readLicense } from "./licenses.js";
import { cslName, orcidUrl } from "./people.js";
import { plainTexts, plainUrl } from "./plain-text.js";

/** As it is served. */
export const CROISSANT_TYPE = 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"';

const PARQUET = "application/x-parquet";
const MEANINGS: [RegExp, string][] = [
  [/train/i, "cr:TrainingSplit"],
  [/valid|^dev$|^val$/i, "cr:ValidationSplit"],
  [/test/i, "cr:TestSplit"],
];

/**
 * A dataset as MLCommons Croissant 1.1: metadata, files with their SHA-256, and each split as a set of records.
 * Splits are an enumeration of `cr:Split` that each record refers to; unit and role of a column stand at its field.
 * @param fileUrl - where a file of the package is; its path in the package by default
 */
export function croissant(manifest: Dataset, fileUrl: (path: string) => string = encodePath): Record<string, unknown> {
  const { splits } = manifest;
  const ids = new Ids();
  const files = new Map(manifest.files.map((file) => [file.path, ids.claim(encodePath(file.path))]));
  const enumeration = ids.claim("splits");
  return {
    ...describedAs(manifest, fileUrl),
    // The document itself has no hash that could stand in it.
    distribution: manifest.files
      .filter(({ path }) => path !== CROISSANT_FILE)
      .map((file) => fileObject(file, files.get(file.path) ?? file.path, fileUrl)),
    recordSet: [
      splitSet(splits, enumeration),
      ...splits.map((split) =>
        records(manifest, split, { ids, enumeration, file: files.get(split.path) ?? split.path }),
      ),
    ],
  };
}

/** What Croissant says of a whole dataset, or of a benchmark, which is a dataset of rows to predict. */
export function describedAs(manifest: Dataset | Benchmark, fileUrl: (path: string) => string): Record<string, unknown> {
  const { name, version, title, description, doi, url, keywords, domains, tasks, publishedAt, authors = [] } = manifest;
  const license = readLicense(manifest.license);
  const words = plainTexts([...(keywords ?? []), ...(domains ?? []), ...(tasks ?? [])]);
  return {
    "@context": croissantContext,
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.1",
    name,
    alternateName: title,
    description: description ?? title,
    // What SPDX says of a package whose publisher names no license.
    license: license?.url ?? license?.text ?? "NOASSERTION",
    // A package without a page of its own has the one that it brings along.
    url: doi ? doiUrl(doi) : url ? plainUrl(url) : fileUrl("README.md"),
    version,
    datePublished: publishedAt,
    creator: authors.length > 0 ? authors.map(creator) : [{ "@type": "sc:Organization", name: "Unknown" }],
    citeAs: formatCitation(manifest, "bibtex"),
    ...(doi ? { identifier: doiUrl(doi) } : {}),
    ...(doi && url ? { sameAs: plainUrl(url) } : {}),
    ...(words.length > 0 ? { keywords: words } : {}),
    ...(manifest.source ? { isBasedOn: manifest.source } : {}),
  };
}

/** Whether a text is Croissant of this very version: that of a copied package stays as it was published. */
export function describes(text: string, { name, version }: Dataset): boolean {
  try {
    const found = JSON.parse(text) as Record<string, unknown> | null;
    return (
      found?.name === name &&
      found.version === version &&
      String(found.conformsTo).startsWith("http://mlcommons.org/croissant/")
    );
  } catch {
    return false;
  }
}

function creator({ name, orcid, affiliation }: NonNullable<Dataset["authors"]>[number]): Record<string, unknown> {
  const parts = cslName({ name, ...(orcid ? { orcid } : {}) });
  const person = !("literal" in parts);
  return {
    "@type": person ? "sc:Person" : "sc:Organization",
    ...(orcid ? { "@id": orcidUrl(orcid) } : {}),
    name,
    ...(person && parts.given ? { givenName: parts.given } : {}),
    ...(person ? { familyName: parts.family } : {}),
    ...(affiliation ? { affiliation: { "@type": "sc:Organization", name: affiliation } } : {}),
  };
}

/** A file of a package. */
export function fileObject(
  { path, bytes, sha256, mediaType }: FileEntry,
  id: string,
  fileUrl: (path: string) => string,
) {
  return {
    "@type": "cr:FileObject",
    "@id": id,
    name: path,
    contentUrl: fileUrl(path),
    contentSize: `${bytes} B`,
    encodingFormat: /\.parquet$/i.test(path) ? PARQUET : (mediaType ?? "application/octet-stream"),
    sha256,
  };
}

function splitSet(splits: Dataset["splits"], id: string) {
  return {
    "@type": "cr:RecordSet",
    "@id": id,
    name: "splits",
    description: "The splits that the records belong to.",
    dataType: "cr:Split",
    key: { "@id": `${id}/name` },
    field: [
      { "@type": "cr:Field", "@id": `${id}/name`, name: "name", description: "The split's name.", dataType: "sc:Text" },
      {
        "@type": "cr:Field",
        "@id": `${id}/url`,
        name: "url",
        description: "What a split of this name is for.",
        dataType: ["sc:URL", "wd:Q3985153"],
      },
    ],
    data: splits.map(({ name }) => ({
      [`${id}/name`]: name,
      [`${id}/url`]: MEANINGS.find(([pattern]) => pattern.test(name))?.[1] ?? "cr:Split",
    })),
  };
}

interface Place {
  ids: Ids;
  enumeration: string;
  file: string;
}

function records(
  { columns }: Dataset,
  { name, description, rows }: Dataset["splits"][number],
  { ids, enumeration, file }: Place,
) {
  const id = ids.claim(encodeURIComponent(name));
  const fields = columns.flatMap((column) =>
    field(column, ids.claim(`${id}/${encodeURIComponent(column.name)}`), file),
  );
  const left = columns.filter(({ type }) => dataTypeOf(type) === undefined).map((column) => column.name);
  const about = description ?? `The ${rows} records of the split ${name}.`;
  return {
    "@type": "cr:RecordSet",
    "@id": id,
    name,
    description:
      left.length > 0
        ? `${about} Columns of types that Croissant has not are left to the file: ${left.join(", ")}.`
        : about,
    field: [
      ...fields,
      {
        "@type": "cr:Field",
        "@id": ids.claim(`${id}/split`),
        name: "split",
        description: "The split that the record belongs to.",
        dataType: ["sc:Text", "cr:Split"],
        value: name,
        references: { field: { "@id": `${enumeration}/name` } },
      },
    ],
  };
}

function field({ name, type, unit, role, description, classes = [] }: Column, id: string, file: string) {
  const dataType = dataTypeOf(type);
  if (dataType === undefined) return [];
  const found = {
    "@type": "cr:Field",
    "@id": id,
    name,
    ...(description ? { description } : {}),
    ...dataType,
    source: { fileObject: { "@id": file }, extract: { column: name } },
    ...(unit ? { unitText: unit } : {}),
    ...(role || classes.length > 0
      ? {
          additionalProperty: [
            ...(role ? [property("role", role)] : []),
            ...classes.map((value) => property("class", value)),
          ],
        }
      : {}),
  };
  return [found];
}

const property = (name: string, value: string) => ({ "@type": "sc:PropertyValue", propertyID: name, value });

/** Identifiers of one document: each only once. */
export class Ids {
  readonly #taken = new Set<string>();

  claim(wanted: string): string {
    let id = wanted;
    for (let number = 2; this.#taken.has(id); number++) id = `${wanted}-${number}`;
    this.#taken.add(id);
    return id;
  }
}

/** A path as a relative address. */
export const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
