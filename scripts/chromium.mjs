import { existsSync } from "node:fs";
import { runs } from "./python-packages.mjs";
import { SetupError, quietly } from "./steps.mjs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of the tests: `FOUNDRY_CHROMIUM`, or one of the usual places. */
export const findChromium = () =>
  [process.env.FOUNDRY_CHROMIUM ?? "", ...places].find((path) => path && existsSync(path));

/** A step of the set-up. @throws SetupError with the command to run where Chromium can't be installed from here */
export const chromiumStep = {
  title: "Installing Chromium",
  needed: () => !findChromium(),
  run: async () => {
    if (process.getuid?.() !== 0 || !runs("apt-get", "--version"))
      throw new SetupError(
        "Chromium is missing, and the browser tests need it: run `sudo apt-get install chromium`, or name a Chromium in FOUNDRY_CHROMIUM.",
      );
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await quietly("apt-get", ["update"], { env, what: "apt-get update" });
    await quietly("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
      env,
      what: "apt-get install chromium",
    });
  },
};
