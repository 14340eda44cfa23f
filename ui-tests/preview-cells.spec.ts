import { expect, test } from "./lab-page.ts";

test("a preview and the cell that shows it follow each other, and the choice outlives the kernel", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await card.getByRole("button", { name: "Preview" }).click();
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  const text = async () => (await lab.sources()).find((source) => source.includes(".preview("));

  await test.step("a filter in the preview is written into its cell", async () => {
    await preview.getByPlaceholder(/filter rows/).fill("gap > 5");
    await preview.getByPlaceholder(/filter rows/).press("Enter");
    await expect.poll(text).toContain('.preview(filter="gap > 5")');
  });
  await test.step("an edit of the call is shown by the preview", async () => {
    const index = (await lab.sources()).findIndex((source) => source.includes(".preview("));
    await lab.edit(index, ((await text()) ?? "").replace("gap > 5", "gap > 9"));
    await expect(preview.locator("foundry-filter-box .chip")).toContainText("gap > 9");
  });
  await test.step("a filter chosen in the output of any table is there again after a restart", async () => {
    await lab.runCode(
      `import foundry_lab as foundry, pyarrow as pa\nfoundry.preview(pa.table({"n": range(100)}), title="numbers")`,
    );
    const other = page.locator("foundry-preview").nth(1);
    await other.getByPlaceholder(/filter rows/).fill("n < 7");
    await other.getByPlaceholder(/filter rows/).press("Enter");
    await expect(other.getByText("7 of 100 rows")).toBeVisible();
    await lab.restartKernel();
    await lab.idle();
    const index = (await lab.sources()).findIndex((source) => source.includes("numbers"));
    await lab.runCell(index);
    await expect(page.locator("foundry-preview").nth(1).getByText("7 of 100 rows")).toBeVisible();
  });
});

test("an edit of the loading call is shown by the panel", async ({ lab }) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await card.getByRole("button", { name: "Load in notebook" }).click();
  await expect(card.getByText("synced with the new cell")).toBeVisible();
  const sources = await lab.sources();
  const index = sources.findIndex((source) => source.includes("to_arrow"));
  await lab.edit(index, (sources[index] ?? "").replace('["train"].to_arrow()', '["test"].to_arrow(columns=["gap"])'));
  await expect(card.getByRole("combobox", { name: "Split" })).toHaveValue("test");
  await expect(card.getByRole("checkbox", { name: "Load column formula" })).not.toBeChecked();
  await expect(card.getByText(/synced with your edit/)).toBeVisible();
});

test("plots: a rectangle on a scatter plot filters the table, large views show their density", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry, pyarrow as pa, numpy as np
rng = np.random.default_rng(1)
points = pa.table({"x": rng.normal(size=60_000), "y": rng.normal(size=60_000), "phase": rng.choice(["a", "b"], 60_000)})
foundry.preview(points)`);
  const preview = page.locator("foundry-preview");
  await preview.getByRole("button", { name: "▨ plot" }).click();
  const plots = preview.locator("foundry-plots");
  await expect(plots.getByText("density of 60,000 rows")).toBeVisible();
  await preview.getByPlaceholder(/filter rows/).fill("x > 1");
  await preview.getByPlaceholder(/filter rows/).press("Enter");
  await expect(plots.getByText(/^[\d,]+ rows$/)).toBeVisible();
  const area = plots.locator(".nsewdrag").first();
  await expect(area).toBeVisible();
  const box = await area.boundingBox();
  if (!box) throw new Error("no plot");
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 5 });
  await page.mouse.up();
  await expect(preview.locator("foundry-filter-box .chip").nth(1)).toContainText("<=");
  for (const [kind, state] of [
    ["box", /rows/],
    ["correlation", /rows/],
    ["parallel", /rows/],
  ] as const) {
    await plots.getByRole("combobox", { name: "Plot" }).selectOption(kind);
    await expect(plots.getByRole("status")).toHaveText(state);
    await expect(plots.locator(".main-svg").first()).toBeVisible();
    await page.screenshot({ path: `test-results/plot-${kind}.png` });
  }
  const download = page.waitForEvent("download");
  await plots.getByRole("button", { name: "SVG" }).click();
  expect((await download).suggestedFilename()).toBe("parallel-x-y.svg");
});

test("the panel lists the tables of the notebook, and one click previews one", async ({ lab, page }) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await lab.runCode(`import pyarrow as pa\nvalues = pa.table({"n": range(1234)})\nother = 3`);
  await panel.getByText("In this notebook · 1 table").click();
  await panel.getByRole("button", { name: /values 1,234 rows × 1 column · 9\.\d kB/ }).click();
  await expect(page.locator("foundry-preview").getByRole("grid")).toHaveAttribute("aria-rowcount", "1235");
  await expect.poll(() => lab.sources()).toContainEqual(expect.stringContaining("foundry.preview(values)"));
});
