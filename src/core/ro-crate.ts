import type { Author } from "../contracts/types.js";
import { citationTexts } from "./citation.js";
import { doiUrl } from "./doi.js";
import { readLicense } from "./licenses.js";
import { columnsOf, manifestFile, type Manifest } from "./manifests.js";
import { cslName, orcidUrl } from "./people.js";
import { plainUrl } from "./plain-text.js";

/** The file that makes a folder an RO-Crate. */
export const RO_CRATE_FILE = "ro-crate-metadata.json";
const SPECIFICATION = "https://w3id.org/ro/crate/1.2";

type Entity = Record<string, unknown>;
const reference = (id: string) => ({ "@id": id });

/**
 * A package as an RO-Crate 1.2: the metadata of its folder, with an entity for each file, author, column and work to cite.
 */
export function roCrate(manifest: Manifest): Entity {
  const {
    kind,
    name,
    version,
    title,
    description,
    publishedAt,
    doi,
    url,
    keywords = [],
    domains = [],
    tasks = [],
    authors = [],
  } = manifest;
  const license = readLicense(manifest.license);
  const people = authors.map(person);
  const organisations = authors.flatMap(({ affiliation }) => (affiliation ? [organisation(affiliation)] : []));
  const works = citationTexts(manifest).map((text, index) => work(text, manifest.citations?.[index]?.doi, index));
  const files = [manifestEntity(manifest), ...manifest.files.map((file) => fileEntity(manifest, file))];
  const columns = columnsOf(manifest).map((column, index) => columnEntity(column, index));
  const licenseEntity: Entity = license
    ? {
        "@id": license.url ?? "#license",
        "@type": "CreativeWork",
        name: license.text,
        description: `The license ${license.text}.`,
      }
    : {
        "@id": "#license",
        "@type": "CreativeWork",
        name: "No license is given",
        description: "Ask the authors before using it.",
      };
  const root: Entity = {
    "@id": "./",
    "@type": "Dataset",
    name: title,
    description: description ?? title,
    datePublished: publishedAt,
    version,
    license: reference(String(licenseEntity["@id"])),
    alternateName: `${name}@${version}`,
    ...(doi ? { identifier: doiUrl(doi) } : {}),
    ...(url ? { url: plainUrl(url) } : {}),
    ...(people.length > 0 ? { author: people.map((one) => reference(String(one["@id"]))) } : {}),
    ...(keywords.length + domains.length + tasks.length > 0
      ? { keywords: [...new Set([...keywords, ...domains, ...tasks])].join(", ") }
      : {}),
    ...referencesTo("citation", works.filter(isAbsolute)),
    // A citation must be an absolute URI; a work without one is told of all the same.
    ...referencesTo(
      "mentions",
      works.filter((one) => !isAbsolute(one)),
    ),
    ...(columns.length > 0 ? { variableMeasured: columns.map((one) => reference(String(one["@id"]))) } : {}),
    ...(kind === "model" ? { additionalType: "https://schema.org/SoftwareSourceCode" } : {}),
    hasPart: files.map((one) => reference(String(one["@id"]))),
  };
  const descriptor: Entity = {
    "@id": RO_CRATE_FILE,
    "@type": "CreativeWork",
    about: reference("./"),
    conformsTo: reference(SPECIFICATION),
  };
  return {
    "@context": `${SPECIFICATION}/context`,
    "@graph": unique([descriptor, root, licenseEntity, ...people, ...organisations, ...works, ...files, ...columns]),
  };
}

const isAbsolute = (entity: Entity) => /^https?:/.test(String(entity["@id"]));
const referencesTo = (property: string, entities: readonly Entity[]): Entity =>
  entities.length > 0 ? { [property]: entities.map((one) => reference(String(one["@id"]))) } : {};

function person(author: Author, index: number): Entity {
  const { name, orcid, affiliation } = author;
  const parts = cslName(author);
  return {
    "@id": orcid ? orcidUrl(orcid) : `#author-${index + 1}`,
    "@type": "literal" in parts ? "Organization" : "Person",
    name,
    ...("literal" in parts ? {} : { familyName: parts.family, ...(parts.given ? { givenName: parts.given } : {}) }),
    ...(affiliation ? { affiliation: reference(organisationId(affiliation)) } : {}),
  };
}

const organisationId = (name: string) => `#organisation-${encodeURIComponent(name)}`;
const organisation = (name: string): Entity => ({ "@id": organisationId(name), "@type": "Organization", name });

function work(text: string, doi: string | undefined, index: number): Entity {
  return {
    "@id": doi ? doiUrl(doi) : `#citation-${index + 1}`,
    "@type": "CreativeWork",
    name: text,
    ...(doi ? { identifier: doiUrl(doi) } : {}),
  };
}

function manifestEntity({ kind }: Manifest): Entity {
  const description = "What the package says of itself: metadata, schema, and every file with its SHA-256.";
  return {
    "@id": manifestFile(kind),
    "@type": "File",
    name: manifestFile(kind),
    description,
    encodingFormat: "application/json",
  };
}

function fileEntity(manifest: Manifest, { path, bytes, sha256, mediaType }: Manifest["files"][number]): Entity {
  const split = manifest.kind === "dataset" ? manifest.splits.find((one) => one.path === path) : undefined;
  const about = split && (split.description ?? `The ${split.rows} rows of the split ${split.name}.`);
  return {
    "@id": path.split("/").map(encodeURIComponent).join("/"),
    "@type": "File",
    name: path,
    ...(about ? { description: about } : {}),
    contentSize: String(bytes),
    sha256,
    encodingFormat: mediaType ?? "application/octet-stream",
  };
}

function columnEntity({ name, unit, description }: ReturnType<typeof columnsOf>[number], index: number): Entity {
  return {
    "@id": `#column-${index + 1}`,
    "@type": "PropertyValue",
    name,
    ...(unit ? { unitText: unit } : {}),
    ...(description ? { description } : {}),
  };
}

/** An entity is described once, however often it is referred to. */
function unique(entities: readonly Entity[]): Entity[] {
  return [...new Map([...entities].reverse().map((entity) => [entity["@id"], entity])).values()].reverse();
}
