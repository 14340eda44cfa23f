import { openNotebook, startBrowser, startLab } from "../lab.mjs";
import { installViewed } from "./in-page.mjs";
import { measureOnce } from "./measures.mjs";
import { tablesOf, viewers } from "./viewers.mjs";
import { writeFileSync } from "node:fs";
const lab = await startLab(process.env.FOUNDRY_BENCH_PYTHON);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.addInitScript(installViewed);
  await page.goto(lab.url);
  await page.waitForFunction(() => globalThis.jupyterapp);
  const v = viewers["foundry_lab.preview"];
  await openNotebook(page, [tablesOf("/work/wt/bench-preview/bench", 1_000_000, 20), v.prepare].join("\n"));
  await page.evaluate(([s, at, most]) => globalThis.viewed.run(s, at, most), [v.show, v.cells, 60000]);
  await page.waitForTimeout(6000);
  const c = await page.context().newCDPSession(page);
  await c.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
  await c.send("Performance.enable");
  const m = async () => Object.fromEntries((await c.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));

  const N = 120;
  const variants = { idle: "", base: "", again: "", hiddenrows: ".body { visibility: hidden }", norows: ".body { display: none }", nowill: ".strip { will-change: auto !important }", nosticky: ".index {position: static !important}" };
  for (let round = 0; round < 2; round++) for (const [name, css] of Object.entries(variants)) {
    await page.evaluate((text) => { const t = globalThis.viewed.output().find((e) => e.localName === "foundry-table"); globalThis.sheet ??= new CSSStyleSheet(); sheet.replaceSync(text); if (!t.shadowRoot.adoptedStyleSheets.includes(sheet)) t.shadowRoot.adoptedStyleSheets = [...t.shadowRoot.adoptedStyleSheets, sheet]; }, css);
    const a = await m();
    const { times, elements } = await page.evaluate(([o, n]) => globalThis.viewed.scroll(o, n, 130), [{ scrolls: name === "idle" ? "none" : v.scrolls }, N]);
    const b = await m();
    const sorted = times.sort((x, y) => x - y);
    console.log(name.padEnd(14), ["TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"].map((k) => `${k} ${((b[k] - a[k]) * 1000 / N).toFixed(2)}`).join("  "), "layouts", ((b.LayoutCount - a.LayoutCount) / N).toFixed(1), "recalc", ((b.RecalcStyleCount - a.RecalcStyleCount) / N).toFixed(1), "p50", sorted[N / 2].toFixed(0), "p95", sorted[Math.floor(N * .95)].toFixed(0), elements);
  }
  await page.screenshot({ path: "/tmp/bench-preview/scroll.png" });
} finally { await browser.close(); await lab.stop(); }
