// `npm run setup`: makes .venv and node_modules, builds, and installs the package for development.
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment, linkNode, python, root, venv } from "./environment.mjs";
import { SetupError, program, quietly, runSteps } from "./steps.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { requirements } from "./requirements.mjs";

const isRoot = process.getuid?.() === 0;

function findPython() {
  const names = process.env.FOUNDRY_PYTHON
    ? [process.env.FOUNDRY_PYTHON]
    : ["python3", "python3.13", "python3.12", "python3.11", "python"];
  for (const name of names)
    try {
      execFileSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"], { stdio: "ignore" });
      return name;
    } catch {
      /* not there, or older */
    }
  throw new SetupError(
    "Python 3.11 or newer is missing: install it (on Debian `apt-get install python3 python3-venv`), or name one in FOUNDRY_PYTHON.",
  );
}

const has = (command, ...args) => {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

async function makeVenv() {
  const base = findPython();
  if (!has(base, "-c", "import ensurepip, venv")) {
    if (!isRoot || !has("apt-get", "--version"))
      throw new SetupError(
        "Python's venv module is missing: run `apt-get install python3-venv` as root, then try again.",
      );
    await quietly("apt-get", ["update"], { what: "apt-get update" });
    await quietly("apt-get", ["install", "-y", "python3-venv"], { what: "apt-get install python3-venv" });
  }
  rmSync(venv, { recursive: true, force: true });
  await quietly(base, ["-m", "venv", venv], { what: "Making .venv" });
}

const pip = (...args) =>
  quietly(python(), ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", ...args], {
    cwd: root,
    env: { ...process.env, SKIP_JUPYTER_BUILDER: "1" },
    what: "pip install",
  });

const extension = join(venv, "share/jupyter/labextensions/foundry-lab");

/** pip would write through the link, into the checkout or into nothing. */
function unlinkExtension() {
  if (lstatSync(extension, { throwIfNoEntry: false })) rmSync(extension, { recursive: true, force: true });
}

/** The extension is linked, so that a build shows after a reload of the page. */
function linkExtension() {
  unlinkExtension();
  mkdirSync(dirname(extension), { recursive: true });
  symlinkSync(join(root, "foundry_lab/labextension"), extension, "junction");
}

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
const pythonPins = ["pyproject.toml", "constraints.txt"];
const built = [
  "src/contracts/problems.ts",
  "src/contracts/validators.js",
  "foundry_lab/contracts/models.py",
  "foundry_lab/contracts/problems.py",
  "lib/index.js",
  "foundry_lab/hub/dist/cli.mjs",
  "foundry_lab/widgets/static/preview.js",
  "foundry_lab/labextension/package.json",
];
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function steps() {
  const npmDigest = digest(["package-lock.json"]);
  const pythonDigest = digest(pythonPins);
  const sourceDigest = digest(sources);
  const packagesMissing = () => !existsSync(python()) || !isDone("python-packages", pythonDigest);
  const modulesMissing = () => !existsSync(join(root, "node_modules")) || !isDone("node-modules", npmDigest);
  const installPython = async () => {
    await pip("-q", "-c", "constraints.txt", ...requirements());
    unlinkExtension();
    await pip("-q", "--no-build-isolation", "--no-deps", "-e", ".");
    linkExtension();
    linkNode();
    markDone("python-packages", pythonDigest);
  };
  const installNode = async () => {
    await quietly(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
      what: "npm ci",
    });
    markDone("node-modules", npmDigest);
  };
  return [
    {
      title: "Making the Python environment .venv",
      needed: () => !existsSync(python()) || !has(python(), "-m", "pip", "--version"),
      run: makeVenv,
    },
    {
      title: "Installing Python and JavaScript packages",
      needed: () => packagesMissing() || modulesMissing(),
      run: () => Promise.all([packagesMissing() && installPython(), modulesMissing() && installNode()]),
    },
    {
      title: "Building the JupyterLab extension and the hub",
      needed: () => !isDone("build", sourceDigest) || built.some((file) => !existsSync(join(root, file))),
      run: async () => {
        for (const script of ["generate:contracts", "build:lib", "build:hub", "build:lab"])
          await quietly(npm, ["run", script], { cwd: root, env: environment(), what: `npm run ${script}` });
        markDone("build", sourceDigest);
      },
    },
  ];
}

/** Brings the checkout to where JupyterLab and the tests can start; does only what is not done yet. */
export async function setup() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20)
    throw new SetupError(
      `Node 20 or newer is needed, and this is ${process.version}: install it from your distribution or nodejs.org.`,
    );
  await runSteps(steps());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(setup);
