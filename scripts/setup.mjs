// `npm run setup [-- test]`: brings the checkout to where JupyterLab, or the tests too, can start.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumStep } from "./chromium.mjs";
import { environment, root } from "./environment.mjs";
import { hasUv, install, isInstalled, makeVenv } from "./python-packages.mjs";
import { SetupError, program, quietly, runSteps } from "./steps.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";

const sources = [
  "src",
  "style",
  "schema",
  "package.json",
  "tsconfig.json",
  "scripts/generate-contracts.mjs",
  "scripts/build-hub.mjs",
  "scripts/build-anywidget.mjs",
  "package-lock.json",
];
const built = [
  "src/contracts/patterns.ts",
  "src/contracts/lookalikes.ts",
  "src/contracts/problems.ts",
  "src/contracts/validators.js",
  "foundry_lab/contracts/models.py",
  "foundry_lab/contracts/patterns.py",
  "foundry_lab/contracts/lookalikes.py",
  "foundry_lab/contracts/problems.py",
  "lib/index.js",
  "foundry_lab/hub/dist/cli.mjs",
  "foundry_lab/widgets/static/preview.js",
  "foundry_lab/labextension/package.json",
];
export const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const npmRun = (script) => quietly(npm, ["run", script], { cwd: root, env: environment(), what: `npm run ${script}` });

const modules = {
  isDone: () => existsSync(join(root, "node_modules")) && isDone("node-modules", digest(["package-lock.json"])),
  install: async () => {
    await quietly(npm, ["ci", "--loglevel=error"], { cwd: root, what: "npm ci" });
    markDone("node-modules", digest(["package-lock.json"]));
  },
};

const toRun = [
  { title: "Making the Python environment .venv", needed: () => !hasUv(), run: makeVenv },
  {
    title: "Installing Python and JavaScript packages",
    needed: () => !isInstalled("run") || !modules.isDone(),
    run: () => Promise.all([isInstalled("run") || install("run"), modules.isDone() || modules.install()]),
  },
  {
    title: "Building the JupyterLab extension and the hub",
    needed: () => !isDone("build", digest(sources)) || built.some((file) => !existsSync(join(root, file))),
    run: async () => {
      await npmRun("generate:contracts");
      await Promise.all([npmRun("build:hub"), npmRun("build:lib").then(() => npmRun("build:lab"))]);
      markDone("build", digest(sources));
    },
  },
];

const packagesStep = (name, title) => ({
  title: `Installing ${title}`,
  needed: () => !isInstalled(name),
  run: () => install(name),
});
/** What is installed for the sake of tests and checks, by the word that `npm run setup -- WORD ...` takes. */
const more = {
  test: packagesStep("test", "the packages of tests and checks"),
  wheel: packagesStep("wheel", "what builds and tests the wheel"),
  hosts: packagesStep("hosts", "Notebook 7, Voila, marimo and JupyterLite, beside .venv"),
  // There are no wheels of uvloop for Windows, and none of our tests needs them there.
  mlserver: {
    ...packagesStep("mlserver", "MLServer, beside .venv"),
    ...(process.platform === "win32" && { needed: () => false }),
  },
  clients: {
    ...packagesStep("clients", "other servers' clients, beside .venv"),
    ...(process.platform === "win32" && { needed: () => false }),
  },
  docs: packagesStep("docs", "what builds the documentation's site, beside .venv"),
  bench: packagesStep("bench", "the peers of the benchmarks, into .venv-bench"),
  chromium: chromiumStep,
};

/** Brings the checkout to where JupyterLab can start, and what `words` name; does only what is not done yet. */
export async function setup(...words) {
  const unknown = words.find((word) => !(word in more));
  if (unknown)
    throw new SetupError(`There is nothing called ${unknown} to set up: name ${Object.keys(more).join(", ")}.`);
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20)
    throw new SetupError(
      `Node 20 or newer is needed, and this is ${process.version}: install it from your distribution or nodejs.org.`,
    );
  await runSteps([...toRun, ...words.map((word) => more[word])]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(() => setup(...process.argv.slice(2)));
