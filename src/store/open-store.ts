import { problem } from "../core/problems.js";
import { FolderStore } from "./folder-store.js";
import { RenamingStore } from "./renaming-store.js";
import type { Store } from "./store.js";

/** Opens the store at a folder or URL. */
export async function openStore(location: string): Promise<Store> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (scheme === "s3")
    throw problem("unavailable", `Stores in a bucket, such as ${location}, are not supported yet; give FOUNDRY_STORE a folder.`);
  if (scheme !== undefined)
    throw problem("invalid-request", `A store cannot be at ${location}; give FOUNDRY_STORE a folder.`);
  return new RenamingStore(await FolderStore.open(location));
}
