// Bytes that JupyterLab fetches of the extension before anyone opens the panel or a widget, and all that it may fetch.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { python, root } from "../scripts/environment.mjs";
import { startBrowser, startLab } from "./lab.mjs";

const limit = 60_000;
const folder = join(root, "foundry_lab/labextension/static");
const size = (name) => {
  const bytes = readFileSync(join(folder, name));
  return { name, raw: bytes.length, compressed: gzipSync(bytes).length };
};

async function fetchedAtStart() {
  const lab = await startLab(python());
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const names = new Set();
    page.on("request", (request) => {
      const [, name] = /\/extensions\/foundry-lab\/static\/([^?]+\.js)/.exec(request.url()) ?? [];
      if (name) names.add(name);
    });
    await page.goto(lab.url);
    await page.waitForFunction(() => globalThis.jupyterapp);
    await page.evaluate(() => globalThis.jupyterapp.restored);
    await page.waitForLoadState("networkidle");
    return names;
  } finally {
    await browser.close();
    await lab.stop();
  }
}

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
const atStart = await fetchedAtStart();
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".js"))
  .map(size)
  .toSorted((a, b) => b.raw - a.raw);
console.log(`\n${"Extension, production build".padEnd(52)}${"raw".padStart(12)}${"gzip".padStart(12)}`);
for (const { name, raw, compressed } of files)
  console.log(`${name.padEnd(52)}${kilo(raw)}${kilo(compressed)}  ${atStart.has(name) ? "at start" : "on use"}`);
const total = files.filter(({ name }) => atStart.has(name)).reduce((sum, { compressed }) => sum + compressed, 0);
console.log(
  `${"fetched at start".padEnd(52)}${"".padStart(12)}${kilo(total)}  < ${limit / 1000} kB ${total < limit ? "met" : "MISSED"}`,
);
