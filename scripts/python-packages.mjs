// The project's Python environments: .venv, and others beside it whose packages must not meet.
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { linkNode, pythonOf, python, root, venv } from "./environment.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { SetupError, quietly } from "./steps.mjs";

/** What each purpose installs and where; extras are those of pyproject.toml, whose versions constraints.txt pins. */
const environments = {
  // What is needed to run and to build, and what the example notebooks import.
  run: { folder: venv, extras: ["benchmarks", "chemistry", "excel", "hdf5", "models", "zarr"], project: true },
  test: { folder: venv, extras: ["dev"] },
  wheel: { folder: venv, extras: ["wheel"] },
  hosts: { folder: join(venv, "hosts"), extras: ["hosts"] },
  docs: { folder: join(venv, "docs"), extras: ["docs"] },
  mlserver: { folder: join(venv, "mlserver"), file: "scripts/mlserver-requirements.txt" },
  clients: { folder: join(venv, "clients"), file: "scripts/clients-requirements.txt" },
  bench: { folder: join(root, ".venv-bench"), extras: ["bench"], project: true },
};
const pins = [
  "pyproject.toml",
  "constraints.txt",
  "scripts/mlserver-requirements.txt",
  "scripts/clients-requirements.txt",
];

export const runs = (command, ...args) => {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

function findPython() {
  const names = process.env.FOUNDRY_PYTHON
    ? [process.env.FOUNDRY_PYTHON]
    : ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
  const name = names.find((each) => runs(each, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"));
  if (name) return name;
  throw new SetupError(
    "Python 3.11 or newer is missing: install it (on Debian `apt-get install python3 python3-venv`), or name one in FOUNDRY_PYTHON.",
  );
}

export const hasUv = () => existsSync(python()) && runs(python("uv"), "--version");

/** Makes .venv, with pip for those who look for it there and uv, which installs everything else. */
export async function makeVenv() {
  const base = findPython();
  if (!runs(base, "-c", "import ensurepip, venv")) {
    if (process.getuid?.() !== 0 || !runs("apt-get", "--version"))
      throw new SetupError(
        "Python's venv module is missing: run `apt-get install python3-venv` as root, then try again.",
      );
    await quietly("apt-get", ["update"], { what: "apt-get update" });
    await quietly("apt-get", ["install", "-y", "python3-venv"], { what: "apt-get install python3-venv" });
  }
  rmSync(venv, { recursive: true, force: true });
  await quietly(base, ["-m", "venv", venv], { what: "Making .venv" });
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"];
  await quietly(python(), [...pip, "-c", "constraints.txt", "uv"], { cwd: root, what: "pip install uv" });
}

/** What builds the project, here where it is edited. */
const buildRequirements = () => {
  const read =
    "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\\n')";
  return execFileSync(python(), ["-c", read], { cwd: root, encoding: "utf8" })
    .trim()
    .split(/\r?\n/)
    .concat("editables");
};

const extensionIn = (folder) => join(folder, "share/jupyter/labextensions/foundry-lab");

/** What an installation put there goes, and an installation would write through a link, into the checkout. */
function unlinkExtension(folder) {
  const link = extensionIn(folder);
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true, force: true });
}

/** The extension is linked, so that a build shows after a reload of the page. */
function linkExtension(folder) {
  unlinkExtension(folder);
  mkdirSync(dirname(extensionIn(folder)), { recursive: true });
  symlinkSync(join(root, "foundry_lab/labextension"), extensionIn(folder), "junction");
}

/** Whether the packages of a purpose are installed as they are pinned. */
export const isInstalled = (name) =>
  existsSync(pythonOf(environments[name].folder)) && isDone(`python-${name}`, digest(pins));

/** Installs the packages of a purpose; uv is in .venv. */
export async function install(name) {
  const { folder, extras = [], file, project = false } = environments[name];
  const uv = (...args) =>
    quietly(python("uv"), args, {
      cwd: root,
      env: { ...process.env, SKIP_JUPYTER_BUILDER: "1", UV_NO_PROGRESS: "1" },
      what: "uv",
    });
  if (folder !== venv) await uv("venv", "--clear", "--python", python(), folder);
  const into = ["pip", "install", "--python", pythonOf(folder)];
  const wanted = file
    ? ["-r", file]
    : ["-c", "constraints.txt", "-r", "pyproject.toml", ...extras.flatMap((extra) => ["--extra", extra])];
  await uv(...into, ...wanted, ...(project ? buildRequirements() : []));
  if (project) {
    unlinkExtension(folder);
    await uv(...into, "--no-build-isolation", "--no-deps", "-e", ".");
    linkExtension(folder);
  }
  if (name === "run") linkNode();
  markDone(`python-${name}`, digest(pins));
}
