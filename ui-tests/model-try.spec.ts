import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { environment, python, root } from "../scripts/environment.mjs";
import { quietly } from "../scripts/steps.mjs";
import { firstLine, stopped } from "./processes.ts";

interface Places {
  hub: { url: string; token: string };
  /** A hub that anyone may read, at which the pages of packages are. */
  open: string;
  site: string;
  /** What the kernel predicts for the first rows of the test split, and their CSV. */
  expected: number[];
  csv: string;
}

const PACKAGES = ["examples/data/solubility", "examples/models/solubility-forest"];
const PREDICT = `
import json, sys, warnings
warnings.simplefilter("ignore")
import foundry_lab
from pyarrow import csv
model = foundry_lab.model("solubility-forest")
rows = foundry_lab.load("solubility")["test"].to_arrow().slice(0, 40)
csv.write_csv(rows, sys.argv[1])
print(json.dumps(model.predict(rows)["solubility"].to_pylist()))
`;

const test = base.extend<object, { places: Places }>({
  places: [
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), "foundry-try-"));
      const env = environment({
        FOUNDRY_STORE: join(home, "store"),
        FOUNDRY_CACHE: join(home, "cache"),
        FOUNDRY_RUNTIME_DIR: join(home, "run"),
      });
      for (const folder of PACKAGES)
        await quietly(python("foundry-lab"), ["publish", join(root, folder), "--json"], {
          env,
          what: `Publishing ${folder}`,
        });
      const csv = join(home, "molecules.csv");
      const expected = JSON.parse(execFileSync(python("python"), ["-c", PREDICT, csv], { env }).toString()) as number[];
      mkdirSync(join(home, "web"));
      execFileSync(python("foundry-lab"), ["export-site", join(home, "web", "site")], { env });
      const files = spawn(
        python("python"),
        ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", join(home, "web")],
        { stdio: ["ignore", "pipe", "ignore"] },
      );
      const port = /port (\d+)/.exec(await firstLine(files))?.[1] ?? "";
      const closed = spawn(python("foundry-lab"), ["serve", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
      const hub = JSON.parse(await firstLine(closed)) as Places["hub"];
      const public_ = spawn(python("foundry-lab"), ["serve", "--json", "--public-read"], {
        env: { ...env, FOUNDRY_RUNTIME_DIR: join(home, "run2") },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const open = (JSON.parse(await firstLine(public_)) as Places["hub"]).url;
      await use({ hub, open, site: `http://127.0.0.1:${port}/site/`, expected, csv });
      await stopped(files, closed, public_);
      rmSync(home, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const picture = (page: Page, name: string) =>
  process.env.FOUNDRY_PICTURES
    ? page.screenshot({ path: join(process.env.FOUNDRY_PICTURES, `${name}.png`), fullPage: true })
    : undefined;

/** Takes one row of the test split; the browser comes to predict for it what the kernel does. */
async function expectRow(form: Locator, row: number, expected: number | undefined): Promise<void> {
  const number = form.getByLabel("Row", { exact: true });
  await number.fill(String(row));
  await number.press("Tab");
  await form.getByRole("button", { name: "Fill in" }).click();
  const error = async () =>
    Math.abs(Number(await form.locator(".prediction").getAttribute("data-value")) - (expected ?? NaN));
  await expect.poll(error).toBeLessThan(1e-5);
}

async function open(page: Page, places: Places, kind: "page" | "hub" | "static"): Promise<Locator> {
  if (kind === "page") {
    await page.goto(`${places.hub.url}/#token=${places.hub.token}`);
    await page.getByRole("tab", { name: /Models/ }).click();
    await page.getByRole("option", { name: /Solubility forest/ }).click();
    await page.getByText("Try it here").click();
  } else {
    await page.goto(`${kind === "hub" ? `${places.open}/` : places.site}models/solubility-forest/`);
    await page.getByRole("button", { name: "Try it in this browser" }).click();
  }
  const form = page.locator("foundry-model-try");
  await expect(form.getByLabel(/^mol_weight/)).toBeVisible();
  return form;
}

for (const kind of ["page", "hub", "static"] as const)
  test(`${kind}: a model runs in the browser and predicts what the kernel does`, async ({ places, page }) => {
    const hosts = new Set<string>();
    page.on("request", (request) => hosts.add(new URL(request.url()).origin));
    const runtime: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("onnxruntime")) runtime.push(request.url());
    });
    const form = await open(page, places, kind);
    expect(runtime).toEqual([]);
    await expect(form.getByText(/^training data: .* g\/mol$/).first()).toBeVisible();
    await form.getByRole("button", { name: "Predict" }).click();
    await expect(form.getByRole("img", { name: /Within the training data/ })).toBeVisible();
    for (const row of [1, 2, 40]) await expectRow(form, row, places.expected[row - 1]);
    await picture(page, `try-${kind}`);
    expect(hosts.size).toBe(1);
    expect(runtime).toHaveLength(1);
  });

test("inputs beyond the training data are said so, and what is not a number is refused", async ({ places, page }) => {
  const form = await open(page, places, "hub");
  const weight = form.getByLabel(/^mol_weight/);
  await weight.fill("9000");
  await expect(form.getByText(/mol_weight = 9000 is above the training data/)).toBeVisible();
  await form.getByRole("button", { name: "Predict" }).click();
  await expect(form.getByText("The model was trained on nothing like this:")).toBeVisible();
  await picture(page, "try-outside");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "try-outside-dark");
  const { violations } = await new AxeBuilder({ page }).include("foundry-site-try").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  await weight.fill("heavy");
  await form.getByRole("button", { name: "Predict" }).click();
  await expect(form.getByRole("alert").filter({ hasText: "mol_weight is not a number: 'heavy'." })).toBeVisible();
  await expect(weight).toBeFocused();
});

test("rows of a file are predicted as the kernel does, and a row that cannot be keeps its reason", async ({
  places,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const form = await open(page, places, "static");
  await form.getByLabel("or rows of a CSV file").setInputFiles(places.csv);
  await expect(form.getByText("40 predictions of 40 rows of molecules.csv")).toBeVisible();
  const download = page.waitForEvent("download");
  await form.getByRole("button", { name: "Save as CSV" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  const [head = "", ...lines] = Buffer.concat(chunks).toString().trim().split(/\r?\n/);
  const place = head.split(",").indexOf("predicted solubility") - head.split(",").length;
  lines.forEach((line, row) =>
    expect(Math.abs(Number(line.split(",").at(place)) - (places.expected[row] ?? NaN))).toBeLessThan(1e-5),
  );
  expect(lines).toHaveLength(40);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await picture(page, "try-file-320");
  const bad = join(tmpdir(), `foundry-try-${process.pid}.csv`);
  writeFileSync(bad, "mol_weight,logp\n1,2\n");
  await form.getByLabel("or rows of a CSV file").setInputFiles(bad);
  await expect(form.getByRole("alert").filter({ hasText: "lacks the columns" })).toBeVisible();
  rmSync(bad);
});

test("a worker that dies fails one prediction in a sentence, and the next one runs", async ({ places, page }) => {
  const form = await open(page, places, "hub");
  await expectRow(form, 1, places.expected[0]);
  const [worker] = page.workers();
  if (!worker) throw new Error("The model runs in no worker.");
  await worker.evaluate(() => {
    self.onmessage = () => {
      throw new Error("the worker is broken");
    };
  });
  await form.getByRole("button", { name: "Predict" }).click();
  await expect(
    form
      .getByRole("alert")
      .filter({ hasText: /What runs the model in the browser has failed \(.*the worker is broken\); try again/ }),
  ).toBeVisible();
  await picture(page, "try-worker-died");
  await expectRow(form, 2, places.expected[1]);
  await expect(form.getByRole("alert").filter({ hasText: "has failed" })).toBeHidden();
  expect(page.workers()).toHaveLength(1);
});
