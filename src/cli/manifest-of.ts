import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kind } from "../contracts/types.js";
import { parseDoi } from "../core/doi.js";
import { manifestFile, KINDS, parseManifest, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { unlessMissing } from "../store/durable.js";
import { meant, type Foundry } from "./foundry.js";

/** The manifest that a reference, a DOI or a package's folder means. */
export async function manifestOf(foundry: Foundry, text: string, kind: Kind | undefined): Promise<Manifest> {
  if (parseDoi(text) === undefined && /[/\\]|^\.+$/.test(text)) return folderManifest(text, kind);
  const found = await meant(foundry, text, kind);
  return foundry.manifest(found.kind, found.reference);
}

async function folderManifest(folder: string, wanted: Kind | undefined): Promise<Manifest> {
  for (const kind of wanted === undefined ? KINDS : [wanted]) {
    const path = join(folder, manifestFile(kind));
    const text = await unlessMissing(readFile(path, "utf8"));
    if (text === undefined) continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw problem("invalid-manifest", `${path} is not JSON.`);
    }
    return parseManifest(value, path);
  }
  throw problem("not-found", `The folder ${folder} has no published package: it lacks dataset.json and model.json.`);
}
