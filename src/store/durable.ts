import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import limited from "p-limit";

/** Codes of a store that may be read only. */
const READ_ONLY = new Set(["EACCES", "EPERM", "EROFS"]);

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const code: unknown = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Runs what a missing file may end: undefined then. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/**
 * Reads files or folders of a store. So many at a time whoever asks, as a store may have more of them than a process
 * may open.
 */
export const bounded = limited(64);

/** Runs what needs a writable store; nothing happens in one that is not. */
export async function unlessReadOnly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!READ_ONLY.has(errorCode(error) ?? "")) throw error;
  }
}

/** Makes names in a folder survive a power cut; a no-op where folders cannot be synced. */
export async function syncFolder(folder: string): Promise<void> {
  let handle;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch (error) {
    if (!["EISDIR", "EPERM", "EINVAL", "EACCES", "ENOTSUP"].includes(errorCode(error) ?? "")) throw error;
  } finally {
    await handle?.close();
  }
}

/**
 * Writes a file so that it appears whole or not at all; `draft` is on the same file system.
 * @param flags - `r+` where the draft is there already, with a mode of its own
 */
export async function writeWhole(path: string, draft: string, text: string, flags: "wx" | "r+" = "wx"): Promise<void> {
  try {
    await writeSynced(draft, text, flags);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Writes a new file and waits until it is on the disk. */
export async function writeSynced(path: string, text: string, flags: "wx" | "r+" = "wx"): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
