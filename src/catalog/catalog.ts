import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseSync } from "node:sqlite";
import type { IndexProgress, Kind, Model, SearchRequest, SearchResponse } from "../contracts/types.js";
import { visible } from "../store/library.js";
import { lifecycleOf } from "../store/store-log.js";
import type { Store } from "../store/store.js";
import { isBroken, LAYOUT, openDatabase, removeDatabase, transaction } from "./database.js";
import { IndexWriter } from "./index-writer.js";
import { LogFollower } from "./log-follower.js";
import type { CatalogRecord } from "./records.js";
import { SearchIndex } from "./search-index.js";

/** Milliseconds in which a search waits for the index; what it has is searched then. */
const PATIENCE = 1_000;
/** Milliseconds between two reports of how far the index is. */
const REPORT = 250;

type Question<T> = (parts: Parts, state: { indexing?: IndexProgress }) => T;

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

  /**
   * Finds packages in the store as it is now; each is there once, with its newest version. While the index grows, what
   * it has is found, and `indexing` says how much that is.
   * @param whole - waits for all of it, and is told how far it is
   */
  search(request: SearchRequest, whole?: (progress: IndexProgress) => void): Promise<SearchResponse> {
    return this.current(({ searcher }, indexing) => ({ ...searcher.search(request), ...indexing }), whole);
  }

  /** Packages of each kind, and how far the index is that they were counted in. */
  counts(): Promise<{ kinds: Record<Kind, number>; indexing?: IndexProgress }> {
    return this.current(({ searcher }, indexing) => ({ kinds: searcher.counts(), ...indexing }));
  }

  /** Newest version of each model trained on a dataset. */
  async modelsTrainedOn(dataset: string): Promise<Model[]> {
    // Models name the dataset as it was called when they were published.
    const datasets = this.store ? (await lifecycleOf(this.store)).namesOf("dataset", dataset) : [dataset];
    const models = await this.current(
      ({ searcher }) => datasets.flatMap((each) => searcher.modelsTrainedOn(each)),
      () => undefined,
    );
    const names = [...new Set(models)].sort();
    const manifests = await Promise.all(names.map((name) => this.newestModel(name)));
    return manifests.filter((manifest) => manifest !== undefined);
  }

  /** Puts records into the index, in place of what it knows of their packages. */
  index(records: Iterable<CatalogRecord>): void {
    const { database, writer } = this.parts;
    transaction(database, "write", () => writer.write(records));
  }

  close(): void {
    if (this.parts.database.isOpen) this.parts.database.close();
  }

  private async current<T>(ask: Question<T>, whole?: (progress: IndexProgress) => void): Promise<T> {
    try {
      return ask(this.parts, await this.follow(whole));
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.close();
      removeDatabase(this.file);
      this.parts = this.open();
      return ask(this.parts, await this.follow(whole));
    }
  }

  /** Waits until the index has the whole log, or, where it need not be whole, for a moment. */
  private async follow(whole?: (progress: IndexProgress) => void): Promise<{ indexing?: IndexProgress }> {
    const { follower } = this.parts;
    const written = (await follower?.follow())?.written.then(() => true);
    // Whoever has stopped waiting does not hear of a failure; whoever asks next does.
    written?.catch(() => undefined);
    const patience = whole ? REPORT : PATIENCE;
    while (written && !(await Promise.race([written, sleep(patience, false, { ref: false })]))) {
      const progress = follower?.progress;
      if (!whole) return progress ? { indexing: progress } : {};
      if (progress) whole(progress);
    }
    return {};
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
