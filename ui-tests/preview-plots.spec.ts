import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lab-page.ts";

const setup = `import foundry_lab as foundry, pyarrow as pa, numpy as np
rng = np.random.default_rng(1)
x = rng.normal(size=2_000)
points = pa.table({"x": x, "y": 2 * x + rng.normal(size=2_000), "phase": rng.choice(["a", "b"], 2_000), "empty": pa.nulls(2_000, pa.float64())})
foundry.preview(points)`;

test("every plot filters the table by what is chosen on it, and is exported", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(setup);
  const preview = page.locator("foundry-preview");
  await preview.getByRole("button", { name: "▨ plot" }).click();
  const plots = preview.locator("foundry-plots");
  const chips = preview.locator("foundry-filter-box .chip");
  const clear = async () => {
    while ((await chips.count()) > 0) await chips.first().getByRole("button").click();
    await expect(preview.getByText("2,000 rows", { exact: true }).first()).toBeVisible();
  };
  await test.step("box: a click takes its class", async () => {
    await plots.getByRole("combobox", { name: "Plot" }).selectOption("box");
    const area = await plots.locator(".nsewdrag").first().boundingBox();
    if (!area) throw new Error("no plot");
    await page.mouse.click(area.x + area.width * 0.25, area.y + area.height / 2);
    await expect(chips.first()).toContainText("phase");
    await clear();
  });
  await test.step("correlation: a click shows the two columns as points", async () => {
    await plots.getByRole("combobox", { name: "Plot" }).selectOption("correlation");
    await expect(plots.getByRole("img", { name: /correlation/i })).toBeVisible();
    const area = await plots.locator(".nsewdrag").first().boundingBox();
    if (!area) throw new Error("no plot");
    await page.mouse.click(area.x + area.width * 0.2, area.y + area.height * 0.5);
    await expect(plots.getByRole("combobox", { name: "Plot" })).toHaveValue("scatter");
  });
  await test.step("parallel coordinates: a rectangle over an axis takes its range", async () => {
    await plots.getByRole("combobox", { name: "Plot" }).selectOption("parallel");
    await expect(plots.getByText("1,000 of 2,000 rows")).toBeVisible();
    const area = await plots.locator(".nsewdrag").first().boundingBox();
    if (!area) throw new Error("no plot");
    await page.mouse.move(area.x + 2, area.y + area.height * 0.4);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.3, area.y + area.height * 0.6, { steps: 5 });
    await page.mouse.up();
    await expect(chips.first()).toContainText("<=");
    await clear();
  });
  for (const format of ["PNG", "SVG"]) {
    const download = page.waitForEvent("download");
    await plots.getByRole("button", { name: format }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`^parallel-.*\\.${format.toLowerCase()}$`));
  }
  const { violations } = await new AxeBuilder({ page }).include("foundry-preview").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});

test("the code of a plot comes as a cell that runs", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry\nfoundry.load("matbench-expt-gap")["train"].preview()`);
  const preview = page.locator("foundry-preview");
  await preview.getByRole("button", { name: "▨ plot" }).click();
  await preview.locator("foundry-plots").getByRole("button", { name: "insert the code as a cell" }).click();
  await expect
    .poll(async () =>
      (await lab.sources()).some((source) => source.includes("matbench-expt-gap") && source.includes("plotly")),
    )
    .toBe(true);
});

for (const [name, theme] of [
  ["light", "JupyterLab Light"],
  ["dark", "JupyterLab Dark"],
] as const)
  test(`pictures of table, headers and plots, ${name} and 320 px wide, without an accessibility fault`, async ({
    lab,
    page,
  }) => {
    await lab.newNotebook();
    await lab.theme(theme);
    await lab.runCode(setup);
    const preview = page.locator("foundry-preview");
    await expect(preview.getByText("statistics: complete")).toBeVisible();
    await preview.getByPlaceholder(/filter rows/).fill("x > 0.5");
    await preview.getByPlaceholder(/filter rows/).press("Enter");
    await expect(preview.locator(".head svg.filtered").first()).toBeVisible();
    await preview.getByRole("button", { name: "▨ plot" }).click();
    await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible();
    await page.screenshot({ path: `test-results/preview-wide-${name}.png` });
    await page.setViewportSize({ width: 320, height: 800 });
    await lab.command("application:toggle-left-area");
    await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible();
    await page.screenshot({ path: `test-results/preview-320-${name}.png` });
    const { violations } = await new AxeBuilder({ page }).include("foundry-preview").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  });
