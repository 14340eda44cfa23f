import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base, type Browser } from "@playwright/test";
import { hostsEnvironment, hostsInstalled, MISSING_HOSTS } from "./hosts.ts";
import { Lab } from "./lab-page.ts";
import { startLabServer, type LabServer } from "./lab-server.ts";

const test = base.extend<object, { server: LabServer }>({
  server: [
    async ({}, use) => {
      const server = await startLabServer(hostsEnvironment());
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});
test.skip(!hostsInstalled(), MISSING_HOSTS);

/** JupyterLab in a browser of its own, as another person has it. */
async function client(browser: Browser, server: LabServer, path: string): Promise<Lab> {
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  const lab = new Lab(page, server);
  await page.goto(
    server.url.replace("/lab?", `/lab/workspaces/${path.replace(/\W/g, "")}${Math.random().toString(36).slice(2)}?`),
  );
  await lab.ready();
  await lab.openNotebook(path);
  return lab;
}

/** Counts the edits that this client sends to the others, by whether they touch a cell's text. */
const countEdits = (lab: Lab) =>
  lab.page.evaluate(() => {
    const shared = globalThis.notebookPanel?.content.model.sharedModel as unknown as {
      ydoc: {
        on(
          event: "afterTransaction",
          listener: (transaction: {
            local: boolean;
            changed: Map<{ constructor: { name: string }; parent: unknown }, unknown>;
            origin: unknown;
          }) => void,
        ): void;
      };
    };
    const counted = globalThis as unknown as { edits: number };
    counted.edits = 0;
    shared.ydoc.on("afterTransaction", ({ local, changed }) => {
      if (local && [...changed.keys()].some((type) => "toDelta" in type && "insert" in type && "applyDelta" in type))
        counted.edits++;
    });
  });
const edits = (lab: Lab) => lab.page.evaluate(() => (globalThis as unknown as { edits: number }).edits);
const call = async (lab: Lab, part: string) =>
  (await lab.sources())
    .find((source) => source.includes(part))
    ?.split("\n")
    .at(-1) ?? "";

test("two people on one notebook: each choice is one edit, by the one who made it, and nobody's text is lost", async ({
  browser,
  server,
}) => {
  test.setTimeout(180_000);
  const path = "shared.ipynb";
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  writeFileSync(
    join(server.notebooks, path),
    JSON.stringify({ cells: [], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
  const anna = await client(browser, server, path);
  await anna.insertCode('import foundry_lab as foundry\n\nfoundry.load("matbench-expt-gap@1.0.0")["train"].preview()', {
    kind: "preview",
  });
  const at = (await anna.sources()).length - 1;
  await anna.runCell(at);
  const hers = anna.page.locator("foundry-preview");
  await expect(hers.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  const ben = await client(browser, server, path);
  const his = ben.page.locator("foundry-preview");
  await expect(his.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible({ timeout: 30_000 });
  await Promise.all([countEdits(anna), countEdits(ben)]);

  await test.step("a filter that Anna chooses is one edit of hers, which both see", async () => {
    await hers.getByPlaceholder(/filter rows/).fill("gap > 5");
    await hers.getByPlaceholder(/filter rows/).press("Enter");
    const wanted = 'foundry.load("matbench-expt-gap@1.0.0")["train"].preview(filter="gap > 5")';
    for (const lab of [anna, ben]) await expect.poll(() => call(lab, ".preview(")).toBe(wanted);
    for (const shown of [hers, his]) await expect(shown.locator("foundry-filter-box .chip")).toContainText("gap > 5");
    expect([await edits(anna), await edits(ben)]).toEqual([1, 0]);
  });
  await test.step("a sort that Ben chooses is one edit of his, which Anna sees", async () => {
    await his.getByRole("button", { name: "Sort by gap" }).click();
    for (const lab of [anna, ben])
      await expect.poll(() => call(lab, ".preview(")).toContain('sort=[("gap", "ascending")]');
    await expect(hers.getByRole("columnheader", { name: /^gap/ })).toHaveAttribute("aria-sort", "ascending");
    expect([await edits(anna), await edits(ben)]).toEqual([1, 1]);
  });
  await test.step("what Ben types into the call is shown by both, and nobody writes it again", async () => {
    const text = (await ben.sources())[at] ?? "";
    await ben.edit(at, text.replace("gap > 5", "gap > 9"));
    for (const shown of [hers, his]) await expect(shown.locator("foundry-filter-box .chip")).toContainText("gap > 9");
    await expect.poll(() => call(anna, ".preview(")).toContain("gap > 9");
    expect(await edits(anna)).toBe(1);
  });
  await test.step("what Ben adds to the cell outlives what Anna chooses", async () => {
    const text = `${(await ben.sources())[at] ?? ""}\n# Ben: these are the wide ones`;
    await ben.edit(at, text);
    await expect.poll(async () => (await anna.sources())[at]).toBe(text);
    await hers.getByPlaceholder(/filter rows/).fill("gap < 11");
    await hers.getByPlaceholder(/filter rows/).press("Enter");
    await expect(hers.locator("foundry-filter-box .chip")).toHaveCount(2);
    await expect(his.locator("foundry-filter-box .chip")).toHaveCount(2);
    for (const lab of [anna, ben]) expect((await lab.sources())[at]).toBe(text);
    expect(await edits(anna)).toBe(1);
  });
  await test.step("both scroll at once, and each gets the rows that it asked for", async () => {
    await hers.getByLabel(/^Go to/).fill("3");
    await his.getByLabel(/^Go to/).fill("5");
    await Promise.all([hers.getByLabel(/^Go to/).press("Enter"), his.getByLabel(/^Go to/).press("Enter")]);
    const row = (of: typeof hers, index: number) =>
      of.locator(`[role=row][aria-rowindex="${index + 2}"]`).textContent();
    await expect.poll(async () => (await row(hers, 3)) === (await row(his, 3))).toBe(true);
    for (const shown of [hers, his]) await expect(shown.getByRole("alert")).toHaveCount(0);
  });
  for (const { page } of [anna, ben]) await page.context().close();
});

test("a browser that has the notebook open shows the live preview of what another one runs", async ({
  browser,
  server,
}) => {
  test.setTimeout(180_000);
  const path = "open-before.ipynb";
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  writeFileSync(
    join(server.notebooks, path),
    JSON.stringify({ cells: [], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
  const anna = await client(browser, server, path);
  const ben = await client(browser, server, path);
  await anna.insertCode(
    'import foundry_lab as foundry, pyarrow as pa\nframe = pa.table({"n": range(10_000)})\nfoundry.preview(frame)',
    { kind: "preview" },
  );
  await anna.runCell((await anna.sources()).length - 1);
  const hers = anna.page.locator("foundry-preview");
  const his = ben.page.locator("foundry-preview");
  for (const shown of [hers, his])
    await expect(shown.getByRole("gridcell", { name: "3", exact: true }).first()).toBeVisible({ timeout: 30_000 });

  await test.step("it is the kernel's table, and both follow each other", async () => {
    await his.getByLabel(/^Go to/).fill("9000");
    await his.getByLabel(/^Go to/).press("Enter");
    await expect(his.getByRole("gridcell", { name: "9000", exact: true })).toBeVisible();
    await his.getByPlaceholder(/filter rows/).fill("n > 9990");
    await his.getByPlaceholder(/filter rows/).press("Enter");
    await expect(hers.locator("foundry-filter-box .chip")).toContainText("n > 9990");
    await ben.page.screenshot({ path: "test-results/open-before.png" });
  });
  await test.step("what else another one runs stays untrusted, as Jupyter has it", async () => {
    await anna.runCode(
      "from IPython.display import HTML, display\nimport ipywidgets\ndisplay(HTML('<b id=bold>safe</b><script>window.hurt = 1</script>'))\nipywidgets.HTML('<img src=x onerror=\"window.hurt = 1\"> theirs')",
    );
    await expect(ben.page.getByText("HTML(value=").first()).toBeVisible();
    expect(await ben.page.evaluate(() => "hurt" in globalThis)).toBe(false);
  });
  for (const { page } of [anna, ben]) await page.context().close();
});
