import type { DatabaseSync } from "node:sqlite";
import type { IndexProgress, Kind, LogEntry } from "../contracts/types.js";
import type { Lifecycle } from "../core/lifecycle.js";
import { FoundryProblem } from "../core/problems.js";
import { newestFirst } from "../core/versions.js";
import { Dois } from "../store/dois.js";
import { SharedPass } from "../store/shared-pass.js";
import type { Store } from "../store/store.js";
import { StoreLog } from "../store/store-log.js";
import { transaction } from "./database.js";
import type { IndexWriter } from "./index-writer.js";
import { recordOf, type CatalogRecord } from "./records.js";

/** Packages in one transaction: many enough to be quick, few enough to be held in memory. */
const BATCH = 100;

/** A package whose entries in the log the index does not have yet. */
interface Change {
  kind: Kind;
  /** Its present name. */
  name: string;
  entries: string[];
}

/** Brings an index to the state of a store's log; several processes may do so at once, and any may be killed. */
export class LogFollower {
  /** How many of the log's entries were looked at. */
  private position = 0;
  private readonly changes = new Map<string, Change>();
  private writing: Promise<void> | undefined;
  private readonly reading = new SharedPass(() => this.read());

  constructor(
    private readonly database: DatabaseSync,
    private readonly writer: IndexWriter,
    private readonly store: Store,
  ) {}

  /** Reads the log; `written` resolves when the index has every entry that was there. */
  follow(): Promise<{ written: Promise<void> }> {
    return this.reading.run();
  }

  /** How far the index is; undefined where it has everything that was read of the log. */
  get progress(): IndexProgress | undefined {
    if (this.changes.size === 0) return undefined;
    const done = Number(this.database.prepare("SELECT count(*) AS n FROM package").get()?.n);
    return { done, total: done + this.changes.size };
  }

  private async read(): Promise<{ written: Promise<void> }> {
    const log = await StoreLog.of(this.store).current();
    const written = this.database.prepare("SELECT 1 FROM entry WHERE id = ?");
    for (; this.position < log.entries.length; this.position += 1) {
      const entry = log.entries[this.position];
      if (entry && written.get(entry.id) === undefined) this.note(entry, log.lifecycle);
    }
    if (this.changes.size > 0) this.writing ??= this.write(log);
    return { written: this.writing ?? Promise.resolve() };
  }

  private note({ id, kind, name: former }: LogEntry, lifecycle: Lifecycle): void {
    const name = lifecycle.currentName(kind, former);
    const change = this.changes.get(`${kind}/${name}`);
    if (change) change.entries.push(id);
    else this.changes.set(`${kind}/${name}`, { kind, name, entries: [id] });
  }

  /** Goes on while there are changes, those that come meanwhile too. */
  private async write(log: StoreLog): Promise<void> {
    try {
      while (this.changes.size > 0 && this.database.isOpen)
        await this.apply([...this.changes.values()].slice(0, BATCH), log);
    } catch (error) {
      // What is not in the index is found there again.
      this.position = 0;
      this.changes.clear();
      throw error;
    } finally {
      this.writing = undefined;
    }
  }

  private async apply(batch: readonly Change[], log: StoreLog): Promise<void> {
    const generation = this.generation();
    const read = batch.map(({ entries }) => entries.length);
    const records = await Promise.all(batch.map((change) => this.newest(change, log)));
    if (!this.database.isOpen) return;
    transaction(this.database, "write", () => {
      // Another process has changed the index meanwhile: what was read may be out of date, and some of it be written.
      if (this.generation() !== generation) this.dropWritten(batch);
      else this.replace(batch, read, records, log.lifecycle);
    });
  }

  private replace(
    batch: readonly Change[],
    read: readonly number[],
    records: readonly (CatalogRecord | undefined)[],
    lifecycle: Lifecycle,
  ): void {
    const remember = this.database.prepare("INSERT OR IGNORE INTO entry VALUES (?)");
    const gone: Pick<CatalogRecord, "kind" | "name">[] = [];
    batch.forEach(({ kind, name, entries }, index) => {
      for (const each of lifecycle.namesOf(kind, name))
        if (records[index] === undefined || each !== name) gone.push({ kind, name: each });
      // Entries that came while the package was read are for the next time.
      for (const id of entries.splice(0, read[index])) remember.run(id);
      if (entries.length === 0) this.changes.delete(`${kind}/${name}`);
    });
    this.writer.remove(gone);
    this.writer.write(records.filter((record) => record !== undefined));
  }

  private dropWritten(batch: readonly Change[]): void {
    const written = this.database.prepare("SELECT 1 FROM entry WHERE id = ?");
    for (const change of batch) {
      change.entries = change.entries.filter((id) => written.get(id) === undefined);
      if (change.entries.length === 0) this.changes.delete(`${change.kind}/${change.name}`);
    }
  }

  /** The newest version of a package that can be read and may be found. */
  private async newest({ kind, name }: Change, { lifecycle }: StoreLog): Promise<CatalogRecord | undefined> {
    for (const version of [...lifecycle.versionsOf(kind, name)].sort(newestFirst)) {
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

  private generation(): number {
    return Number(this.database.prepare("SELECT value FROM state WHERE key = 'generation'").get()?.value);
  }
}
