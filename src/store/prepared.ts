import type { FileEntry, Kind } from "../contracts/types.js";
import { KINDS, kindOf, parseManifest, type Manifest } from "../core/manifests.js";
import { nameKey } from "../core/name-key.js";
import { problem } from "../core/problems.js";
import { checkName } from "../core/references.js";
import { FIRST_VERSION } from "../core/versions.js";
import { mediaType } from "./media-types.js";
import { whyNoFilePath } from "./package-paths.js";

const UNKNOWN_SHA256 = "0".repeat(64);

/** A file of a prepared package; size and hash where its publisher gave them. */
export interface ExpectedFile {
  path: string;
  bytes?: number;
  sha256?: string;
  mediaType?: string;
}

/**
 * Checks a prepared manifest as far as it can be before its files are hashed.
 * @param files - the files to expect where the manifest lists none
 * @returns `chooseVersion` where the manifest names no version, or `next`: the one that fits is chosen from the data
 */
export function parsePrepared(
  value: unknown,
  files?: ExpectedFile[],
): { manifest: Manifest; files: ExpectedFile[]; chooseVersion: boolean } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw problem("invalid-manifest", "The manifest is wrong: it must be a JSON object.", { pointer: "" });
  if (kindOf(value) === undefined)
    throw problem(
      "invalid-manifest",
      `The manifest is wrong at /kind: it must be ${KINDS.map((kind) => `"${kind}"`).join(", ")}.`,
      { pointer: "/kind" },
    );
  // A name with a path in it deserves a better sentence than its pattern.
  if ("name" in value && typeof value.name === "string") checkName(value.name);
  const listed = "files" in value && Array.isArray(value.files) ? (value.files as unknown[]) : undefined;
  const expected = listed ?? files ?? [];
  const chooseVersion = !("version" in value) || value.version === undefined || value.version === "next";
  const manifest = parseManifest({
    ...value,
    ...(chooseVersion ? { version: FIRST_VERSION } : {}),
    publishedAt: "publishedAt" in value ? value.publishedAt : new Date().toISOString(),
    files: expected.map((file) => (isObject(file) ? { bytes: 0, sha256: UNKNOWN_SHA256, ...file } : file)),
  });
  manifest.files.forEach(({ path }, index) => {
    const reason = whyNoFilePath(path) ?? whyReserved(manifest.kind, path);
    const pointer = `/files/${index}/path`;
    if (reason !== undefined)
      throw problem(
        "invalid-manifest",
        `The manifest is wrong at ${pointer}: ${JSON.stringify(path.slice(0, 80))} is not a path in a package: ${reason}.`,
        { pointer },
      );
  });
  return { manifest, chooseVersion, files: manifest.files.map((entry, index) => given(entry, expected[index])) };
}

/** The manifest's entry of a file that was hashed. */
export function fileEntry(file: ExpectedFile, found: { bytes: number; sha256: string }): FileEntry {
  const type = file.mediaType ?? mediaType(file.path);
  return { path: file.path, ...found, ...(type === undefined ? {} : { mediaType: type }) };
}

function given({ path, bytes, sha256, mediaType: type }: FileEntry, file: unknown): ExpectedFile {
  return {
    path,
    ...(isObject(file) && "bytes" in file ? { bytes } : {}),
    ...(isObject(file) && "sha256" in file ? { sha256 } : {}),
    ...(type === undefined ? {} : { mediaType: type }),
  };
}

/** Compared as a file system compares names that takes upper and lower case, or forms of one letter, for the same. */
function whyReserved(kind: Kind, path: string): string | undefined {
  const [folder = ""] = path.split("/");
  return kind === "benchmark" && nameKey(folder) === "submissions"
    ? "it is where the hub keeps the entries of a benchmark"
    : undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
