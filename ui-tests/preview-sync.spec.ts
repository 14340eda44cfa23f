import type { Locator } from "@playwright/test";
import { expect, test, type Lab } from "./lab-page.ts";

const call = async (lab: Lab, part: string) =>
  (await lab.sources())
    .find((source) => source.includes(part))
    ?.split("\n")
    .at(-1) ?? "";

/** A notebook whose only output is a preview of the band gaps. */
async function previewed(lab: Lab): Promise<Locator> {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  await panel.getByRole("region", { name: "Experimental band gaps" }).getByRole("button", { name: "Preview" }).click();
  const preview = lab.page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  return preview;
}

async function filter(preview: Locator, text: string): Promise<void> {
  await preview.getByPlaceholder(/filter rows/).fill(text);
  await preview.getByPlaceholder(/filter rows/).press("Enter");
}

test("columns, filter, sort, sample and split are in the calls, and each call is followed", async ({ lab, page }) => {
  const preview = await previewed(lab);
  await filter(preview, "gap > 5");
  await preview.getByRole("button", { name: "Sort by gap" }).click();
  await preview.getByRole("button", { name: "Sort descending by gap" }).click();
  await preview.getByLabel("Rows sampled at random").fill("4");
  await preview.getByLabel("Rows sampled at random").press("Enter");
  const choice = 'filter="gap > 5", sort=[("gap", "descending")], sample=4';
  await expect.poll(() => call(lab, ".preview(")).toContain(`["train"].preview(${choice})`);
  await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "5");

  await test.step("one click makes a cell with the same rows, as an Arrow table or a pandas frame", async () => {
    await preview.getByLabel("Form of the inserted cell").selectOption("pandas");
    await preview.getByRole("button", { name: "Insert cell" }).click();
    await expect
      .poll(() => call(lab, "to_pandas"))
      .toBe('train = matbench_expt_gap["train"].filter("gap > 5").sample(4).sort("gap", descending=True).to_pandas()');
    const at = (await lab.sources()).findIndex((source) => source.includes("to_pandas"));
    await lab.runCell(at);
    await lab.runCode('print("loaded", train["gap"].round(2).tolist())');
    const shown = await preview.locator(".row .cell.number").allTextContents();
    const [printed] = await page.locator(".jp-OutputArea-output", { hasText: "loaded" }).last().allTextContents();
    expect(printed).toContain(String(Number(shown[0])));
    expect(shown).toHaveLength(4);
  });

  await test.step("a choice in the table reaches both cells, each as one step that undo takes back", async () => {
    await filter(preview, "'O' in formula");
    const filtered = `"gap > 5 and 'O' in formula"`;
    await expect.poll(() => call(lab, ".preview(")).toContain(`filter=${filtered}`);
    await expect.poll(() => call(lab, "to_pandas")).toContain(`.filter(${filtered})`);
    await page.locator(".jp-Notebook .cm-content").filter({ hasText: "to_pandas" }).click();
    await page.keyboard.press("Control+z");
    await expect.poll(() => call(lab, "to_pandas")).toContain('.filter("gap > 5").sample(4)');
    // The table follows the cell that was taken back, and with it the cell that shows the table.
    await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(1);
    await expect.poll(() => call(lab, ".preview(")).toContain(`.preview(${choice})`);
  });

  await test.step("an edit of the inserted call is shown by the table", async () => {
    const at = (await lab.sources()).findIndex((source) => source.includes("to_pandas"));
    const text = (await lab.sources())[at] ?? "";
    await lab.edit(at, text.replace("sample(4)", "sample(2)").replace("descending=True", "descending=False"));
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
    await expect(preview.getByRole("columnheader", { name: /gap/ }).first()).toHaveAttribute("aria-sort", "ascending");
    await expect.poll(() => call(lab, ".preview(")).toContain('sort=[("gap", "ascending")], sample=2');
  });

  await test.step("a call with a person's own words is followed and never overwritten", async () => {
    const at = (await lab.sources()).findIndex((source) => source.includes("to_pandas"));
    const text = `${(await lab.sources())[at] ?? ""}\nmine = 1`;
    await lab.edit(at, text);
    await filter(preview, "gap < 9");
    await expect.poll(() => call(lab, ".preview(")).toContain("gap < 9");
    expect((await lab.sources())[at]).toBe(text);
  });
});

test("what was chosen is there after a restart of the kernel, a reload and reopening", async ({ lab, page }) => {
  const preview = await previewed(lab);
  await filter(preview, "gap > 5");
  await preview.getByRole("button", { name: "Menu of gap" }).click();
  await preview.getByRole("button", { name: "Pin left" }).click();
  await expect.poll(() => call(lab, ".preview(")).toContain('filter="gap > 5"');
  const shown = async () => {
    const again = page.locator("foundry-preview");
    await expect(again.locator("foundry-filter-box .chip")).toContainText("gap > 5");
    await expect(again.locator(".head.pinned")).toContainText("gap");
  };
  const run = async () => lab.runCell((await lab.sources()).findIndex((source) => source.includes(".preview(")));

  await test.step("the kernel is restarted", async () => {
    await lab.restartKernel();
    await lab.idle();
    await run();
    await shown();
  });
  const path = await lab.save();
  await test.step("the page is reloaded", async () => {
    await page.goto(lab.server.url);
    await lab.ready();
    await lab.openNotebook(path);
    await run();
    await shown();
  });
  await test.step("the notebook is closed, and opened with a new kernel", async () => {
    await lab.closeNotebook();
    await lab.openNotebook(path);
    await lab.restartKernel();
    await lab.idle();
    await run();
    await shown();
  });
  await test.step("a call that was edited meanwhile wins over what was chosen before", async () => {
    await lab.restartKernel();
    await lab.idle();
    await lab.closeOutputs();
    const at = (await lab.sources()).findIndex((source) => source.includes(".preview("));
    await lab.edit(at, ((await lab.sources())[at] ?? "").replace("gap > 5", "gap > 7"));
    await run();
    await expect(page.locator("foundry-preview foundry-filter-box .chip")).toContainText("gap > 7");
  });
});

test("the panel keeps the conditions of the call, and finds its cell again after a reload", async ({ lab, page }) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await card.getByRole("button", { name: "Load in notebook" }).click();
  await expect(card.getByText("synced with the new cell")).toBeVisible();
  const at = (await lab.sources()).findIndex((source) => source.includes("to_arrow"));
  await lab.edit(
    at,
    ((await lab.sources())[at] ?? "").replace(
      "to_arrow()",
      'to_arrow(filter="gap > 3").sort_by([("gap", "descending")])',
    ),
  );
  await expect(card.locator("foundry-filter-box .chip")).toContainText("gap > 3");
  await card.getByRole("combobox", { name: "Split" }).selectOption("test");
  await expect
    .poll(() => call(lab, "to_arrow"))
    .toBe('test = matbench_expt_gap["test"].filter("gap > 3").sort("gap", descending=True).to_arrow()');
  await card.getByLabel("Rows sampled at random").fill("9");
  await card.getByLabel("Rows sampled at random").press("Enter");
  await expect.poll(() => call(lab, "to_arrow")).toContain(".sample(9)");

  const path = await lab.save();
  await page.goto(lab.server.url);
  await lab.ready();
  await lab.openNotebook(path);
  await lab.openPanel();
  await lab.activate(at);
  const again = page.locator("foundry-panel").getByRole("region", { name: "Experimental band gaps" });
  await expect(again.getByText(/synced with/)).toBeVisible();
  await expect(again.locator("foundry-filter-box .chip")).toContainText("gap > 3");
  await again.getByRole("combobox", { name: "Split" }).selectOption("train");
  await expect
    .poll(() => call(lab, "to_arrow"))
    .toContain('train = matbench_expt_gap["train"].filter("gap > 3").sample(9)');
});

const KINDS: Record<string, string> = {
  Arrow: 'import pyarrow as pa\nframe = pa.table({"metal": ["Fe", "Cu", "Al", "Zn"], "gap": [1.0, 4.0, 3.0, 2.5]})',
  pandas: 'import pandas as pd\nframe = pd.DataFrame({"metal": ["Fe", "Cu", "Al", "Zn"], "gap": [1.0, 4.0, 3.0, 2.5]})',
  Polars: 'import polars as pl\nframe = pl.DataFrame({"metal": ["Fe", "Cu", "Al", "Zn"], "gap": [1.0, 4.0, 3.0, 2.5]})',
  DuckDB:
    "import duckdb\nframe = duckdb.sql(\"select * from (values ('Fe', 1.0), ('Cu', 4.0), ('Al', 3.0), ('Zn', 2.5)) t(metal, gap)\")",
};

for (const [kind, make] of Object.entries(KINDS))
  test(`what is chosen of a table of the kernel is in its calls, and each call is followed: ${kind}`, async ({
    lab,
    page,
  }) => {
    await lab.newNotebook();
    const panel = await lab.openPanel();
    await lab.runCode(make);
    await panel.getByText("In this notebook · 1 table").click();
    const listed = panel.getByRole("button", { name: /^frame/ });
    await expect(listed).toContainText(
      kind === "DuckDB" ? /rows not counted × 2 columns\s*$/ : /4 rows × 2 columns · /,
    );
    if (kind === "DuckDB") await page.screenshot({ path: "test-results/duckdb-listed.png" });
    await listed.click();
    const preview = page.locator("foundry-preview");
    await expect(preview.getByRole("gridcell", { name: "Cu" })).toBeVisible();
    await expect.poll(() => call(lab, ".preview(")).toBe("foundry.preview(frame)");

    await test.step("columns, filter, sort and sample reach the call", async () => {
      await filter(preview, "gap > 1");
      await preview.getByRole("button", { name: "Sort by gap" }).click();
      await preview.getByRole("button", { name: "Sort descending by gap" }).click();
      await preview.getByLabel("Rows sampled at random").fill("2");
      await preview.getByLabel("Rows sampled at random").press("Enter");
      await expect
        .poll(() => call(lab, ".preview("))
        .toBe('foundry.preview(frame, filter="gap > 1", sort=[("gap", "descending")], sample=2)');
      await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
    });
    await test.step("one click makes a cell with the same rows", async () => {
      const shown = (await preview.locator(".row .cell:not(.number)").allTextContents())
        .map((text) => text.trim())
        .filter((text) => /^[A-Z][a-z]$/.test(text));
      expect(shown).toHaveLength(2);
      for (const as of ["arrow", "pandas"]) {
        await preview.getByLabel("Form of the inserted cell").selectOption(as);
        await preview.getByRole("button", { name: "Insert cell" }).click();
        await expect
          .poll(() => call(lab, `to_${as}`))
          .toContain(`frame_rows = foundry.table(frame).filter("gap > 1").sample(2)`);
        await lab.runCell((await lab.sources()).findIndex((source) => source.includes(`to_${as}`)));
        await lab.runCode(`print("${as}", list(frame_rows["metal"].${as === "arrow" ? "to_pylist" : "tolist"}()))`);
        await expect(page.locator(".jp-OutputArea-output", { hasText: new RegExp(`^${as} `) })).toContainText(
          `['${shown.join("', '")}']`,
        );
      }
    });
    await test.step("a choice reaches every cell, and an edit of one is shown and reaches the others", async () => {
      await filter(preview, "metal != 'Al'");
      await expect.poll(() => call(lab, "to_pandas")).toContain(`.filter("gap > 1 and metal != 'Al'")`);
      await expect.poll(() => call(lab, "to_arrow")).toContain(`.filter("gap > 1 and metal != 'Al'")`);
      const at = (await lab.sources()).findIndex((source) => source.includes("to_pandas"));
      await lab.edit(
        at,
        ((await lab.sources())[at] ?? "").replace("sample(2)", "sample(1)").replace("gap > 1", "gap > 3"),
      );
      await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
      await expect
        .poll(() => call(lab, ".preview("))
        .toContain(`filter="gap > 3 and metal != 'Al'", sort=[("gap", "descending")], sample=1`);
      await expect.poll(() => call(lab, "to_arrow")).toContain(".sample(1)");
    });
    if (kind === "pandas")
      await test.step("what was chosen is there after a restart of the kernel", async () => {
        await lab.restartKernel();
        await lab.idle();
        await lab.runCode(make);
        await lab.runCell((await lab.sources()).findIndex((source) => source.includes(".preview(")));
        await expect(page.locator("foundry-preview foundry-filter-box .chip").first()).toContainText("gap > 3");
        await page.screenshot({ path: "test-results/kernel-table-sync.png" });
      });
  });
