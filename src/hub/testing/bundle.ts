import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** A bundled module, which stays for all tests of a file. */
export interface Bundle {
  file: string;
  remove: () => Promise<void>;
}

/** Bundles a module for a process of its own, as the product is bundled. */
export async function bundleFor(entry: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "foundry-bundle-"));
  const outfile = join(folder, "bundle.mjs");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    logLevel: "error",
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return { file: outfile, remove: () => rm(folder, { recursive: true, force: true }) };
}
