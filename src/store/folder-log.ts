import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import type { LogEntry } from "../contracts/types.js";
import { validateLogEntry } from "../contracts/validators.js";
import { bounded, unlessMissing, writeSynced, writeWhole } from "./durable.js";
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

  async append(given: Omit<LogEntry, "id">): Promise<LogEntry> {
    const entry: LogEntry = { id: nextId(), ...given };
    const staging = join(this.root, ".staging");
    await mkdir(this.folder, { recursive: true });
    await mkdir(staging, { recursive: true });
    const owner = join(staging, `${entry.id}.owner`);
    await writeSynced(owner, JSON.stringify(thisProcess()));
    const text = `${JSON.stringify(entry, undefined, 2)}\n`;
    await writeWhole(join(this.folder, `${entry.id}.json`), join(staging, `${entry.id}.entry`), text);
    await rm(owner, { force: true });
    return entry;
  }

  async entries(known: ReadonlySet<string> = new Set()): Promise<LogEntry[]> {
    const names = (await unlessMissing(readdir(this.folder))) ?? [];
    const ids = names.flatMap((name) => ENTRY.exec(name)?.[1] ?? []).filter((id) => !known.has(id));
    const entries = await Promise.all(ids.sort().map((id) => bounded(() => this.entry(id))));
    return entries.filter((entry) => entry !== undefined);
  }

  async stamp(): Promise<string | undefined> {
    const found = await unlessMissing(stat(this.folder, { bigint: true }));
    if (!found) return "none";
    const settled = Date.now() - Number(found.mtimeMs) > COARSE;
    return settled ? `${found.ino}:${found.mtimeNs}` : undefined;
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
