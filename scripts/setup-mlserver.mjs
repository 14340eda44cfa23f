// `npm run setup:mlserver`: installs MLServer, whose pins are not the project's, beside .venv and not in it: tests show
// that its models run as ours do, and `npm run bench serve` compares with it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBesideVenv } from "./beside-venv.mjs";
import { venv } from "./environment.mjs";
import { digest, isDone, markDone } from "./stamps.mjs";
import { program } from "./steps.mjs";

const folder = join(venv, "mlserver");
const wanted = "scripts/mlserver-requirements.txt";

/** Makes the environment unless it is there as pinned. */
export async function setupMlserver() {
  // It has no wheels of uvloop for Windows, and needs none of our tests there.
  if (process.platform === "win32") return;
  const pins = digest([wanted, "constraints.txt", "scripts/setup-mlserver.mjs"]);
  if (isDone("mlserver", pins) && existsSync(folder)) return;
  await makeBesideVenv(folder, ["-r", wanted]);
  markDone("mlserver", pins);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await program(setupMlserver);
