import type { Manifest } from "./manifests.js";

const MOST_NAMES = 6;

/** The formats that citations are written in, with the names that people know them by. */
export const CITATION_FORMATS = {
  bibtex: "BibTeX",
  ris: "RIS",
  csl: "CSL-JSON",
  apa: "APA",
  "datacite-xml": "DataCite XML",
} as const;
export type CitationFormat = keyof typeof CITATION_FORMATS;

/** Whether a text names one of them. */
export const isCitationFormat = (text: string): text is CitationFormat => Object.hasOwn(CITATION_FORMATS, text);

/**
 * What to write in a list of references. The works that a package names come first;
 * a package that names none is cited by itself.
 */
export function citationTexts(manifest: Manifest): string[] {
  const given = (manifest.citations ?? []).map(({ text, doi }) => {
    const plain = text.trim();
    return doi && !plain.includes(doi) ? `${withStop(plain)} https://doi.org/${doi}` : plain;
  });
  return given.length > 0 ? given : [packageCitation(manifest)];
}

/** The package itself, as a reference. */
export function packageCitation({ authors = [], title, version, kind, publishedAt, doi, url, name }: Manifest): string {
  const names = authors.slice(0, MOST_NAMES).map((author) => author.name);
  const people = authors.length > MOST_NAMES ? `${names.join(", ")} et al.` : names.join(", ");
  const where = doi ? `https://doi.org/${doi}` : (url ?? "");
  const year = publishedAt.slice(0, 4);
  const what = { dataset: "Data set", model: "Model", benchmark: "Benchmark" }[kind];
  return [people && withStop(people), `${title} (version ${version}) [${what} ${name}], ${year}.`, where]
    .filter(Boolean)
    .join(" ");
}

const withStop = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
