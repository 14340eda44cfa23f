import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, test, type Lab } from "./lab-page.ts";

const TABLE = `import foundry_lab as foundry, pyarrow as pa, numpy as np
table = pa.table({"id": np.arange(1000), "x": np.arange(1000)[::-1] / 2, "kind": ["a", "b"] * 500})`;

async function filter(preview: Locator, text: string): Promise<void> {
  await preview.getByPlaceholder(/filter rows/).fill(text);
  await preview.getByPlaceholder(/filter rows/).press("Enter");
  await expect(preview.locator("foundry-filter-box .chip")).toContainText(text);
}

async function goTo(preview: Locator, row: string): Promise<void> {
  await preview.getByRole("spinbutton", { name: /^Go to/ }).fill(row);
  await preview.getByRole("spinbutton", { name: /^Go to/ }).press("Enter");
}

/** A notebook that takes cells out of the page when they are out of sight, with many cells below. */
async function windowed(lab: Lab): Promise<void> {
  await lab.page.evaluate(() => {
    const content = globalThis.notebookPanel?.content as unknown as {
      notebookConfig: object;
      model: { sharedModel: { insertCells(index: number, cells: object[]): void } };
    };
    content.notebookConfig = { ...content.notebookConfig, windowingMode: "full" };
    const cells = Array.from({ length: 60 }, (_, i) => ({ cell_type: "code", source: `# ${i}${"\n".repeat(15)}` }));
    content.model.sharedModel.insertCells(2, cells);
  });
}

const scroll = (lab: Lab, share: number) =>
  lab.page.evaluate((part) => {
    const outer = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer");
    outer?.scrollTo(0, part * outer.scrollHeight);
  }, share);

test("a preview that a windowed notebook takes off the page comes back at once, with the same height, row, filter and plot", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`${TABLE}\nfoundry.preview(table)`);
  const preview = page.locator("foundry-preview");
  await expect(preview.getByText("statistics: complete")).toBeVisible();
  await windowed(lab);
  await scroll(lab, 0);
  await filter(preview, "x < 400");
  await preview.getByRole("button", { name: "Sort by x" }).click();
  await preview.getByRole("button", { name: "▨ plot" }).click();
  await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible();
  await goTo(preview, "300");
  await expect(preview.getByRole("rowheader", { name: "699", exact: true })).toBeVisible();
  const size = () =>
    preview.evaluate((element) => [
      element.getBoundingClientRect().height,
      element.shadowRoot?.querySelector("foundry-table")?.shadowRoot?.querySelector(".scroller")?.scrollTop,
    ]);
  const before = await size();
  // The active cell would stay on the page.
  await lab.activate(2);
  for (let time = 0; time < 2; time++) {
    await scroll(lab, 1);
    await expect(preview).toBeHidden();
    await scroll(lab, 0);
    await expect(preview.getByRole("rowheader", { name: "699", exact: true })).toBeVisible();
    await expect.poll(size).toEqual(before);
    await expect(preview.locator("foundry-filter-box .chip")).toContainText("x < 400");
    await expect(preview.getByRole("columnheader", { name: /^x/ })).toHaveAttribute("aria-sort", "ascending");
    await expect(preview.locator("foundry-plots .main-svg").first()).toBeVisible();
  }
  await page.screenshot({ path: "test-results/preview-windowed.png" });
});

test("a notebook that is reopened with another kernel shows the saved table, not 'model not found', and saving it again keeps what was chosen", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`${TABLE}\nfoundry.preview(table, title="numbers")`);
  const preview = page.locator("foundry-preview");
  await filter(preview, "x > 490");
  const path = await lab.save();
  await lab.restartKernel();
  await lab.idle();
  await page.goto(lab.server.url);
  await lab.ready();
  await lab.openNotebook(path);
  const saved = page.locator(".foundry-SavedTable");
  await expect(saved.getByRole("cell", { name: "499.5" })).toBeVisible();
  await expect(saved.getByRole("note")).toContainText("run this cell again");
  await expect(page.getByText("model not found")).toHaveCount(0);
  await page.screenshot({ path: "test-results/preview-saved.png" });
  await lab.theme("JupyterLab Dark");
  await page.screenshot({ path: "test-results/preview-saved-dark.png" });
  await lab.theme("JupyterLab Light");

  await lab.insertCode("more = 1", {});
  await lab.save();
  const cells = (
    JSON.parse(readFileSync(join(lab.server.notebooks, path), "utf8")) as {
      cells: { metadata: object; outputs: { data: Record<string, unknown> }[]; source: string[] }[];
    }
  ).cells;
  const cell = cells.find(({ source }) => source.join("").includes("foundry.preview"));
  expect(JSON.stringify(cell?.metadata)).toContain('"op":">","value":490');
  expect(JSON.stringify(cell?.outputs[0]?.data["text/html"])).toContain("1,000 rows");
  await lab.runCell((await lab.sources()).findIndex((source) => source.includes("foundry.preview")));
  await expect(preview.locator("foundry-filter-box .chip")).toContainText("x > 490");
  await expect(saved).toHaveCount(0);
});

test("where the viewer fails, the plain table is shown", async ({ lab, page }) => {
  await lab.newNotebook();
  // What a kernel with another version of the package may send.
  await lab.runCode(
    `${TABLE}\nshown = foundry.preview(table, title="numbers")\nshown.description = {"name": "numbers"}\nshown`,
  );
  await expect(page.locator(".foundry-SavedTable").getByRole("cell", { name: "499.5" })).toBeVisible();
  await page.screenshot({ path: "test-results/preview-plain.png" });
});

test("cells that are selected after a sort are those rows in Python, and what is shown is a frame there", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`${TABLE}\nshown = foundry.preview(table)\nshown`);
  const preview = page.locator("foundry-preview");
  await filter(preview, "kind == 'b'");
  await preview.getByRole("button", { name: "Sort by x" }).click();
  await expect(preview.getByRole("gridcell", { name: "999", exact: true })).toBeVisible();
  await preview.getByRole("grid").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  await lab.runCode(
    `shown.row_numbers(selected=True).tolist(), shown.to_arrow(selected=True).to_pydict(), shown.to_pandas().shape`,
  );
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText(
    "([997, 995], {'id': [997, 995], 'x': [1.0, 2.0]}, (500, 3))",
  );
});

test("headers show counts alone or nothing, and then no column is counted", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(`${TABLE}\nfoundry.preview(table, summaries="nothing")`);
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "499.5" })).toBeVisible();
  await expect(preview.locator(".head .drawn")).toHaveCount(0);
  const choose = async (form: string) => {
    await preview.getByText("columns", { exact: false }).first().click();
    await preview.getByRole("combobox", { name: "What headers show" }).selectOption(form);
    await page.keyboard.press("Escape");
  };
  await choose("counts");
  await expect(preview.getByRole("columnheader", { name: /^kind/ })).toContainText("1,000 values · 2 unique");
  await expect(preview.getByRole("columnheader", { name: /^x/ })).toContainText("1,000 values");
  await expect(preview.locator(".head .drawn svg")).toHaveCount(0);
  await filter(preview, "x < 100");
  await expect(preview.getByRole("columnheader", { name: /^kind/ })).toContainText("200 values");
  await page.screenshot({ path: "test-results/preview-counts.png" });
  await choose("distributions");
  await expect(preview.locator(".head .drawn svg")).toHaveCount(3);
});
