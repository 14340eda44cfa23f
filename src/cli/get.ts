import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileEntry } from "../contracts/types.js";
import { manifestFile, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import type { Foundry } from "./foundry.js";

/**
 * Copies a package to a folder that is not there yet, or empty, checking every file; a failure leaves nothing.
 * @param more - files to add to the copy, by name
 */
export async function getPackage(
  foundry: Foundry,
  manifest: Manifest,
  destination: string,
  more: Record<string, string> = {},
): Promise<string> {
  const target = resolve(destination);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), ".foundry-get-"));
  try {
    for (const file of manifest.files) await getFile(foundry, manifest, file, draft);
    await writeFile(join(draft, manifestFile(manifest.kind)), `${JSON.stringify(manifest, undefined, 2)}\n`);
    for (const [name, text] of Object.entries(more)) await writeFile(join(draft, name), text);
    await rmdir(target).catch(() => undefined);
    await rename(draft, target).catch((error: unknown) => {
      throw problem("invalid-request", `${target} exists already; name a folder that does not.`, { cause: error });
    });
    return target;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function getFile(
  foundry: Foundry,
  manifest: Manifest,
  { path, sha256 }: FileEntry,
  folder: string,
): Promise<void> {
  const place = join(folder, ...path.split("/"));
  await mkdir(dirname(place), { recursive: true });
  const hash = createHash("sha256");
  await pipeline(
    await foundry.read(manifest, path),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
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
