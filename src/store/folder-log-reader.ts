import { open } from "node:fs/promises";
import type { LogEntry } from "../contracts/types.js";
import { errorCode } from "./durable.js";

/** Entries up to which listing the folder costs nothing to speak of. */
const SHORT = 1_000;
/** Milliseconds after which a long log that changed is listed anew: entries may have come without being noted. */
const TRUST = 30_000;
/** A line that was cut off by a crash may stand before an id. */
const ID = /[0-9A-HJKMNP-TV-Z]{26}(?=\n)/g;

/** What is read of a folder's log. */
export interface FollowedLog {
  /** The file that names what was added. */
  readonly added: string;
  ids(): Promise<string[]>;
  read(ids: readonly string[]): Promise<LogEntry[]>;
  /** What changes with the folder; undefined where there is none. */
  stamp(): Promise<string | undefined>;
}

/**
 * Finds what is new in a log. A long one is not listed for each entry: the file that names what was added is read on
 * from where it ended, and the folder is listed from time to time for entries that were copied in.
 */
export class FolderLogReader {
  private readonly known = new Set<string>();
  /** Those that are still to be read. */
  private readonly unread = new Set<string>();
  private stamp: string | undefined;
  private listed = -Infinity;
  /** Which file of added ids was read, and how far. */
  private file: bigint | undefined;
  private position = 0;

  constructor(private readonly log: FollowedLog) {}

  /** The entries that the calls before did not give. */
  async next(): Promise<LogEntry[]> {
    await this.find();
    const entries = await this.log.read([...this.unread]);
    for (const id of this.unread) this.known.add(id);
    this.unread.clear();
    return entries;
  }

  private async find(): Promise<void> {
    const stamp = await this.log.stamp();
    const { ids, isReplaced } = await this.addedIds();
    const isUnchanged = stamp !== undefined && stamp === this.stamp;
    const isTrusted = this.known.size > SHORT && performance.now() - this.listed < TRUST && !isReplaced;
    const found = isUnchanged || isTrusted ? ids : await this.list(stamp);
    for (const id of found) if (!this.known.has(id)) this.unread.add(id);
  }

  private async list(stamp: string | undefined): Promise<string[]> {
    this.listed = performance.now();
    const ids = await this.log.ids();
    this.stamp = stamp;
    return ids;
  }

  private async addedIds(): Promise<{ ids: string[]; isReplaced: boolean }> {
    let handle;
    try {
      handle = await open(this.log.added, "r");
      const { ino, size } = await handle.stat({ bigint: true });
      const isReplaced = ino !== this.file || Number(size) < this.position;
      // What a file says that was not seen before, the folder says too.
      if (isReplaced) {
        this.position = Number(size);
        this.file = ino;
        return { ids: [], isReplaced };
      }
      const buffer = Buffer.alloc(Number(size) - this.position);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.position);
      const whole = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
      this.position += whole;
      return { ids: buffer.toString("latin1", 0, whole).match(ID) ?? [], isReplaced };
    } catch (error) {
      if (!["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(errorCode(error) ?? "")) throw error;
      return { ids: [], isReplaced: true };
    } finally {
      await handle?.close();
    }
  }
}
