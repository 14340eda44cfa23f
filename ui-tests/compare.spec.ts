import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lab-page.ts";

const setup = `import foundry_lab as foundry, pyarrow as pa, numpy as np
rng = np.random.default_rng(1)
def rows(start, n, mean):
    return pa.table({"id": range(start, start + n), "material": [f"M{i}" for i in range(start, start + n)],
        "phase": rng.choice(["cubic", "hexagonal"], n), "gap": rng.normal(mean, 0.5, n)})
train, test = rows(0, 4000, 1.0), rows(4000, 800, 2.0)
repeated = train.slice(10, 7).set_column(0, "id", pa.array(range(9000, 9007)))
columns = [{"name": "id", "role": "id"}, {"name": "material", "role": "input"}, {"name": "phase", "role": "input"},
    {"name": "gap", "role": "target", "unit": "eV"}]
foundry.publish_dataset({"train": train, "test": pa.concat_tables([test, repeated]), "fold-0.train": train, "fold-0.test": test},
    name="leaky-gaps", title="Leaky gaps", description="Made.", license="CC0-1.0", authors=["Lovelace, Ada"], columns=columns)
foundry.load("leaky-gaps")["train"].preview()`;

// One JupyterLab for the whole journey.
test.setTimeout(240_000);

test("splits side by side: in the preview, in the panel, in Python", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(setup);
  const preview = page.locator("foundry-preview");
  await test.step("in the preview, from a kernel", async () => {
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "4001");
    await preview.getByRole("combobox", { name: "Split" }).selectOption("fold-0.test");
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "801");
    await preview.getByRole("button", { name: "⇄ compare" }).click();
    const side = preview.locator("foundry-comparison");
    await expect(side.getByText("Leakage: 7 of the 807 rows of test are in train too.")).toBeVisible();
    await expect(side.getByRole("listitem").first()).toContainText("gap eV");
    await expect(side.getByRole("listitem").first()).toContainText(/0\.7\d\d\s+Kolmogorov-Smirnov · p < 0\.001/);
    await side.getByRole("combobox", { name: "Second split" }).selectOption("fold-0.test");
    await expect(side.getByText("No row of fold-0.test is in train too.")).toBeVisible();
    await side.getByRole("combobox", { name: "Second split" }).selectOption("test");
    await expect(side.getByText(/Leakage: 7/)).toBeVisible();
    expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/compare-light.png" });
    await lab.theme("JupyterLab Dark");
    expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/compare-dark.png" });
  });
  await test.step("in the panel, from what the package says of its rows", async () => {
    const panel = await lab.openPanel();
    await panel.getByRole("searchbox").fill("leaky gaps");
    await panel.getByRole("option", { name: /Leaky gaps/ }).click();
    const card = panel.getByRole("region", { name: "Leaky gaps" });
    await card.getByText("Compare splits").click();
    await expect(card.getByText("Leakage: 7 of the 807 rows of test are in train too.")).toBeVisible();
    await expect(card.locator("foundry-comparison").getByRole("listitem").first()).toContainText(/gap eV\s+≈ 0\.[67]/);
    expect((await new AxeBuilder({ page }).include("foundry-panel").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/compare-panel.png" });
    await lab.command("application:toggle-left-area");
    await lab.theme("JupyterLab Light");
  });
  await test.step("in Python, as HTML that a saved notebook keeps", async () => {
    await lab.runCode(`foundry.load("leaky-gaps").compare("train", "test")`);
    const output = page.locator(".jp-RenderedHTML").last();
    await expect(output).toContainText("Leakage: 7 of the 807 rows of test are in train too.");
    await expect(output.locator("svg")).toHaveCount(2);
    await output.scrollIntoViewIfNeeded();
    await page.screenshot({ path: "test-results/compare-python.png" });
  });
  await test.step("on a narrow screen", async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    await preview.scrollIntoViewIfNeeded();
    await page.screenshot({ path: "test-results/compare-narrow.png" });
  });
});
