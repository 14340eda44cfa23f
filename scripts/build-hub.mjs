// Bundles the `foundry-lab` command, hub included, into files that need only Node, and the hub's web page.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "./environment.mjs";

const outdir = join(root, "foundry_lab/hub/dist");
const inBrowsers = {
  bundle: true,
  minify: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};
// Chunks are named by their contents: those of earlier builds would stay in the wheel.
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: { cli: join(root, "src/cli/main.ts"), "body-thread": join(root, "src/hub/inference/body-thread.ts") },
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // What few commands need, such as the client of S3, is not read by the others.
  splitting: true,
  // Beside the command: code finds the web page from where it stands itself.
  chunkNames: "[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node24",
  legalComments: "none",
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: "warning",
});
if (existsSync(join(root, "src/web/main.ts"))) {
  await build({
    entryPoints: { page: join(root, "src/web/main.ts"), site: join(root, "src/web/site.ts") },
    chunkNames: "chunks/[name]-[hash]",
    outdir: join(outdir, "web"),
    splitting: true,
    ...inBrowsers,
  });
  // What runs models in a browser, for the hub's pages, exported sites and JupyterLab alike.
  const runtime = join(outdir, "web/runtime");
  await build({
    entryPoints: { "model-worker": join(root, "src/inference/worker.ts") },
    outdir: runtime,
    ...inBrowsers,
  });
  const wasm = readFileSync(join(root, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"));
  writeFileSync(join(runtime, "onnxruntime.wasm.gz"), gzipSync(wasm, { level: 9 }));
  for (const name of ["index.html", "site.css"]) copyFileSync(join(root, "src/web", name), join(outdir, "web", name));
}
