import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { python } from "../scripts/environment.mjs";
import { startLabServer, type LabServer } from "./lab-server.ts";
import { Lab, expect, test } from "./lab-page.ts";

const THEMES = ["JupyterLab Light", "JupyterLab Dark"] as const;

/** Another version of the band gaps: five rows fewer, a unit corrected, and a column's words. */
const NEXT = `
import foundry_lab as foundry
old = foundry.load("matbench-expt-gap")
foundry.publish_dataset(
    {"train": old["train"].to_arrow().slice(5), "test": old["test"].to_arrow()},
    name="matbench-expt-gap", title="Experimental band gaps", license="MIT", keywords=["band gap"],
    columns={"gap": {"unit": "meV", "role": "target"}}, authors=["Ada Lovelace"], description="Measured band gaps of semiconductors.",
)
`;

function run(server: LabServer, program: "foundry-lab" | "python", ...given: string[]): void {
  execFileSync(python(program), given, { env: server.env, stdio: "pipe" });
}

/** Looks at the panel in both themes: nothing that an accessibility checker finds, and a picture for the report. */
async function expectAccessible(lab: Lab, page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await lab.theme(theme);
    const { violations } = await new AxeBuilder({ page }).include("foundry-panel").analyze();
    expect(violations.map(({ id, nodes }) => [id, theme, name, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
    await test.info().attach(`${name}-${theme}`, { body: await page.screenshot(), contentType: "image/png" });
    await page.screenshot({ path: test.info().outputPath(`${name}-${theme.split(" ")[1]?.toLowerCase()}.png`) });
  }
  await lab.theme("JupyterLab Light");
}

async function find(panel: Locator, text: string, title: RegExp): Promise<Locator> {
  await panel.getByRole("searchbox").fill(text);
  const option = panel.getByRole("option", { name: title });
  await expect(option).toBeVisible();
  return option;
}

test("a search is narrowed by facets with counts, kept, and made again", async ({ lab, page }) => {
  const panel = await lab.openPanel();
  await test.step("every facet has its name and its counts", async () => {
    await panel.getByRole("button", { name: "Filters", exact: true }).click();
    const fields = ["domain", "task", "license", "data type", "year", "size", "element"];
    for (const field of fields)
      await expect(panel.getByRole("group", { name: field, exact: true })).toContainText(/\d/);
    await expectAccessible(lab, page, "facets");
    const elements = panel.getByRole("group", { name: "element", exact: true });
    await elements.getByRole("searchbox", { name: "Search in element" }).fill("Xe");
    await expect(elements.getByRole("button", { name: /^Xe/ })).toHaveCount(1);
    await panel.getByRole("button", { name: "Filters", exact: true }).click();
  });
  await test.step("by an element that only the formulas name", async () => {
    await panel.getByRole("searchbox").fill("element:Xe");
    await expect(panel.getByRole("tab", { name: "Datasets 1" })).toBeVisible();
    await expect(panel.getByRole("option", { name: /Experimental band gaps/ })).toBeVisible();
  });
  await test.step("the search is saved, and is there when the page is loaded again", async () => {
    await panel.getByRole("button", { name: /Save/ }).click();
    const saved = panel.getByRole("group", { name: "Saved searches" });
    await expect(
      saved.getByRole("button", { name: "Search again: element:Xe" }).or(saved.getByTitle("Search again: element:Xe")),
    ).toBeVisible();
    await expectAccessible(lab, page, "saved-search");
    await page.reload();
    await page.waitForFunction(() => globalThis.jupyterapp);
    await page.evaluate(() => globalThis.jupyterapp?.restored);
    const again = await lab.openPanel();
    await again.getByTitle("Search again: element:Xe").click();
    await expect(again.getByRole("searchbox")).toHaveValue("element:Xe");
    await expect(again.getByRole("tab", { name: "Datasets 1" })).toBeVisible();
    await again.getByRole("button", { name: "Forget the search element:Xe" }).click();
    await expect(again.getByTitle("Search again: element:Xe")).toHaveCount(0);
  });
});

test("a card takes the results' place and gives it back", async ({ lab, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  const panel = await lab.openPanel();
  const option = await find(panel, "solubility", /Aqueous solubility/);
  await option.press("Enter");
  const card = panel.getByRole("region", { name: "Aqueous solubility of organic molecules" });
  await test.step("its actions stay in sight at the top", async () => {
    const load = card.getByRole("button", { name: "Load in notebook" });
    await card.getByText("Cite", { exact: true }).last().scrollIntoViewIfNeeded();
    await expect(load).toBeInViewport();
    await expect(option).toBeHidden();
    await expectAccessible(lab, page, "card-in-place");
  });
  await test.step("Back leads through the cards that were open, Escape to the result that was chosen", async () => {
    await card.getByRole("button", { name: /Solubility forest/ }).click();
    await expect(panel.getByRole("region", { name: "Solubility forest" })).toBeVisible();
    await panel.getByRole("button", { name: "Back to solubility" }).click();
    await expect(card).toBeVisible();
    await page.keyboard.press("Alt+ArrowRight");
    await expect(panel.getByRole("region", { name: "Solubility forest" })).toBeVisible();
    await page.keyboard.press("Alt+ArrowLeft");
    await expect(card).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(option).toBeFocused();
  });
  await test.step("another kind's list never shows it", async () => {
    await option.click();
    await expect(card).toBeVisible();
    await panel.getByRole("tab", { name: /Models/ }).click();
    await expect(card).toHaveCount(0);
    await expect(panel.getByRole("option", { name: /Solubility forest/ })).toBeVisible();
  });
});

test("a card is cited in four formats, and leads to similar sets", async ({ lab, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const panel = await lab.openPanel();
  await (await find(panel, "band gap", /Experimental band gaps/)).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  for (const [label, start] of [
    ["BibTeX", /^@/],
    ["RIS", /^TY {2}- /],
    ["CSL-JSON", /^[[{]/],
    ["APA", /\(\d{4}\)/],
  ] as const) {
    await card.getByRole("combobox", { name: "Copy the citation" }).selectOption({ label });
    await expect(card.getByText("copied")).toBeVisible();
    await expect.poll(copied).toMatch(start);
  }
  await expectAccessible(lab, page, "card");
  await card.getByRole("button", { name: "Similar" }).click();
  await expect(panel.getByRole("searchbox")).toHaveValue("similar:matbench-expt-gap");
  await expect(panel.getByRole("option", { name: /Refractive index/ })).toBeVisible();
  await expectAccessible(lab, page, "similar");
});

test("other catalogs that cannot be reached are offline, each in a sentence", async ({ lab, page }) => {
  const panel = await lab.openPanel();
  await panel.getByRole("searchbox").fill("band gap");
  const elsewhere = panel.getByRole("region", { name: "Other catalogs" });
  await elsewhere.getByRole("button", { name: "Search other catalogs" }).click();
  for (const title of ["Hugging Face", "OpenML", "Zenodo", "Materials Data Facility"])
    await expect(elsewhere.getByRole("heading", { name: new RegExp(title) })).toContainText(
      /: (?:offline|[\d,]+ datasets?)/,
      { timeout: 60_000 },
    );
  await expect(elsewhere.getByRole("status").first()).toContainText(/\w+.*\./);
  await elsewhere.getByRole("button", { name: "Retry" }).scrollIntoViewIfNeeded();
  await expectAccessible(lab, page, "elsewhere");
});

test("a card says where its version stands, and what changed since the one before", async ({ lab, page, server }) => {
  run(server, "python", "-W", "ignore", "-c", NEXT);
  const panel = await lab.openPanel();
  await (await find(panel, "band gap", /Experimental band gaps/)).click();
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await test.step("what changed", async () => {
    await card.getByText("Changes since 1.0.0").click();
    await expect(
      card.getByText(/From matbench-expt-gap@1\.0\.0 to matbench-expt-gap@\S+ is a major change/),
    ).toBeVisible();
    await expect(card.getByRole("table", { name: "Splits" })).toContainText("5 gone");
    await expect(card.getByRole("table", { name: "Columns" })).toContainText("eV → meV");
    await card.getByRole("table", { name: "Columns" }).scrollIntoViewIfNeeded();
    await expectAccessible(lab, page, "changes");
  });
  const reopen = async () => {
    await panel.getByRole("button", { name: "Close the card" }).click();
    await panel.getByRole("searchbox").fill("band");
    await (await find(panel, "band gap", /Experimental band gaps/)).click();
  };
  await test.step("deprecated, with the reason", async () => {
    run(
      server,
      "foundry-lab",
      "deprecate",
      "matbench-expt-gap@2.0.0",
      "--reason",
      "The unit is wrong.",
      "--by",
      "Curie",
    );
    await reopen();
    await expect(card.getByText("deprecated")).toBeVisible();
    await expect(card.getByText("The unit is wrong.")).toBeVisible();
    await expectAccessible(lab, page, "deprecated");
  });
  await test.step("withdrawn: only the version before it is found", async () => {
    run(server, "foundry-lab", "withdraw", "matbench-expt-gap@2.0.0", "--reason", "Wrong unit.");
    // A search for the text that was sought last is not made again.
    await expect(async () => {
      await reopen();
      await expect(card.getByText("v1.0.0")).toBeVisible({ timeout: 3_000 });
    }).toPass();
  });
});

test("a store with a curator: what waits is seen, returned, accepted, and then found", async ({ browser }) => {
  // A second JupyterLab starts for it.
  test.slow();
  const home = mkdtempSync(join(tmpdir(), "foundry-curated-"));
  writeFileSync(join(home, "foundry-store.json"), JSON.stringify({ formatVersion: 1, name: "team", curation: true }));
  const curated = await startLabServer({ FOUNDRY_STORE: home });
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    const lab = new Lab(page, curated);
    await lab.open();
    await lab.command("foundry:open-panel");
    const panel = page.locator("foundry-panel");
    await panel.getByText(/Under review · \d versions/).click();
    await expect(panel.getByRole("option")).toHaveCount(0);
    await panel.getByRole("button", { name: /solubility 1\.0\.0 submitted/ }).click();
    const card = panel.getByRole("region", { name: /solubility/i });
    await expect(card.getByText("It waits for a curator.")).toBeVisible();
    await expectAccessible(lab, page, "submitted");
    const open = async () => {
      await page.reload();
      await page.waitForFunction(() => globalThis.jupyterapp);
      await page.evaluate(() => globalThis.jupyterapp?.restored);
      await lab.command("foundry:open-panel");
    };
    const states: [string, string[], RegExp][] = [
      ["in review", ["review", "solubility"], /A curator is looking at it/],
      ["returned", ["return", "solubility", "--comment", "Which method?"], /Which method\?/],
    ];
    for (const [state, command, said] of states) {
      run(curated, "foundry-lab", ...command);
      await open();
      await panel.getByText(/Under review/).click();
      await panel.getByRole("button", { name: new RegExp(`solubility 1\\.0\\.0 ${state}`) }).click();
      await expect(card.getByText(said).first()).toBeVisible();
    }
    await expectAccessible(lab, page, "returned");
    run(curated, "foundry-lab", "resubmit", "solubility");
    run(curated, "foundry-lab", "accept", "solubility");
    await open();
    await panel.getByRole("option", { name: /solubility/i }).click();
    await expect(card.getByText("accepted")).toBeVisible();
  } finally {
    await context.close();
    await curated.stop();
    rmSync(home, { recursive: true, force: true });
  }
});

test("an empty store offers the example packages, and has them then", async ({ browser }) => {
  // A second JupyterLab starts for it.
  test.slow();
  const empty = await startLabServer({}, { examples: false });
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    const lab = new Lab(page, empty);
    await lab.open();
    await lab.command("foundry:open-panel");
    const panel = page.locator("foundry-panel");
    const button = panel.getByRole("button", { name: "Get the example packages" });
    await expect(button).toBeVisible();
    await expectAccessible(lab, page, "empty-store");
    await button.click();
    await expect(panel.getByRole("option", { name: /Experimental band gaps/ })).toBeVisible({ timeout: 60_000 });
    await expect(panel.getByText("5 datasets")).toBeVisible();
    await expect(panel.getByRole("tab", { name: "Models 1" })).toBeVisible();
  } finally {
    await context.close();
    await empty.stop();
  }
});
