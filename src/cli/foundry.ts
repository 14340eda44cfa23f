import type { Readable } from "node:stream";
import type {
  CatalogsRequest,
  CatalogsResponse,
  Changes,
  DoiRecord,
  IndexProgress,
  Kind,
  LifecycleRequest,
  LogEntry,
  PackageStatus,
  SearchRequest,
  SearchResponse,
  VerifyReport,
} from "../contracts/types.js";
import { parseDoi } from "../core/doi.js";
import type { FoundryProblem } from "../core/problems.js";
import type { Manifest } from "../core/manifests.js";
import type { ByteRange } from "../store/store.js";
import { parseReference, type Reference } from "../core/references.js";
import type { PackageSource } from "../store/package-source.js";
import type { PackageVersion } from "../store/store.js";

/** How far a publication is. */
export interface Progress {
  step: string;
  /** Bytes of `total`. */
  done: number;
  total: number;
}

/** What the commands work on: a store in this process, or a hub. */
export interface Foundry {
  /** Folder or URL. */
  readonly location: string;
  /**
   * What a search finds, so far where the index of a store grows.
   * @param whole - waits until it has grown, and is told how far it is
   */
  search(request: SearchRequest, whole?: (progress: IndexProgress) => void): Promise<SearchResponse>;
  /** What catalogs besides the store find. */
  searchCatalogs(request: CatalogsRequest): Promise<CatalogsResponse>;
  /** Kinds of the packages of this name. */
  kindsNamed(name: string): Promise<Kind[]>;
  manifest(kind: Kind, reference: Reference): Promise<Manifest>;
  /** A file's bytes, or those of a range. */
  read(manifest: Manifest, path: string, range?: ByteRange): Promise<Readable>;
  verify(kind: Kind, reference: Reference): Promise<VerifyReport>;
  /** The version that a DOI names; one that names none is refused. */
  findDoi(doi: string): Promise<DoiRecord>;
  /** Gives a published version a DOI. */
  mintDoi(manifest: Manifest): Promise<DoiRecord>;
  /** Publishes a prepared folder. */
  publish(folder: string, onProgress: (progress: Progress) => void): Promise<Manifest>;
  /** Deprecates, withdraws, renames, reviews; where the versions stand then. */
  act(request: LifecycleRequest): Promise<PackageStatus[]>;
  /** Where the versions stand that a reference names; what waits for a curator without one. */
  statuses(reference?: string, kind?: Kind): Promise<PackageStatus[]>;
  /** What changed between two versions. */
  changes(from: string, to: string): Promise<Changes>;
  /** Every version of every package, oldest first. */
  all(): Promise<PackageVersion[]>;
  /** A version's manifest; undefined where there is no such version. */
  find(target: PackageVersion): Promise<Manifest | undefined>;
  /** A file's bytes, from one on. */
  readFrom(manifest: Manifest, path: string, start: number): Promise<Readable>;
  /** Takes a package that was published elsewhere, as it is. */
  receive(source: PackageSource, onProgress: (progress: Progress) => void): Promise<Manifest>;
  /** What is known of its packages besides their manifests; none where that cannot be asked. */
  log(): Promise<LogEntry[]>;
  /** Adds to its log what is known elsewhere; false where it takes nothing from outside. */
  note(entry: Omit<LogEntry, "id">): Promise<boolean>;
  /** The refusal of a name that no package has, with the nearest names. */
  unknown(kind: Kind | undefined, name: string): Promise<FoundryProblem>;
  close(): void;
}

/** A reference and the kind of package that it means: a dataset rather than a model where both have the name. */
export async function meant(
  foundry: Foundry,
  text: string,
  kind: Kind | undefined,
): Promise<{ kind: Kind; reference: Reference }> {
  const doi = parseDoi(text);
  if (doi !== undefined) {
    const { kind: named, name, version } = await foundry.findDoi(doi);
    return { kind: named, reference: { name, version } };
  }
  const reference = parseReference(text);
  const kinds = await foundry.kindsNamed(reference.name);
  const found = kinds.find((each) => kind === undefined || each === kind);
  if (found === undefined) throw await foundry.unknown(kind, reference.name);
  return { kind: found, reference };
}
