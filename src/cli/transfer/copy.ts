import type { LogEntry } from "../../contracts/types.js";
import { Lifecycle } from "../../core/lifecycle.js";
import { bytesOf, type Manifest } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import type { PackageSource } from "../../store/package-source.js";
import type { PackageVersion } from "../../store/store.js";
import type { Foundry, Progress } from "../foundry.js";

/** What became of one package. */
export interface Copied extends PackageVersion {
  /** `copied`; `present` where the same was there; `different` where another package has the same version. */
  state: "copied" | "present" | "different";
  files: number;
  bytes: number;
}

/** What a mirror has done. */
export interface MirrorReport {
  from: string;
  to: string;
  packages: Copied[];
  /** Entries of the log, such as withdrawals, that were taken over. */
  notes: number;
}

/** A package of a hub or store as a source for another. */
export function sourceOf(from: Foundry, manifest: Manifest): PackageSource {
  return { manifest, read: (path, start = 0) => from.readFrom(manifest, path, start), close: () => undefined };
}

/** Puts a package where it is not yet; one of the same version with other files is refused. */
export async function copyPackage(
  source: PackageSource,
  to: Foundry,
  onProgress: (progress: Progress) => void,
): Promise<Copied> {
  const { manifest } = source;
  const { kind, name, version } = manifest;
  const there = await to.find(manifest);
  const brief = { kind, name, version, files: manifest.files.length, bytes: bytesOf(manifest) };
  if (there && isSame(there, manifest)) return { ...brief, state: "present" };
  if (there) {
    const detail = `${to.location} has another ${name}@${version} already, with other files, and versions never change; publish this one under another version.`;
    throw problem("duplicate-version", detail);
  }
  await to.receive(source, onProgress);
  return { ...brief, state: "copied" };
}

/** Copies every version that is missing, oldest first; what differs is reported and left alone. */
export async function mirror(
  from: Foundry,
  to: Foundry,
  {
    dryRun,
    onPackage,
    onProgress,
  }: { dryRun: boolean; onPackage: (copied: Copied) => void; onProgress: (progress: Progress) => void },
): Promise<MirrorReport> {
  const packages: Copied[] = [];
  const seen = new Set<string>();
  for (const found of await from.all()) {
    const manifest = await from.find(found);
    if (!manifest) continue;
    // One that was renamed may be told of under each of its names.
    const target = { ...found, name: manifest.name };
    const key = `${target.kind}/${target.name}/${target.version}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const there = await to.find(target);
    const state = there === undefined ? "copied" : isSame(there, manifest) ? "present" : "different";
    const copied: Copied = { ...target, state, files: manifest.files.length, bytes: bytesOf(manifest) };
    if (state === "copied" && !dryRun) await to.receive(sourceOf(from, manifest), onProgress);
    packages.push(copied);
    onPackage(copied);
  }
  const notes = dryRun ? 0 : await takeOverNotes(from, to);
  return { from: from.location, to: to.location, packages, notes };
}

/** Withdrawals and the like, which are nowhere but in the log; names first, by which the others tell what they are of. */
async function takeOverNotes(from: Foundry, to: Foundry): Promise<number> {
  const known = new Set((await to.log()).map(keyOf));
  const log = await from.log();
  const lifecycle = new Lifecycle(log);
  const names = log.flatMap((entry) => {
    // Packages are there under their present names.
    const current = lifecycle.currentName(entry.kind, entry.name);
    return entry.action === "renamed" && current !== entry.name ? [{ ...entry, to: current }] : [];
  });
  const others = log.filter(({ action }) => action !== "published" && action !== "renamed");
  let taken = 0;
  for (const found of [...names, ...others]) {
    const entry: Partial<LogEntry> & Omit<LogEntry, "id"> = { ...found };
    delete entry.id;
    if (!known.has(keyOf(entry)) && (await to.note(entry))) taken += 1;
  }
  return taken;
}

const keyOf = ({ action, kind, name, version, at }: Omit<LogEntry, "id">): string =>
  [action, kind, name, version, at].join(" ");

/** A version is what its files are. */
function isSame(one: Manifest, other: Manifest): boolean {
  const list = ({ files }: Manifest) =>
    files
      .map(({ path, sha256 }) => `${sha256} ${path}`)
      .sort()
      .join("\n");
  return list(one) === list(other);
}
