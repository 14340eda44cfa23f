import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { python, root } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

test("a moving picture: find, look, brush, load, predict", async ({ lab, page }) => {
  test.setTimeout(180_000);
  const folder = join(root, "test-results/film");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const frames: { file: string; milliseconds: number }[] = [];
  // What a reader sees has nothing to do with how fast this machine is.
  const shot = async (milliseconds: number) => {
    const file = `${String(frames.length).padStart(2, "0")}.png`;
    await page.screenshot({ path: join(folder, file) });
    frames.push({ file, milliseconds });
  };

  await page.setViewportSize({ width: 1200, height: 720 });
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await shot(600);
  const box = panel.getByRole("searchbox");
  await box.click();
  for (const part of ["ban", "d g", "ap"]) {
    await box.pressSequentially(part);
    await shot(220);
  }
  const option = panel.getByRole("option", { name: /Experimental band gaps/ });
  await expect(option).toBeVisible();
  await shot(800);

  await option.click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await expect(card.getByRole("button", { name: "Load in notebook" })).toBeVisible();
  await shot(900);
  await card.getByRole("button", { name: "Preview" }).click();
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell").first()).toBeVisible();
  await expect(preview.getByText("statistics: complete")).toBeVisible();
  await shot(1000);
  const bars = await preview.locator(".head svg.bars").last().boundingBox();
  if (!bars) throw new Error("There is no histogram to brush.");
  const y = bars.y + bars.height / 2;
  await page.mouse.move(bars.x + bars.width * 0.12, y);
  await page.mouse.down();
  for (const share of [0.25, 0.4, 0.6]) {
    await page.mouse.move(bars.x + bars.width * share, y, { steps: 4 });
    await shot(200);
  }
  await page.mouse.up();
  await expect(preview.getByText(/of 3,683/).first()).toBeVisible();
  await shot(1200);

  await card.getByRole("button", { name: "Load in notebook" }).click();
  await lab.runActiveCell();
  await expect(card.getByText(/synced/)).toBeVisible();
  await shot(1100);

  await lab.runCode(
    'forest = foundry.model("solubility-forest")\nforest.predict(foundry.load("solubility")["train"].head(200)).slice(0, 3).to_pandas()',
  );
  await lab.idle();
  await page.locator(".jp-OutputArea-output table").last().scrollIntoViewIfNeeded();
  await shot(2200);

  writeFileSync(join(folder, "frames.json"), JSON.stringify(frames));
  execFileSync(python(), [join(root, "scripts/film.py"), folder, join(root, "docs/images/five-steps.gif")]);
});
