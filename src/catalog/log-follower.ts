import type { DatabaseSync } from "node:sqlite";
import type { LogEntry } from "../contracts/types.js";
import type { Lifecycle } from "../core/lifecycle.js";
import { FoundryProblem } from "../core/problems.js";
import { Dois } from "../store/dois.js";
import { lifecycleOf } from "../store/lifecycle-reader.js";
import type { Store } from "../store/store.js";
import { transaction } from "./database.js";
import type { IndexWriter } from "./index-writer.js";
import { recordOf, type CatalogRecord } from "./records.js";

/** Entries in one transaction: many enough to be quick, few enough to be held in memory. */
const BATCH = 1000;
type PackageKey = Pick<LogEntry, "kind" | "name">;

/** Brings an index to the state of a store's log; several processes may do so at once. */
export class LogFollower {
  private known = new Set<string>();
  private generation = -1;
  private stamp: string | undefined;

  constructor(
    private readonly database: DatabaseSync,
    private readonly writer: IndexWriter,
    private readonly store: Store,
  ) {}

  async follow(): Promise<void> {
    const stamp = await this.store.logStamp();
    if (stamp !== undefined && stamp === this.stamp) return;
    let waiting: LogEntry[] = await this.store.log(this.knownEntries());
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = (await this.apply(batch)) ? waiting.slice(BATCH) : await this.store.log(this.knownEntries());
    }
    this.stamp = stamp;
  }

  /** False when another process has changed the index meanwhile: what was read may be out of date. */
  private async apply(entries: LogEntry[]): Promise<boolean> {
    const generation = this.currentGeneration();
    const lifecycle = await lifecycleOf(this.store);
    const touched = entries.flatMap(({ kind, name }) =>
      lifecycle.namesOf(kind, name).map((each) => ({ kind, name: each })),
    );
    const packages = new Map<string, PackageKey>(touched.map((key) => [`${key.kind}/${key.name}`, key]));
    const records = await Promise.all([...packages.values()].map((key) => this.newest(key, lifecycle)));
    const isWritten = transaction(this.database, "write", () => {
      if (this.currentGeneration() !== generation) return false;
      [...packages.values()].forEach(({ kind, name }, index) => {
        if (records[index] === undefined) this.writer.remove(kind, name);
      });
      const remember = this.database.prepare("INSERT OR IGNORE INTO entry VALUES (?)");
      for (const { id } of entries) remember.run(id);
      this.writer.write(records.filter((record) => record !== undefined));
      return true;
    });
    if (!isWritten) return false;
    // What this process has written itself need not be read again.
    for (const { id } of entries) this.known.add(id);
    this.generation = generation + 1;
    return true;
  }

  /** The newest version of a package that can be read and may be found, under its present name. */
  private async newest({ kind, name }: PackageKey, lifecycle: Lifecycle): Promise<CatalogRecord | undefined> {
    if (lifecycle.currentName(kind, name) !== name) return undefined;
    for (const version of await this.store.versions(kind, name)) {
      const { visible, state, reason } = lifecycle.status({ kind, name, version });
      if (!visible) continue;
      try {
        const manifest = await this.store.manifest({ kind, name, version });
        if (manifest)
          return {
            ...recordOf(await Dois.of(this.store).identified(manifest)),
            ...(state === "published" ? {} : { state }),
            ...(reason ? { reason } : {}),
          };
      } catch (error) {
        // A manifest that someone broke must not take the other packages out of the results.
        if (!(error instanceof FoundryProblem)) throw error;
      }
    }
    return undefined;
  }

  private knownEntries(): Set<string> {
    const generation = this.currentGeneration();
    if (generation !== this.generation) {
      this.known = new Set(
        this.database
          .prepare("SELECT id FROM entry")
          .all()
          .map(({ id }) => String(id)),
      );
      this.generation = generation;
    }
    return this.known;
  }

  private currentGeneration(): number {
    return Number(this.database.prepare("SELECT value FROM state WHERE key = 'generation'").get()?.value);
  }
}
