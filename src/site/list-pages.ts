import type { Author, Kind, PackageSummary } from "../contracts/types.js";
import { citationTexts } from "../core/citation.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { formatCount } from "../core/quantities.js";
import { authorPath, listPath, packagePath, slugOf } from "./addresses.js";
import { page, type SiteContext } from "./frame.js";
import { personJsonLd } from "./json-ld.js";
import { markup, type Markup } from "./markup.js";

/** Someone who made packages. */
export interface AuthorView {
  slug: string;
  author: Author;
  packages: Manifest[];
}

/** Everyone who made one of these packages, by name; people of one name are one. */
export function authorsOf(manifests: Iterable<Manifest>): AuthorView[] {
  const found = new Map<string, AuthorView>();
  for (const manifest of manifests)
    for (const author of manifest.authors ?? []) {
      const slug = slugOf(author.name);
      const known = found.get(slug);
      if (!known) found.set(slug, { slug, author: { ...author }, packages: [manifest] });
      else if (!known.packages.includes(manifest)) {
        known.packages.push(manifest);
        Object.assign(known.author, { ...author, ...known.author });
      }
    }
  return [...found.values()].sort((a, b) => a.author.name.localeCompare(b.author.name, "en"));
}

/** The page of a person: what they published. */
export function authorPage(site: SiteContext, { slug, author, packages }: AuthorView): string {
  const path = authorPath(slug);
  const url = site.url === undefined ? {} : { url: site.url + path };
  return page(site, {
    title: author.name,
    description: `Datasets and models by ${author.name}`,
    path,
    jsonLd: { "@context": "https://schema.org/", ...personJsonLd(author), ...url },
    body: markup`<article><h1>${author.name}</h1>
      <p class="byline">${author.affiliation ?? ""} ${author.orcid && markup`<a href="https://orcid.org/${author.orcid}" rel="noopener noreferrer">ORCID ${author.orcid}</a>`}</p>
      ${KINDS.map((kind) =>
        group(
          site,
          kind,
          packages.filter((manifest) => manifest.kind === kind),
        ),
      )}</article>`,
  });
}

function group(site: SiteContext, kind: Kind, manifests: Manifest[]): Markup | undefined {
  if (manifests.length === 0) return undefined;
  return markup`<section aria-labelledby="${kind}s"><h2 id="${kind}s">${HEADINGS[kind]}</h2><ul>${manifests.map(
    (manifest) =>
      markup`<li><a href="${site.root}${packagePath(kind, manifest.name)}">${manifest.title}</a><br /><small>${citationTexts(manifest)[0] ?? ""}</small></li>`,
  )}</ul></section>`;
}

/** The page of all authors. */
export function authorsPage(site: SiteContext, authors: readonly AuthorView[]): string {
  return page(site, {
    title: "Authors",
    description: `Authors of datasets and models in ${site.name}`,
    path: "authors/",
    body: markup`<h1>Authors</h1><ul>${authors.map(
      ({ slug, author, packages }) =>
        markup`<li><a href="${site.root}${authorPath(slug)}">${author.name}</a> <small>${formatCount(packages.length, "package")}</small></li>`,
    )}</ul>`,
  });
}

const HEADINGS: Record<Kind, string> = { dataset: "Datasets", model: "Models", benchmark: "Benchmarks" };

/** The page of all packages of a kind; with JavaScript, one can search in it. */
export function listPage(site: SiteContext, kind: Kind, packages: readonly PackageSummary[]): string {
  const words = HEADINGS[kind];
  return page(site, {
    title: words,
    description: `${words} in ${site.name}`,
    path: listPath(kind),
    body: markup`<h1>${words}</h1>${search(kind)}${links(site, packages)}`,
  });
}

/** The first page of a site: everything that is in it. */
export function homePage(site: SiteContext, packages: readonly PackageSummary[]): string {
  const count = (kind: Kind) => packages.filter((found) => found.kind === kind).length;
  return page(site, {
    title: site.name,
    description: `${formatCount(count("dataset"), "dataset")} and ${formatCount(count("model"), "model")}`,
    path: "",
    jsonLd: {
      "@context": "https://schema.org/",
      "@type": "DataCatalog",
      name: site.name,
      ...(site.url === undefined ? {} : { url: site.url }),
    },
    body: markup`<h1>${site.name}</h1><p>${formatCount(count("dataset"), "dataset")}, ${formatCount(count("model"), "model")}, ${formatCount(count("benchmark"), "benchmark")}.</p>${search("dataset")}${links(site, packages)}`,
  });
}

const search = (kind: Kind) => markup`<foundry-site-search kind="${kind}"></foundry-site-search>`;

function links(site: SiteContext, packages: readonly PackageSummary[]): Markup {
  return markup`<ul class="packages">${packages.map(
    ({ kind, name, title, versions }) =>
      markup`<li><a href="${site.root}${packagePath(kind, name)}">${title}</a> <small>${kind}, ${name}@${versions[0] ?? ""}</small></li>`,
  )}</ul>`;
}

/** The page for what is not there. */
export function missingPage(site: SiteContext, sentence: string): string {
  return page(site, {
    title: "Not found",
    description: sentence,
    path: "",
    body: markup`<h1>Not found</h1><p>${sentence}</p>`,
  });
}
