import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base, Lab } from "./lab-page.ts";
import { startLabServer, type LabServer } from "./lab-server.ts";

/** German for some of the texts, as a language pack installs it. */
const GERMAN: Record<string, string> = {
  "Search datasets and models": "Datensätze und Modelle suchen",
  "Load in notebook": "Ins Notebook laden",
  Preview: "Vorschau",
  "filter rows, e.g. %1": "Zeilen filtern, z. B. %1",
  "%1 of %2 rows": "%1 von %2 Zeilen",
  "Insert cell": "Zelle einfügen",
  "Search, e.g. band gap": "Suchen, z. B. Bandlücke",
  "Sort: %1": "Ordnung: %1",
  "best match": "beste Treffer",
  "%1 rows": "%1 Zeilen",
  Models: "Modelle",
  "Trained on": "Trainiert mit",
  "Run in notebook": "Im Notebook ausführen",
  "insert the code as a cell": "Code als Zelle einfügen",
  "Publish a dataset": "Datensatz veröffentlichen",
  License: "Lizenz",
  "Menu of %1": "Menü von %1",
  "Hub connected: open the Foundry panel": "Der Hub antwortet: Foundry öffnen",
};

/** Writes an installed Python package that is a language pack. */
function languagePack(folder: string): void {
  const module = "foundry_lab_test_language_pack";
  const messages = join(folder, module, "locale/de_DE/LC_MESSAGES");
  const facts = join(folder, `${module}-1.0.dist-info`);
  for (const path of [messages, facts]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, module, "__init__.py"), "");
  writeFileSync(join(facts, "METADATA"), `Metadata-Version: 2.1\nName: ${module}\nVersion: 1.0\n`);
  writeFileSync(join(facts, "entry_points.txt"), `[jupyterlab.languagepack]\nde_DE = ${module}\n`);
  const head = {
    domain: "foundry_lab",
    language: "de-DE",
    plural_forms: "nplurals=2; plural=(n != 1);",
    version: "1.0",
  };
  const texts = Object.fromEntries(Object.entries(GERMAN).map(([text, german]) => [text, [german]]));
  writeFileSync(join(messages, "foundry_lab.json"), JSON.stringify({ "": head, ...texts }));
}

const test = base.extend<object, { server: LabServer }>({
  server: [
    async ({}, use) => {
      const packages = mkdtempSync(join(tmpdir(), "foundry-language-"));
      languagePack(packages);
      const server = await startLabServer({ PYTHONPATH: packages });
      await use(server);
      await server.stop();
      rmSync(packages, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

async function previewed(lab: Lab): Promise<ReturnType<Lab["page"]["locator"]>> {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  await panel.getByRole("region", { name: "Experimental band gaps" }).getByRole("button", { name: "Preview" }).click();
  const preview = lab.page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  return preview;
}

test("every action is a command of the palette that says what it does, and the table's do it", async ({
  lab,
  page,
}) => {
  const preview = await previewed(lab);
  const listed = await page.evaluate(() => {
    const { commands } = globalThis.jupyterapp as unknown as {
      commands: { listCommands(): string[]; label(id: string): string; caption(id: string): string };
    };
    return commands
      .listCommands()
      .filter((id) => id.startsWith("foundry:"))
      .map((id) => [id, commands.label(id), commands.caption(id)] as const);
  });
  expect(listed.length).toBeGreaterThanOrEqual(18);
  for (const [id, label, caption] of listed) expect(label && caption, id).toBeTruthy();
  await lab.command("apputils:activate-command-palette");
  await page.locator(".lm-CommandPalette-input").last().fill("Foundry");
  const offered = page.locator(".lm-CommandPalette-item");
  for (const label of ["Open the Foundry panel", "Filter the rows of this table", "Plot this table"])
    await expect(offered.filter({ hasText: label }).first()).toBeVisible();
  await page.keyboard.press("Escape");

  const at = (await lab.sources()).findIndex((source) => source.includes(".preview("));
  await lab.activate(at);
  await lab.command("foundry:filter-rows");
  await expect(preview.getByLabel("Filter rows")).toBeFocused();
  await page.keyboard.type("gap > 5");
  await page.keyboard.press("Enter");
  await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(1);
  await lab.command("foundry:find-in-table");
  await expect(preview.getByLabel("Search the table")).toBeFocused();
  await lab.command("foundry:go-to-row");
  await expect(preview.getByLabel(/^Go to/)).toBeFocused();
  await lab.command("foundry:toggle-plots");
  await expect(preview.getByRole("complementary", { name: "Plot" })).toBeVisible();
  await lab.command("foundry:clear-filters");
  await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(0);
  await lab.command("foundry:insert-pandas-cell");
  await expect
    .poll(async () => (await lab.sources()).some((source) => source.includes('["train"].to_pandas()')))
    .toBe(true);
});

test("what can be clicked says what it does", async ({ lab, page }) => {
  const preview = await previewed(lab);
  const silent = await page.evaluate(() => {
    const mute: string[] = [];
    const look = (root: ShadowRoot | Element) => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (
          element.matches(
            "button.plain, button.primary, button.secondary, summary, select, input:not([type=checkbox]):not([type=radio])",
          ) &&
          element.checkVisibility()
        ) {
          const titled = element.closest("[title]") ?? element.querySelector("[title]");
          if (!titled && (element.textContent.trim().length < 3 || element.matches("select, input")))
            mute.push(element.outerHTML.slice(0, 120));
        }
      }
    };
    for (const host of document.querySelectorAll("foundry-preview")) if (host.shadowRoot) look(host.shadowRoot);
    return mute;
  });
  expect(silent).toEqual([]);
  await expect(preview.getByRole("button", { name: "Insert cell" })).toHaveAttribute("title", /Insert a cell/);
});

test("settings decide the form of cells, whether they are kept in step, and the status bar", async ({ lab, page }) => {
  const set = (name: string, value: unknown) =>
    page.evaluate(
      async ([key, to]) => {
        const { serviceManager } = globalThis.jupyterapp as unknown as {
          serviceManager: {
            settings: {
              fetch(
                id: string,
              ): Promise<{ schema: { properties: Record<string, { title?: string; description?: string }> } }>;
              save(id: string, raw: string): Promise<void>;
            };
          };
        };
        const { schema } = await serviceManager.settings.fetch("foundry-lab:panel");
        if (!schema.properties[key]?.title || !schema.properties[key].description)
          throw new Error(`${key} is not described`);
        await serviceManager.settings.save("foundry-lab:panel", JSON.stringify({ [key]: to }));
      },
      [name, value] as const,
    );
  await set("loadAs", "pandas");
  await page.reload();
  await lab.ready();
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await expect(card.getByRole("combobox", { name: "Load as" })).toHaveValue("pandas");

  await set("syncCells", false);
  await page.reload();
  await lab.ready();
  const preview = await previewed(lab);
  await preview.getByPlaceholder(/filter rows/).fill("gap > 5");
  await preview.getByPlaceholder(/filter rows/).press("Enter");
  await expect(preview.getByText(/of [\d,]+ rows/).first()).toBeVisible();
  expect((await lab.sources()).find((source) => source.includes(".preview("))).not.toContain("filter");

  await set("showStatus", false);
  await page.reload();
  await lab.ready();
  await expect(page.locator(".foundry-Status")).toBeHidden();
  await set("showStatus", true);
});

test("the status bar says whether the hub answers, and how far a model is", async ({ lab, page }) => {
  const status = page.locator(".foundry-Status");
  await expect(status).toHaveText("Foundry");
  await lab.openPanel();
  await expect(status).toHaveText(/^Foundry: .+ datasets?$/);
  await lab.newNotebook();
  await lab.runCode(
    'import foundry_lab as foundry\nfoundry.run("solubility-forest", foundry.load("solubility")["test"])',
  );
  const run = page.locator("foundry-model-run");
  await expect(run.getByRole("button", { name: "Run" })).toBeVisible();
  await page.evaluate(() => {
    const said: string[] = [];
    (globalThis as unknown as { said: string[] }).said = said;
    const node = document.querySelector(".foundry-Status");
    if (node)
      new MutationObserver(() => said.push(node.textContent)).observe(node, {
        childList: true,
        subtree: true,
        characterData: true,
      });
  });
  await run.getByRole("button", { name: "Run" }).click();
  await expect(run.getByText(/over [\d,]+ of [\d,]+ rows/)).toBeVisible();
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  expect(said.some((text) => /^Foundry: .+ of [\d,]+ rows$/.test(text))).toBe(true);
  await expect(status).toHaveText(/^Foundry: .+ datasets?$/);
  await page.screenshot({ path: "test-results/status.png" });
});

test("a language pack translates commands, panel, card and table", async ({ lab, page, server }) => {
  const folder = join(server.env.JUPYTERLAB_SETTINGS_DIR ?? "", "@jupyterlab/translation-extension");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "plugin.jupyterlab-settings"), JSON.stringify({ locale: "de_DE" }));
  try {
    await lab.open();
    await lab.newNotebook();
    const panel = await lab.openPanel();
    await panel.getByRole("option", { name: /Experimental band gaps/ }).click();
    await expect(panel.getByRole("button", { name: "Ins Notebook laden" })).toBeVisible();
    await panel.getByRole("button", { name: "Vorschau" }).click();
    const preview = page.locator("foundry-preview");
    await preview.getByPlaceholder("Zeilen filtern, z. B. gap > 0").fill("gap > 5");
    await preview.getByLabel(/./).first().waitFor();
    await preview.getByPlaceholder(/Zeilen filtern/).press("Enter");
    await expect(preview.getByText(/^\d+ von [\d,]+ Zeilen$/)).toBeVisible();
    await expect(preview.getByRole("button", { name: "Zelle einfügen" })).toBeVisible();
    await expect(preview.getByRole("button", { name: "Menü von formula" })).toBeAttached();
    await expect(page.locator(".foundry-Status button")).toHaveAttribute("title", "Der Hub antwortet: Foundry öffnen");
    const label = await page.evaluate(() =>
      (globalThis.jupyterapp as unknown as { commands: { label(id: string): string } }).commands.label(
        "foundry:search",
      ),
    );
    expect(label).toBe("Datensätze und Modelle suchen");
    await preview.getByRole("button", { name: "▨ plot" }).click();
    await expect(preview.getByRole("button", { name: "Code als Zelle einfügen" })).toBeVisible();
    await expect(panel.getByPlaceholder("Suchen, z. B. Bandlücke")).toBeAttached();
    await panel.getByPlaceholder("Suchen, z. B. Bandlücke").fill("forest");
    await panel.getByRole("tab", { name: /Modelle/ }).click();
    await expect(panel.getByText("Ordnung: beste Treffer")).toBeVisible();
    await panel.getByRole("option", { name: /Solubility forest/ }).click();
    await expect(panel.getByRole("heading", { name: "Trainiert mit" })).toBeVisible();
    await expect(panel.getByRole("button", { name: "Im Notebook ausführen" })).toBeVisible();
    await lab.runCode('import foundry_lab as foundry, pyarrow as pa\nfoundry.publish_form(pa.table({"n": [1, 2]}))');
    const form = page.locator("foundry-publish");
    await expect(form.getByText("Datensatz veröffentlichen")).toBeVisible();
    await expect(form.getByText("Lizenz", { exact: true })).toBeVisible();
    await page.screenshot({ path: "test-results/german.png" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
