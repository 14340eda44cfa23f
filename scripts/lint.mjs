// `npm run lint`: every check that is not a test. All run, even when one fails.
import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { environment, pythonOf, root, venv } from "./environment.mjs";
import { setup } from "./setup.mjs";
import { program } from "./steps.mjs";

const checks = {
  eslint: ["eslint", "--max-warnings=0", "--no-warn-ignored", "src", "ui-tests", "scripts", "bench"],
  prettier: ["prettier", "--check", "--log-level=warn", "src", "ui-tests", "scripts", "bench", "*.mjs", "package.json"],
  "npm packages": ["knip", "--no-config-hints"],
  tsc: ["tsc", "-p", "tsconfig.test.json"],
  translations: ["node", "scripts/untranslated.mjs"],
  ruff: ["ruff", "check", "."],
  "ruff format": ["ruff", "format", "--check", "."],
  mypy: ["mypy"],
  "Python packages": ["deptry", "."],
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
  lookalikes: ["python", "scripts/lookalikes.py", "--check"],
  "unit names": ["python", "scripts/unit_names.py", "--check"],
  // What is pinned installs on the oldest Python that the project supports, too.
  pins: [
    "uv",
    "pip",
    "compile",
    "pyproject.toml",
    "--all-extras",
    "-c",
    "constraints.txt",
    "--python-version",
    "3.11",
    "-q",
    "-o",
    devNull,
  ],
  reference: ["python", "scripts/generate_reference.py", "--check"],
  // Links that lead nowhere, and pages that no other leads to.
  docs: [
    pythonOf(join(venv, "docs"), "sphinx-build"),
    "-W",
    "--keep-going",
    "-q",
    "-b",
    "html",
    "docs",
    "docs/_build/lint",
  ],
};
await program(() => setup("test", "docs"));
const failed = [];
for (const [name, [command, ...args]] of Object.entries(checks)) {
  const since = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, env: environment(), stdio: "inherit" });
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length ? `\nFailed: ${failed.join(", ")}` : "\nAll checks passed");
process.exit(failed.length ? 1 : 0);
