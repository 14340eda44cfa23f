import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

const folder = join(root, "docs/images");

for (const [theme, name] of [
  ["light", "JupyterLab Light"],
  ["dark", "JupyterLab Dark"],
] as const)
  test(`pictures, ${theme}`, async ({ lab, page }) => {
    mkdirSync(folder, { recursive: true });
    await lab.newNotebook();
    await lab.theme(name);
    const panel = await lab.openPanel();
    await panel.getByRole("searchbox").fill("band gap");
    await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
    const card = panel.getByRole("region", { name: "Experimental band gaps" });
    await card.getByRole("button", { name: "Preview" }).click();
    const preview = page.locator("foundry-preview");
    await preview.getByRole("button", { name: /^gap/ }).click();
    await expect(preview.locator(".main-svg").first()).toBeVisible();
    await card.getByRole("button", { name: "Load in notebook" }).click();
    await lab.runActiveCell();
    await expect(card.getByText(/synced/)).toBeVisible();
    await page.screenshot({ path: join(folder, `panel-and-preview-${theme}.png`) });
    await lab.newNotebook();
    await panel.getByRole("searchbox").fill("");
    await panel.getByRole("tab", { name: /Models/ }).click();
    await panel.getByRole("option", { name: /Solubility forest/ }).click();
    await panel.getByRole("button", { name: "Run in notebook" }).click();
    const run = page.locator("foundry-model-run");
    await run.getByRole("button", { name: "Run", exact: true }).click();
    await expect(run.getByText(/MAE/)).toBeVisible();
    await page.screenshot({ path: join(folder, `model-${theme}.png`) });
  });
