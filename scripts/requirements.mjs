import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

/** One list of pyproject.toml. */
export const requirementsOf = (text, name) => {
  const [, line, lines] = new RegExp(`^${name} = \\[(.*)\\]$|^${name} = \\[([^]*?)^\\]`, "m").exec(text) ?? [];
  return [...(line ?? lines ?? "").matchAll(/"([^"]+)"/g)].map(([, requirement]) => requirement);
};

/** What pyproject.toml asks for to run, to develop and to build: pip reads no extras of a project without building it. */
export function requirements() {
  const text = readFileSync(join(root, "pyproject.toml"), "utf8");
  return [
    ...requirementsOf(text, "dependencies"),
    ...requirementsOf(text, "dev"),
    ...requirementsOf(text.replace(/^requires = \[(.*)\]$/m, "requires = [\n$1\n]"), "requires"),
  ];
}
