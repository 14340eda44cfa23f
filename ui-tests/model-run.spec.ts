import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, runEnded, test } from "./lab-page.ts";

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
  await expect(run.getByText(/over 255 of 257 rows/)).toBeVisible();
  await expect(run.getByText("2 rows without a prediction")).toBeVisible();
  for (const width of [1400, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    // What one came for is whole, without scrolling.
    for (const name of ["predicted solubility", "solubility", "error"]) {
      const head = run.getByRole("columnheader", { name: new RegExp(`^${name} `) });
      await expect(head).toBeInViewport({ ratio: 0.99 });
    }
  }
  await run.getByText("2 rows without a prediction").click();
  await expect(run.getByText(/is missing\./)).toBeVisible();
  await page.setViewportSize({ width: 1400, height: 900 });
  await run.getByRole("button", { name: "Parity" }).click();
  const parity = run.locator("foundry-parity");
  await expect(
    parity.getByRole("img", { name: "predicted solubility against solubility" }).locator(".main-svg").first(),
  ).toBeVisible();
  await expect(parity.getByText(/rows · RMSE/)).toBeVisible();
  const [table, plot] = [await run.locator("foundry-table").boundingBox(), await parity.boundingBox()];
  expect(plot?.x).toBeGreaterThan((table?.x ?? 0) + (table?.width ?? 0) - 1);
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
  await expect(run.getByRole("columnheader", { name: /^predicted solubility / })).toBeInViewport({ ratio: 0.99 });
  await run.scrollIntoViewIfNeeded();
  await picture(page, "run-narrow");
});

test("a run that is stopped keeps what it has done, and goes on from there", async ({ lab, page }) => {
  test.slow();
  await lab.newNotebook();
  await lab.runCode(tables);
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("514000");
  await lab.runCode(`foundry.run("solubility-forest", many)`);
  const run = page.locator("foundry-model-run");
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await run.getByText(/rows\/s · .* left/).waitFor({ timeout: 0 });
  await picture(page, "run-progress");
  await run.getByRole("button", { name: /Stop/ }).click();
  await runEnded(run);
  await run.getByText(/over .*rows · stopped after/).waitFor({ timeout: 0 });
  const done = Number(
    (await run.getByText(/stopped after/).textContent())?.match(/([\d,]+) rows/)?.[1]?.replaceAll(",", ""),
  );
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(514_000);
  await run.getByRole("button", { name: "Resume" }).click();
  await runEnded(run);
  await run.getByText(/over [\d,]+ of the first 100,000 of 514,000 rows/).waitFor({ timeout: 0 });
});

test("a run on a split becomes a cell that does the same", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(
    `import foundry_lab as foundry\nfoundry.run("solubility-forest", foundry.load("solubility")["test"])`,
  );
  const run = page.locator("foundry-model-run");
  await run.getByRole("button", { name: "Run", exact: true }).click();
  await runEnded(run);
  await run.getByRole("button", { name: "Insert as cell" }).click();
  await expect
    .poll(async () => (await lab.sources()).at(-1))
    .toContain(`predictions = solubility_forest.predict(foundry.load("solubility@1.0.0")["test"])`);
});
