import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { CheckedStream } from "../client/upload.js";
import type { UploadFile } from "../contracts/types.js";
import { readPreparedFile } from "../store/publish-folder.js";

/** The SHA-256 of a file in a prepared folder. */
export async function hashOf(folder: string, path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of await readPreparedFile(folder, path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** A file of a prepared folder from a byte on; one that can be checked where its hash is not known. */
export async function openChecked(
  folder: string,
  { path, sha256: known }: UploadFile,
  start: number,
): Promise<CheckedStream | ReadableStream<Uint8Array>> {
  if (known !== undefined)
    return Readable.toWeb(await readPreparedFile(folder, path, start)) as ReadableStream<Uint8Array>;
  let crc = 0;
  // Opened when it is read: of a file that is there already only the hash is wanted.
  const chunks = async function* () {
    for await (const chunk of await readPreparedFile(folder, path, start)) {
      crc = crc32(chunk as Uint8Array, crc);
      yield chunk as Uint8Array;
    }
  };
  return {
    stream: Readable.toWeb(Readable.from(chunks())) as ReadableStream<Uint8Array>,
    crc32: () => crc,
    sha256: () => hashOf(folder, path),
  };
}
