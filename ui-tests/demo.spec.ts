import { expect, test } from "@playwright/test";

/** The address that `foundry-lab demo` of an installed wheel prints: test_wheel.py starts it. */
const address = process.env.FOUNDRY_DEMO ?? "";

test("the quickstart runs from top to bottom, and the panel finds the examples", async ({ page }) => {
  test.setTimeout(240_000);
  const left: string[] = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && !["localhost", "127.0.0.1"].includes(hostname)) left.push(request.url());
  });
  await page.goto(address);
  await expect(page.locator(".jp-CodeCell .cm-content").first()).toContainText("foundry.search", { timeout: 60_000 });
  const status = page.locator(".jp-Notebook-ExecutionIndicator");
  await expect(status).toHaveAttribute("data-status", "idle", { timeout: 60_000 });
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  await expect(page.getByText("mean absolute error")).toBeVisible({ timeout: 120_000 });
  await expect(status).toHaveAttribute("data-status", "idle", { timeout: 60_000 });
  await expect(page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")).toHaveCount(0);
  await page.getByRole("tab", { name: /Foundry/ }).click();
  const panel = page.locator("foundry-panel");
  await panel.getByRole("searchbox").fill("band gap");
  await expect(panel.getByRole("option", { name: /Experimental band gaps/ })).toBeVisible();
  await page.screenshot({ path: "test-results/demo.png" });
  expect(left).toEqual([]);
});
