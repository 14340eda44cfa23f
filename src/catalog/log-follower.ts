import type { DatabaseSync } from "node:sqlite";
import type { IndexProgress, LogEntry } from "../contracts/types.js";
import { FoundryProblem } from "../core/problems.js";
import { newestFirst } from "../core/versions.js";
import { Dois } from "../store/dois.js";
import { SharedPass } from "../store/shared-pass.js";
import type { Store } from "../store/store.js";
import { StoreLog } from "../store/store-log.js";
import { transaction } from "./database.js";
import type { IndexWriter } from "./index-writer.js";
import { recordOf, type CatalogRecord } from "./records.js";

/** Entries in one transaction: many enough to be quick, few enough that their packages are held in memory. */
const BATCH = 100;

/** A package that entries of the log are of, by its present name. */
type Package = Pick<CatalogRecord, "kind" | "name">;

/** Brings an index to the state of a store's log; several processes may do so at once, and any may be killed. */
export class LogFollower {
  /** Where the log was read to; the index keeps it once it has everything until there. */
  private position: string | undefined;
  /** Ids of entries that the index does not have yet, oldest first. */
  private readonly missing = new Set<string>();
  private writing: Promise<void> | undefined;
  private readonly reading = new SharedPass(() => this.read());

  constructor(
    private readonly database: DatabaseSync,
    private readonly writer: IndexWriter,
    private readonly store: Store,
  ) {
    const kept = database.prepare("SELECT value FROM state WHERE key = 'position'").get()?.value;
    this.position = typeof kept === "string" ? kept : undefined;
  }

  /** Reads the log; `written` resolves when the index has every entry that was there. */
  follow(): Promise<{ written: Promise<void> }> {
    return this.reading.run();
  }

  /** How far the index is; undefined where it has everything that was read of the log. */
  get progress(): IndexProgress | undefined {
    if (this.missing.size === 0) return undefined;
    const done = Number(this.database.prepare("SELECT count(*) AS n FROM package").get()?.n);
    return { done, total: done + this.missing.size };
  }

  private async read(): Promise<{ written: Promise<void> }> {
    const before = this.position;
    for (;;) {
      const { lines, position } = await this.store.logTail(this.position);
      for (const id of this.unwritten(lines.map((line) => line.id))) this.missing.add(id);
      this.position = position;
      if (lines.length === 0) break;
    }
    if (this.missing.size > 0) this.writing ??= this.write();
    else if (this.position !== before) this.keepPosition();
    return { written: this.writing ?? Promise.resolve() };
  }

  /** Goes on while there are entries, those that come meanwhile too. */
  private async write(): Promise<void> {
    try {
      while (this.missing.size > 0 && this.database.isOpen) await this.apply(first(this.missing, BATCH));
    } catch (error) {
      // What is not in the index is found there again.
      this.position = undefined;
      this.missing.clear();
      throw error;
    } finally {
      this.writing = undefined;
    }
  }

  private async apply(ids: readonly string[]): Promise<void> {
    const log = await StoreLog.of(this.store).current();
    const generation = this.generation();
    const packages = packagesOf(await this.store.logEntries(ids), log);
    const records = await Promise.all(packages.map((one) => this.newest(one, log)));
    if (!this.database.isOpen) return;
    transaction(this.database, "write", () => {
      // Another process has changed the index meanwhile: what was read may be out of date, and some of it be written.
      const isOurs = this.generation() === generation;
      if (isOurs) this.replace(packages, records, log);
      const left = new Set(isOurs ? [] : this.unwritten(ids));
      const remember = this.database.prepare("INSERT OR IGNORE INTO entry VALUES (?)");
      for (const id of ids) {
        if (left.has(id)) continue;
        remember.run(id);
        this.missing.delete(id);
      }
      if (this.missing.size === 0) this.keepPosition();
    });
  }

  private replace(
    packages: readonly Package[],
    records: readonly (CatalogRecord | undefined)[],
    { lifecycle }: StoreLog,
  ): void {
    const gone = packages.flatMap(({ kind, name }, index) =>
      lifecycle
        .namesOf(kind, name)
        .filter((each) => records[index] === undefined || each !== name)
        .map((each) => ({ kind, name: each })),
    );
    this.writer.remove(gone);
    this.writer.write(records.filter((record) => record !== undefined));
  }

  /** The newest version of a package that can be read and may be found. */
  private async newest({ kind, name }: Package, { lifecycle }: StoreLog): Promise<CatalogRecord | undefined> {
    for (const version of [...(await this.store.versions(kind, name))].sort(newestFirst)) {
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

  private unwritten(ids: readonly string[]): string[] {
    const written = this.database.prepare("SELECT 1 FROM entry WHERE id = ?");
    return ids.filter((id) => written.get(id) === undefined);
  }

  private keepPosition(): void {
    if (this.position !== undefined)
      this.database.prepare("INSERT OR REPLACE INTO state VALUES ('position', ?)").run(this.position);
  }

  private generation(): number {
    return Number(this.database.prepare("SELECT value FROM state WHERE key = 'generation'").get()?.value);
  }
}

function first(ids: ReadonlySet<string>, count: number): string[] {
  const found: string[] = [];
  for (const id of ids) {
    found.push(id);
    if (found.length === count) break;
  }
  return found;
}

function packagesOf(entries: readonly LogEntry[], { lifecycle }: StoreLog): Package[] {
  const packages = entries.map(({ kind, name }) => ({ kind, name: lifecycle.currentName(kind, name) }));
  return [...new Map(packages.map((one): [string, Package] => [`${one.kind}/${one.name}`, one])).values()];
}
