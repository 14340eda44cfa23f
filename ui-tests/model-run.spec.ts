import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./lab-page.ts";

const tables = `import foundry_lab as foundry, pyarrow as pa
split = foundry.load("solubility")["test"]
molecules = split.to_arrow()
renamed = molecules.rename_columns(["weight" if name == "mol_weight" else name for name in molecules.column_names])
many = pa.concat_tables([molecules] * 2000)
many.num_rows`;

const picture = (page: Page, name: string) =>
  process.env.FOUNDRY_PICTURES
    ? page.screenshot({ path: join(process.env.FOUNDRY_PICTURES, `${name}.png`) })
    : undefined;

test("a model runs in the panel without a kernel, and predicts what the kernel does", async ({ lab, page }) => {
  const panel = await lab.openPanel();
  await panel.getByRole("tab", { name: /Models/ }).click();
  await panel.getByRole("option", { name: /Solubility forest/ }).click();
  await panel.getByText("Try it here").click();
  const form = panel.locator("foundry-model-try");
  await form.getByRole("button", { name: "Fill in" }).click();
  await expect(form.getByRole("img", { name: /training data/ })).toBeVisible();
  await picture(page, "try-panel");
  const predicted = Number(await form.locator(".prediction").getAttribute("data-value"));
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry
row = foundry.model("solubility-forest").predict(foundry.load("solubility")["test"].to_arrow().slice(0, 1))
abs(row["solubility"][0].as_py() - (${predicted})) < 1e-5`);
  await expect(page.locator(".jp-OutputArea-output").last()).toHaveText("True");
});

test("the runner maps columns, keeps reasons of failed rows, compares with the truth, and writes the cell", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(tables);
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("514000");
  await lab.runCode(`foundry.run("solubility-forest", renamed)`);
  const run = page.locator("foundry-model-run");
  await expect(run.getByText(/takes the column 'mol_weight', which the table lacks/)).toBeVisible();
  await expect(run.getByRole("button", { name: "Run", exact: true })).toBeDisabled();
  await picture(page, "run-mapping");
  await run.getByLabel("Column for mol_weight").selectOption("weight");
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await expect(run.getByText(/MAE 0\.\d+ log10\(mol\/L\)/)).toBeVisible();
  await expect(run.getByText("2 rows without a prediction")).toBeVisible();
  await run.getByText("2 rows without a prediction").click();
  await expect(run.getByText(/is missing\./)).toBeVisible();
  await run.getByRole("button", { name: "Parity" }).click();
  const parity = run.locator("foundry-parity");
  await expect(
    parity.getByRole("img", { name: "predicted solubility against solubility" }).locator(".main-svg").first(),
  ).toBeVisible();
  await expect(parity.getByText(/rows · RMSE/)).toBeVisible();
  await expect(parity.getByRole("region", { name: "Worst rows" }).getByRole("row")).toHaveCount(11);
  await expect(parity.getByRole("columnheader", { name: "row", exact: true })).toBeVisible();
  for (const theme of ["JupyterLab Dark", "JupyterLab Light"] as const) {
    await lab.theme(theme);
    await run.scrollIntoViewIfNeeded();
    await picture(page, `run-${theme.split(" ")[1]}`);
    const { violations } = await new AxeBuilder({ page }).include("foundry-model-run").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 660, height: 900 });
  await run.scrollIntoViewIfNeeded();
  await picture(page, "run-narrow");
});

test("a run that is stopped keeps what it has done, and goes on from there", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(tables);
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("514000");
  await lab.runCode(`foundry.run("solubility-forest", many)`);
  const run = page.locator("foundry-model-run");
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await expect(run.getByText(/rows\/s · .* left/)).toBeVisible();
  await picture(page, "run-progress");
  await run.getByRole("button", { name: /Stop/ }).click();
  await expect(run.getByText(/over .*rows · stopped after/)).toBeVisible();
  const done = Number(
    (await run.getByText(/stopped after/).textContent())?.match(/([\d,]+) rows/)?.[1]?.replaceAll(",", ""),
  );
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(514_000);
  await run.getByRole("button", { name: "Resume" }).click();
  await expect(run.getByText(/over the first 100,000 of 514,000 rows/)).toBeVisible({ timeout: 60_000 });
});

test("a run on a split becomes a cell that does the same", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(
    `import foundry_lab as foundry\nfoundry.run("solubility-forest", foundry.load("solubility")["test"])`,
  );
  const run = page.locator("foundry-model-run");
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await expect(run.getByText(/MAE/)).toBeVisible();
  await run.getByRole("button", { name: "Insert as cell" }).click();
  await expect
    .poll(async () => (await lab.sources()).at(-1))
    .toContain(`predictions = solubility_forest.predict(foundry.load("solubility@1.0.0")["test"])`);
});
