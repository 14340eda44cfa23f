// `npm run setup:hosts`: installs what only the tests of other notebook hosts need, beside .venv and not in it: a server
// or kernel sees these packages where ui-tests/hosts.ts says so, and no other test is touched by them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBesideVenv, sitePackages } from "./beside-venv.mjs";
import { root, venv } from "./environment.mjs";
import { requirementsOf } from "./requirements.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { program } from "./steps.mjs";

const hosts = join(venv, "hosts");

/** Makes the environment unless it is there as pinned. */
export async function setupHosts() {
  const pins = digest(["pyproject.toml", "constraints.txt", "scripts/setup-hosts.mjs"]);
  if (isDone("hosts", pins)) return;
  const wanted = requirementsOf(readFileSync(join(root, "pyproject.toml"), "utf8"), "hosts");
  await makeBesideVenv(hosts, ["-c", "constraints.txt", ...wanted]);
  writeFileSync(join(hosts, "site-packages.txt"), await sitePackages(hosts));
  markDone("hosts", pins);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(setupHosts);
