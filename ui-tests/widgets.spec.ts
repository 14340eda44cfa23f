import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { root } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

const setup = `import foundry_lab as foundry, pyarrow as pa
n = 1_000_000
table = pa.table({"row": range(n), "text": [None if i % 3 == 1 else f"t{i % 10}" for i in range(n)]})
table.num_rows`;

const holdsPlotly = (url: string) =>
  readFileSync(join(root, "foundry_lab/labextension/static", basename(new URL(url).pathname)), "utf8").includes(
    "plotly_hover",
  );

test("a table of the kernel: a million rows, sorted, filtered, searched by keyboard, with a constant number of elements", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(setup);
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("1000000");
  await lab.runCode("foundry.preview(table)");
  const preview = page.locator("foundry-preview");
  const grid = preview.getByRole("grid");
  await expect(grid).toHaveAttribute("aria-rowcount", "1000001");
  await expect(preview.getByRole("gridcell", { name: "missing", exact: true }).first()).toBeVisible();
  const elements = () => preview.locator(".row > *").count();
  const before = await elements();

  await grid.focus();
  await page.keyboard.press("Control+End");
  await expect(preview.getByRole("gridcell", { name: "999999" })).toBeVisible();
  expect(await elements()).toBe(before);

  await preview.getByRole("button", { name: "Sort by row" }).click();
  await preview.getByRole("button", { name: "Sort descending by row" }).click();
  await expect(preview.getByRole("gridcell", { name: "999999" })).toBeVisible();
  // Rows keep the numbers that they have in the table.
  await expect(preview.getByRole("rowheader").first()).toHaveText("999,999");

  const filter = preview.getByPlaceholder(/filter rows/);
  await filter.fill("row < 30");
  await filter.press("Enter");
  await expect(preview.getByText("30 of 1,000,000 rows")).toBeVisible();
  await filter.fill("row < ");
  await filter.press("Enter");
  await expect(preview.getByRole("alert")).toBeVisible();
  await filter.fill("row < 0");
  await filter.press("Enter");
  await expect(preview.getByText("No row matches the filter.")).toBeVisible();
});

test("the histogram of the chosen column comes with plotly, which is fetched only then", async ({ lab, page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  const withPlotly = () =>
    fetched.filter((url) => /\/extensions\/foundry-lab\/static\/.*\.js/.test(url) && holdsPlotly(url));
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry\nfoundry.load("matbench-expt-gap")["train"].preview()`);
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  expect(withPlotly()).toEqual([]);
  await preview.getByRole("button", { name: /^gap/ }).click();
  await expect(preview.locator(".main-svg").first()).toBeVisible();
  expect(withPlotly()).toHaveLength(1);
  expect(fetched.map((url) => new URL(url).hostname).filter((host) => host !== "127.0.0.1" && host !== "")).toEqual([]);
});

test("the picker gives what was picked back to the kernel", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode("import foundry_lab as foundry\npicker = foundry.pick()\npicker");
  const picker = page.locator(".jp-OutputArea foundry-catalog");
  await picker.getByRole("searchbox").fill("phonon");
  await picker.getByRole("option", { name: /Phonon/ }).click();
  await lab.runCode("picker.value");
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("'matbench-phonons@1.0.0'");
});

for (const theme of ["JupyterLab Light", "JupyterLab Dark"] as const)
  test(`panel, card and preview have no accessibility fault in ${theme}`, async ({ lab, page }) => {
    await lab.newNotebook();
    await lab.theme(theme);
    const panel = await lab.openPanel();
    await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
    const card = panel.getByRole("region", { name: "Experimental band gaps" });
    await card.getByRole("button", { name: "Preview" }).click();
    await expect(page.locator("foundry-preview").getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
    await expect(page.locator("foundry-preview").getByText("statistics: complete")).toBeVisible();
    for (const element of ["foundry-panel", "foundry-preview"]) {
      const { violations } = await new AxeBuilder({ page }).include(element).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
  });
