import { getFileNameLowLevel, type Entry } from "yauzl";
import { FoundryProblem, problem } from "../core/problems.js";
import { whyNoFilePath } from "./package-paths.js";

/** More entries than any package lists; each costs memory before it can be looked at. */
const MOST_ENTRIES = 200_000;
/** How much more an entry may hold than it takes in the archive, from a size on at which that hurts. */
const LARGEST_RATIO = 200;
const RATIO_MATTERS = 64 * 1024 * 1024;

const TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
/** Fields in which archivers of Unix keep what a link leads to (PKWARE's APPNOTE 4.5.7; Info-ZIP's ASi). */
const LINK_FIELDS: Record<number, number> = { 0x000d: 12, 0x756e: 14 };

/** Refuses an archive by its number of entries, before any of them is read. */
export function checkEntryCount(count: number, archive: string): void {
  if (count > MOST_ENTRIES)
    throw refused(archive, `it has ${count} entries, and no package has more than ${MOST_ENTRIES}`);
}

/** Refuses the entries of an archive one by one. */
export class ZipDoor {
  private readonly folded = new Map<string, string>();
  private readonly places = new Set<number>();
  private compressed = 0;

  constructor(
    private readonly archive: string,
    private readonly bytes: number,
  ) {}

  /** The entry's path in the package; undefined for a folder. */
  admit(entry: Entry): string | undefined {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    const shown = JSON.stringify(name.slice(0, 80));
    const isFolder = name.endsWith("/");
    const path = isFolder ? name.slice(0, -1) : name;
    const reason = whyNoFilePath(path);
    if (reason !== undefined) throw refused(this.archive, `its entry ${shown} is not a path in a package: ${reason}`);
    if (isLink(entry))
      throw refused(this.archive, `its entry ${shown} is a link or a device; a package has files only`);
    if (!entry.canDecodeFileData())
      throw refused(this.archive, `its entry ${shown} is encrypted or packed in an unknown way`);
    const key = path.toLowerCase().normalize("NFC");
    const before = this.folded.get(key);
    if (before !== undefined) throw refused(this.archive, collision(before, path));
    this.folded.set(key, path);
    if (isFolder) return undefined;
    this.checkSizes(entry, shown);
    return path;
  }

  private checkSizes(entry: Entry, shown: string): void {
    const { compressedSize, uncompressedSize, relativeOffsetOfLocalHeader: place } = entry;
    // A small archive becomes a huge one when many entries share one piece of it.
    this.compressed += compressedSize;
    if (this.places.has(place) || this.compressed > this.bytes)
      throw refused(this.archive, `its entry ${shown} lies over another one`);
    this.places.add(place);
    if (uncompressedSize > RATIO_MATTERS && uncompressedSize / Math.max(1, compressedSize) > LARGEST_RATIO)
      throw refused(this.archive, `its entry ${shown} would grow more than ${LARGEST_RATIO} times when unpacked`);
  }
}

/** The refusal of an archive. */
export const refused = (archive: string, reason: string, cause?: unknown): FoundryProblem =>
  problem("invalid-request", `The archive ${archive} is refused because ${reason}.`, { status: 422, cause });

function isLink({ externalFileAttributes, extraFields }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & TYPE;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return true;
  return extraFields.some(({ id, data }) => data.length > (LINK_FIELDS[id] ?? Infinity));
}

const collision = (before: string, path: string): string =>
  before === path
    ? `it has two entries '${path}'`
    : `its entries '${before}' and '${path}' are one file where case does not count`;
