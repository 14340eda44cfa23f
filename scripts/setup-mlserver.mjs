// `npm run setup:mlserver`: installs MLServer, whose pins are not the project's, beside .venv and not in it: tests show
// that its models run as ours do, and `npm run bench serve` compares with it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { python, root, venv } from "./environment.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { program, quietly } from "./steps.mjs";

const folder = join(venv, "mlserver");
const wanted = "scripts/mlserver-requirements.txt";

/** Makes the environment unless it is there as pinned. */
export async function setupMlserver() {
  const pins = digest([wanted, "constraints.txt", "scripts/setup-mlserver.mjs"]);
  if (isDone("mlserver", pins)) return;
  await quietly(python(), ["-m", "venv", "--clear", "--without-pip", folder], { what: "Making .venv/mlserver" });
  const find = "import sysconfig, sys; print(sysconfig.get_path('purelib', vars={'base': sys.argv[1], 'platbase': sys.argv[1]}))";
  const site = async (prefix) => (await quietly(python(), ["-c", find, prefix])).trim();
  // What .venv has and is not pinned otherwise is there already: only the rest is installed.
  writeFileSync(join(await site(folder), "foundry_lab_venv.pth"), `${await site(venv)}\n`);
  const pip = ["-m", "pip", "--python", folder, "install", "--disable-pip-version-check", "--no-input", "-q", "-r", wanted];
  await quietly(python(), pip, { cwd: root, what: "pip install" });
  markDone("mlserver", pins);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(setupMlserver);
