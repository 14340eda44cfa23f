import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base, type Page } from "@playwright/test";
import { python, root } from "../scripts/environment.mjs";
import { MISSING_HOSTS, hostsEnvironment, hostsInstalled } from "./hosts.ts";
import { freePort, startLabServer, type LabServer } from "./lab-server.ts";
import { stopped } from "./processes.ts";

const test = base.extend<object, { server: LabServer }>({
  server: [
    async ({}, use) => {
      const server = await startLabServer(hostsEnvironment(), { examples: false });
      // As an installation puts it there: Voila serves no links.
      cpSync(
        join(root, "foundry_lab/labextension"),
        join(server.env.JUPYTER_DATA_DIR ?? "", "labextensions/foundry-lab"),
        { recursive: true },
      );
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});
test.skip(!hostsInstalled(), MISSING_HOSTS);

const TABLE = `import foundry_lab as foundry, pyarrow as pa
table = pa.table({"n": range(10_000), "smiles": ["CCO", "c1ccccc1"] * 5_000, "curve": [[i % 7, 2.0, 3.0, i % 3] for i in range(10_000)]})`;
const SHOW = 'foundry.preview(table, title="ten thousand")';

/** Writes a notebook of these cells where the server finds it. */
function notebook(server: LabServer, name: string, cells: readonly string[]): void {
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  const content = cells.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  writeFileSync(
    join(server.notebooks, name),
    JSON.stringify({ cells: content, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
}

/** What every host has to show: rows from the kernel, a filter that goes there, and a drawing that is fetched when needed. */
async function looksRight(page: Page, picture: string): Promise<void> {
  const preview = page.locator("foundry-preview").last();
  await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "10001", { timeout: 60_000 });
  await expect(preview.getByRole("gridcell", { name: "CCO" }).first()).toBeVisible();
  await expect(preview.locator("svg.sparkline").first()).toBeVisible();
  await preview.getByPlaceholder(/filter rows/).fill("n > 9990");
  await preview.getByPlaceholder(/filter rows/).press("Enter");
  await expect(preview.getByText("9 of 10,000 rows")).toBeVisible();
  await preview.locator('[role=row][aria-rowindex="2"] .cell').first().dblclick();
  await expect(preview.locator("foundry-smiles svg path, foundry-smiles svg line").first()).toBeAttached({
    timeout: 30_000,
  });
  await preview.getByRole("button", { name: "▨ plot" }).click();
  await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: `test-results/host-${picture}.png` });
}

/** Requests that left this machine: none may. */
function outside(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    // Voila's and marimo's own pages ask for icons and fonts elsewhere, and do without.
    if (/^https?:$/.test(protocol) && hostname !== "127.0.0.1" && !/font/i.test(request.url()))
      seen.push(request.url());
  });
  return seen;
}

for (const [shell, show] of [
  ["extension", SHOW],
  ["anywidget", SHOW.replace(")", ", anywidget=True)")],
] as const)
  test(`Notebook 7 shows a table with the ${shell}`, async ({ page, server }) => {
    notebook(server, `${shell}.ipynb`, [TABLE, show]);
    const left = outside(page);
    await page.goto(server.url.replace("/lab?", `/notebooks/${shell}.ipynb?`));
    await expect(page.locator(".jp-Notebook .cm-content").last()).toContainText("foundry.preview");
    await expect(page.locator(".jp-Notebook-ExecutionIndicator")).toHaveAttribute("data-status", "idle", {
      timeout: 60_000,
    });
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
    await looksRight(page, `notebook-7-${shell}`);
    expect(left).toEqual([]);
  });

test("Notebook 7 tells through the anywidget of a frame that changes, and shows a table that grows", async ({
  page,
  server,
}) => {
  const frame =
    'import foundry_lab as foundry, pandas as pd, pyarrow as pa\nframe = pd.DataFrame({"n": range(40)})\nfoundry.preview(frame, anywidget=True, title="frame")';
  const run = `import threading
class Run:
    rows, schema, goes_on = 9, pa.schema([("m", pa.int64())]), threading.Event()
    def done(self):
        return self.goes_on.is_set()
    def __iter__(self):
        yield pa.record_batch({"m": range(3)})
        self.goes_on.wait()
        yield pa.record_batch({"m": range(6)})
run = Run()
foundry.preview(run, anywidget=True)`;
  notebook(server, "changes.ipynb", [frame, run, "1"]);
  await page.goto(server.url.replace("/lab?", "/notebooks/changes.ipynb?"));
  const last = page.locator(".jp-Notebook .cm-content").last();
  await expect(last).toContainText("1");
  await expect(page.locator(".jp-Notebook-ExecutionIndicator")).toHaveAttribute("data-status", "idle", {
    timeout: 60_000,
  });
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const [first, second] = [page.locator("foundry-preview").first(), page.locator("foundry-preview").last()];
  await expect(second.getByText("3 of 9 rows so far; the run goes on.")).toBeVisible({ timeout: 60_000 });
  await expect(second.getByRole("grid")).toHaveAttribute("aria-rowcount", "4");
  await expect(first.getByRole("grid")).toHaveAttribute("aria-rowcount", "41");
  await expect(first.getByText("has changed since it was read")).toHaveCount(0);
  await last.fill('frame.loc[0, "n"] = 4321\nrun.goes_on.set()');
  await last.press("Shift+Enter");
  await expect(
    first.getByText("This table has changed since it was read; the view may mix old and new values."),
  ).toBeVisible();
  await expect(second.getByRole("grid")).toHaveAttribute("aria-rowcount", "10");
  await expect(second.getByText("so far")).toHaveCount(0);
  await page.screenshot({ path: "test-results/host-changes.png" });
  await first.getByRole("button", { name: "Reload" }).click();
  await expect(first.getByRole("gridcell", { name: "4321" })).toBeVisible();
  await expect(first.getByText("has changed since it was read")).toHaveCount(0);
});

test("Voila shows a table", async ({ page, server }) => {
  notebook(server, "page.ipynb", [TABLE, SHOW]);
  const left = outside(page);
  await page.goto(server.url.replace("/lab?", "/voila/render/page.ipynb?"));
  await looksRight(page, "voila");
  // Voila's own pages ask for MathJax.
  expect(left.filter((url) => !url.includes("/mathjax/"))).toEqual([]);
});

test("marimo shows two tables that share nothing, without a word about anywidget", async ({ page, server }) => {
  const app = join(server.notebooks, "app.py");
  const other = 'foundry.preview(pa.table({"m": range(70)}), title="seventy")';
  const lines = ["import marimo as mo", ...TABLE.split("\n"), `mo.vstack([${other}, ${SHOW}])`].map(
    (line) => `    ${line}`,
  );
  writeFileSync(
    app,
    ["import marimo", "app = marimo.App()", "@app.cell", "def _():", ...lines, "    return", ""].join("\n"),
  );
  const port = await freePort();
  const marimo = spawn(
    python(),
    ["-m", "marimo", "run", app, "--headless", "--host", "127.0.0.1", "--port", String(port), "--no-token"],
    { env: server.env, stdio: "ignore" },
  );
  try {
    const left = outside(page);
    await expect(async () => expect((await page.goto(`http://127.0.0.1:${port}/`))?.ok()).toBe(true)).toPass({
      timeout: 60_000,
    });
    await looksRight(page, "marimo");
    // marimo runs the widget's code once for the page: what is chosen in one table is not the other's.
    const first = page.locator("foundry-preview").first();
    await expect(first.getByText("70 rows", { exact: true })).toBeVisible();
    await expect(first.locator("foundry-filter-box .chip")).toHaveCount(0);
    await first.getByPlaceholder(/filter rows/).fill("m < 5");
    await first.getByPlaceholder(/filter rows/).press("Enter");
    await expect(first.getByText("5 of 70 rows")).toBeVisible();
    await expect(page.locator("foundry-preview").last().getByText("9 of 10,000 rows")).toBeVisible();
    expect(left).toEqual([]);
  } finally {
    await stopped(marimo);
  }
});

test("JupyterLite has the panel, which says that it has no hub", async ({ page, server }) => {
  test.setTimeout(240_000);
  const site = join(server.notebooks, "lite");
  const build = spawn(python(), ["-m", "jupyterlite_core.app", "build", "--output-dir", site], {
    cwd: server.notebooks,
    env: server.env,
    stdio: "ignore",
  });
  expect((await once(build, "exit"))[0]).toBe(0);
  const port = await freePort();
  const files = spawn(python(), ["-m", "http.server", String(port), "--bind", "127.0.0.1", "--directory", site], {
    stdio: "ignore",
  });
  try {
    await expect(async () =>
      expect((await page.goto(`http://127.0.0.1:${port}/lab/index.html`))?.ok()).toBe(true),
    ).toPass({ timeout: 30_000 });
    await page.getByRole("tab", { name: /Foundry/ }).click({ timeout: 90_000 });
    const panel = page.locator("foundry-panel");
    await expect(panel.getByRole("searchbox")).toBeVisible();
    await expect(panel.getByRole("alert").first()).toBeVisible();
    await page.screenshot({ path: "test-results/host-jupyterlite.png" });
  } finally {
    await stopped(files);
  }
});
