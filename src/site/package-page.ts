import type { Benchmark, Kind, Leaderboard, Model, PackageStatus, Statistics } from "../contracts/types.js";
import { CITATION_FORMATS, citationTexts, isCitationFormat } from "../core/citation.js";
import { formatCitation } from "../core/citation-formats.js";
import { onnxEntry } from "../core/onnx-entry.js";
import { bytesOf, columnsOf, rowsOf, type Manifest } from "../core/manifests.js";
import { formatBytes, formatCount, formatNumber } from "../core/quantities.js";
import { authorPath, packagePath, slugOf } from "./addresses.js";
import { cardMarkup } from "./card-markup.js";
import { firstRowsTable, type FirstRows } from "./first-rows.js";
import { page, type SiteContext } from "./frame.js";
import { packageJsonLd } from "./json-ld.js";
import { leaderboardPart } from "./leaderboard-part.js";
import { dataBlock, markup, type Markup } from "./markup.js";
import { plotsPart } from "./plots-part.js";
import { table } from "./table.js";
import { code, usePart } from "./use-part.js";

const MOST_COLUMNS = 500;
const MOST_FILES = 200;

/** A package, and what is known around it. */
export interface PackageView {
  manifest: Manifest;
  status: PackageStatus;
  /** Versions that can be found, newest first. */
  versions: readonly string[];
  /** Models trained on a dataset. */
  models: readonly Model[];
  /** Benchmarks on a dataset. */
  benchmarks?: readonly Benchmark[] | undefined;
  /** Of a dataset's splits. */
  statistics?: Statistics | undefined;
  /** Of a dataset's first split, for readers without JavaScript. */
  firstRows?: FirstRows | undefined;
  /** Whether the page is that of one version rather than of the newest. */
  exact: boolean;
  /** Who entered a benchmark. */
  board?: Leaderboard | undefined;
  /** Where a file is, from the site's root; undefined where the site has no files. */
  filePath: ((path: string) => string) | undefined;
}

/** The landing page of a dataset, model or benchmark. */
export function packagePage(site: SiteContext, view: PackageView): string {
  const { manifest, exact, filePath } = view;
  const { kind, name, version, title, description = "" } = manifest;
  const path = packagePath(kind, name, exact ? version : undefined);
  const absolute = (file: string) => `${site.url ?? site.root}${filePath?.(file) ?? ""}`;
  return page(site, {
    title,
    description: description || `${title} (${kind} ${name}, version ${version})`,
    path,
    jsonLd: packageJsonLd(manifest, site.url === undefined ? undefined : site.url + path, absolute),
    body: markup`<article>
      <h1>${title}</h1>
      <p class="byline">${authors(site, manifest)} <code>${name}@${version}</code></p>
      ${statusNote(view.status)}
      ${paragraphs(description)}
      ${manifest.kind === "dataset" && preview(view)}
      ${tryIt(view)}
      ${parts(site, view)}
      ${usePart(manifest, site.url !== undefined && filePath ? absolute : undefined)}
      ${related(site, view)}
      ${citations(manifest)}
      <section aria-labelledby="about"><h2 id="about">About</h2>${facts(manifest)}</section>
      ${versionList(site, view)}
      ${fileList(site, view)}
    </article>`,
  });
}

function authors(site: SiteContext, { authors: given = [] }: Manifest): Markup[] {
  return given.map(
    ({ name, affiliation }) =>
      markup`<a href="${site.root}${authorPath(slugOf(name))}">${name}</a>${affiliation ? ` (${affiliation})` : ""} · `,
  );
}

function statusNote({ state, reason, by, at }: PackageStatus): Markup | undefined {
  if (state === "published" || state === "accepted") return undefined;
  const who = [by ? `by ${by}` : "", at?.slice(0, 10) ?? ""].filter(Boolean).join(", ");
  return markup`<p class="note" role="note"><strong>This version is ${state}.</strong> ${reason ?? ""} ${who ? `(${who})` : ""}</p>`;
}

const paragraphs = (text: string): Markup[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => markup`<p class="description">${part}</p>`);

function facts(manifest: Manifest): Markup {
  const rows = rowsOf(manifest);
  const { license, doi, url, source, keywords = [], domains = [], tasks = [], publishedAt } = manifest;
  const web = (address: string, text: string) => markup`<a href="${address}" rel="noopener noreferrer">${text}</a>`;
  const listed: [string, Markup | string | undefined][] = [
    ["License", license ?? "not given: ask its authors"],
    [
      "Size",
      [rows === undefined ? "" : formatCount(rows, "row"), formatBytes(bytesOf(manifest))].filter(Boolean).join(", "),
    ],
    ["Published", publishedAt.slice(0, 10)],
    ["DOI", doi && web(`https://doi.org/${doi}`, doi)],
    ["Home", url && web(url, url)],
    ["Source", source],
    ["Domains", domains.join(", ")],
    ["Tasks", tasks.join(", ")],
    ["Keywords", keywords.join(", ")],
  ];
  return markup`<dl>${listed.flatMap(([label, text]) => (text ? [markup`<dt>${label}</dt><dd>${text}</dd>`] : []))}</dl>`;
}

/** The sentence to cite, and every format that reference managers read. */
function citations(manifest: Manifest): Markup {
  return markup`<section aria-labelledby="cite"><h2 id="cite">Cite</h2>
    <ul class="plain">${citationTexts(manifest).map((text) => markup`<li>${text}</li>`)}</ul>
    ${Object.entries(CITATION_FORMATS).map(
      ([format, label]) =>
        markup`<details><summary>${label}</summary>${isCitationFormat(format) && code(label, formatCitation(manifest, format))}</details>`,
    )}</section>`;
}

/** The first rows, where they are known, until the browser has asked for all of them. */
function preview({ manifest, filePath, firstRows }: PackageView): Markup | undefined {
  if (manifest.kind !== "dataset" || !filePath) return undefined;
  const { title, name, version, splits, columns, files } = manifest;
  const parquet = splits.filter(({ path }) => path.endsWith(".parquet"));
  if (parquet.length === 0) return undefined;
  const statistics = files.some(({ path }) => path === "statistics.json") ? filePath("statistics.json") : undefined;
  const described = {
    ...{ title, reference: `${name}@${version}`, columns, statistics },
    splits: parquet.map(({ name: split, rows, path }) => ({
      name: split,
      rows,
      path: filePath(path),
      bytes: files.find((file) => file.path === path)?.bytes ?? 0,
    })),
  };
  const rows = firstRows && firstRowsTable(columns, firstRows);
  return markup`<section aria-labelledby="preview" class="preview"${!rows && markup` hidden`}><h2 id="preview">Rows</h2>
      <foundry-site-preview>${rows}</foundry-site-preview>${dataBlock("application/json", described, "preview-data")}</section>`;
}

/** Where a form will be that runs the model in the browser; without JavaScript there is none. */
function tryIt({ manifest, filePath }: PackageView): Markup | undefined {
  if (manifest.kind !== "model" || !filePath || onnxEntry(manifest) === undefined) return undefined;
  const { name, version } = manifest;
  return markup`<section aria-labelledby="try" hidden><h2 id="try">Try it</h2>
      <foundry-site-try></foundry-site-try>${dataBlock("application/json", { name, version }, "try-data")}</section>`;
}

function parts(site: SiteContext, { manifest, filePath, board, statistics }: PackageView): Markup[] {
  if (manifest.kind === "dataset")
    return [
      columns("Columns", manifest.columns),
      plotsPart(manifest, statistics) ?? [],
      markup`<section aria-labelledby="splits"><h2 id="splits">Splits</h2>${table(
        "Splits, as a table",
        ["Split", "Rows", "Description"],
        manifest.splits.map(({ name, rows, description, path }) => [
          filePath ? markup`<a href="${site.root}${filePath(path)}">${name}</a>` : name,
          formatNumber(rows),
          description ?? "",
        ]),
      )}</section>`,
    ].flat();
  if (manifest.kind === "benchmark")
    return [...(board ? [leaderboardPart(site, manifest, board)] : []), ...benchmarkParts(site, manifest)];
  const { signature, trainedOn = [], metrics = [], intendedUse, limits, card } = manifest;
  return [
    columns(
      "Inputs",
      signature.inputs.flatMap((tensor) => tensor.columns),
    ),
    columns(
      "Outputs",
      signature.outputs.flatMap((tensor) => tensor.columns),
    ),
    ...(trainedOn.length > 0
      ? [
          markup`<section aria-labelledby="trained"><h2 id="trained">Trained on</h2><ul>${trainedOn.map(({ dataset, version, split }) => markup`<li><a href="${site.root}${packagePath("dataset", dataset, version)}">${dataset}@${version}</a>, split ${split}</li>`)}</ul></section>`,
        ]
      : []),
    ...(metrics.length > 0
      ? [
          markup`<section aria-labelledby="metrics"><h2 id="metrics">Metrics</h2>${table(
            "Metrics, as a table",
            ["Metric", "Value", "Dataset", "Split"],
            metrics.map(({ name, value, unit, dataset, split }) => [
              name,
              `${value} ${unit ?? ""}`.trim(),
              dataset ?? "",
              split ?? "",
            ]),
          )}</section>`,
        ]
      : []),
    ...(intendedUse
      ? [
          markup`<section aria-labelledby="use-for"><h2 id="use-for">Intended use</h2>${cardMarkup(intendedUse)}</section>`,
        ]
      : []),
    ...(limits
      ? [markup`<section aria-labelledby="limits"><h2 id="limits">Limits</h2>${cardMarkup(limits)}</section>`]
      : []),
    ...(card
      ? [markup`<section aria-labelledby="card"><h2 id="card">Model card</h2>${cardMarkup(card)}</section>`]
      : []),
  ];
}

/** What was made of a dataset: models trained on it, and benchmarks. */
function related(site: SiteContext, { models, benchmarks = [] }: PackageView): Markup[] {
  const list = (id: string, title: string, kind: Kind, packages: readonly { name: string; title: string }[]) =>
    packages.length === 0
      ? []
      : [
          markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${packages.map((one) => markup`<li><a href="${site.root}${packagePath(kind, one.name)}">${one.title}</a></li>`)}</ul></section>`,
        ];
  return [
    ...list("models", "Models trained on it", "model", models),
    ...list("benchmarks", "Benchmarks", "benchmark", benchmarks),
  ];
}

function benchmarkParts(site: SiteContext, { dataset, target, unit, task, folds, metrics }: Benchmark): Markup[] {
  const { name, version } = dataset;
  return [
    markup`<section aria-labelledby="task"><h2 id="task">Task</h2><p>${task} of <code>${target}</code>${unit ? ` (${unit})` : ""} on
      <a href="${site.root}${packagePath("dataset", name, version)}">${name}@${version}</a>.</p></section>`,
    markup`<section aria-labelledby="folds"><h2 id="folds">Folds</h2>${table(
      "Folds, as a table",
      ["Fold", "Rows to predict"],
      folds.map((fold) => [fold.name, formatNumber(fold.rows)]),
    )}</section>`,
    markup`<section aria-labelledby="metrics"><h2 id="metrics">Metrics</h2><ul>${metrics.map((metric) => markup`<li>${metric.name}</li>`)}</ul></section>`,
  ];
}

function columns(title: string, given: ReturnType<typeof columnsOf>): Markup {
  const id = title.toLowerCase();
  const rows = given
    .slice(0, MOST_COLUMNS)
    .map((column) => [
      markup`<code>${column.name}</code>`,
      "type" in column ? column.type : "",
      column.unit ?? "",
      column.role ?? "",
      column.description ?? "",
    ]);
  const more =
    given.length > MOST_COLUMNS
      ? markup`<p>and ${formatCount(given.length - MOST_COLUMNS, "more column")}.</p>`
      : undefined;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${table(`${title}, as a table`, ["Name", "Type", "Unit", "Role", "Description"], rows)}${more}</section>`;
}

function versionList(site: SiteContext, { manifest, versions }: PackageView): Markup | undefined {
  if (versions.length < 2) return undefined;
  const { kind, name, version: shown } = manifest;
  return markup`<section aria-labelledby="versions"><h2 id="versions">Versions</h2><ul class="inline">${versions.map(
    (version) =>
      markup`<li><a href="${site.root}${packagePath(kind, name, version)}"${version === shown && markup` aria-current="true"`}>${version}</a></li>`,
  )}</ul></section>`;
}

function fileList(site: SiteContext, { manifest: { files }, filePath }: PackageView): Markup {
  const rows = files
    .slice(0, MOST_FILES)
    .map(({ path, bytes, sha256 }) => [
      filePath ? markup`<a href="${site.root}${filePath(path)}">${path}</a>` : path,
      formatBytes(bytes),
      markup`<code>${sha256}</code>`,
    ]);
  return markup`<section aria-labelledby="files"><h2 id="files">Files</h2><details><summary>${formatCount(files.length, "file")}</summary>${table("Files, as a table", ["Path", "Size", "SHA-256"], rows)}</details></section>`;
}
