// Runs a command with the project's own Node and Python in front: `node scripts/with-environment.mjs COMMAND ...`
import { spawnSync } from "node:child_process";
import { environment } from "./environment.mjs";

const [command, ...args] = process.argv.slice(2);
const { status, error } = spawnSync(command, args, { stdio: "inherit", env: environment() });
if (error) console.error(`${command} could not be started: ${error.message}`);
process.exit(status ?? 1);
