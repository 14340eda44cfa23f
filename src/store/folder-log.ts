import { mkdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import type { LogEntry } from "../contracts/types.js";
import { validateLogEntry } from "../contracts/validators.js";
import { bounded, unlessMissing, writeSynced, writeWhole } from "./durable.js";
import { LogJournal } from "./log-journal.js";
import { thisProcess } from "./owners.js";
import { STAGING } from "./folder-staging.js";
import type { LogTail } from "./store.js";

const nextId = monotonicFactory();

/** The append-only log of a folder store: one file for each entry. */
export class FolderLog {
  readonly folder: string;
  readonly journal: LogJournal;

  constructor(private readonly root: string) {
    this.folder = join(root, "log");
    this.journal = new LogJournal(this);
  }

  async append(given: Omit<LogEntry, "id">): Promise<LogEntry> {
    const entry: LogEntry = { id: nextId(), ...given };
    await mkdir(this.folder, { recursive: true });
    const text = `${JSON.stringify(entry, undefined, 2)}\n`;
    await this.draft(async (path) => {
      await writeWhole(join(this.folder, `${entry.id}.json`), path, text);
      await this.journal.note(entry);
    });
    return entry;
  }

  /** Every entry, oldest first. */
  async entries(): Promise<LogEntry[]> {
    const ids: string[] = [];
    for await (const id of this.journal.ids()) ids.push(id);
    return this.read(ids);
  }

  /** What was added after a position. */
  tail(after: string | undefined): Promise<LogTail> {
    return this.journal.tail(after);
  }

  /** When an entry was written down last, in milliseconds; 0 where there is none. */
  async noted(): Promise<number> {
    return (await unlessMissing(stat(this.journal.path)))?.mtimeMs ?? 0;
  }

  /** Marks that nothing is missing. */
  async touch(): Promise<void> {
    const now = new Date();
    await unlessMissing(utimes(this.journal.path, now, now));
  }

  /** The entries of some ids, oldest first. */
  async read(ids: readonly string[]): Promise<LogEntry[]> {
    const entries = await Promise.all(ids.toSorted().map((id) => bounded(() => this.entry(id))));
    return entries.filter((entry) => entry !== undefined);
  }

  /** A place in staging that belongs to this process while it works there. */
  async draft(work: (path: string) => Promise<void>): Promise<void> {
    const staging = join(this.root, STAGING);
    await mkdir(staging, { recursive: true });
    const id = nextId();
    const owner = join(staging, `${id}.owner`);
    await writeSynced(owner, JSON.stringify(thisProcess()));
    await work(join(staging, `${id}.entry`));
    await rm(join(staging, `${id}.entry`), { force: true });
    await rm(owner, { force: true });
  }

  /** Undefined for a file that is no entry: one bad file does not hide the others. */
  private async entry(id: string): Promise<LogEntry | undefined> {
    const text = await unlessMissing(readFile(join(this.folder, `${id}.json`), "utf8"));
    try {
      const value: unknown = text === undefined ? undefined : JSON.parse(text);
      return validateLogEntry(value) ? { ...value, id } : undefined;
    } catch {
      return undefined;
    }
  }
}
