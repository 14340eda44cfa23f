import type { Locator } from "@playwright/test";
import { expect, test, type Lab } from "./lab-page.ts";

const ours = (split: string) => `${split} = matbench_expt_gap["${split}"].to_arrow()`;
const lastLines = async (lab: Lab) =>
  (await lab.sources()).filter((source) => source !== "").map((source) => source.split("\n").at(-1));

/** The card of a dataset whose train split stands in a cell of a new notebook. */
async function loaded(lab: Lab): Promise<Locator> {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await card.getByRole("button", { name: "Load in notebook" }).click();
  await expect(card.getByText("synced with the new cell")).toBeVisible();
  return card;
}
const chooseSplit = (card: Locator, split: string) => card.getByRole("combobox", { name: "Split" }).selectOption(split);

test("undo and redo in the cell reach what the panel wrote", async ({ lab, page }) => {
  const card = await loaded(lab);
  await chooseSplit(card, "test");
  await expect.poll(() => lastLines(lab)).toEqual([ours("test")]);
  await page.locator(".jp-Notebook .cm-content").last().click();
  await page.keyboard.press("Control+z");
  await expect.poll(() => lastLines(lab)).toEqual([ours("train")]);
  await expect(card.getByRole("combobox", { name: "Split" })).toHaveValue("train");
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => lastLines(lab)).toEqual([ours("test")]);
  await expect(card.getByText("synced with the new cell")).toBeVisible();
});

test("a cell that the user edited is never overwritten without asking", async ({ lab, page }) => {
  const card = await loaded(lab);
  const edit = async () => {
    await page.locator(".jp-Notebook .cm-content").last().click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("  # mine");
    await expect(card.getByText("The cell was edited")).toBeVisible();
  };
  const answer = async (button: string) => {
    await page.getByRole("dialog").getByRole("button", { name: button }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await edit();
  await chooseSplit(card, "test");
  await expect(page.getByRole("dialog")).toContainText("You edited this cell");
  expect(await lastLines(lab)).toEqual([`${ours("train")}  # mine`]);
  await answer("Replace my edits");
  await expect.poll(() => lastLines(lab)).toEqual([ours("test")]);

  await edit();
  await chooseSplit(card, "train");
  await answer("Insert a new cell");
  await expect.poll(() => lastLines(lab)).toEqual([`${ours("test")}  # mine`, ours("train")]);

  await edit();
  await chooseSplit(card, "test");
  await answer("Keep my edits");
  await chooseSplit(card, "train");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await lastLines(lab)).toEqual([`${ours("test")}  # mine`, `${ours("train")}  # mine`]);
});

test("a deleted cell is left deleted, and another dataset leaves the cell alone", async ({ lab, page }) => {
  const card = await loaded(lab);
  await lab.command("notebook:delete-cell");
  await expect(card.getByText("The cell was deleted")).toBeVisible();
  await chooseSplit(card, "test");
  expect(await lastLines(lab)).toEqual([]);
  await card.getByRole("button", { name: "Load in notebook" }).click();
  await expect.poll(() => lastLines(lab)).toEqual([ours("test")]);
  const panel = page.locator("foundry-panel");
  await panel.getByRole("button", { name: "Close the card" }).click();
  await panel.getByRole("option", { name: /Phonon/ }).click();
  const other = panel.getByRole("region", { name: /Phonon/ });
  await chooseSplit(other, "test");
  expect(await lastLines(lab)).toEqual([ours("test")]);
  await expect(panel.getByText("synced")).toHaveCount(0);
});

test("without a notebook, the cell comes in a new one, which says so, and runs there", async ({ lab, page }) => {
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await card.getByRole("checkbox", { name: "Run it" }).check();
  await card.getByRole("button", { name: "Load in notebook" }).click();
  await expect(page.getByText("No notebook was open: the cell is in a new one.")).toBeVisible();
  await expect(card.getByText("synced with cell [1]")).toBeVisible({ timeout: 30_000 });
});

test("the keyboard alone finds a dataset, loads it and closes its card", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.openPanel();
  await lab.command("foundry:search");
  const panel = page.locator("foundry-panel");
  await expect(panel.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("phonon");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("region", { name: /Phonon/ })).toBeVisible();
  await lab.command("foundry:load-in-notebook");
  await expect.poll(() => lastLines(lab)).toEqual(['train = matbench_phonons["train"].to_arrow()']);
  await panel.getByRole("option").first().focus();
  await page.keyboard.press("/");
  await expect(panel.getByRole("searchbox")).toBeFocused();
});
