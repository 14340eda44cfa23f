// `npm run setup:hosts`: installs what only the tests of other notebook hosts need, beside .venv and not in it: a server
// or kernel sees these packages where ui-tests/hosts.ts says so, and no other test is touched by them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { python, root, venv } from "./environment.mjs";
import { requirementsOf } from "./requirements.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { program, quietly } from "./steps.mjs";

const hosts = join(venv, "hosts");

/** Makes the environment unless it is there as pinned. */
export async function setupHosts() {
  const pins = digest(["pyproject.toml", "constraints.txt", "scripts/setup-hosts.mjs"]);
  if (isDone("hosts", pins)) return;
  await quietly(python(), ["-m", "venv", "--clear", "--without-pip", hosts], { what: "Making .venv/hosts" });
  const find = "import sysconfig, sys; print(sysconfig.get_path('purelib', vars={'base': sys.argv[1], 'platbase': sys.argv[1]}))";
  const site = async (prefix) => (await quietly(python(), ["-c", find, prefix])).trim();
  // What .venv has is there already: only what is missing is installed.
  writeFileSync(join(await site(hosts), "foundry_lab_venv.pth"), `${await site(venv)}\n`);
  const wanted = requirementsOf(readFileSync(join(root, "pyproject.toml"), "utf8"), "hosts");
  const pip = ["-m", "pip", "--python", hosts, "install", "--disable-pip-version-check", "--no-input", "-q", "-c", "constraints.txt", ...wanted];
  await quietly(python(), pip, { cwd: root, what: "pip install" });
  writeFileSync(join(hosts, "site-packages.txt"), await site(hosts));
  markDone("hosts", pins);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(setupHosts);
