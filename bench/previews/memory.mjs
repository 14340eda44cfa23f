// Memory of a kernel and of the browser's page, before and after a viewer is there.
import { measureOnce } from "./measures.mjs";

/** Resident megabytes of the notebook's kernel, after a collection. */
export const kernelMemory = (page) =>
  page.evaluate(async () => {
    const { kernel } = globalThis.benchPanel.sessionContext.session;
    const { content } = await kernel.requestExecute({ code: "", user_expressions: { rss: "rss()" } }).done;
    return Number(content.user_expressions.rss.data["text/plain"]);
  });

async function run(page, code) {
  await page.evaluate(async (source) => {
    const { kernel } = globalThis.benchPanel.sessionContext.session;
    const { content } = await kernel.requestExecute({ code: source }).done;
    if (content.status !== "ok") throw new Error(`${content.ename}: ${content.evalue}`);
  }, code);
}

/** Resident megabytes of the page's process and its JavaScript heap, after a collection. */
async function browserMemory(page, browser) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const own = await session.send("Performance.enable").then(() => session.send("Performance.getMetrics"));
  const nodes = own.metrics.find(({ name }) => name === "Nodes")?.value ?? 0;
  const browserSession = await browser.newBrowserCDPSession();
  const { processInfo } = await browserSession.send("SystemInfo.getProcessInfo");
  const { readFileSync } = await import("node:fs");
  const resident = (id) => {
    const found = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"));
    return Number(found?.[1] ?? 0) / 1000;
  };
  const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => resident(id));
  await browserSession.detach();
  await session.detach();
  return { heap: usedSize / 1e6, resident: Math.max(...pages), nodes };
}

/** What a viewer takes beyond the data: `imported`, `kernel` (after it was used), `heap`, `resident`; in MB. */
export async function measureMemory(page, browser, viewer, size) {
  const data = await kernelMemory(page);
  await run(page, viewer.prepare);
  const imported = await kernelMemory(page);
  const before = await browserMemory(page, browser);
  await measureOnce(page, viewer, { ...size, frames: 60 });
  await page.waitForTimeout(5000);
  const kernel = await kernelMemory(page);
  const after = await browserMemory(page, browser);
  return {
    imported: imported - data,
    kernel: kernel - imported,
    heap: after.heap - before.heap,
    resident: after.resident - before.resident,
  };
}
