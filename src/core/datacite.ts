import type { Author } from "../contracts/types.js";
import { readLicense } from "./licenses.js";
import { bytesOf, rowsOf, type Manifest } from "./manifests.js";
import { cslName, familyName, invertedName } from "./people.js";
import { plainText, plainTexts, plainUrl } from "./plain-text.js";

const KERNEL = "http://datacite.org/schema/kernel-4";
const TYPES = {
  dataset: { resourceTypeGeneral: "Dataset", resourceType: "Dataset" },
  model: { resourceTypeGeneral: "Model", resourceType: "Machine learning model" },
  benchmark: { resourceTypeGeneral: "Other", resourceType: "Benchmark" },
} as const;

/** Who holds a package and makes it available, where nobody says otherwise. */
export const DEFAULT_PUBLISHER = "Foundry Lab";

/** A creator as DataCite has it. */
export interface DataciteCreator {
  name: string;
  nameType?: "Personal" | "Organizational";
  givenName?: string;
  familyName?: string;
  nameIdentifiers?: { nameIdentifier: string; nameIdentifierScheme: string; schemeUri: string }[];
  affiliation?: { name: string }[];
}

/** The attributes that DataCite's REST API takes; those that are written here. */
export interface DataciteRecord {
  doi?: string;
  url?: string;
  types: { resourceTypeGeneral: string; resourceType: string };
  creators: DataciteCreator[];
  titles: { title: string }[];
  publisher: { name: string };
  publicationYear: string;
  dates: { date: string; dateType: string }[];
  version: string;
  subjects?: { subject: string }[];
  descriptions?: { description: string; descriptionType: string }[];
  rightsList?: {
    rights: string;
    rightsUri?: string;
    rightsIdentifier?: string;
    rightsIdentifierScheme?: string;
    schemeUri?: string;
  }[];
  relatedIdentifiers?: { relatedIdentifier: string; relatedIdentifierType: string; relationType: string }[];
  sizes: string[];
  formats?: string[];
  schemaVersion: string;
}

/**
 * The DataCite 4.6 metadata of a version, as the attributes that DataCite's REST API takes.
 * @param publisher - who holds the package and makes it available
 */
export function datacite(manifest: Manifest, publisher: string): DataciteRecord {
  const { kind, title, version, publishedAt, doi, url, description, citations = [], source } = manifest;
  const license = readLicense(manifest.license);
  const descriptions = [described(description, "Abstract"), described(source, "Methods")].filter(
    (text) => text !== undefined,
  );
  const subjects = plainTexts([...(manifest.keywords ?? []), ...(manifest.domains ?? []), ...(manifest.tasks ?? [])]);
  const rows = rowsOf(manifest);
  const formats = plainTexts(manifest.files.map(({ mediaType }) => mediaType ?? ""));
  const related = [
    ...new Set(citations.flatMap((work) => (work.doi === undefined || work.doi === doi ? [] : [work.doi]))),
  ];
  return {
    ...(doi ? { doi } : {}),
    ...(url ? { url: plainUrl(url) } : {}),
    types: TYPES[kind],
    creators: creators(manifest.authors ?? []),
    titles: [{ title: plainText(title) || manifest.name }],
    publisher: { name: publisher },
    publicationYear: publishedAt.slice(0, 4),
    dates: [{ date: publishedAt.slice(0, 10), dateType: "Issued" }],
    version,
    ...(subjects.length > 0 ? { subjects: subjects.map((subject) => ({ subject })) } : {}),
    ...(descriptions.length > 0 ? { descriptions } : {}),
    ...(license
      ? {
          rightsList: [
            {
              rights: license.text,
              ...(license.url ? { rightsUri: license.url } : {}),
              ...(license.spdx
                ? {
                    rightsIdentifier: license.spdx,
                    rightsIdentifierScheme: "SPDX",
                    schemeUri: "https://spdx.org/licenses/",
                  }
                : {}),
            },
          ],
        }
      : {}),
    ...(related.length > 0
      ? {
          relatedIdentifiers: related.map((one) => ({
            relatedIdentifier: one,
            relatedIdentifierType: "DOI",
            relationType: "IsDescribedBy",
          })),
        }
      : {}),
    sizes: [...(rows === undefined ? [] : [`${rows} rows`]), `${bytesOf(manifest)} B`],
    ...(formats.length > 0 ? { formats } : {}),
    schemaVersion: KERNEL,
  };
}

function creators(authors: readonly Author[]): DataciteCreator[] {
  // What DataCite writes for a value that nobody knows.
  if (authors.length === 0) return [{ name: ":unkn" }];
  return authors.map((author) => {
    const name = cslName(author);
    const affiliation = plainText(author.affiliation ?? "");
    return {
      name: invertedName(name),
      nameType: "literal" in name ? "Organizational" : "Personal",
      ...("literal" in name ? {} : { ...(name.given ? { givenName: name.given } : {}), familyName: familyName(name) }),
      ...(author.orcid
        ? {
            nameIdentifiers: [
              { nameIdentifier: author.orcid, nameIdentifierScheme: "ORCID", schemeUri: "https://orcid.org" },
            ],
          }
        : {}),
      ...(affiliation ? { affiliation: [{ name: affiliation }] } : {}),
    };
  });
}

function described(
  text: string | undefined,
  descriptionType: "Abstract" | "Methods",
): { description: string; descriptionType: string } | undefined {
  const plain = plainText(text ?? "");
  return plain === "" ? undefined : { description: plain, descriptionType };
}
