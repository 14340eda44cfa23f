// Progress and child processes of the set-up, with nothing but Node's own modules.
import { spawn } from "node:child_process";

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** A sentence that ends the program: what is missing and what to do. */
export class SetupError extends Error {}

/**
 * Runs a command quietly; on a terminal its last line shows while it runs.
 * @throws SetupError with the command's last lines when it fails
 */
export function quietly(command, args, { cwd, env = process.env, what = command } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const show = (chunk) => {
      output = (output + chunk).slice(-20_000);
      const line = output.trimEnd().split("\n").at(-1) ?? "";
      if (process.stdout.isTTY)
        process.stdout.write(`\r\x1b[2K    ${line.slice(0, (process.stdout.columns ?? 80) - 6)}`);
    };
    child.stdout.setEncoding("utf8").on("data", show);
    child.stderr.setEncoding("utf8").on("data", show);
    child.on("error", (error) => reject(new SetupError(`${what} could not be started: ${error.message}`)));
    child.on("close", (status) => {
      if (process.stdout.isTTY) process.stdout.write("\r\x1b[2K");
      if (status === 0) resolve(output);
      else
        reject(
          new SetupError(
            `${output.trimEnd().split("\n").slice(-25).join("\n")}\n\n${what} failed (exit status ${status}); the lines above say why.`,
          ),
        );
    });
  });
}

/** Runs `steps`, `{ title, needed(), run() }`, one after another and says how far it is. */
export async function runSteps(steps) {
  for (const [index, { title, needed, run }] of steps.entries()) {
    if (!(await needed())) continue;
    const since = Date.now();
    console.log(`[${index + 1}/${steps.length}] ${title} ...`);
    await run();
    console.log(`[${index + 1}/${steps.length}] ${title}: ${seconds(since)} (${seconds(started)} in all)`);
  }
}

/** Runs `main`; a SetupError is printed as its sentence, without a stack. */
export async function program(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}
