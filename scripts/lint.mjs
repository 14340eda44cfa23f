// `npm run lint`: every check that is not a test. All run, even when one fails.
import { spawnSync } from "node:child_process";
import { environment, root } from "./environment.mjs";

const checks = {
  eslint: ["eslint", "--max-warnings=0", "src", "ui-tests", "--no-warn-ignored"],
  tsc: ["tsc", "-p", "tsconfig.test.json"],
  translations: ["node", "scripts/untranslated.mjs"],
  ruff: ["ruff", "check", "."],
  "ruff format": ["ruff", "format", "--check", "."],
  mypy: ["mypy"],
  "import layers": ["lint-imports"],
  // An install over node_modules writes a lock file for this platform alone, which `npm ci` refuses elsewhere.
  "lock file": [
    "npm",
    "ci",
    "--dry-run",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--silent",
  ],
  "unit names": ["python", "scripts/unit_names.py", "--check"],
  pins: ["python", "scripts/check_pins.py"],
  reference: ["python", "scripts/generate_reference.py", "--check"],
};
const failed = [];
for (const [name, [command, ...args]] of Object.entries(checks)) {
  const since = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, env: environment(), stdio: "inherit" });
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length ? `\nFailed: ${failed.join(", ")}` : "\nAll checks passed");
process.exit(failed.length ? 1 : 0);
