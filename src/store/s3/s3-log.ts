import { monotonicFactory } from "ulid";
import type { LogEntry } from "../../contracts/types.js";
import { validateLogEntry } from "../../contracts/validators.js";
import type { LogTail } from "../store.js";
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

  /** All that is there, where anything may have been added since a position. */
  async tail(after: string | undefined): Promise<LogTail> {
    const position = await this.stamp();
    return { lines: position === after ? [] : (await this.ids()).map((id) => ({ id })), position };
  }

  /** Every entry, oldest first. */
  async entries(): Promise<LogEntry[]> {
    return this.read(await this.ids());
  }

  /** The entries of some ids, oldest first. */
  async read(ids: readonly string[]): Promise<LogEntry[]> {
    const entries = await Promise.all(ids.toSorted().map((id) => this.entry(id)));
    return entries.filter((entry) => entry !== undefined);
  }

  private async ids(): Promise<string[]> {
    const { keys } = await this.bucket.list("log/");
    return keys.flatMap((key) => ENTRY.exec(key)?.[1] ?? []);
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
