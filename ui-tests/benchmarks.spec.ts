import { execFileSync, spawn } from "node:child_process";
import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { python } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";
import { firstLine, stopped } from "./processes.ts";

const SETUP = `
import foundry_lab as foundry
forest = foundry.model("solubility-forest")
test = foundry.load("solubility")["test"].to_pandas().dropna(subset=forest.inputs)
task = foundry.publish_benchmark(
    name="solubility-challenge", title="Solubility of small molecules", dataset="solubility", id="name", target="solubility",
    folds={"test": list(test["name"])}, metrics=["mae", "rmse", "r2"], baselines=True, submissions_per_day=5,
    extra_data="none",
)
truth = dict(zip(test["name"], test["solubility"]))
mean = sum(truth.values()) / len(truth)
for i, share in enumerate([0.5, 0.7]):
    task.submit({"test": {k: mean + share * (v - mean) for k, v in truth.items()}}, name=f"shrunk {share}", by="Ada", seconds=10 ** i, parameters=100 * 10 ** i)
task.submit({"test": truth}, name="cheat", by="Eve").withdraw("it was given the truth")
`;

/** Predictions of the benchmark as files of each format, good and bad ones; prints their paths. */
const FILES = `
import os, tempfile
import foundry_lab as foundry, pyarrow as pa, pyarrow.feather, pyarrow.parquet
folder = tempfile.mkdtemp(dir=os.environ["FOUNDRY_CACHE"])
forest = foundry.model("solubility-forest")
test = foundry.load("solubility")["test"].to_pandas().dropna(subset=forest.inputs)
frame = test[["name"]].assign(prediction=1.5, fold="test")
def at(name):
    print(os.path.join(folder, name))
    return os.path.join(folder, name)
frame[["name"]].rename(columns={"name": "row"}).assign(prediction=1).to_csv(at("wrong.csv"), index=False)
frame.head(3).to_parquet(at("short.parquet"))
frame.to_csv(at("good.csv"), index=False)
pyarrow.feather.write_feather(pa.Table.from_pandas(frame, preserve_index=False), at("good.arrow"), compression="lz4")
frame.sample(frac=1, random_state=1).to_parquet(at("good.parquet"))
`;

async function accessible(place: Locator): Promise<void> {
  const page = place.page();
  await place.evaluate((element) => element.setAttribute("data-checked", ""));
  const { violations } = await new AxeBuilder({ page }).include("[data-checked]").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

/** The benchmark of these tests, published once to the server's store. */
let published = false;
function publishBenchmark(env: NodeJS.ProcessEnv): void {
  if (!published) execFileSync(python("python"), ["-W", "ignore", "-c", SETUP], { env, stdio: "inherit" });
  published = true;
}

test("a benchmark is entered with one's model from the panel, and from the cell that it inserts", async ({
  lab,
  page,
}) => {
  publishBenchmark(lab.server.env);
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("tab", { name: /Benchmarks/ }).click();
  await panel.getByRole("option", { name: /Solubility of small molecules/ }).click();
  const card = panel.getByRole("region", { name: "Solubility of small molecules", exact: true });
  const rows = card.locator("tbody tr");

  await test.step("the leaderboard: sorted, filtered, withdrawn entries marked", async () => {
    await expect(rows).toHaveCount(6);
    await expect(rows.last()).toContainText("cheat withdrawn");
    await card.getByRole("button", { name: /^r2/ }).click();
    await expect(card.getByRole("columnheader", { name: /r2/ })).toHaveAttribute("aria-sort", "descending");
    await card.getByRole("combobox", { name: "Kind of entry" }).selectOption("baseline");
    await expect(rows).toHaveCount(3);
    await card.getByRole("combobox", { name: "Kind of entry" }).selectOption("");
    await expect(rows).toHaveCount(6);
  });

  await test.step("plots: scores against time, cost and size, parity of an entry", async () => {
    await expect(card.getByRole("img", { name: /against its time of submission/ })).toBeVisible();
    await card.getByRole("combobox", { name: "Scores against" }).selectOption("parameters");
    await expect(card.getByRole("img", { name: /against its number of parameters/ })).toBeVisible();
    await card.getByRole("button", { name: "Parity of shrunk 0.7" }).click();
    await expect(card.getByRole("img", { name: /solubility as 'shrunk 0.7' predicts it/ })).toBeVisible();
  });

  const form = card.getByRole("form", { name: "Enter the benchmark" });
  await test.step("the checker says what is wrong before anything is submitted", async () => {
    await form.getByRole("combobox", { name: "Model" }).selectOption("solubility-forest@1.0.0");
    const name = form.getByRole("textbox", { name: "Name of the entry" });
    await expect(name).toHaveValue("solubility-forest");
    await expect(form.getByText("Nothing is wrong with it.")).toBeVisible();
    await name.fill("cheat");
    await name.press("Tab");
    await expect(form.getByRole("alert")).toContainText(
      "There is an entry called 'cheat', which was withdrawn and keeps its name",
    );
    await expect(form.getByRole("button", { name: "Submit" })).toBeDisabled();
    await name.fill("my forest");
    await name.press("Tab");
    await expect(form.getByRole("alert")).toHaveCount(0);
  });

  await test.step("the hub runs the model and the entry appears", async () => {
    await form.getByRole("button", { name: "Submit" }).click();
    await expect(form.getByText("'my forest' was entered and scored.")).toBeVisible({ timeout: 60_000 });
    await expect(rows).toHaveCount(7);
    await expect(rows.filter({ hasText: "my forest" })).toContainText("solubility-forest@1.0.0");
  });

  await test.step("the code that enters it is inserted and runs", async () => {
    await card.getByRole("button", { name: "Insert code in notebook" }).click();
    await expect
      .poll(() => lab.sources())
      .toContainEqual(expect.stringContaining('foundry.benchmark("solubility-challenge@1.0.0")'));
    await lab.runActiveCell();
    await expect(page.locator(".jp-OutputArea-output").last()).toContainText("my model", { timeout: 60_000 });
  });

  await test.step("a file of predictions is read as CSV, Parquet or Arrow", async () => {
    const files = execFileSync(python("python"), ["-W", "ignore", "-c", FILES], {
      env: lab.server.env,
      encoding: "utf8",
    })
      .trim()
      .split("\n");
    await form.getByRole("combobox", { name: "Model" }).selectOption("file");
    await form.getByRole("textbox", { name: "Name of the entry" }).fill("from a file");
    for (const path of files) {
      await form.getByLabel("File of predictions").setInputFiles(path);
      const fault = path.endsWith("wrong.csv")
        ? /use 'name' and 'prediction'/
        : path.endsWith("short.parquet")
          ? /lacks predictions for/
          : undefined;
      await expect(
        fault ? form.getByRole("alert").filter({ hasText: fault }) : form.getByText("Nothing is wrong with it."),
      ).toBeVisible();
    }
    await form.getByRole("button", { name: "Submit" }).click();
    await expect(form.getByText("'from a file' was entered and scored.")).toBeVisible();
    await expect(rows.filter({ hasText: "from a file" })).toContainText("predictions");
    await form.scrollIntoViewIfNeeded();
    await page.screenshot({ path: "test-results/entry-from-file.png" });
  });

  await test.step("lineage leads to the dataset and the model", async () => {
    const lineage = panel.locator("foundry-lineage");
    await lineage.locator("summary").click();
    await expect(lineage.getByRole("button", { name: /solubility@1.0.0/ }).first()).toBeVisible();
    await expect(lineage.getByText("my forest")).toBeVisible();
  });

  await test.step("it is accessible, in light and dark, and at 320 pixels", async () => {
    await accessible(panel);
    for (const [theme, name] of [
      ["light", "JupyterLab Light"],
      ["dark", "JupyterLab Dark"],
    ] as const) {
      await lab.theme(name);
      await page.setViewportSize({ width: 1500, height: 2000 });
      await page.screenshot({ path: test.info().outputPath(`benchmark-${theme}.png`) });
    }
    await accessible(panel);
  });

  await test.step("its dataset is one click away", async () => {
    await panel
      .locator("foundry-lineage")
      .getByRole("button", { name: /^solubility@1.0.0/ })
      .click();
    await expect(panel.locator("foundry-dataset-card")).toBeVisible();
  });
});

test("the hub's page shows the leaderboard, at 320 pixels too", async ({ server, page }) => {
  publishBenchmark(server.env);
  const hub = spawn(python("foundry-lab"), ["serve", "--json"], {
    env: server.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url, token } = JSON.parse(await firstLine(hub)) as { url: string; token: string };
  try {
    await page.goto(`${url}/#token=${token}`);
    await page.getByRole("tab", { name: /Benchmarks/ }).click();
    await page.getByRole("option", { name: /Solubility of small molecules/ }).click();
    const card = page.getByRole("region", { name: "Solubility of small molecules", exact: true });
    await expect(card.getByRole("button", { name: "Insert code in notebook" })).toHaveCount(0);
    await card.getByRole("button", { name: "Parity of shrunk 0.5" }).click();
    await expect(card.getByRole("img", { name: /predicts it/ })).toBeVisible();
    await page.locator("foundry-lineage summary").click();
    await expect(page.locator("foundry-lineage").getByText("cheat")).toBeVisible();
    for (const [width, height] of [
      [1200, 1000],
      [320, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      // The whole card, whatever the window shows of it.
      await page.locator("foundry-panel").evaluate((panel) => panel.shadowRoot?.querySelector(".body")?.scrollTo(0, 0));
      await page.screenshot({ path: test.info().outputPath(`page-${width}.png`) });
      await page
        .locator("foundry-panel")
        .evaluate((panel) => panel.shadowRoot?.querySelector(".body")?.scrollTo(0, 1e6));
      await page.screenshot({ path: test.info().outputPath(`page-${width}-end.png`) });
    }
    await accessible(page.locator("foundry-page"));
    await page.emulateMedia({ colorScheme: "dark" });
    await page.screenshot({ path: test.info().outputPath("page-dark.png") });
    await accessible(page.locator("foundry-page"));
  } finally {
    await stopped(hub);
  }
});

test("a benchmark is made from an empty form by keyboard, shown as it will be, published and entered", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  await panel.getByRole("tab", { name: /Benchmarks/ }).click();
  await panel.getByRole("button", { name: "Make a benchmark" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => lab.sources()).toContainEqual(expect.stringContaining("foundry.benchmark_form()"));
  const form = page.locator("foundry-benchmark-form");
  const missing = form.getByRole("region", { name: "What is missing" });
  const button = form.getByRole("button", { name: "Publish", exact: true });
  const type = async (text: string) => {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  };

  await test.step("the button says what is missing, and leads there", async () => {
    await expect(missing.getByRole("listitem")).toHaveText("Choose the dataset that the benchmark is on.", {
      timeout: 60_000,
    });
    await expect(button).toHaveAccessibleDescription("Fix 1 issue first.");
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(form.getByLabel("Dataset", { exact: true })).toBeFocused();
    await page.keyboard.type("nowhere");
    await expect(missing.getByText("There is no dataset 'nowhere'")).toBeVisible();
    await type("matbench-expt-gap");
  });

  await test.step("proposals of the dataset's roles, and the leaderboard with their columns", async () => {
    await expect(form.getByLabel("Row ids")).toHaveValue("id");
    await expect(form.getByRole("checkbox", { name: "mae ↓" })).toBeChecked();
    const board = form.getByRole("region", { name: "Leaderboard", exact: true });
    await expect(board.getByRole("columnheader")).toContainText(["#", "mae", "Entry", "rmse"]);
    await expect(board.getByRole("cell")).toHaveText("No entries yet.");
    await expect(button).toBeEnabled();
  });

  await test.step("each refusal stands at its field, and its line leads there", async () => {
    await form.getByLabel("Folds", { exact: true }).selectOption("k-fold, shuffled");
    for (const [label, text, sentence] of [
      ["Name", "Gaps By Form", "Gaps By Form"],
      ["Number of folds", "100000", "100000"],
      ["Open until", "soon", "is not a time"],
    ] as const) {
      const field = form.getByLabel(label, { exact: true });
      const before = await field.inputValue();
      await field.focus();
      await type(text);
      await expect(missing.getByText(sentence)).toBeVisible();
      await missing.getByRole("button", { name: sentence }).focus();
      await page.keyboard.press("Enter");
      const place = label === "Number of folds" ? form.getByLabel("Folds", { exact: true }) : field;
      await expect(place).toBeFocused();
      await expect(place).toHaveAttribute("aria-invalid", "true");
      await field.focus();
      await type(before);
      if (before === "") await page.keyboard.press("Backspace");
      await expect(missing.getByText(sentence)).toHaveCount(0);
    }
  });

  await test.step("folds by MatFold ask for a column; metrics are added and ordered", async () => {
    await form.getByLabel("Folds", { exact: true }).selectOption("MatFold: chemsys");
    await form.getByLabel("Column", { exact: true }).selectOption("formula");
    await form.getByRole("checkbox", { name: "r2 ↑" }).focus();
    await page.keyboard.press("Space");
    await form.getByLabel("Leaderboard by").selectOption("r2");
    const board = form.getByRole("region", { name: "Leaderboard", exact: true });
    await expect(board.getByRole("columnheader").nth(1)).toContainText("r2");
    await expect(form.getByRole("region", { name: "Python code" })).toContainText("'by': 'chemsys'");
    await form.getByLabel("Name", { exact: true }).fill("gaps-by-form");
    await expect(button).toBeEnabled();
  });

  await test.step("it fits, and is accessible, in light and dark", async () => {
    for (const theme of ["JupyterLab Light", "JupyterLab Dark"] as const) {
      await lab.theme(theme);
      await accessible(form);
      for (const [width, height] of [
        [1400, 900],
        [1024, 700],
        [640, 900],
      ] as const) {
        await page.setViewportSize({ width, height });
        expect(await form.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true);
        await form.screenshot({ path: test.info().outputPath(`form-${theme.split(" ")[1]}-${width}.png`) });
      }
    }
    await page.setViewportSize({ width: 1400, height: 900 });
    for (const target of await form.locator("button, input, select, .option").all()) {
      const box = await target.boundingBox();
      const isBox = await target.evaluate((element) => element.matches("input[type=checkbox]"));
      if (box && !isBox) expect(box.height).toBeGreaterThanOrEqual(24);
    }
  });

  await button.focus();
  await page.keyboard.press("Enter");
  await expect(form.getByText("Published gaps-by-form@1.0.0")).toBeVisible({ timeout: 60_000 });
  await lab.runCode(`task = foundry.benchmark("gaps-by-form")
guess = {fold: {row: 1.0 for row in task.test_ids(fold)} for fold in task.folds}
task.submit(guess, name="one for all", by="Ada").name`);
  await panel.getByRole("tab", { name: /Datasets/ }).click();
  await panel.getByRole("tab", { name: /Benchmarks/ }).click();
  await panel
    .getByRole("option", { name: /gaps-by-form|of Experimental/ })
    .first()
    .click();
  const rows = panel.locator("foundry-leaderboard tbody tr");
  await expect(rows.filter({ hasText: "baseline: dummy" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "one for all" })).toHaveCount(1);
});

test("a benchmark as the last line of a cell shows its leaderboard, with parity and significance one click away", async ({
  lab,
  page,
}) => {
  publishBenchmark(lab.server.env);
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry\nfoundry.benchmark("solubility-challenge")`);
  const board = page.locator("foundry-leaderboard[alone]");
  const rows = board.locator("tbody tr");
  await expect(rows.first()).toBeVisible({ timeout: 60_000 });
  await expect(board.locator("thead th").nth(2)).toHaveText("Entry");
  await expect(rows.last()).toContainText("cheat withdrawn");
  await expect(rows.filter({ hasText: "baseline: dummy" }).locator(".role")).toHaveText("baseline");
  await expect(board).not.toContainText("± 0");

  await rows
    .nth(1)
    .getByRole("button", { name: /difference of/ })
    .click();
  await expect(board.locator(".significance")).toContainText(/in mae (by more than|by) chance: p/);
  await expect(board.locator(".significance")).toContainText("paired permutation test over rows");
  await board.getByRole("button", { name: "Parity of shrunk 0.7" }).click();
  await expect(board.getByRole("img", { name: /solubility as 'shrunk 0.7' predicts it/ })).toBeVisible();
  await board.getByRole("button", { name: /^r2/ }).click();
  await expect(board.getByRole("columnheader", { name: /r2/ })).toHaveAttribute("aria-sort", "descending");

  for (const theme of ["JupyterLab Light", "JupyterLab Dark"] as const) {
    await lab.theme(theme);
    await accessible(board);
    for (const width of [1400, 1024]) {
      await page.setViewportSize({ width, height: width === 1400 ? 900 : 700 });
      await board.screenshot({ path: test.info().outputPath(`${theme}-${width}.png`) });
    }
  }
});
