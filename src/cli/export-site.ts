import { createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { facetsOf, hitOf, recordOf, wordsOf } from "../catalog/records.js";
import type { Model } from "../contracts/types.js";
import { KINDS, manifestFile, type Manifest } from "../core/manifests.js";
import { onnxEntry } from "../core/onnx-entry.js";
import { problem } from "../core/problems.js";
import { boardReader } from "../hub/benchmarks/static-board.js";
import { everyPackage, newestManifests, packageView } from "../hub/site-views.js";
import { authorPath, listPath, packagePath, rootFrom } from "../site/addresses.js";
import type { SiteContext } from "../site/frame.js";
import { authorPage, authorsOf, authorsPage, homePage, listPage, missingPage } from "../site/list-pages.js";
import { packagePage, type PackageView } from "../site/package-page.js";
import { siteIndex, type SiteRecord } from "../site/search-index.js";
import { lifecycleOf } from "../store/store-log.js";
import { openStore } from "../store/open-store.js";
import type { Store } from "../store/store.js";
import type { Environment } from "./environment.js";
import { parquetRows } from "./parquet-rows.js";
import { inDraft, stopIfInterrupted } from "./interruption.js";

/** Marks a folder as an export, which a later one may replace. */
const MARK = "foundry-site.json";

/** Rows that a page shows without JavaScript. */
const FIRST_ROWS = 10;

/** What was written. */
export interface ExportReport {
  folder: string;
  pages: number;
  files: number;
  bytes: number;
}

/** Writes everything that can be found in a store as static pages; a failure leaves what was there before. */
export async function exportSite(
  { store: location }: Environment,
  destination: string,
  { url, files }: { url: string | undefined; files: boolean },
): Promise<ExportReport> {
  const bundle = fileURLToPath(new URL("web", import.meta.url));
  if (!existsSync(join(bundle, "site.js")))
    throw problem("unavailable", "The pages' script is missing from this installation; reinstall foundry-lab.");
  if (url !== undefined && !/^https?:\/\//.test(url))
    throw problem("invalid-request", `${url} is not a web address; write it as https://example.org/data/.`);
  const target = resolve(destination);
  if (existsSync(target) && !existsSync(join(target, MARK)))
    throw problem(
      "invalid-request",
      `${target} exists and is not an earlier export; name a folder that does not exist.`,
    );
  const store = await openStore(location);
  return inDraft(dirname(target), ".foundry-site-", async (draft) => {
    const writer = new SiteWriter(
      store,
      draft,
      { name: store.name, url: url === undefined ? undefined : url.replace(/\/*$/, "/") },
      files,
    );
    const report = await writer.write(bundle);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
    return { folder: target, ...report };
  });
}

class SiteWriter {
  private pages = 0;
  private copied = 0;
  private bytes = 0;
  private readonly board: ReturnType<typeof boardReader>;

  constructor(
    private readonly store: Store,
    private readonly folder: string,
    private readonly site: Omit<SiteContext, "root" | "source">,
    private readonly withFiles: boolean,
  ) {
    this.board = boardReader(store);
  }

  async write(bundle: string): Promise<Omit<ExportReport, "folder">> {
    const [packages, newest] = [await everyPackage(this.store), await newestManifests(this.store)];
    const models = newest.filter((manifest) => manifest.kind === "model");
    for (const { kind, name, versions } of packages)
      for (const version of [undefined, ...versions]) {
        const view = await packageView(
          this.store,
          kind,
          { name, ...(version === undefined ? {} : { version }) },
          (dataset) => this.trainedOn(models, dataset),
          this.filePath(),
          this.board,
        );
        view.firstRows = await this.firstRows(view.manifest);
        await this.page(packagePath(kind, name, version), (site) => packagePage(site, view));
        if (version !== undefined) await this.package(view.manifest);
        if (version !== undefined && view.board)
          await this.text(
            `${packagePath(kind, name, version)}leaderboard.json`,
            `${JSON.stringify(view.board, undefined, 2)}\n`,
          );
      }
    const authors = authorsOf(newest);
    for (const author of authors) await this.page(authorPath(author.slug), (site) => authorPage(site, author));
    await this.page("authors/", (site) => authorsPage(site, authors));
    for (const kind of KINDS)
      await this.page(listPath(kind), (site) =>
        listPage(
          site,
          kind,
          packages.filter((found) => found.kind === kind),
        ),
      );
    await this.page("", (site) => homePage(site, packages));
    await this.text("404.html", missingPage(this.context(""), "There is no such page here."));
    await this.text("search.json", JSON.stringify(siteIndex(await this.records(newest))));
    await this.text(MARK, JSON.stringify({ product: "foundry-lab", store: this.store.name }));
    const tried =
      this.withFiles && newest.some((manifest) => manifest.kind === "model" && onnxEntry(manifest) !== undefined);
    for (const name of ["site.js", "site.css", "chunks", ...(tried ? ["runtime"] : [])])
      if (existsSync(join(bundle, name))) await cp(join(bundle, name), join(this.folder, name), { recursive: true });
    if (this.site.url !== undefined) await this.sitemap();
    return { pages: this.pages, files: this.copied, bytes: this.bytes };
  }

  private readonly paths: string[] = [];

  private async page(path: string, render: (site: SiteContext) => string): Promise<void> {
    this.pages += 1;
    this.paths.push(path);
    await this.text(`${path}index.html`, render(this.context(path)));
  }

  private context(path: string): SiteContext {
    return { ...this.site, root: rootFrom(path), source: "static" };
  }

  private filePath(): ((manifest: Manifest, path: string) => string) | undefined {
    if (!this.withFiles) return undefined;
    return ({ kind, name, version }, path) =>
      `${packagePath(kind, name, version)}files/${path.split("/").map(encodeURIComponent).join("/")}`;
  }

  /** The manifest of a version and, unless they are left out, its files. */
  private async package(manifest: Manifest): Promise<void> {
    const folder = packagePath(manifest.kind, manifest.name, manifest.version);
    await this.text(`${folder}${manifestFile(manifest.kind)}`, `${JSON.stringify(manifest, undefined, 2)}\n`);
    if (!this.withFiles) return;
    for (const { path, bytes } of manifest.files) {
      stopIfInterrupted();
      const place = join(this.folder, ...folder.split("/").filter(Boolean), "files", ...path.split("/"));
      await mkdir(dirname(place), { recursive: true });
      await pipeline(await this.store.read(manifest, path), createWriteStream(place, { flags: "wx" }));
      this.copied += 1;
      this.bytes += bytes;
    }
  }

  /** Rows for readers without JavaScript; undefined where the first split is no table that can be read. */
  private async firstRows(manifest: Manifest): Promise<PackageView["firstRows"]> {
    const split = manifest.kind === "dataset" ? manifest.splits[0] : undefined;
    const file = manifest.files.find(({ path }) => path === split?.path);
    if (!split?.path.endsWith(".parquet") || !file) return undefined;
    const read = (range: { start: number; end: number }) => this.store.read(manifest, split.path, range);
    try {
      const rows = await parquetRows(file.bytes, read, Math.min(FIRST_ROWS, split.rows));
      return { split: split.name, total: split.rows, rows };
    } catch {
      // The live table, where there is one, says what is wrong with the file.
      return undefined;
    }
  }

  private async trainedOn(models: readonly Manifest[], dataset: string): Promise<Model[]> {
    const names = (await lifecycleOf(this.store)).namesOf("dataset", dataset);
    return models.flatMap((model) =>
      model.kind === "model" && model.trainedOn?.some((item) => names.includes(item.dataset)) ? [model] : [],
    );
  }

  private async records(manifests: readonly Manifest[]) {
    const lifecycle = await lifecycleOf(this.store);
    return manifests.map((manifest) => {
      const { state, reason } = lifecycle.status(manifest);
      const record = { ...recordOf(manifest), ...(state === "published" ? {} : { state, reason }) };
      const [title, name, columns, notes, description, people] = wordsOf(record);
      const words: SiteRecord["words"] = [title, name, `${columns}\n${notes}`, `${description}\n${people}`];
      return { hit: hitOf(record), words, facets: facetsOf(record) };
    });
  }

  private sitemap(): Promise<void> {
    const root = this.site.url ?? "";
    const places = this.paths.map((path) => `<url><loc>${encodeURI(root + path).replaceAll("&", "&amp;")}</loc></url>`);
    return this.text(
      "sitemap.xml",
      `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${places.join("\n")}</urlset>\n`,
    );
  }

  private async text(path: string, text: string): Promise<void> {
    const place = join(this.folder, ...path.split("/"));
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
  }
}
