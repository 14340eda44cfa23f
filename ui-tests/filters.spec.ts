import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, test } from "./lab-page.ts";

const folder = join(import.meta.dirname, "../schema/vectors");
const { filters } = JSON.parse(readFileSync(join(folder, "filters.json"), "utf8")) as {
  filters: { text: string; rows: number[] }[];
};

/** Types a filter, reads which rows it leaves, and takes every chip off again. */
async function rowsOf(preview: Locator, text: string): Promise<number> {
  const box = preview.getByPlaceholder(/filter rows/);
  await box.fill(text);
  await box.press("Enter");
  await expect(preview.locator("foundry-filter-box .chip").first()).toBeVisible();
  const said = preview.getByText(/^\d of 8 rows$|^8 rows$/);
  await expect(said).toBeVisible();
  return Number((await said.innerText()).split(" ")[0]);
}

test("every filter of the vectors, typed in the box, leaves the rows that DuckDB selects", async ({ lab, page }) => {
  test.setTimeout(300_000);
  await lab.newNotebook();
  await lab.runCode(
    `import foundry_lab as foundry\nfoundry.preview(${JSON.stringify(join(folder, "filters.arrow"))}, columns=["id", "i8", "formula", "f64", "utc"])`,
  );
  const preview = page.locator("foundry-preview");
  await expect(preview.getByText("8 rows", { exact: true })).toBeVisible();
  for (const { text, rows } of filters) {
    await test.step(text, async () => {
      await expect.poll(() => rowsOf(preview, text), { message: text }).toBe(rows.length);
      const chips = preview.locator("foundry-filter-box .chip button");
      while ((await chips.count()) > 0) await chips.first().click();
    });
  }
});

test("or, not and brackets in the box; a sentence for what is not a filter; a cell with the same rows", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(
    'import foundry_lab as foundry, pyarrow as pa\ntable = pa.table({"gap": [0.0, 1.5, None, float("nan"), float("inf")], "big": [2**53 + i for i in range(5)], "formula": ["Ag", "AgCl", "Si", "Ge", "Au"]})\nfoundry.preview(table)',
  );
  const preview = page.locator("foundry-preview");
  const box = preview.getByPlaceholder(/filter rows/);
  await box.fill("formula contains Ag");
  await box.press("Enter");
  await expect(preview.getByRole("alert")).toContainText("'Ag' in formula");
  await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(0);
  await box.fill("not (formula == 'Ag' or gap is nan) and big != 9007199254740993");
  await box.press("Enter");
  await expect(preview.getByText("2 of 5 rows")).toBeVisible();
  await expect(preview.locator("foundry-filter-box .chip")).toHaveText([
    /not \(formula == 'Ag' or gap is nan\)/,
    /big != 9007199254740993/,
  ]);
  await page.screenshot({ path: "test-results/filter-box.png" });
  await preview.getByRole("button", { name: "Insert cell" }).click();
  await expect
    .poll(() => lab.sources())
    .toContainEqual(expect.stringContaining("(formula == 'Ag' or gap is nan)) and big != 9007199254740993"));
  await preview.getByRole("button", { name: "Menu of gap" }).click();
  await expect(preview.getByRole("radio", { name: "NaN" })).toBeVisible();
  await page.screenshot({ path: "test-results/filter-menu.png" });
  await preview.getByRole("radio", { name: "infinite" }).check();
  await preview.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(preview.getByText("1 of 5 rows")).toBeVisible();
  await lab.theme("JupyterLab Dark");
  await page.screenshot({ path: "test-results/filter-box-dark.png" });
});
