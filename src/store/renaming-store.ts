import type { Readable } from "node:stream";
import type { Kind, LogEntry } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import { newestFirst } from "../core/versions.js";
import { lifecycleOf, StoreLog } from "./store-log.js";
import type {
  ByteRange,
  LogTail,
  PackageVersion,
  PackageVersions,
  ResumableUpload,
  SharedStaging,
  Staging,
  Store,
} from "./store.js";

/**
 * A store in which a renamed package is found under every name that it has or had. Its versions stay where they were
 * published; only the name in the manifests that are given out is the present one.
 */
export class RenamingStore implements Store {
  readonly location: string;
  readonly name: string;

  constructor(private readonly inner: Store) {
    this.location = inner.location;
    this.name = inner.name;
    StoreLog.share(inner, this);
  }

  get curation(): boolean {
    return this.inner.curation === true;
  }

  async packages(kind: Kind): Promise<PackageVersions[]> {
    const [lifecycle, packages] = await Promise.all([lifecycleOf(this), this.inner.packages(kind)]);
    const found = new Map<string, Set<string>>();
    for (const { name, versions } of packages) {
      const current = lifecycle.currentName(kind, name);
      found.set(current, new Set([...(found.get(current) ?? []), ...versions]));
    }
    return [...found]
      .map(([name, versions]) => ({ name, versions: [...versions].sort(newestFirst) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async versions(kind: Kind, name: string): Promise<string[]> {
    const names = (await lifecycleOf(this)).namesOf(kind, name);
    const found = await Promise.all(names.map((each) => this.inner.versions(kind, each)));
    return [...new Set(found.flat())].sort(newestFirst);
  }

  async manifest(target: PackageVersion): Promise<Manifest | undefined> {
    const lifecycle = await lifecycleOf(this);
    const found = await this.inner.manifest(await this.place(target));
    const name = lifecycle.currentName(target.kind, target.name);
    return found && found.name !== name ? { ...found, name } : found;
  }

  async files(target: PackageVersion): Promise<string[]> {
    return this.inner.files(await this.place(target));
  }

  async stat(target: PackageVersion, path: string): Promise<{ bytes: number } | undefined> {
    return this.inner.stat(await this.place(target), path);
  }

  async read(target: PackageVersion, path: string, range?: ByteRange): Promise<Readable> {
    return this.inner.read(await this.place(target), path, range);
  }

  begin(upload?: ResumableUpload): Promise<Staging> {
    return this.inner.begin(upload);
  }

  resume(id: string): Promise<{ staging: Staging; note: string } | undefined> {
    return this.inner.resume(id);
  }

  takeShared(id: string): Promise<SharedStaging | undefined> {
    return this.inner.takeShared(id);
  }

  expire(): Promise<void> {
    return this.inner.expire();
  }

  append(entry: Omit<LogEntry, "id">): Promise<LogEntry> {
    return this.inner.append(entry);
  }

  log(): Promise<LogEntry[]> {
    return this.inner.log();
  }

  logTail(after?: string): Promise<LogTail> {
    return this.inner.logTail(after);
  }

  logEntries(ids: readonly string[]): Promise<LogEntry[]> {
    return this.inner.logEntries(ids);
  }

  logStamp(): Promise<string | undefined> {
    return this.inner.logStamp();
  }

  /** Where a version lies: under the first of its package's names that has it. */
  private async place({ kind, name, version }: PackageVersion): Promise<PackageVersion> {
    const names = (await lifecycleOf(this)).namesOf(kind, name);
    if (names.length > 1)
      for (const each of names)
        if ((await this.inner.versions(kind, each)).includes(version)) return { kind, name: each, version };
    return { kind, name, version };
  }
}
