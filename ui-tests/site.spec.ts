import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { environment, python } from "../scripts/environment.mjs";
import { publishExamples } from "../scripts/local-store.mjs";
import { firstLine, stopped } from "./processes.ts";

interface Sites {
  /** Static files below a path of a plain file server. */
  static: string;
  /** A hub that anyone may read. */
  hub: string;
  folder: string;
}

const BENCHMARK = `
import foundry_lab as foundry
task = foundry.publish_benchmark(name="gap-challenge", title="Band gaps of the test split", dataset="matbench-expt-gap", id="id", target="gap", folds="test", metrics=["mae", "rmse"], baselines=True)
truth = foundry.load("matbench-expt-gap")["test"].to_pandas()
pairs = dict(zip(truth["id"], truth["gap"]))
task.submit({"test": {k: v + 0.1 for k, v in pairs.items()}}, name="nearly", by="Ada <b>")
task.submit({"test": pairs}, name="cheat", by="Eve").withdraw("it was given the truth")
`;

/** The examples as a folder of static files, and on a hub that is public. */
const test = base.extend<object, { sites: Sites }>({
  sites: [
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), "foundry-site-"));
      const env = environment({
        FOUNDRY_STORE: join(home, "store"),
        FOUNDRY_CACHE: join(home, "cache"),
        FOUNDRY_RUNTIME_DIR: join(home, "run"),
      });
      await publishExamples(env);
      execFileSync(python("foundry-lab"), ["deprecate", "elwood-md", "--reason", "Kept as an example."], { env });
      execFileSync(python("python"), ["-W", "ignore", "-c", BENCHMARK], { env });
      const folder = join(home, "web", "team", "data");
      mkdirSync(join(home, "web", "team"), { recursive: true });
      execFileSync(python("foundry-lab"), ["export-site", folder, "--url", "https://example.org/data"], { env });
      const files = spawn(
        python("python"),
        ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", join(home, "web")],
        { stdio: ["ignore", "pipe", "ignore"] },
      );
      const port = /port (\d+)/.exec(await firstLine(files))?.[1] ?? "";
      const hub = spawn(python("foundry-lab"), ["serve", "--json", "--public-read"], {
        env,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const { url } = JSON.parse(await firstLine(hub)) as { url: string };
      await use({ static: `http://127.0.0.1:${port}/team/data/`, hub: `${url}/`, folder });
      await stopped(files, hub);
      rmSync(home, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(" ")}`),
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

const picture = (page: Page, name: string) =>
  process.env.FOUNDRY_PICTURES
    ? page.screenshot({ path: join(process.env.FOUNDRY_PICTURES, `${name}.png`) })
    : undefined;

for (const kind of ["static", "hub"] as const)
  test(`${kind}: one searches, opens a page, and looks at rows`, async ({ sites, page }) => {
    const hosts = new Set<string>();
    page.on("request", (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(sites[kind] + (kind === "static" ? "" : "datasets"));
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectAccessible(page);
    await picture(page, `${kind}-home`);
    await page.getByRole("searchbox").fill("band gap");
    await page.getByRole("option", { name: /Experimental band gaps/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: /Experimental band gaps/ })).toBeVisible();
    const preview = page.locator("foundry-preview");
    await expect(preview.getByRole("columnheader", { name: /gap/ }).first()).toBeVisible();
    await expect(preview.getByRole("gridcell").first()).not.toBeEmpty();
    await expectAccessible(page);
    await picture(page, `${kind}-dataset`);
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, `${kind}-dataset-dark`);
    const filter = preview.getByRole("textbox").first();
    await filter.fill("gap > 5");
    await filter.press("Enter");
    await expect(preview.getByText(/\d of [\d,]+ rows/)).toBeVisible();
    await picture(page, `${kind}-dataset-filtered`);
    await preview.getByRole("button", { name: /^gap/ }).click();
    await expect(preview.locator(".main-svg").first()).toBeVisible();
    expect([...hosts]).toEqual([new URL(sites[kind]).origin]);
  });

for (const path of ["models/solubility-forest/", "datasets/elwood-md/", "authors/", "models/"])
  test(`static: ${path} has no barrier, and fits a phone`, async ({ sites, page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(sites.static + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (path.startsWith("datasets")) await expect(page.locator("foundry-preview")).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await picture(page, `phone-${path.replaceAll("/", "-")}`);
  });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const kind of ["static", "hub"] as const)
    test(`${kind}: a benchmark's page has its leaderboard`, async ({ sites, page }) => {
      await page.goto(`${sites[kind]}benchmarks/gap-challenge/`);
      const rows = page.getByRole("region", { name: "Leaderboard, as a table" }).locator("tbody tr");
      await expect(rows.first()).toContainText(
        /1\s*0\.1[^a-z]*(?:to[^a-z]*)?nearly · Ada <b>\s*0\.1[^a-z]*(?:to[^a-z]*)?predictions/,
      );
      await expect(rows.last()).toContainText(/cheat · Eve\s*withdrawn: it was given the truth/);
      await expect(page.getByText(/^\d entries, by mae/)).toBeVisible();
      for (const [width, colorScheme] of [
        [1200, "light"],
        [1200, "dark"],
        [320, "light"],
      ] as const) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `test-results/board-${kind}-${width}-${colorScheme}.png` });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      if (kind === "hub") return;
      const board = (await (await page.request.get(new URL("1.0.0/leaderboard.json", page.url()).href)).json()) as {
        entries: { name: string }[];
        total: number;
      };
      expect([board.entries[0]?.name, board.total]).toEqual(["nearly", await rows.count()]);
    });

  test("every page can be reached and read", async ({ sites, page }) => {
    await page.goto(sites.static);
    await page.getByRole("link", { name: /Experimental band gaps/ }).click();
    await expect(page.getByRole("cell", { name: "eV" }).first()).toBeVisible();
    await expect(page.getByText("foundry.load(")).toBeVisible();
    // The data come first, and there are ways to them in four languages.
    await expect(page.getByRole("heading", { level: 2 })).toHaveText([
      "Rows",
      "Columns",
      "Distributions",
      "Splits",
      "Use it",
      "Benchmarks",
      "Cite",
      "About",
      "Files",
    ]);
    const rows = page.getByRole("region", { name: "The first rows, as a table" }).getByRole("row");
    await expect(rows).toHaveCount(11);
    await expect(page.getByText("The first 10 of 3,683 rows of split train.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 3 })).toHaveText(["Python", "TypeScript", "R", "Command"]);
    await expect(page.getByRole("link", { name: "Benchmarks" }).first()).toBeVisible();
    await page.getByText("BibTeX").click();
    await expect(page.getByText(/@\w+\{/)).toBeVisible();
    await page.locator(".byline a").first().click();
    await expect(page.getByRole("link", { name: /Experimental band gaps/ })).toBeVisible();
    await page.goto(`${sites.static}datasets/elwood-md/`);
    await expect(page.getByRole("note")).toContainText("This version is deprecated. Kept as an example.");
    await picture(page, "no-script");
  });
});

test("an export says where it is, and every link in it leads somewhere", async ({ sites, page }) => {
  const seen = new Set<string>();
  const waiting = [sites.static];
  while (waiting.length > 0) {
    const address = waiting.pop() ?? "";
    if (seen.has(address)) continue;
    seen.add(address);
    const answer = await page.request.get(address);
    expect([address, answer.status()]).toEqual([address, 200]);
    if (!answer.headers()["content-type"]?.includes("html")) continue;
    for (const [, href = ""] of (await answer.text()).matchAll(/(?:href|src)="([^"#]+)"/g)) {
      const next = new URL(href.replaceAll("&amp;", "&"), address);
      if (next.href.startsWith(sites.static)) waiting.push(next.href);
    }
  }
  expect(seen.size).toBeGreaterThan(20);
  const landing = readFileSync(join(sites.folder, "datasets/matbench-expt-gap/index.html"), "utf8");
  expect(landing).toContain(`<link rel="canonical" href="https://example.org/data/datasets/matbench-expt-gap/" />`);
  expect(landing).toContain(`"contentUrl":"https://example.org/data/datasets/matbench-expt-gap/1.0.0/files/data/`);
  expect(readFileSync(join(sites.folder, "sitemap.xml"), "utf8")).toContain("https://example.org/data/authors/");
});
