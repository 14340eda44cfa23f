import { createHash } from "node:crypto";
import { constants, createWriteStream } from "node:fs";
import { copyFile, link, mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { bytesOf, manifestFile } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { errorCode } from "./durable.js";
import type { PackageSource } from "./package-source.js";

/** Types that get smaller; tables, images and archives are packed already. */
const PACKABLE = /^(?:text\/|chemical\/|application\/(?:json|x-ndjson|xml|yaml))/;

/** Writes a package to a zip file that is not there yet, checking every file; a failure leaves nothing. */
export async function exportZip(
  source: PackageSource,
  destination: string,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<string> {
  const target = resolve(destination);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), ".foundry-export-"));
  try {
    const path = join(draft, "package.zip");
    await writeZip(source, path, onProgress);
    // Unlike a rename, neither takes the place of a file; some file systems have no links.
    const placed = link(path, target).catch((error: unknown) => {
      if (errorCode(error) === "EEXIST") throw error;
      return copyFile(path, target, constants.COPYFILE_EXCL);
    });
    await placed.catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
      throw problem("invalid-request", `${target} exists already; name a file that does not.`, { cause: error });
    });
    return target;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeZip(
  { manifest, read }: PackageSource,
  path: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const zip = new ZipFile();
  // The same package is the same archive, wherever and whenever it is written.
  const mtime = new Date(manifest.publishedAt);
  const total = bytesOf(manifest);
  let done = 0;
  const failed = new Promise<never>((_, reject) => zip.on("error", reject));
  failed.catch(() => undefined);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  zip.addBuffer(Buffer.from(text), manifestFile(manifest.kind), { mtime, mode: 0o100644 });
  for (const file of manifest.files) {
    const compress = PACKABLE.test(file.mediaType ?? "");
    zip.addReadStreamLazy(file.path, { mtime, mode: 0o100644, compress, size: file.bytes }, (ready) => {
      read(file.path).then(
        (stream) => {
          ready(
            null,
            Readable.from(checked(stream, file, manifest)).on("error", (error) => zip.emit("error", error)),
          );
        },
        (error: unknown) => ready(error, Readable.from([])),
      );
    });
  }
  zip.end();
  async function* counted(chunks: AsyncIterable<string | Buffer>) {
    for await (const chunk of chunks) {
      done += chunk.length;
      onProgress(Math.min(done, total), total);
      yield chunk;
    }
  }
  const stop = new AbortController();
  const written = pipeline(zip.outputStream, counted, createWriteStream(path, { flags: "wx", flush: true }), {
    signal: stop.signal,
  });
  written.catch(() => undefined);
  try {
    await Promise.race([written, failed]);
  } catch (error) {
    stop.abort();
    await written.catch(() => undefined);
    throw error;
  }
}

async function* checked(
  stream: Readable,
  { path, bytes, sha256 }: { path: string; bytes: number; sha256: string },
  { name, version }: { name: string; version: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  const differs = () =>
    problem(
      "checksum-mismatch",
      `'${path}' of ${name}@${version} is not as it was published; run \`foundry-lab verify ${name}@${version}\`.`,
    );
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    size += chunk.byteLength;
    // Before the archive notices that a file is longer than it was told.
    if (size > bytes) throw differs();
    yield chunk;
  }
  if (hash.digest("hex") !== sha256) throw differs();
}
