import type { Author } from "../contracts/types.js";
import { citationTexts } from "../core/citation.js";
import { cslName } from "../core/people.js";
import { bytesOf, columnsOf, type Manifest } from "../core/manifests.js";

/** Licenses that are known by an address. */
const SPDX = /^[A-Za-z0-9.+-]+$/;

const TYPES = { dataset: "Dataset", model: "SoftwareSourceCode", benchmark: "CreativeWork" } as const;

/** What search engines read of a package (schema.org). @param url - where its page is, where that is known */
export function packageJsonLd(manifest: Manifest, url: string | undefined, fileUrl: (path: string) => string): object {
  const {
    name,
    version,
    title,
    description,
    license,
    authors = [],
    keywords = [],
    domains = [],
    doi,
    publishedAt,
  } = manifest;
  return {
    "@context": "https://schema.org/",
    "@type": TYPES[manifest.kind],
    name: title,
    alternateName: `${name}@${version}`,
    // Search engines want 50 characters or more.
    description:
      (description?.trim() ?? "").length >= 50
        ? description
        : `${title}. ${description ?? ""} ${citationTexts(manifest).join(" ")}`.trim().slice(0, 5000),
    version,
    datePublished: publishedAt.slice(0, 10),
    ...(url ? { url, "@id": url } : {}),
    ...(doi ? { identifier: `https://doi.org/${doi}`, sameAs: `https://doi.org/${doi}` } : {}),
    ...(license ? { license: SPDX.test(license) ? `https://spdx.org/licenses/${license}.html` : license } : {}),
    ...(authors.length > 0 ? { creator: authors.map(personJsonLd) } : {}),
    ...(keywords.length + domains.length > 0 ? { keywords: [...keywords, ...domains] } : {}),
    citation: citationTexts(manifest),
    isAccessibleForFree: true,
    ...(manifest.kind === "dataset"
      ? {
          variableMeasured: columnsOf(manifest)
            .slice(0, 200)
            .map((column) => ({
              "@type": "PropertyValue",
              name: column.name,
              ...(column.description ? { description: column.description } : {}),
              ...(column.unit ? { unitText: column.unit } : {}),
            })),
          size: `${bytesOf(manifest)} bytes`,
          distribution: manifest.splits.map(({ name: split, path }) => ({
            "@type": "DataDownload",
            name: split,
            encodingFormat: "application/vnd.apache.parquet",
            contentUrl: fileUrl(path),
            sha256: manifest.files.find((file) => file.path === path)?.sha256,
          })),
        }
      : {}),
  };
}

/** What search engines read of a person, or of an organisation that is an author. */
export function personJsonLd(author: Author): object {
  const { name, orcid, affiliation } = author;
  return {
    "@type": "literal" in cslName(author) ? "Organization" : "Person",
    name,
    ...(orcid ? { "@id": `https://orcid.org/${orcid}`, identifier: `https://orcid.org/${orcid}` } : {}),
    ...(affiliation ? { affiliation: { "@type": "Organization", name: affiliation } } : {}),
  };
}
