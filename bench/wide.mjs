// Milliseconds between frames while tables of few and of many columns are scrolled sideways and down.
import { openNotebook, startBrowser, startLab } from "./lab.mjs";
import { installViewed } from "./previews/in-page.mjs";
import { quantile } from "./timing.mjs";

const FRAMES = 180;
const STEP = 130;
/** Milliseconds after which columns in sight are counted. */
const REST = 2000;

const lab = await startLab(process.env.FOUNDRY_BENCH_PYTHON);
const browser = await startBrowser();
try {
  console.log(
    `${"columns".padStart(8)}  ${"axis".padEnd(10)}${["p50 ms", "p95 ms", "p99 ms", "most ms"].map((head) => head.padStart(9)).join("")}`,
  );
  for (const columns of [20, 10_000, 100_000]) await measure(columns);
} finally {
  await browser.close();
  await lab.stop();
}

async function measure(columns) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.addInitScript(installViewed);
  await page.goto(lab.url);
  await page.waitForFunction(() => globalThis.jupyterapp);
  await openNotebook(
    page,
    `import foundry_lab, numpy as np, pyarrow as pa\ntable = pa.table({f"c{i}": np.arange(1000.0) * 1.5 + i for i in range(${columns})})`,
  );
  await page.evaluate(() => globalThis.viewed.run("foundry_lab.preview(table)", "[role=gridcell]", 60_000));
  for (const axis of ["scrollLeft", "scrollTop"]) {
    await page.waitForTimeout(REST);
    const times = await page.evaluate(scroll, [axis, FRAMES, STEP]);
    const shown = [0.5, 0.95, 0.99, 1].map((share) => quantile(times, share).toFixed(1).padStart(9));
    console.log(`${columns.toLocaleString("en").padStart(8)}  ${axis.padEnd(10)}${shown.join("")}`);
  }
  await page.close();
}

async function scroll([axis, frames, step]) {
  const { viewed } = globalThis;
  const element = viewed.output().find((one) => one.matches(".scroller[role=grid]"));
  const times = [];
  let before = await viewed.frame();
  for (let i = 0; i < frames; i++) {
    element[axis] += step;
    const now = await viewed.frame();
    times.push(now - before);
    before = now;
  }
  return times;
}
