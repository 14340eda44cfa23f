import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { python } from "../scripts/environment.mjs";
import { freePort, startLabServer } from "./lab-server.ts";
import { Lab, expect, test } from "./lab-page.ts";

test("a kernel that was restarted leaves a sentence in its widgets, and the cell brings them back", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry\nfoundry.load("matbench-expt-gap")["train"].preview()`);
  const preview = page.locator("foundry-preview");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
  await lab.restartKernel();
  await expect(page.getByText("The kernel was restarted; run this cell again to go on.").first()).toBeVisible();
  await preview.getByRole("grid").focus();
  await page.keyboard.press("Control+End");
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toHaveCount(0);
  await lab.idle();
  const sources = await lab.sources();
  await lab.runCell(sources.findIndex((source) => source.includes("preview()")));
  await expect(preview.getByRole("gridcell", { name: "mb-expt-gap-0001" })).toBeVisible();
});

test("a mistake in a cell is one sentence, with the nearest names", async ({ lab, page }) => {
  await lab.newNotebook();
  const output = page.locator(".jp-OutputArea-output");
  const says = async (code: string, ...parts: (string | RegExp)[]) => {
    await lab.runCode(code);
    for (const part of parts) await expect(output.last()).toContainText(part);
    await expect(output.last()).not.toContainText("Traceback");
    expect((await output.last().innerText()).trim().split("\n")).toHaveLength(1);
  };
  await says(`import foundry_lab as foundry\nfoundry.load("matbench-expt-gaps")`, "NotFoundError", "matbench-expt-gap");
  await says(`foundry.load("matbench-expt-gap")["trian"]`, "UnknownSplitError", "'train'");
  await says(`foundry.load("../../etc/passwd")`, /NotFoundError|InvalidNameError/);
  await says(`foundry.load("matbench-expt-gap")["train"].to_arrow(columns=["gpa"])`, "UnknownColumnError", "gap");
  await says(
    `foundry.publish_dataset({"train": foundry.load("matbench-phonons")["train"].to_arrow()}, name="matbench-phonons", version="1.0.0")`,
    /DuplicateVersionError|already/,
  );
});

test("a file that was changed in the store is named where it is loaded", async ({ lab, server, page }) => {
  await lab.newNotebook();
  const folder = join(server.env.FOUNDRY_STORE ?? "", "datasets/matbench-dielectric/1.0.0/data");
  const [file = ""] = readdirSync(folder);
  appendFileSync(join(folder, file), "!");
  await lab.runCode(
    `import foundry_lab as foundry\nds = foundry.load("matbench-dielectric")\n[ds[name].to_arrow().num_rows for name in ds]`,
  );
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("ChecksumMismatchError");
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText(file);
});

test("a hub that was killed is there again for the next search", async ({ lab, server, page }) => {
  const panel = await lab.openPanel();
  const folder = server.env.FOUNDRY_RUNTIME_DIR ?? "";
  const record = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .find((text) => text.includes("pid"));
  const { pid } = JSON.parse(record ?? "{}") as { pid: number };
  process.kill(pid, "SIGKILL");
  await panel.getByRole("searchbox").fill("phonon");
  await expect(panel.getByRole("option")).toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a team's hub that is down is said in the panel, and Retry goes on when it is back", async ({
  browser,
  server,
}) => {
  const port = await freePort();
  const env = { FOUNDRY_URL: `http://127.0.0.1:${port}`, FOUNDRY_TOKEN: "team" };
  const lab = await startLabServer(env);
  const page = await browser.newPage();
  try {
    const there = new Lab(page, lab);
    await there.open();
    await there.command("foundry:open-panel");
    const panel = page.locator("foundry-panel");
    await expect(panel.getByRole("alert")).toContainText(`127.0.0.1:${port}`);
    const hub = spawn(python("foundry-lab"), ["serve", "--port", String(port), "--json"], {
      env: { ...server.env, FOUNDRY_TOKEN: "team" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(hub.stdout, "data");
    await panel.getByRole("button", { name: "Retry" }).click();
    await expect(panel.getByRole("option").first()).toBeVisible();
    hub.kill("SIGTERM");
    await once(hub, "exit");
  } finally {
    await page.close();
    await lab.stop();
  }
});
