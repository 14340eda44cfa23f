import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { ulid } from "ulid";
import type { Kind, LogEntry, StoreDescription } from "../contracts/types.js";
import { validateStoreDescription } from "../contracts/validators.js";
import { parseJson } from "../core/contract.js";
import { Lifecycle } from "../core/lifecycle.js";
import { KINDS, manifestFile, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { checkName, isName } from "../core/references.js";
import { isVersion, newestFirst } from "../core/versions.js";
import { bounded, errorCode, unlessMissing, unlessReadOnly, writeWhole } from "./durable.js";
import { FolderLog } from "./folder-log.js";
import { restoreLifecycles, writeLifecycle } from "./folder-lifecycle.js";
import { cleanStaging, FolderStaging, STAGING, type Leftovers } from "./folder-staging.js";
import { lifecycleOf } from "./store-log.js";
import { filesUnder, realFile } from "./package-paths.js";
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
import { storedManifest } from "./stored-manifest.js";

const DESCRIPTION = "foundry-store.json";

/** A store in a folder of this machine, or of a file system that a cluster shares. */
export class FolderStore implements Store {
  private readonly entries: FolderLog;

  private constructor(
    readonly location: string,
    readonly name: string,
    readonly curation: boolean,
  ) {
    this.entries = new FolderLog(location);
  }

  /** Opens a folder, makes it a store if it is none, and clears up after processes that died while publishing. */
  static async open(folder: string): Promise<FolderStore> {
    try {
      await mkdir(folder, { recursive: true });
      const location = await realpath(folder);
      const { name, curation = false } = await describe(location);
      const store = new FolderStore(location, name, curation);
      await unlessReadOnly(() => store.recover());
      return store;
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined || code.startsWith("ERR_")) throw error;
      throw problem(
        "unavailable",
        `The store ${folder} cannot be opened (${code}); check the folder and its permissions.`,
        { cause: error },
      );
    }
  }

  async packages(kind: Kind): Promise<PackageVersions[]> {
    const names = (await unlessMissing(readdir(join(this.location, `${kind}s`)))) ?? [];
    const packages = await Promise.all(
      names.filter(isName).map(async (name) => ({ name, versions: await this.versions(kind, name) })),
    );
    return packages.filter(({ versions }) => versions.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async versions(kind: Kind, name: string): Promise<string[]> {
    checkName(name);
    const folder = join(this.location, `${kind}s`, name);
    const names = ((await unlessMissing(bounded(() => readdir(folder)))) ?? []).filter(isVersion);
    const found = await Promise.all(
      names.map((version) => unlessMissing(bounded(() => stat(join(folder, version, manifestFile(kind)))))),
    );
    return names.filter((_, index) => found[index] !== undefined).sort(newestFirst);
  }

  async manifest(target: PackageVersion): Promise<Manifest | undefined> {
    const path = join(this.folder(target), manifestFile(target.kind));
    const text = await unlessMissing(bounded(() => readFile(path, "utf8")));
    return text === undefined ? undefined : storedManifest(target, text);
  }

  async files(target: PackageVersion): Promise<string[]> {
    const found = (await unlessMissing(filesUnder(this.folder(target), { hidden: true }))) ?? [];
    // What enters a benchmark after it was published lies beside its files, and is none of them.
    const entered = (path: string) => target.kind === "benchmark" && path.startsWith("submissions/");
    return found.filter((path) => path !== manifestFile(target.kind) && !entered(path));
  }

  async stat(target: PackageVersion, path: string): Promise<{ bytes: number } | undefined> {
    const place = await realFile(this.folder(target), path);
    const found = place === undefined ? undefined : await stat(place);
    return found?.isFile() ? { bytes: found.size } : undefined;
  }

  async read(target: PackageVersion, path: string, range?: ByteRange): Promise<Readable> {
    const place = await realFile(this.folder(target), path);
    if (place === undefined)
      throw problem(
        "not-found",
        `${target.name}@${target.version} has lost its file '${path}'; run \`foundry-lab verify\`.`,
      );
    const handle = await open(place, constants.O_RDONLY);
    return handle.createReadStream({ ...range, highWaterMark: 256 * 1024 });
  }

  begin(upload?: ResumableUpload): Promise<Staging> {
    return FolderStaging.begin(this.location, upload);
  }

  resume(id: string): Promise<{ staging: Staging; note: string } | undefined> {
    return FolderStaging.resume(this.location, id);
  }

  takeShared(id: string): Promise<SharedStaging | undefined> {
    return FolderStaging.takeShared(this.location, id);
  }

  async expire(): Promise<void> {
    await this.logLeft(await cleanStaging(join(this.location, STAGING)));
  }

  async append(entry: Omit<LogEntry, "id">): Promise<LogEntry> {
    const written = await this.entries.append(entry);
    if (written.action !== "published")
      await writeLifecycle(this.location, () => lifecycleOf(this), written.kind, [
        written.name,
        ...(written.to ? [written.to] : []),
      ]);
    return written;
  }

  log(): Promise<LogEntry[]> {
    return this.entries.entries();
  }

  logTail(after?: string): Promise<LogTail> {
    return this.entries.tail(after);
  }

  logEntries(ids: readonly string[]): Promise<LogEntry[]> {
    return this.entries.read(ids);
  }

  logStamp(): Promise<string | undefined> {
    return this.entries.journal.folderStamp();
  }

  /** Clears staging, and logs versions that came in without an entry: by a crash just before it, or copied by hand. */
  private async recover(): Promise<void> {
    await this.expire();
    const changed = await Promise.all(KINDS.map((kind) => this.changedFolder(kind)));
    if (changed.some(Boolean)) {
      await this.logMissing(
        (await Promise.all(KINDS.filter((_, i) => changed[i]).map((kind) => this.all(kind)))).flat(),
      );
      await this.entries.touch();
    }
    await restoreLifecycles(this.location, () => lifecycleOf(this));
  }

  /** Whether packages may have been copied into a folder: publishing logs after the folder has changed. */
  private async changedFolder(kind: Kind): Promise<boolean> {
    const folder = await unlessMissing(stat(join(this.location, `${kind}s`)));
    if (folder === undefined) return false;
    return folder.mtimeMs > (await this.entries.noted()) || (await this.entries.journal.isShort());
  }

  private async all(kind: Kind): Promise<PackageVersion[]> {
    return (await this.packages(kind)).flatMap(({ name, versions }) =>
      [...versions].reverse().map((version) => ({ kind, name, version })),
    );
  }

  /** Logs what a process has left that died between the two steps of publishing. */
  private async logLeft({ versions, isClean }: Leftovers): Promise<void> {
    if (!isClean) await this.entries.journal.complete();
    await this.logMissing(versions);
  }

  private async logMissing(versions: readonly PackageVersion[]): Promise<void> {
    if (versions.length === 0) return;
    const lifecycle = new Lifecycle(await this.log());
    for (const target of versions) if (!lifecycle.knows(target)) await this.logFound(target);
  }

  private async logFound(target: PackageVersion): Promise<void> {
    const found = await unlessMissing(stat(join(this.folder(target), manifestFile(target.kind))));
    const { mtime } = found ?? {};
    if (mtime)
      await this.append({ action: this.curation ? "submitted" : "published", ...target, at: mtime.toISOString() });
  }

  private folder({ kind, name, version }: PackageVersion): string {
    checkName(name);
    if (!isVersion(version))
      throw problem("invalid-name", `${JSON.stringify(version)} is not a whole version such as 1.2.0.`);
    return join(this.location, `${kind}s`, name, version);
  }
}

async function describe(location: string): Promise<StoreDescription> {
  const path = join(location, DESCRIPTION);
  const text = await unlessMissing(readFile(path, "utf8"));
  if (text !== undefined) return parseJson(validateStoreDescription, text, `${DESCRIPTION} of the store ${location}`);
  const description: StoreDescription = { formatVersion: 1, name: basename(location) || "store" };
  await unlessReadOnly(() =>
    writeWhole(path, join(location, `.${ulid()}.json`), `${JSON.stringify(description, undefined, 2)}\n`),
  );
  return description;
}
