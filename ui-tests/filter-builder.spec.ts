import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lab-page.ts";

test("a filter is built with the keyboard, without typing its language", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(
    'import foundry_lab as foundry, pyarrow as pa\nfoundry.preview(pa.table({"gap": [0.0, 1.5, None, float("nan"), float("inf")], "formula": ["Ag", "AgCl", "", "Ge", "Ge"]}))',
  );
  const preview = page.locator("foundry-preview");
  const build = preview.getByRole("button", { name: "Build a filter" });
  const form = preview.locator("foundry-filter-form");
  await build.focus();
  await page.keyboard.press("Enter");
  await expect(form.getByLabel("Column")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(build).toBeFocused();
  await page.keyboard.press("Enter");
  await form.getByLabel("Question").selectOption("is NaN");
  await form.getByRole("button", { name: "Add a condition" }).click();
  await form.getByLabel("Column").nth(1).selectOption("formula");
  await expect(form.locator("datalist").nth(1).locator("option").first()).toHaveAttribute("value", "Ge");
  await form.getByLabel("Value").fill("AgCl");
  await form.getByLabel("Join").selectOption("any of these holds");
  await expect(preview.getByPlaceholder(/filter rows/)).toHaveValue("gap is nan or formula == 'AgCl'");
  expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
  await page.screenshot({ path: "test-results/builder-light.png" });
  await lab.command("apputils:change-theme", { theme: "JupyterLab Dark" });
  await expect(page.locator("body")).toHaveAttribute("data-jp-theme-light", "false");
  await preview.evaluate((element: HTMLElement) => (element.style.width = "320px"));
  await expect(form.getByRole("button", { name: "Apply" })).toBeInViewport();
  await page.screenshot({ path: "test-results/builder-dark-320.png" });
  expect(await preview.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await form.getByLabel("Value").focus();
  await page.keyboard.press("Enter");
  await expect(preview.getByText("2 of 5 rows")).toBeVisible();
  await expect(preview.locator("foundry-filter-box .chip")).toHaveText([/gap is nan or formula == 'AgCl'/]);
  await expect(build).toBeFocused();
});
