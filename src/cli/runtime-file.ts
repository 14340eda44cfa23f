import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Served } from "../hub/serve.js";

/** Tells kernels of this user where the store's hub is; returns what takes it back. */
export async function announce(
  folder: string,
  store: string,
  { url, token, pid }: Served,
): Promise<() => Promise<void>> {
  const path = join(folder, `hub-${createHash("sha256").update(store).digest("hex").slice(0, 16)}.json`);
  const draft = `${path}.${pid}.partial`;
  const text = JSON.stringify({ url, token, pid, store });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode: 0o600, flag: "wx" });
  await rename(draft, path);
  return async () => {
    // Another hub of the store may have announced itself meanwhile.
    if ((await readFile(path, "utf8").catch(() => "")) === text) await rm(path, { force: true });
  };
}
