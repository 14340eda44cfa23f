import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./lab-page.ts";

test("odd columns: all null, names given twice, a megabyte in a cell, text that is not UTF-8", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry, pandas as pd, pyarrow as pa, numpy as np
frame = pd.DataFrame([[None, 1, 2.5], [None, 2, 3.5]], columns=["empty", "a", "a"])
foundry.preview(frame, title="twice")`);
  const first = page.locator("foundry-preview").nth(0);
  await expect(first.getByRole("note")).toHaveText("Several columns are called 'a': one of them is shown as 'a (2)'.");
  await expect(first.getByRole("columnheader", { name: "a (2)" })).toBeVisible();
  await expect(first.getByRole("columnheader", { name: /empty/ })).toContainText("100 %");
  await expect(first.locator(".cell.missing")).toHaveCount(2);
  await expect(first.getByText("statistics: complete")).toBeVisible();

  await lab.runCode(`offsets = pa.py_buffer(np.array([0, 4, 6], np.int32))
broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"ab\\xffdok")])
foundry.preview(pa.table({"long": ["é" * 1_000_000, "short"], "broken": broken}), title="odd text")`);
  const second = page.locator("foundry-preview").nth(1);
  await expect(second.getByRole("gridcell", { name: "ab\ufffdd" })).toBeVisible();
  await expect(second.getByRole("gridcell", { name: "ok", exact: true })).toBeVisible();
  const cell = second.locator("[role=gridcell]").first();
  expect(((await cell.textContent()) ?? "").length).toBeLessThan(1100);
  await cell.click();
  await page.keyboard.press("Enter");
  await expect(second.locator("foundry-row-pane").getByText("1.0 MB")).toBeVisible();
  await second.getByRole("searchbox", { name: "Search the table" }).fill("ok");
  await second.getByRole("searchbox", { name: "Search the table" }).press("Enter");
  await expect(second.getByText(/^1 of 1 rows?$/)).toBeVisible();
});

test("a filter that matches nothing says so, and the rows are back without it", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry, pyarrow as pa\nfoundry.preview(pa.table({"n": range(500)}))`);
  const preview = page.locator("foundry-preview");
  await preview.getByPlaceholder(/filter rows/).fill("n > 900");
  await preview.getByPlaceholder(/filter rows/).press("Enter");
  await expect(preview.getByText("No row matches the filter.")).toBeVisible();
  await expect(preview.getByText("0 of 500 rows")).toBeVisible();
  await preview.locator("foundry-filter-box .chip button").first().click();
  await expect(preview.getByRole("gridcell", { name: "0", exact: true })).toBeVisible();
});

test("a frame that changes while it is shown is said to, and is read again: pandas in place, Polars, a DuckDB table", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  const steps = [
    [
      "import foundry_lab as foundry, pandas as pd\nframe = pd.DataFrame({'n': range(40)})\nfoundry.preview(frame)",
      "frame.loc[0, 'n'] = 777;",
      "777",
    ],
    [
      "import polars as pl\npolars = pl.DataFrame({'n': range(40)})\nfoundry.preview(polars)",
      "polars[0, 'n'] = 888;",
      "888",
    ],
    [
      "import duckdb\ncon = duckdb.connect()\n_ = con.execute('CREATE TABLE t AS SELECT range AS n FROM range(40)')\nrelation = con.table('t')\nfoundry.preview(relation)",
      "_ = con.execute('ALTER TABLE t ADD COLUMN more INTEGER DEFAULT 999');",
      "999",
    ],
  ] as const;
  for (const [index, [show, change, value]] of steps.entries()) {
    await lab.runCode(show);
    const preview = page.locator("foundry-preview").nth(index);
    await expect(preview.getByRole("gridcell", { name: "1", exact: true })).toBeVisible();
    await preview.getByPlaceholder(/filter rows/).fill("n != 5");
    await preview.getByPlaceholder(/filter rows/).press("Enter");
    await expect(preview.getByText("39 of 40 rows")).toBeVisible();
    await expect(preview.getByText(/has changed since it was read/)).toHaveCount(0);
    await lab.runCode(change);
    await expect(preview.getByText(/has changed since it was read/)).toBeVisible();
    if (index === 0) await page.screenshot({ path: "test-results/preview-changed.png" });
    await preview.getByRole("button", { name: "Reload" }).click();
    await expect(preview.getByRole("gridcell", { name: value, exact: true }).first()).toBeVisible();
    await expect(preview.getByText(/has changed since it was read/)).toHaveCount(0);
    await expect(preview.getByText("39 of 40 rows")).toBeVisible();
  }
});

test("a kernel that dies in the middle of a scroll: the rows stay, a sentence says so, and the cell brings it back", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(
    `import foundry_lab as foundry, pyarrow as pa, os\ntable = pa.table({"n": range(1_000_000)})\nfoundry.preview(table)`,
  );
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "3", exact: true })).toBeVisible();
  const grid = preview.getByRole("grid");
  await grid.hover();
  await page.mouse.wheel(0, 3000);
  await lab.runCode("os._exit(9)");
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 3000);
  await expect(preview.getByText("The kernel was restarted; run this cell again to go on.")).toBeVisible();
  await page
    .getByRole("dialog", { name: /Kernel Restarting/ })
    .getByRole("button")
    .click();
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await expect(preview.getByRole("gridcell", { name: "3", exact: true })).toBeVisible();
  await lab.idle();
  const index = (await lab.sources()).findIndex((source) => source.includes("foundry.preview(table)"));
  await lab.runCell(index);
  await expect(preview.getByRole("gridcell", { name: "3", exact: true })).toBeVisible();
  await grid.focus();
  await page.keyboard.press("Control+End");
  await expect(preview.getByRole("gridcell", { name: "999999" })).toBeVisible();
});

test("a 10,000,000-row table is paged while another cell runs", async ({ lab, server, page }) => {
  await lab.newNotebook();
  await lab.runCode(
    `import foundry_lab as foundry, pyarrow as pa, numpy as np, os, time\nfoundry.preview(pa.table({"n": np.arange(10_000_000)}))`,
  );
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "3", exact: true })).toBeVisible();
  const flag = join(server.notebooks, "go-on");
  const running = lab.runCode(`while not os.path.exists("go-on"): time.sleep(0.05)\nprint("went", "on")`);
  await preview.getByRole("grid").focus();
  await page.keyboard.press("Control+End");
  await expect(preview.getByRole("gridcell", { name: "9999999" })).toBeVisible();
  expect(existsSync(flag)).toBe(false);
  await expect(page.getByText("went on")).toHaveCount(0);
  appendFileSync(flag, "");
  await running;
  await expect(page.getByText("went on")).toBeVisible();
});
