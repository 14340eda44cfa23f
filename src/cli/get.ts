import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileEntry } from "../contracts/types.js";
import { bytesOf, manifestFile, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import type { Foundry, Progress } from "./foundry.js";
import { inDraft, stopIfInterrupted } from "./interruption.js";

/**
 * Copies a package to a folder that is not there yet, or empty, checking every file; a failure leaves nothing.
 * @param options - `more`: files to add to the copy, by name
 */
export async function getPackage(
  foundry: Foundry,
  manifest: Manifest,
  destination: string,
  {
    more = {},
    onProgress = () => undefined,
  }: { more?: Record<string, string>; onProgress?: (progress: Progress) => void } = {},
): Promise<string> {
  const target = resolve(destination);
  const total = bytesOf(manifest);
  let done = 0;
  const advance = (bytes: number) => {
    done += bytes;
    onProgress({ step: "copy", done, total });
  };
  return inDraft(dirname(target), ".foundry-get-", async (draft) => {
    for (const file of manifest.files) await getFile(foundry, manifest, file, draft, advance);
    await writeFile(join(draft, manifestFile(manifest.kind)), `${JSON.stringify(manifest, undefined, 2)}\n`);
    for (const [name, text] of Object.entries(more)) await writeFile(join(draft, name), text);
    await rmdir(target).catch(() => undefined);
    await rename(draft, target).catch((error: unknown) => {
      throw problem("invalid-request", `${target} exists already; name a folder that does not.`, { cause: error });
    });
    return target;
  });
}

async function getFile(
  foundry: Foundry,
  manifest: Manifest,
  { path, sha256 }: FileEntry,
  folder: string,
  advance: (bytes: number) => void,
): Promise<void> {
  const place = join(folder, ...path.split("/"));
  await mkdir(dirname(place), { recursive: true });
  const hash = createHash("sha256");
  await pipeline(
    await foundry.read(manifest, path),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        stopIfInterrupted();
        hash.update(chunk);
        advance(chunk.byteLength);
        yield chunk;
      }
    },
    createWriteStream(place, { flags: "wx" }),
  );
  const found = hash.digest("hex");
  if (found === sha256) return;
  const reference = `${manifest.name}@${manifest.version}`;
  throw problem(
    "checksum-mismatch",
    `'${path}' of ${reference} has the SHA-256 ${found} where ${sha256} was published; run \`foundry-lab verify ${reference}\`.`,
  );
}
