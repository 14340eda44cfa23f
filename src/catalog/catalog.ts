import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Kind, Model, SearchRequest, SearchResponse } from "../contracts/types.js";
import { visible } from "../store/library.js";
import { lifecycleOf } from "../store/lifecycle-reader.js";
import type { Store } from "../store/store.js";
import { isBroken, LAYOUT, openDatabase, removeDatabase, transaction } from "./database.js";
import { IndexWriter } from "./index-writer.js";
import { LogFollower } from "./log-follower.js";
import type { CatalogRecord } from "./records.js";
import { SearchIndex } from "./search-index.js";

/** The open file and what works on it; replaced as a whole when the file is found broken. */
interface Parts {
  database: DatabaseSync;
  writer: IndexWriter;
  searcher: SearchIndex;
  follower: LogFollower | undefined;
}

/**
 * What can be searched: an SQLite index that is derived from a store's log, and rebuilt when it is deleted or broken.
 * With no store it holds only what {@link Catalog.index} is given.
 */
export class Catalog {
  private parts: Parts;
  private running: Promise<void> = Promise.resolve();
  private queued: Promise<void> | undefined;

  /** @param file - where the index is; `:memory:` for one that nobody keeps */
  constructor(
    private readonly file: string,
    private readonly store?: Store,
  ) {
    this.parts = this.open();
  }

  /** The index of a store, in a folder for what can be computed again. */
  static of(store: Store, cacheFolder: string): Catalog {
    const key = createHash("sha256").update(store.location).digest("hex").slice(0, 16);
    return new Catalog(join(cacheFolder, "catalog", `${key}-v${LAYOUT}.sqlite`), store);
  }

  /** Finds packages in the store as it is now; each is there once, with its newest version. */
  search(request: SearchRequest): Promise<SearchResponse> {
    return this.current(({ searcher }) => searcher.search(request));
  }

  /** Packages of each kind. */
  counts(): Promise<Record<Kind, number>> {
    return this.current(({ searcher }) => searcher.counts());
  }

  /** Newest version of each model trained on a dataset. */
  async modelsTrainedOn(dataset: string): Promise<Model[]> {
    // Models name the dataset as it was called when they were published.
    const datasets = this.store ? (await lifecycleOf(this.store)).namesOf("dataset", dataset) : [dataset];
    const found = await this.current(({ searcher }) => datasets.flatMap((each) => searcher.modelsTrainedOn(each)));
    const names = [...new Set(found)].sort();
    const models = await Promise.all(names.map((name) => this.newestModel(name)));
    return models.filter((model) => model !== undefined);
  }

  /** Puts records into the index, in place of what it knows of their packages. */
  index(records: Iterable<CatalogRecord>): void {
    const { database, writer } = this.parts;
    transaction(database, "write", () => writer.write(records));
  }

  close(): void {
    if (this.parts.database.isOpen) this.parts.database.close();
  }

  private async current<T>(ask: (parts: Parts) => T): Promise<T> {
    try {
      await this.follow();
      return ask(this.parts);
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.close();
      removeDatabase(this.file);
      this.parts = this.open();
      await this.follow();
      return ask(this.parts);
    }
  }

  /** Calls at the same time share a pass over the log, but never one that began before they did. */
  private follow(): Promise<void> {
    this.queued ??= this.running.then(() => {
      this.queued = undefined;
      const pass = this.parts.follower?.follow() ?? Promise.resolve();
      this.running = pass.catch(() => undefined);
      return pass;
    });
    return this.queued;
  }

  private async newestModel(name: string): Promise<Model | undefined> {
    const versions = (await this.store?.versions("model", name)) ?? [];
    const [version] = this.store ? await visible(this.store, "model", name, versions) : versions;
    const manifest = version === undefined ? undefined : await this.store?.manifest({ kind: "model", name, version });
    return manifest?.kind === "model" ? manifest : undefined;
  }

  private open(): Parts {
    const database = openDatabase(this.file);
    const writer = new IndexWriter(database);
    const searcher = new SearchIndex(database);
    return { database, writer, searcher, follower: this.store && new LogFollower(database, writer, this.store) };
  }
}
