import { defineConfig } from "@playwright/test";
import { findChromium } from "../scripts/chromium.mjs";

export default defineConfig({
  testDir: ".",
  // Pictures for the documentation, not tests: `npm run screenshots`.
  testMatch: process.env.FOUNDRY_SCREENSHOTS ? /screenshots\.ts$/ : /\.spec\.ts$/,
  // It needs an installed wheel, which the test of the wheel makes: test_wheel.py.
  testIgnore: process.env.FOUNDRY_DEMO ? [] : /demo\.spec\.ts$/,
  outputDir: "../test-results",
  workers: 1,
  fullyParallel: false,
  // As the other runners under CI: what passes only then is listed as flaky in the closing lines.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1400, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findChromium() ?? "",
      // Chromium's sandbox refuses to run as root, and containers have little shared memory.
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    },
  },
});
