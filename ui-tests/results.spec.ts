import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./lab-page.ts";

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (!box) throw new Error("nothing to drop on");
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 30)];
  await page.mouse.move(x, y, { steps: 12 });
  await page.mouse.move(x + 3, y + 3, { steps: 3 });
  await expect(page.locator(".foundry-dragImage")).toBeVisible();
  await page.mouse.up();
}

// One JupyterLab for the whole journey.
test.setTimeout(240_000);

test("results become cells by dragging, tables are published, predictions stand beside the truth, a batch grows", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  const cell = page.locator(".jp-NotebookPanel .jp-Cell").first();

  await test.step("a dataset, a model and a table dragged into the notebook", async () => {
    await drag(page, panel.getByRole("option", { name: /Experimental band gaps/ }), cell);
    await expect
      .poll(() => lab.sources())
      .toContainEqual(expect.stringContaining(`matbench_expt_gap["train"].to_arrow()`));
    await panel.getByRole("tab", { name: /Models/ }).click();
    await drag(page, panel.getByRole("option", { name: /Solubility forest/ }), cell);
    await expect.poll(() => lab.sources()).toContainEqual(expect.stringContaining(`foundry.model("solubility-forest@`));
    await lab.runCode(`import pyarrow as pa\nmeasured = pa.table({"formula": ["GaAs", "Si"], "gap": [1.42, 1.12]})`);
    await panel.getByText("In this notebook · 1 table").click();
    await drag(page, panel.getByRole("button", { name: /^measured/ }), cell);
    await expect.poll(() => lab.sources()).toContainEqual(expect.stringContaining(`foundry.preview(measured)`));
    expect((await new AxeBuilder({ page }).include("foundry-panel").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/results-dragged.png" });
  });

  await test.step("one step to publish a table", async () => {
    await panel.getByRole("button", { name: "Publish measured" }).click();
    await expect(page.locator("foundry-publish").getByLabel("Name", { exact: true })).toHaveValue("measured");
  });

  await test.step("predictions beside the truth", async () => {
    await lab.newNotebook();
    await lab.runCode(`import foundry_lab as foundry
predictions = foundry.model("solubility-forest").predict(foundry.load("solubility")["test"])
foundry.preview(predictions)`);
    await lab.command("application:toggle-left-area");
    const preview = page.locator("foundry-preview:visible");
    await preview.getByRole("button", { name: "Parity" }).click();
    const parity = preview.locator("foundry-parity");
    await expect(parity.locator(".plot .main-svg").first()).toBeVisible();
    await expect(parity.getByText(/rows · RMSE/)).toBeVisible();
    const worst = parity.getByRole("region", { name: "Worst rows" });
    await expect(worst.getByRole("row")).toHaveCount(11);
    const errors = (await worst.locator("td:last-child").allTextContents()).map((text) =>
      Math.abs(Number(text.replace("−", "-"))),
    );
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/parity-light.png" });
    await lab.theme("JupyterLab Dark");
    expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
    await page.screenshot({ path: "test-results/parity-dark.png" });
    await page.setViewportSize({ width: 320, height: 800 });
    await parity.scrollIntoViewIfNeeded();
    await page.screenshot({ path: "test-results/parity-narrow.png" });
    await page.setViewportSize({ width: 1400, height: 900 });
    await lab.theme("JupyterLab Light");
  });

  await test.step("the result of a batch grows while it runs", async () => {
    await lab.newNotebook();
    await lab.runCode(`import foundry_lab as foundry, pyarrow as pa, threading
from concurrent.futures import ThreadPoolExecutor
go = threading.Event()
class Held(ThreadPoolExecutor):
    """Holds back every batch but the first until it is let go."""
    started = 0
    def submit(self, call, *given):
        Held.started += 1
        first = Held.started == 1
        return super().submit(lambda: (first or go.wait(), call(*given))[1])
table = foundry.load("solubility")["train"].to_arrow()
run = foundry.model("solubility-forest").map(table, executor=Held(2), batch_rows=100)
foundry.preview(run, title="batch")`);
    const preview = page.locator("foundry-preview:visible");
    await expect(preview.getByText("100 of 1,025 rows so far; the run goes on.")).toBeVisible();
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "101");
    await page.screenshot({ path: "test-results/growing.png" });
    await lab.runCode("go.set()");
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-rowcount", "1026");
    await expect(preview.getByText("so far")).toHaveCount(0);
    await expect(preview.getByText("statistics: complete")).toBeVisible();
  });

  await test.step("every frame in the preview, by a setting", async () => {
    await lab.runCode(`import pandas as pd\nframe = pd.DataFrame({"a": [1, 2]})\nframe`);
    await expect(page.locator(".jp-RenderedHTML table.dataframe:visible")).toBeVisible();
    const set = (value: boolean) =>
      page.evaluate(async (on) => {
        const manager = (
          globalThis.jupyterapp as unknown as {
            serviceManager: {
              settings: { fetch(id: string): Promise<{ raw: string }>; save(id: string, raw: string): Promise<void> };
            };
          }
        ).serviceManager;
        await manager.settings.save("foundry-lab:panel", JSON.stringify({ defaultDisplay: on }));
      }, value);
    await set(true);
    // In an empty workspace: a notebook that is restored would stay in front.
    await lab.open();
    await lab.newNotebook();
    // The kernel is told once the settings are read, which a person's first cell may come before.
    const shown = (rows: number) =>
      expect(async () => {
        await lab.runCode(`import pandas as pd\nframe = pd.DataFrame({"a": range(${rows})})\nframe`);
        const grid = page.locator("foundry-preview:visible").last().getByRole("grid");
        await expect(grid).toHaveAttribute("aria-rowcount", String(rows + 1), { timeout: 6000 });
      }).toPass({ timeout: 60_000 });
    await shown(3);
    await lab.restartKernel();
    await lab.idle();
    await shown(4);
    await lab.runCode("import foundry_lab\nfoundry_lab.disable_default_display()\nframe");
    await expect(page.locator(".jp-RenderedHTML table.dataframe:visible").last()).toBeVisible();
    await set(false);
  });
});
