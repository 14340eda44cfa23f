import { monotonicFactory } from "ulid";
import type { LogEntry } from "../../contracts/types.js";
import { validateLogEntry } from "../../contracts/validators.js";
import type { Bucket } from "./bucket.js";

const ENTRY = /^log\/([0-9A-HJKMNP-TV-Z]{26})\.json$/;
const STAMP = "log/stamp";
/** Milliseconds after which the log is listed anew: whoever added an entry may have died before changing the stamp. */
const TRUST = 30_000;
const nextId = monotonicFactory();

/** The append-only log of a store in a bucket: one object for each entry, and one that changes with each. */
export class S3Log {
  constructor(private readonly bucket: Bucket) {}

  async append(given: Omit<LogEntry, "id">): Promise<LogEntry> {
    const entry: LogEntry = { id: nextId(), ...given };
    await this.bucket.put(`log/${entry.id}.json`, `${JSON.stringify(entry, undefined, 2)}\n`);
    await this.bucket.put(STAMP, entry.id);
    return entry;
  }

  /** Gives, each time, the entries that were not there before. */
  follow(): () => Promise<LogEntry[]> {
    const known = new Set<string>();
    let last: string | undefined;
    return async () => {
      const stamp = await this.stamp();
      if (stamp === last) return [];
      const entries = await this.entries(known);
      for (const { id } of entries) known.add(id);
      last = stamp;
      return entries;
    };
  }

  /** Entries, oldest first, without those that are known. */
  async entries(known: ReadonlySet<string> = new Set()): Promise<LogEntry[]> {
    const { keys } = await this.bucket.list("log/");
    const ids = keys
      .flatMap((key) => ENTRY.exec(key)?.[1] ?? [])
      .filter((id) => !known.has(id))
      .sort();
    const entries = await Promise.all(ids.map((id) => this.entry(id)));
    return entries.filter((entry) => entry !== undefined);
  }

  async stamp(): Promise<string> {
    const found = await this.bucket.text(STAMP);
    return `${found ?? "none"}:${Math.floor(Date.now() / TRUST)}`;
  }

  /** Undefined for an object that is not an entry: one bad object does not hide the others. */
  private async entry(id: string): Promise<LogEntry | undefined> {
    const text = await this.bucket.text(`log/${id}.json`);
    try {
      const value: unknown = text === undefined ? undefined : JSON.parse(text);
      return validateLogEntry(value) ? { ...value, id } : undefined;
    } catch {
      return undefined;
    }
  }
}
