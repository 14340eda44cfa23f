import { createWriteStream } from "node:fs";
import { link } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { manifestFile, type Manifest } from "../core/manifests.js";
import { jsonText } from "../core/json-text.js";
import { problem } from "../core/problems.js";
import { errorCode } from "../store/durable.js";
import type { Foundry } from "./foundry.js";
import { getPackage } from "./get.js";
import { inDraft } from "./interruption.js";

/**
 * Copies a package as an RO-Crate, to a new folder or a new zip file; a failure leaves nothing.
 * @returns where it is
 */
export async function exportCrate(foundry: Foundry, manifest: Manifest, output: string): Promise<string> {
  const { RO_CRATE_FILE, roCrate } = await import("../core/ro-crate.js");
  const metadata = { [RO_CRATE_FILE]: jsonText(roCrate(manifest)) };
  if (!/\.zip$/i.test(output)) return getPackage(foundry, manifest, output, { more: metadata });
  const target = resolve(output);
  return inDraft(dirname(target), ".foundry-crate-", async (draft) => {
    const folder = await getPackage(foundry, manifest, join(draft, "package"), { more: metadata });
    const paths = [
      RO_CRATE_FILE,
      manifestFile(manifest.kind),
      ...manifest.files.map(({ path }) => path).filter((path) => path !== RO_CRATE_FILE),
    ];
    await zip(folder, paths, join(draft, "crate.zip"));
    // A link, unlike a rename, never replaces what is there.
    await link(join(draft, "crate.zip"), target).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
      throw problem("invalid-request", `${target} exists already; name a file that does not.`, { cause: error });
    });
    return target;
  });
}

async function zip(folder: string, paths: readonly string[], target: string): Promise<void> {
  const archive = new ZipFile();
  // Most of it is compressed already.
  for (const path of paths)
    archive.addFile(join(folder, ...path.split("/")), path, {
      compress: !/\.(?:parquet|zip|gz|zst|onnx|h5|png|jpe?g)$/i.test(path),
    });
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(target, { flags: "wx" }));
}
