import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { python } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

const SCRIPT = `
import sys, numpy as np, pyarrow as pa, pyarrow.parquet as pq, pyarrow.feather as feather, pyarrow.csv as csv
rng, n = np.random.default_rng(1), 300_000
field = pa.field("gap", pa.float64(), metadata={"unit": "eV", "role": "target"})
schema = pa.schema([("id", pa.int64()), field, ("phase", pa.string())])
table = pa.table([np.arange(n), rng.gamma(2, 1.5, n), rng.choice(["cubic", "hexagonal", "tetragonal"], n)], schema=schema)
pq.write_table(table, sys.argv[1] + "/bands.parquet", row_group_size=100_000, write_page_index=True)
feather.write_feather(table.slice(0, 5000), sys.argv[1] + "/bands.feather")
csv.write_csv(table.slice(0, 700), sys.argv[1] + "/bands.csv")
pq.write_table(pa.table({"x": np.where(np.arange(5_100_000) < 5_000_000, np.arange(5_100_000) % 7, 77.5)}), sys.argv[1] + "/long.parquet")
`;

// One JupyterLab for the whole journey.
test.setTimeout(240_000);

test("Parquet, Arrow, Feather and CSV files open from the file browser without a kernel, are searched and plotted, and become cells", async ({
  lab,
  page,
}) => {
  const { notebooks } = lab.server;
  execFileSync(python("python"), ["-c", SCRIPT, notebooks]);
  writeFileSync(join(notebooks, "broken.parquet"), "PAR1, and then nothing");
  const kernels: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && /\/api\/(?:kernels|sessions)/.test(request.url())) kernels.push(request.url());
  });
  const ranges: number[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/files/bands.parquet")) ranges.push(response.status());
  });
  const preview = page.locator(".foundry-TablePane foundry-preview:visible");
  const grid = preview.getByRole("grid");
  await lab.command("filebrowser:refresh");

  await test.step("Parquet, by ranges", async () => {
    await page.getByRole("listitem", { name: /bands\.parquet/ }).dblclick();
    await expect(grid).toHaveAttribute("aria-rowcount", "300001");
    await expect(preview.getByRole("columnheader", { name: /gap eV/ })).toBeVisible();
    await expect(preview.getByText("statistics: complete")).toBeVisible();
    expect(ranges.length).toBeGreaterThan(1);
    expect(new Set(ranges)).toEqual(new Set([206]));
    await preview.getByRole("spinbutton", { name: "Go to row" }).fill("299999");
    await page.keyboard.press("Enter");
    await expect(preview.getByRole("gridcell", { name: "299999" })).toBeVisible();
    const filter = preview.getByPlaceholder(/filter rows/);
    await filter.fill("gap > 9 and phase == 'cubic'");
    await filter.press("Enter");
    await expect(preview.getByText(/[\d,]+ of 300,000 rows/)).toBeVisible();
    expect((await new AxeBuilder({ page }).include(".foundry-TablePane").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/file-parquet.png" });
    expect(kernels).toEqual([]);
  });

  await test.step("a filter from a header is seen in the others", async () => {
    const header = (name: string) => preview.getByRole("columnheader", { name: new RegExp(`^${name}`) });
    const chips = preview.locator("foundry-filter-box .chip");
    const shown = async () =>
      Number(
        /^([\d,]+) of/
          .exec((await preview.getByText(/^[\d,]+ of 300,000 rows$/).textContent()) ?? "")?.[1]
          ?.replaceAll(",", ""),
      );
    const counted = async () => {
      const titles = await header("phase").locator("g.value title").allTextContents();
      return titles.map((title) => Number(/: ([\d,]+) rows/.exec(title)?.[1]?.replaceAll(",", "")));
    };
    for (let left = 2; left > 0; left--) await chips.first().getByRole("button").click();
    await expect(header("gap").locator("rect.part")).toHaveCount(0);
    const bars = await header("gap").locator("svg.bars").boundingBox();
    if (!bars) throw new Error("no bars");
    await page.mouse.move(bars.x + bars.width * 0.07, bars.y + bars.height / 2);
    await page.mouse.down();
    await page.mouse.move(bars.x + bars.width * 0.28, bars.y + bars.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect(chips).toHaveText(/<= gap <=/);
    await expect(header("id").locator("rect.part").first()).toBeVisible();
    await expect(header("gap").locator("rect.part")).toHaveCount(0);
    await expect.poll(async () => (await counted()).reduce((sum, count) => sum + count, 0) - (await shown())).toBe(0);
    await page.screenshot({ path: "test-results/file-headers.png" });
    const brushed = await shown();
    const [first = 0] = await counted();
    await header("phase").locator("g.value").first().click();
    await expect(chips).toHaveCount(2);
    await expect.poll(shown).toBe(first);
    expect(first).toBeLessThan(brushed);
    await expect(header("gap").locator("rect.part").first()).toBeVisible();
    await lab.theme("JupyterLab Dark");
    await page.screenshot({ path: "test-results/file-headers-dark.png" });
    await lab.theme("JupyterLab Light");
    for (let left = 2; left > 0; left--) await chips.first().getByRole("button").click();
    await expect(header("id").locator("rect.part")).toHaveCount(0);
    const filter = preview.getByPlaceholder(/filter rows/);
    await filter.fill("gap > 9 and phase == 'cubic'");
    await filter.press("Enter");
    await expect(header("id").locator("rect.part").first()).toBeVisible();
    expect(kernels).toEqual([]);
  });

  await test.step("a search, and plots that filter the table", async () => {
    const search = preview.getByRole("searchbox", { name: "Search the table" });
    await search.fill("CUB");
    await search.press("Enter");
    await expect(preview.getByText(/^1 of [\d,]+ rows$/)).toBeVisible();
    await search.press("Escape");
    await preview.getByRole("button", { name: "▨ plot" }).click();
    const plots = preview.locator("foundry-plots");
    await expect(plots.locator(".main-svg").first()).toBeVisible();
    await plots.getByRole("combobox", { name: "Plot" }).selectOption("box");
    await expect(plots.getByRole("img", { name: "box by class of gap by phase" })).toBeVisible();
    await expect(plots.locator(".boxlayer .box, .boxlayer path").first()).toBeAttached();
    await page.screenshot({ path: "test-results/file-plot-box.png" });
    await preview.locator("foundry-filter-box .chip button").first().click();
    await preview.locator("foundry-filter-box .chip button").first().click();
    await plots.getByRole("combobox", { name: "Plot" }).selectOption("scatter");
    await expect(plots.getByText("density of 300,000 rows")).toBeVisible();
    await page.screenshot({ path: "test-results/file-plot.png" });
    expect((await new AxeBuilder({ page }).include(".foundry-TablePane").analyze()).violations).toEqual([]);
    const drag = plots.locator(".nsewdrag").first();
    const box = await drag.boundingBox();
    if (!box) throw new Error("no plot");
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.6);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.95, { steps: 5 });
    await page.mouse.up();
    await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(2);
    await expect(preview.getByText(/[\d,]+ of 300,000 rows/)).toBeVisible();
    await lab.theme("JupyterLab Dark");
    await page.screenshot({ path: "test-results/file-plot-dark.png" });
    await lab.theme("JupyterLab Light");
    expect(kernels).toEqual([]);
    for (let i = 0; i < 2; i++) await preview.locator("foundry-filter-box .chip button").first().click();
    await preview.getByRole("button", { name: "Close the plots" }).click();
    const filter = preview.getByPlaceholder(/filter rows/);
    await filter.fill("gap > 9 and phase == 'cubic'");
    await filter.press("Enter");
    await expect(preview.getByText(/[\d,]+ of 300,000 rows/)).toBeVisible();
  });

  await test.step("a cell for what is shown, in a notebook of another folder", async () => {
    await preview.getByRole("button", { name: "Insert cell" }).click();
    await page.waitForFunction(() => document.querySelector(".jp-NotebookPanel"));
    await page.evaluate(async () => {
      const app = globalThis.jupyterapp as unknown as { shell: { currentWidget: unknown } };
      globalThis.notebookPanel = app.shell.currentWidget as typeof globalThis.notebookPanel;
      await globalThis.notebookPanel?.sessionContext.ready;
    });
    await expect
      .poll(() => lab.sources())
      .toContainEqual(
        expect.stringContaining(
          `bands = foundry.table("bands.parquet").filter("gap > 9 and phase == 'cubic'").to_arrow()`,
        ),
      );
    await lab.idle();
    await lab.runActiveCell();
    await lab.runCode("bands.num_rows, min(bands['gap'].to_pylist()) > 9, set(bands['phase'].to_pylist())");
    await expect(page.locator(".jp-OutputArea-output").last()).toContainText(/\d+, True, \{'cubic'\}/);
  });

  await test.step("Arrow, CSV, and a file that is none", async () => {
    await lab.command("docmanager:open", { path: "bands.feather" });
    await expect(grid).toHaveAttribute("aria-rowcount", "5001");
    await preview.getByRole("button", { name: "Sort by gap" }).click();
    await expect(preview.getByRole("columnheader", { name: /gap/ })).toHaveAttribute("aria-sort", "ascending");
    await lab.theme("JupyterLab Dark");
    await page.screenshot({ path: "test-results/file-arrow-dark.png" });
    expect(
      (await new AxeBuilder({ page }).include(".foundry-TablePane:not(.lm-mod-hidden)").analyze()).violations,
    ).toEqual([]);
    await lab.command("docmanager:open", { path: "bands.csv", factory: "Foundry Table" });
    await expect(grid).toHaveAttribute("aria-rowcount", "701");
    await lab.command("docmanager:open", { path: "broken.parquet" });
    await expect(
      page.getByRole("alert").filter({ hasText: "'broken.parquet' cannot be read as Parquet" }),
    ).toBeVisible();
    await page.screenshot({ path: "test-results/file-broken.png" });
    await lab.theme("JupyterLab Light");
  });

  await test.step("a file of more rows than are looked at says on how many a search and a plot are computed", async () => {
    await lab.command("docmanager:open", { path: "long.parquet" });
    await expect(grid).toHaveAttribute("aria-rowcount", "5100001");
    await expect(
      preview.getByText(
        "Distributions are computed on the first 1,000,000 of 5,100,000 rows, with and without a filter.",
      ),
    ).toBeVisible();
    const search = preview.getByRole("searchbox", { name: "Search the table" });
    await search.fill("77.5");
    await search.press("Enter");
    await expect(preview.getByText("not found, searched in the first 5,000,000 of 5,100,000 rows")).toBeVisible({
      timeout: 60_000,
    });
    await preview.getByRole("button", { name: "▨ plot" }).click();
    await expect(
      preview.getByText("density of 5,000,000 rows, computed on the first 5,000,000 of 5,100,000 rows"),
    ).toBeVisible({ timeout: 60_000 });
    await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible();
    // The lines that were added leave the one below the rows in sight.
    await expect(preview.locator(".foot")).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: "test-results/file-long.png" });
    await lab.theme("JupyterLab Dark");
    await page.screenshot({ path: "test-results/file-long-dark.png" });
    await lab.theme("JupyterLab Light");
    expect(
      (await new AxeBuilder({ page }).include(".foundry-TablePane:not(.lm-mod-hidden)").analyze()).violations,
    ).toEqual([]);
  });

  await test.step("the panel opens a split's rows in a tab", async () => {
    const panel = await lab.openPanel();
    await panel.getByRole("searchbox").fill("band gap");
    await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
    const before = kernels.length;
    await panel.getByRole("button", { name: "Open table" }).click();
    await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
    await expect(preview.getByText("statistics: complete")).toBeVisible();
    await preview.getByRole("combobox", { name: "Split" }).selectOption("test");
    await expect(preview.getByRole("combobox", { name: "Split" })).toHaveValue("test");
    await expect(grid).not.toHaveAttribute("aria-rowcount", "1");
    const filter = preview.getByPlaceholder(/filter rows/);
    await filter.fill("'Ag' in formula");
    await filter.press("Enter");
    await expect(preview.getByRole("columnheader", { name: /^gap/ }).locator("rect.part").first()).toBeAttached();
    await page.screenshot({ path: "test-results/file-split-headers.png" });
    await preview.locator("foundry-filter-box .chip button").first().click();
    await preview.getByRole("button", { name: "⇄ compare" }).click();
    await expect(preview.getByText("No row of test is in train too.")).toBeVisible();
    expect(kernels.length).toBe(before);
    await page.screenshot({ path: "test-results/file-dataset.png" });
    await lab.command("application:toggle-left-area");
    await page.setViewportSize({ width: 320, height: 700 });
    await page.screenshot({ path: "test-results/file-narrow.png" });
    await preview.getByRole("button", { name: "▨ plot" }).click();
    await expect(preview.locator("foundry-plots .main-svg").first()).toBeInViewport();
    await page.screenshot({ path: "test-results/file-plot-narrow.png" });
  });
});
