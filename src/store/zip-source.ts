import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { KINDS, manifestFile } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { errorCode } from "./durable.js";
import { exportedManifest, type PackageSource } from "./package-source.js";
import { checkEntryCount, refused, ZipDoor } from "./zip-door.js";

const LARGEST_MANIFEST = 16 * 1024 * 1024;

/**
 * A package in one zip file, its manifest at the top or in the only folder there.
 * All entries are looked at before any is unpacked, and nothing is unpacked but what the manifest lists.
 */
export async function zipSource(file: string): Promise<PackageSource> {
  const zip = await opened(file);
  try {
    const entries = await admitted(zip, file);
    const [prefix, manifestPath] = manifestOf(entries, file);
    const entry = entries.get(manifestPath);
    if (!entry || entry.uncompressedSize > LARGEST_MANIFEST) throw refused(file, "its manifest is larger than 16 MB");
    const manifest = exportedManifest(
      await guarded(file, async () => text(await zip.openReadStreamPromise(entry))),
      `The manifest in ${file}`,
    );
    const files = new Map(manifest.files.map(({ path, bytes }) => [`${prefix}${path}`, bytes]));
    for (const [path, { uncompressedSize }] of entries) {
      if (path === manifestPath) continue;
      const bytes = files.get(path);
      if (bytes === undefined) throw refused(file, `its manifest lists no file '${path}'`);
      if (bytes !== uncompressedSize)
        throw refused(file, `'${path}' has ${uncompressedSize} bytes in it, but ${bytes} in the manifest`);
    }
    for (const path of files.keys())
      if (!entries.has(path)) throw refused(file, `it has no '${path}', which its manifest lists`);
    const read = async (path: string, start = 0): Promise<Readable> => {
      const wanted = entries.get(`${prefix}${path}`);
      if (!wanted) throw problem("not-found", `The archive ${file} has no file '${path}'.`);
      const stream = await guarded(file, () => zip.openReadStreamPromise(wanted));
      return Readable.from(bytesFrom(stream, start, file), { objectMode: false });
    };
    return { manifest, read, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function opened(file: string): Promise<ZipFile> {
  try {
    // Names come as they are written, for the door to judge.
    return await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) throw problem("not-found", `There is no file ${file}.`);
    throw unreadable(file, error);
  }
}

async function admitted(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  checkEntryCount(zip.entryCount, file);
  const door = new ZipDoor(file, zip.fileSize);
  const found = new Map<string, Entry>();
  await guarded(file, async () => {
    for await (const entry of zip.eachEntry()) {
      const path = door.admit(entry);
      if (path !== undefined) found.set(path, entry);
    }
  });
  return found;
}

/** Where the manifest is, and what stands before every path. */
function manifestOf(entries: Map<string, Entry>, file: string): [prefix: string, path: string] {
  const folders = new Set([...entries.keys()].map((path) => path.slice(0, path.indexOf("/") + 1)));
  const prefixes = ["", ...(folders.size === 1 ? folders : [])];
  for (const prefix of prefixes)
    for (const kind of KINDS)
      if (entries.has(prefix + manifestFile(kind))) return [prefix, prefix + manifestFile(kind)];
  throw refused(file, "it has no dataset.json or model.json, so that it holds no package");
}

/** A stream's bytes from one on; what fails in unpacking is the archive's fault. */
async function* bytesFrom(stream: Readable, start: number, file: string): AsyncGenerator<Uint8Array> {
  let position = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      const from = Math.max(0, start - position);
      position += chunk.byteLength;
      if (from < chunk.byteLength) yield chunk.subarray(from);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FoundryProblem ? error : unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): FoundryProblem {
  const reason = error instanceof Error ? error.message.slice(0, 200) : "unreadable";
  return refused(file, `it cannot be read as a zip file (${reason})`, error);
}
