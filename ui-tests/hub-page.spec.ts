import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { environment, python } from "../scripts/environment.mjs";
import { publishExamples } from "../scripts/local-store.mjs";

interface Hub {
  url: string;
  token: string;
}

/** A hub as a team runs it, on a store with one dataset. */
const test = base.extend<object, { hub: Hub }>({
  hub: [
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), "foundry-page-"));
      const env = environment({
        FOUNDRY_STORE: join(home, "store"),
        FOUNDRY_CACHE: join(home, "cache"),
        FOUNDRY_RUNTIME_DIR: join(home, "run"),
      });
      await publishExamples(env, "matbench-expt-gap");
      const hub = spawn(python("foundry-lab"), ["serve", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
      const [line] = (await once(hub.stdout, "data")) as [Buffer];
      await use(JSON.parse(line.toString()) as Hub);
      hub.kill("SIGTERM");
      if (hub.exitCode === null) await once(hub, "exit");
      rmSync(home, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

test("the hub's page opens with the token in its address, and fetches nothing from elsewhere", async ({
  hub,
  page,
}) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`${hub.url}/#token=${hub.token}`);
  await page.getByRole("option", { name: /Experimental band gaps/ }).click();
  const card = page.getByRole("region", { name: "Experimental band gaps" });
  await expect(card.getByText("eV")).toBeVisible();
  await expect(card.getByRole("button", { name: "Load in notebook" })).toHaveCount(0);
  expect(page.url()).not.toContain(hub.token);
  expect([...hosts]).toEqual([hub.url]);
  await page.reload();
  await expect(page.getByRole("option")).toHaveCount(1);
});

test("without the token, the hub's page shows nothing", async ({ hub, page }) => {
  await page.goto(hub.url);
  const token = page.getByLabel("The hub's token");
  await token.fill("wrong");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("alert")).toContainText("The hub does not know this token");
  await expect(page.getByRole("option")).toHaveCount(0);
  await token.fill(hub.token);
  await token.press("Enter");
  await expect(page.getByRole("option", { name: /Experimental band gaps/ })).toBeVisible();
});
