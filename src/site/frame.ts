import { dataBlock, Markup, markup } from "./markup.js";
import { listPath } from "./addresses.js";

/** What every page of a site needs to know of it. */
export interface SiteContext {
  /** The store's name. */
  name: string;
  /** The way from the page to the site's root, such as `../../`. */
  root: string;
  /** The site's address with a slash at its end, where it is known. */
  url?: string | undefined;
  /** Where rows and searches come from: a hub, or files beside the pages. */
  source: "hub" | "static";
}

/** A page's own part. */
export interface PageContent {
  title: string;
  description: string;
  /** Below the root. */
  path: string;
  jsonLd?: object | undefined;
  body: Markup;
}

/** A whole page around its own part. */
export function page(
  { name, root, url, source }: SiteContext,
  { title, description, path, jsonLd, body }: PageContent,
): string {
  const whole = markup`<!doctype html>
<html lang="en" data-root="${root}" data-source="${source}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title === name ? title : `${title} · ${name}`}</title>
    <meta name="description" content="${description.replaceAll(/\s+/g, " ").slice(0, 300)}" />
    ${url !== undefined && markup`<link rel="canonical" href="${url + path}" />`}
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${root}site.css" />
    <script type="module" src="${root}site.js"></script>
    ${jsonLd && dataBlock("application/ld+json", jsonLd)}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header>
      <a class="home" href="${root}${source === "hub" ? listPath("dataset") : ""}">${name}</a>
      <nav aria-label="Catalog">
        <a href="${root}${listPath("dataset")}">Datasets</a>
        <a href="${root}${listPath("model")}">Models</a>
        <a href="${root}${listPath("benchmark")}">Benchmarks</a>
        <a href="${root}authors/">Authors</a>
      </nav>
    </header>
    <main id="content">${body}</main>
    <footer>Published with Foundry Lab. Files are listed with their SHA-256.</footer>
  </body>
</html>
`;
  return whole.text;
}
