import { expect, runEnded, test } from "./lab-page.ts";

test("from the panel to a model's prediction in a cell", async ({ lab, page }) => {
  test.slow();
  await lab.newNotebook();
  const panel = await lab.openPanel();

  await test.step("find the dataset", async () => {
    await panel.getByRole("searchbox", { name: "Search datasets and models" }).fill("band gap");
    await expect(panel.getByRole("tab", { name: "Datasets 2" })).toBeVisible();
    await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  });
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await expect(card.getByText("10.1021/acs.jpclett.8b00124")).toBeVisible();
  await expect(card.getByText("MIT")).toBeVisible();
  await expect(card.getByRole("listitem").filter({ hasText: "gap" }).last()).toContainText("eV");

  const preview = page.locator("foundry-preview");
  await test.step("preview it and scroll to the last row", async () => {
    await card.getByRole("button", { name: "Preview" }).click();
    await expect(preview.getByRole("columnheader", { name: /gap.*eV/ })).toBeVisible();
    await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
    await preview.getByRole("grid").focus();
    await page.keyboard.press("Control+End");
    await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-4604" })).toBeVisible();
  });

  await test.step("insert the cell that loads it, and run it", async () => {
    await card.getByRole("button", { name: "Load in notebook" }).click();
    await expect
      .poll(() => lab.sources())
      .toContainEqual(expect.stringContaining('foundry.load("matbench-expt-gap@1.0.0")'));
    await lab.runActiveCell();
    await lab.idle();
    await expect(card.getByText(/synced with cell \[\d+\]/)).toBeVisible();
    await lab.runCode("(train.num_rows, train.column_names)");
    await lab.idle();
    await expect(page.locator(".jp-OutputArea-output").last()).toContainText("(3683, ['id', 'formula', 'gap'])");
  });

  await test.step("change the split in the panel and see the cell change", async () => {
    await card.getByRole("combobox", { name: "Split" }).selectOption("test");
    await expect
      .poll(() => lab.sources())
      .toContainEqual(expect.stringContaining('test = matbench_expt_gap["test"].to_arrow()'));
    await card.getByRole("checkbox", { name: "Load column id" }).uncheck();
    await expect
      .poll(() => lab.sources())
      .toContainEqual(expect.stringContaining('["test"].select(["formula", "gap"]).to_arrow()'));
    const sources = await lab.sources();
    expect(sources.filter((source) => source.includes("to_arrow"))).toHaveLength(1);
    await lab.runCell(sources.findIndex((source) => source.includes("to_arrow")));
    await lab.runCode("(test.num_rows, test.column_names)");
    await lab.idle();
    await expect(page.locator(".jp-OutputArea-output").last()).toContainText("(921, ['formula', 'gap'])");
  });

  await test.step("run the model and read a prediction", async () => {
    await panel.getByRole("tab", { name: /Models/ }).click();
    await panel.getByRole("searchbox").fill("solub");
    await panel.getByRole("option", { name: /Solubility forest/ }).click();
    const model = panel.getByRole("region", { name: "Solubility forest" });
    await model.getByRole("button", { name: "Run in notebook" }).click();
    const run = page.locator("foundry-model-run");
    await run.getByRole("button", { name: "Run", exact: true }).click();
    await runEnded(run);
    await expect(run.getByText(/MAE 0\.4\d* log10\(mol\/L\)/)).toBeVisible();
    await expect(run.getByRole("columnheader", { name: /predicted/i }).first()).toBeVisible();
    await expect(run.getByRole("gridcell", { name: /^−?\d\.\d+$/ }).first()).toBeVisible();
  });
});
