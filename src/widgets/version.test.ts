import { readFileSync } from "node:fs";
import { MODULE_NAME, MODULE_VERSION } from "./version.js";

test("the widgets go by the package's name and version, in the browser and in the kernel", () => {
  const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as { name: string; version: string };
  expect([MODULE_NAME, MODULE_VERSION]).toEqual([name, version]);
  const python = readFileSync("foundry_lab/widgets/messages.py", "utf8");
  expect(python).toContain(`MODULE_NAME = "${name}"`);
  expect(python).toContain(`MODULE_VERSION = f"^{VERSION}"`);
});
