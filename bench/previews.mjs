// Ours beside other table viewers in JupyterLab: time to rows, to the middle and of a brush, frames while scrolling,
// memory. All on one table, in turn, so that a busy machine slows all alike; ratios to the floor say more than times.
import { openNotebook, startBrowser, startLab } from "./lab.mjs";
import { measureMemory } from "./previews/memory.mjs";
import { installViewed } from "./previews/in-page.mjs";
import { measureOnce } from "./previews/measures.mjs";
import { reportAll } from "./previews/report.mjs";
import { tablesOf, viewers } from "./previews/viewers.mjs";

const sizes = [
  { rows: 1_000_000, columns: 20, turns: 5, limit: 90_000 },
  { rows: 10_000_000, columns: 6, turns: 3, limit: 120_000 },
];
const only = process.env.FOUNDRY_BENCH_VIEWERS?.split(",");
const chosen = Object.entries(viewers).filter(([name, { floor }]) => floor || !only || only.includes(name));
const wantedRows = process.env.FOUNDRY_BENCH_ROWS?.split(",").map(Number);

const lab = await startLab(process.env.FOUNDRY_BENCH_PYTHON);
const browser = await startBrowser();
try {
  for (const size of sizes) if (!wantedRows || wantedRows.includes(size.rows)) await compare(size);
} finally {
  await browser.close();
  await lab.stop();
}

async function openLab() {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.addInitScript(installViewed);
  await page.goto(lab.url);
  await page.waitForFunction(() => globalThis.jupyterapp);
  return page;
}

/** A page of JupyterLab with a notebook whose kernel has the table and what a viewer needs. */
async function openWith(size, ...prepared) {
  const page = await openLab();
  await openNotebook(page, [tablesOf(import.meta.dirname, size.rows, size.columns), ...prepared].join("\n"));
  return page;
}

async function compare(size) {
  const failed = {};
  const results = Object.fromEntries(chosen.map(([name]) => [name, []]));
  const memory = {};
  const cold = {};
  for (const [name, viewer] of chosen) {
    const page = await openWith(size);
    try {
      memory[name] = await measureMemory(page, browser, viewer, size);
      say(size, name, "memory", memory[name]);
    } catch (error) {
      failed[name] = error.message.split("\n")[0];
      say(size, name, "failed", failed);
    }
    await endKernel(page);
  }
  const alive = chosen.filter(([name]) => !failed[name]);
  const page = await openWith(size, ...alive.map(([, { prepare }]) => prepare));
  for (let turn = 0; turn <= size.turns; turn++)
    for (const [name, viewer] of alive) {
      if (failed[name]) continue;
      try {
        // The first turn fetches each viewer's code.
        const found = await measureOnce(page, viewer, size);
        if (turn > 0) results[name].push(found);
        else cold[name] = found;
        say(size, name, `turn ${turn}`, found);
      } catch (error) {
        failed[name] = error.message.split("\n")[0];
        say(size, name, "failed", failed);
      }
    }
  await endKernel(page);
  reportAll(size, { results, cold, memory, failed, viewers });
}

/** Says on the error stream what is going on: a run takes minutes. */
function say(size, name, what, found) {
  const value = (given) =>
    typeof given === "number" ? given.toFixed(1) : Array.isArray(given) ? `${given.length} frames` : given;
  const said = Object.entries(found).map(([key, given]) => `${key} ${value(given)}`);
  console.error(`${size.rows} ${name}, ${what}: ${said.join(", ")}`);
}

async function endKernel(page) {
  await page.evaluate(() => globalThis.benchPanel?.sessionContext.shutdown()).catch(() => undefined);
  await page.close();
}
