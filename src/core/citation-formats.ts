import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import type { Manifest } from "./manifests.js";
import { cslName, familyName, type CslName } from "./people.js";
import { datacite, DEFAULT_PUBLISHER } from "./datacite.js";
import { dataciteXml } from "./datacite-xml.js";
import { doiUrl } from "./doi.js";
import { plainText, plainTexts, plainUrl } from "./plain-text.js";
import type { CitationFormat } from "./citation.js";

// Keys of BibTeX entries that say what they are, and differ; with ASCII alone, the library drops what LaTeX has no command for.
Object.assign(plugins.config.get("@bibtex").format, { useIdAsLabel: true, checkLabel: false, asciiOnly: false });

/** A work as CSL-JSON has it; the fields that are written here. */
export interface CslWork {
  id: string;
  type: "dataset" | "software" | "document";
  title: string;
  author?: CslName[];
  issued?: { "date-parts": number[][] };
  version?: string;
  DOI?: string;
  URL?: string;
  abstract?: string;
  keyword?: string;
  note?: string;
}

/** The works to cite: the package itself, then those that its publisher names. */
export function cslWorks(manifest: Manifest): CslWork[] {
  return [packageWork(manifest), ...(manifest.citations ?? []).map((work, index) => namedWork(manifest, work, index))];
}

/**
 * The works to cite, as text for a reference manager or a list of references.
 * What the package says is text in each of them: neither HTML nor LaTeX nor a field of its own.
 * @param publisher - who holds the package and makes it available, as DataCite's metadata say
 */
export function formatCitation(
  manifest: Manifest,
  format: CitationFormat,
  publisher: string = DEFAULT_PUBLISHER,
): string {
  const works = cslWorks(manifest);
  switch (format) {
    case "csl":
      return JSON.stringify(works, undefined, 2);
    case "ris":
      return onLines(written(works.map(forRis), "ris"));
    case "bibtex":
      // A day has no field in BibTeX, and a version only the note.
      return written(works.map(forBibtex), "bibtex", { format: "text" });
    case "datacite-xml":
      return dataciteXml(datacite(manifest, publisher)).trim();
    case "apa":
      return [
        written(works.slice(0, 1), "bibliography", { template: "apa", lang: "en-US", format: "text" }),
        ...namedTexts(manifest),
      ].join("\n");
  }
}

function packageWork(manifest: Manifest): CslWork {
  const { name, version, title, kind, authors = [], publishedAt, doi, url, description, keywords } = manifest;
  const date = publishedAt.slice(0, 10).split("-").map(Number);
  const about = plainText(description ?? "");
  const words = plainTexts(keywords).map((word) => word.replaceAll(",", " "));
  const where = doi ? doiUrl(doi) : url === undefined ? undefined : plainUrl(url);
  return {
    id: `${name}-${version}`,
    type: kind === "model" ? "software" : "dataset",
    title: plainText(title),
    ...(authors.length > 0 ? { author: authors.map(cslName) } : {}),
    issued: { "date-parts": [date] },
    version,
    ...(doi ? { DOI: doi } : {}),
    ...(where ? { URL: where } : {}),
    ...(about ? { abstract: about } : {}),
    ...(words.length > 0 ? { keyword: words.join(",") } : {}),
  };
}

/** A reference in words: its fields cannot be told for sure, except its year and DOI. */
function namedWork({ name, version }: Manifest, { text, doi }: { text: string; doi?: string }, index: number): CslWork {
  const year = /\b(?:19|20)\d\d\b/.exec(text)?.[0];
  return {
    id: `${name}-${version}-${index + 1}`,
    type: "document",
    title: plainText(text),
    ...(year ? { issued: { "date-parts": [[Number(year)]] } } : {}),
    ...(doi ? { DOI: doi, URL: doiUrl(doi) } : {}),
  };
}

function namedTexts({ citations = [] }: Manifest): string[] {
  return citations.map(({ text, doi }) => {
    const plain = plainText(text);
    return doi && !plain.includes(doi) ? `${plain} ${doiUrl(doi)}` : plain;
  });
}

function forBibtex(work: CslWork): CslWork {
  const [date = []] = work.issued?.["date-parts"] ?? [];
  const { id, type, title, author, version, DOI, URL } = work;
  const whole = (text: string) => text.replaceAll(/[{}\\]/g, encodeURIComponent);
  return {
    ...{ id, type, title },
    ...(author ? { author: author.map(withParticle) } : {}),
    ...(DOI ? { DOI: whole(DOI) } : {}),
    ...(URL ? { URL: whole(URL) } : {}),
    ...(date.length > 0 ? { issued: { "date-parts": [date.slice(0, 1)] } } : {}),
    ...(version ? { version, note: `Version ${version}` } : {}),
  };
}

/** BibTeX has one place for a particle. */
function withParticle(name: CslName): CslName {
  if ("literal" in name) return name;
  const { "dropping-particle": dropped, ...rest } = name;
  return dropped ? { ...rest, "non-dropping-particle": dropped } : rest;
}

/** RIS has no place for a particle: it begins the family name. A suffix comes last. */
function forRis(work: CslWork): CslWork {
  if (!work.author) return work;
  const author = work.author.map((name) =>
    "literal" in name
      ? name
      : { family: familyName(name), given: [name.given, name.suffix].filter(Boolean).join(", ") },
  );
  return { ...work, author };
}

/** The library breaks long values wherever they are, and cuts ids off, so that they are no longer of one work. */
const onLines = (ris: string) => ris.replaceAll(/\n(?![A-Z][A-Z0-9] {2}-)/g, "").replaceAll(/^ID {2}- .*\n/gm, "");

/** Characters that the library would read as markup, and ones of the private use area to take through it instead. */
const MARKUP = ["<", ">", "&", "'", '"', "{", "}", "\\", "$", "_", "^", "~", "#", "%", "-", "`"];
const hidden = new Map(MARKUP.map((character, index) => [character, String.fromCodePoint(0xf8a0 + index)]));
const shown = new Map([...hidden].map(([character, stand]) => [stand, character]));
/** How LaTeX writes them. */
const LATEX: Record<string, string> = {
  "&": String.raw`\&`,
  "{": String.raw`\{`,
  "}": String.raw`\}`,
  "<": String.raw`\textless{}`,
  ">": String.raw`\textgreater{}`,
  "\\": String.raw`\textbackslash{}`,
  $: String.raw`\$`,
  _: String.raw`\_`,
  "^": String.raw`\textasciicircum{}`,
  "~": String.raw`\textasciitilde{}`,
  "#": String.raw`\#`,
  "%": String.raw`\%`,
};
/** Fields that are read by programs as they are. */
const VERBATIM = new Set(["id", "DOI", "URL", "type", "version"]);

function written(works: readonly CslWork[], format: string, options: Record<string, unknown> = {}): string {
  const text = new Cite(
    works.map((work) => hide(work, true) as object),
    { forceType: "@csl/list+object", generateGraph: false },
  ).format(format, options);
  const escape = format === "bibtex" ? inLatex : (character: string) => character;
  return text
    .replaceAll(/([\uf8a0-\uf8af])(\1?)/g, (_, stand: string, again: string) => {
      const character = escape(shown.get(stand) ?? "", again !== "");
      return again === "" ? character : character + escape(shown.get(again) ?? "", true);
    })
    .trim();
}

/** Two hyphens are a dash to LaTeX, and two quotation marks another one, unless something stands between them. */
const inLatex = (character: string, repeated: boolean): string =>
  LATEX[character] ?? (repeated ? `${character}{}` : character);

function hide(value: unknown, top = false): unknown {
  if (typeof value === "string")
    return value
      .replaceAll(/[\uf8a0-\uf8af]/g, "")
      .replaceAll(/[<>&"{}\\$_^~#%'`]|-(?=-)|(?<=-)-/g, (character) => hidden.get(character) ?? character);
  if (Array.isArray(value)) return value.map((item) => hide(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, top && VERBATIM.has(key) ? item : hide(item)]),
  );
}
