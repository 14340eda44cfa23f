import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import type { LogEntry } from "../contracts/types.js";
import { validateLogEntry } from "../contracts/validators.js";
import { bounded, unlessMissing, writeSynced, writeWhole } from "./durable.js";
import { FolderLogReader } from "./folder-log-reader.js";
import { thisProcess } from "./owners.js";

const ENTRY = /^([0-9A-HJKMNP-TV-Z]{26})\.json$/;
/** File times may be this coarse: a folder that changed more recently may change again under the same time. */
const COARSE = 2_000;
const nextId = monotonicFactory();

/** The append-only log of a folder store: one file for each entry. */
export class FolderLog {
  private readonly folder: string;

  constructor(private readonly root: string) {
    this.folder = join(root, "log");
  }

  /** Ids in the order in which entries were added; derived, for readers that follow a long log without listing it. */
  get added(): string {
    return join(this.folder, "added.txt");
  }

  async append(given: Omit<LogEntry, "id">): Promise<LogEntry> {
    const entry: LogEntry = { id: nextId(), ...given };
    const staging = join(this.root, ".staging");
    await mkdir(this.folder, { recursive: true });
    await mkdir(staging, { recursive: true });
    const owner = join(staging, `${entry.id}.owner`);
    await writeSynced(owner, JSON.stringify(thisProcess()));
    const text = `${JSON.stringify(entry, undefined, 2)}\n`;
    await writeWhole(join(this.folder, `${entry.id}.json`), join(staging, `${entry.id}.entry`), text);
    await this.noteAdded(entry.id);
    await rm(owner, { force: true });
    return entry;
  }

  /** Every entry, oldest first. */
  async entries(): Promise<LogEntry[]> {
    return this.read(await this.ids());
  }

  /** Gives, each time, the entries that were not there before. */
  follow(): () => Promise<LogEntry[]> {
    const reader = new FolderLogReader(this);
    return () => reader.next();
  }

  /** The ids of the log's files. */
  async ids(): Promise<string[]> {
    const names = (await unlessMissing(readdir(this.folder))) ?? [];
    return names.flatMap((name) => ENTRY.exec(name)?.[1] ?? []);
  }

  async stamp(): Promise<string | undefined> {
    const found = await unlessMissing(stat(this.folder, { bigint: true }));
    if (!found) return "none";
    const settled = Date.now() - Number(found.mtimeMs) > COARSE;
    return settled ? `${found.ino}:${found.mtimeNs}` : undefined;
  }

  /** The entries of some ids, oldest first. */
  async read(ids: readonly string[]): Promise<LogEntry[]> {
    const entries = await Promise.all(ids.toSorted().map((id) => bounded(() => this.entry(id))));
    return entries.filter((entry) => entry !== undefined);
  }

  private async noteAdded(id: string): Promise<void> {
    try {
      await appendFile(this.added, `${id}\n`);
    } catch {
      // Another user's file: readers see a new one, and list the folder.
      await rm(this.added, { force: true }).catch(() => undefined);
      await appendFile(this.added, `${id}\n`).catch(() => undefined);
    }
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
