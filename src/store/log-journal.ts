import { constants } from "node:fs";
import { link, open, opendir, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { LogEntry } from "../contracts/types.js";
import { errorCode, unlessMissing } from "./durable.js";
import type { LogLine, LogTail } from "./store.js";

/** Bytes up to which the folder is listed whenever it may have changed. */
const SHORT = 40_000;
/** Bytes that are read at once. */
const CHUNK = 1 << 20;
/** Milliseconds after which a long log that changed is compared with its folder: entries may have been copied in. */
const TRUST = 30_000;
/** How many times longer than a comparison takes there is none. */
const REST = 100;
/** File times may be this coarse: a folder that changed more recently may change again under the same time. */
const COARSE = 2_000;
const ENTRY = /^([0-9A-HJKMNP-TV-Z]{26})\.json$/;
/** A line that was cut off by a crash may stand before an id. */
const LINE = /([0-9A-HJKMNP-TV-Z]{26})(?: ([a-z ]+))?(?=\n)/g;
const UNWRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"]);

/** What a journal is of. */
export interface JournaledLog {
  readonly folder: string;
  read(ids: readonly string[]): Promise<LogEntry[]>;
  /** Has a file written under another name; it is gone afterwards. */
  draft(work: (path: string) => Promise<void>): Promise<void>;
}

/**
 * `entries.txt` of a log: its entries' ids and actions in the order in which they were added. Whoever follows a long log
 * reads on where it ended, instead of listing the folder. It is derived: written anew when it is missing, and compared
 * with the folder from time to time.
 */
export class LogJournal {
  readonly path: string;
  private stamp: string | undefined;
  private compared: number | undefined;
  private rest = TRUST;
  private comparing: Promise<void> | undefined;
  /** Lines more than files, as cut off ones, when both were last compared by their names. */
  private surplus = 0;
  /** Entries that cannot be written down here. */
  private readonly unwritten: LogLine[] = [];

  constructor(private readonly log: JournaledLog) {
    this.path = join(log.folder, "entries.txt");
  }

  /** Writes down an entry that is in the folder. */
  async note(entry: LogEntry): Promise<void> {
    try {
      const handle = await open(this.path, constants.O_WRONLY | constants.O_APPEND);
      await handle.writeFile(lineOf(entry)).finally(() => handle.close());
    } catch (error) {
      if (!UNWRITABLE.has(errorCode(error) ?? "")) throw error;
      // Another user's file that cannot be written: others find the entry when they list the folder.
      if (errorCode(error) !== "ENOENT") this.unwritten.push(entry);
      else if (!(await this.make())) await this.note(entry);
    }
  }

  /** What was added after a position: a part of it, empty at the end. */
  async tail(after: string | undefined): Promise<LogTail> {
    await this.follow();
    const handle = await unlessMissing(open(this.path, "r"));
    try {
      const file = handle ? await identityOf(handle) : "none";
      const [known, offset = "0", given = "0"] = after?.split(":") ?? [];
      const start = known === file ? Number(offset) : 0;
      const { text, end } = handle ? await readLines(handle, start) : { text: "", end: start };
      const lines = [...text.matchAll(LINE)].map(([, id = "", action]): LogLine => ({ id, ...actionOf(action) }));
      if (lines.length > 0) return { lines, position: `${file}:${end}:${given}` };
      return { lines: this.unwritten.slice(Number(given)), position: `${file}:${end}:${this.unwritten.length}` };
    } finally {
      await handle?.close();
    }
  }

  /** Writes down what is in the folder and not here. */
  async complete(): Promise<void> {
    if ((await unlessMissing(stat(this.path))) === undefined && (await this.make())) return;
    const known = new Set(this.unwritten.map(({ id }) => id));
    for await (const { id } of this.lines()) known.add(id);
    const missing: string[] = [];
    let files = 0;
    for await (const id of this.ids()) {
      files += 1;
      if (!known.has(id)) missing.push(id);
    }
    for (const entry of await this.log.read(missing)) await this.note(entry);
    this.surplus = known.size - this.unwritten.length + missing.length - files;
  }

  /** Whether it is so short that the folder is read instead of trusting it. */
  async isShort(): Promise<boolean> {
    return ((await unlessMissing(stat(this.path)))?.size ?? 0) <= SHORT;
  }

  /** What changes with the folder; undefined where that cannot be told yet. */
  async folderStamp(): Promise<string | undefined> {
    const found = await unlessMissing(stat(this.log.folder, { bigint: true }));
    if (!found) return "none";
    return Date.now() - Number(found.mtimeMs) > COARSE ? `${found.ino}:${found.mtimeNs}` : undefined;
  }

  /** The ids of the folder's entries. */
  async *ids(): AsyncGenerator<string> {
    const folder = await unlessMissing(opendir(this.log.folder, { bufferSize: 1024 }));
    for await (const { name } of folder ?? []) {
      const id = ENTRY.exec(name)?.[1];
      if (id !== undefined) yield id;
    }
  }

  private async follow(): Promise<void> {
    const stamp = await this.folderStamp();
    const isMissing = (await unlessMissing(stat(this.path))) === undefined;
    if (stamp !== undefined && stamp === this.stamp && !isMissing) return;
    const isShort = await this.isShort();
    if (isShort) {
      await this.shared(() => this.complete());
      this.stamp = stamp;
      return;
    }
    this.compared ??= performance.now();
    if (performance.now() - this.compared < this.rest) return;
    // Whoever asks does not wait for a long folder.
    void this.shared(() => this.compare(stamp)).catch(() => undefined);
  }

  private shared(work: () => Promise<void>): Promise<void> {
    this.comparing ??= work().finally(() => (this.comparing = undefined));
    return this.comparing;
  }

  /** Counts alone, as the names of a million files are not held in memory without need. */
  private async compare(stamp: string | undefined): Promise<void> {
    const start = performance.now();
    let [lines, files] = [0, 0];
    for await (const id of this.ids()) files += id.length > 0 ? 1 : 0;
    for await (const { id } of this.lines()) lines += id.length > 0 ? 1 : 0;
    if (files !== lines - this.surplus) await this.complete();
    this.stamp = stamp;
    this.compared = performance.now();
    this.rest = Math.max(TRUST, REST * (this.compared - start));
  }

  private async *lines(): AsyncGenerator<LogLine> {
    const handle = await unlessMissing(open(this.path, "r"));
    try {
      for (let start = 0; handle;) {
        const { text, end } = await readLines(handle, start);
        if (end === start) return;
        for (const [, id = "", action] of text.matchAll(LINE)) yield { id, ...actionOf(action) };
        start = end;
      }
    } finally {
      await handle?.close();
    }
  }

  /** False where another process has made it meanwhile. */
  private async make(): Promise<boolean> {
    const ids: string[] = [];
    for await (const id of this.ids()) ids.push(id);
    if (ids.length === 0) return true;
    const entries = await this.log.read(ids);
    try {
      const { mode } = await stat(this.log.folder);
      await this.log.draft(async (path) => {
        const handle = await open(path, "wx");
        await handle.chmod(mode & 0o666);
        await handle.writeFile(entries.map(lineOf).join("")).finally(() => handle.close());
        await link(path, this.path);
      });
    } catch (error) {
      if (errorCode(error) === "EEXIST") return false;
      if (!UNWRITABLE.has(errorCode(error) ?? "")) throw error;
      const known = new Set(this.unwritten.map(({ id }) => id));
      this.unwritten.push(...entries.filter(({ id }) => !known.has(id)));
    }
    return true;
  }
}

const lineOf = ({ id, action }: LogEntry): string => `${id} ${action}\n`;

const actionOf = (action: string | undefined): Pick<LogLine, "action"> => (action === undefined ? {} : { action });

/** What tells a file from one that took its place. */
async function identityOf(handle: FileHandle): Promise<string> {
  const { ino, birthtimeNs } = await handle.stat({ bigint: true });
  return `${ino}.${birthtimeNs}`;
}

/** Whole lines from a place on. */
async function readLines(handle: FileHandle, start: number): Promise<{ text: string; end: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK), 0, CHUNK, start);
  const whole = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
  return { text: buffer.toString("latin1", 0, whole), end: start + whole };
}
