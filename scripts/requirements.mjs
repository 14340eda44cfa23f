import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

const list = (text, name) => {
  const [, body] = new RegExp(`^${name} = \\[([^]*?)^\\]|^${name} = \\[(.*)\\]$`, "m").exec(text) ?? [];
  return [...(body ?? "").matchAll(/"([^"]+)"/g)].map(([, requirement]) => requirement);
};

/** What pyproject.toml asks for to run, to develop and to build: pip reads no extras of a project without building it. */
export function requirements() {
  const text = readFileSync(join(root, "pyproject.toml"), "utf8");
  return [...list(text, "dependencies"), ...list(text, "dev"), ...list(text.replace(/^requires = \[(.*)\]$/m, "requires = [\n$1\n]"), "requires")];
}
