// Environments beside .venv that see its packages, with others before them.
import { writeFileSync } from "node:fs";
import { python, root, venv } from "./environment.mjs";
import { quietly } from "./steps.mjs";

/** Makes `folder`, and installs `wanted` (arguments of pip); what .venv has and satisfies them is there already. */
export async function makeBesideVenv(folder, wanted) {
  await quietly(python(), ["-m", "venv", "--clear", "--without-pip", folder], { what: `Making ${folder}` });
  writeFileSync(`${await sitePackages(folder)}/foundry_lab_venv.pth`, `${await sitePackages(venv)}\n`);
  const pip = [
    "-m",
    "pip",
    "--python",
    folder,
    "install",
    "--disable-pip-version-check",
    "--no-input",
    "-q",
    ...wanted,
  ];
  await quietly(python(), pip, { cwd: root, what: "pip install" });
}

/** Where an environment has its packages. */
export async function sitePackages(folder) {
  const find =
    "import sysconfig, sys; print(sysconfig.get_path('purelib', vars={'base': sys.argv[1], 'platbase': sys.argv[1]}))";
  return (await quietly(python(), ["-c", find, folder])).trim();
}
