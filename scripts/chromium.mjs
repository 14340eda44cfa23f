import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { SetupError, quietly, runSteps } from "./steps.mjs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of the tests: `FOUNDRY_CHROMIUM`, or one of the usual places. */
export const findChromium = () =>
  [process.env.FOUNDRY_CHROMIUM ?? "", ...places].find((path) => path && existsSync(path));

function hasApt() {
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** @throws SetupError with the command to run where Chromium is missing and can't be installed from here */
export async function ensureChromium() {
  if (findChromium()) return;
  if (!hasApt())
    throw new SetupError(
      "Chromium is missing, and the browser tests need it: run `sudo apt-get install chromium`, or name a Chromium in FOUNDRY_CHROMIUM.",
    );
  await runSteps([
    {
      title: "Installing Chromium",
      needed: () => true,
      run: async () => {
        const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
        await quietly("apt-get", ["update"], { env, what: "apt-get update" });
        await quietly("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
          env,
          what: "apt-get install chromium",
        });
      },
    },
  ]);
}
