import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { environment } from "../scripts/environment.mjs";

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** A JupyterLab of the environment of `python`, in a folder of its own; `stop()` ends it and removes the folder. */
export async function startLab(python) {
  const folder = mkdtempSync(join(tmpdir(), "foundry-bench-"));
  const notebooks = join(folder, "notebooks");
  mkdirSync(notebooks);
  const port = await freePort();
  const names = {
    FOUNDRY_STORE: "store",
    FOUNDRY_CACHE: "cache",
    FOUNDRY_RUNTIME_DIR: "run",
    JUPYTER_RUNTIME_DIR: "jupyter",
    JUPYTERLAB_SETTINGS_DIR: "settings",
    JUPYTERLAB_WORKSPACES_DIR: "workspaces",
  };
  const folders = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, join(folder, name)]));
  const args = [
    "-m",
    "jupyterlab",
    "--no-browser",
    "--allow-root",
    `--port=${port}`,
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=bench",
    `--ServerApp.root_dir=${notebooks}`,
    "--expose-app-in-browser",
    "--LabApp.news_url=None",
  ];
  const server = spawn(python, args, { env: environment(folders), stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  server.stderr.on("data", (text) => (log += text));
  const base = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 60_000; ;) {
    const answer = await fetch(`${base}/api?token=bench`).catch(() => undefined);
    if (answer?.ok) break;
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`JupyterLab did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url: `${base}/lab?token=bench&reset`,
    write: (name, text) => writeFileSync(join(notebooks, name), text),
    stop: async () => {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.FOUNDRY_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });

/** A new notebook whose kernel has run `setup`. */
export async function openNotebook(page, setup) {
  await page.evaluate(async (source) => {
    const app = globalThis.jupyterapp;
    await app.restored;
    const panel = await app.commands.execute("notebook:create-new", { kernelName: "python3" });
    await panel.sessionContext.ready;
    await panel.context.ready;
    globalThis.benchPanel = panel;
    const { kernel } = panel.sessionContext.session;
    const reply = await kernel.requestExecute({ code: source }).done;
    if (reply.content.status !== "ok") throw new Error(`${reply.content.ename}: ${reply.content.evalue}`);
  }, setup);
}

/**
 * Milliseconds from running a new last cell to the frame after which `painted` holds for its output.
 * @param painted - a function of the cell's node, run in the page after each frame
 */
export const timeCell = (page, source, painted) =>
  page.evaluate(
    async ([code, test]) => {
      const app = globalThis.jupyterapp;
      const { content } = globalThis.benchPanel;
      const isPainted = new Function("node", `return (${test})(node)`);
      const index = content.model.sharedModel.cells.length;
      content.model.sharedModel.insertCell(index, { cell_type: "code", source: code });
      content.activeCellIndex = index;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      void app.commands.execute("notebook:run-cell");
      const cell = content.widgets[index];
      while (!isPainted(cell.node)) {
        if (performance.now() - start > 30_000)
          throw new Error(`No rows after 30 s: ${cell.node.textContent.slice(0, 400)}`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - start;
    },
    [source, painted.toString()],
  );
