import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import type { HashedStream } from "../client/upload.js";
import type { UploadFile } from "../contracts/types.js";
import { readPreparedFile } from "../store/publish-folder.js";

/** The SHA-256 of a file in a prepared folder. */
export async function hashOf(folder: string, path: string): Promise<string> {
  return (await hashed(folder, path, Infinity)).digest("hex");
}

/** A file of a prepared folder from a byte on; one without a hash is hashed on the way, with what comes before. */
export async function openHashed(
  folder: string,
  { path, sha256: known }: UploadFile,
  start: number,
): Promise<HashedStream | ReadableStream<Uint8Array>> {
  
  if (known !== undefined) return Readable.toWeb(await readPreparedFile(folder, path, start)) as ReadableStream<Uint8Array>;
  const hash = await hashed(folder, path, start);
  // Opened when it is read: of a file that is there already only the hash is wanted.
  const passing = async function* () {
    for await (const chunk of await readPreparedFile(folder, path, start)) {
      hash.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  };
  let digest: string | undefined;
  return { stream: Readable.toWeb(Readable.from(passing())) as ReadableStream<Uint8Array>, sha256: () => (digest ??= hash.digest("hex")) };
}

/** The hash of a file's first bytes, so that more can follow. */
async function hashed(folder: string, path: string, length: number): Promise<Hash> {
  const hash = createHash("sha256");
  if (length > 0) for await (const chunk of await readPreparedFile(folder, path, 0, length)) hash.update(chunk as Uint8Array);
  return hash;
}
