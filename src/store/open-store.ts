import { tmpdir } from "node:os";
import { join } from "node:path";
import { problem } from "../core/problems.js";
import { FolderStore } from "./folder-store.js";
import { RenamingStore } from "./renaming-store.js";
import type { Store } from "./store.js";

/**
 * Opens the store at a folder or URL.
 * @param cache - a folder of this machine where a store that is elsewhere keeps versions that are not whole yet
 */
export async function openStore(location: string, cache = join(tmpdir(), "foundry-lab")): Promise<Store> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (scheme === "s3") {
    // Its client is large, and most stores are folders.
    const { S3Store } = await import("./s3/s3-store.js");
    return new RenamingStore(await S3Store.open(location, join(cache, "uploads")));
  }
  if (scheme !== undefined)
    throw problem(
      "invalid-request",
      `A store cannot be at ${location}; give FOUNDRY_STORE a folder, or s3://bucket/prefix.`,
    );
  return new RenamingStore(await FolderStore.open(location));
}
