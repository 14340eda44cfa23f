// Progress and child processes of the set-up, with nothing but Node's own modules.
import { spawn } from "node:child_process";

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
/** Where nobody watches a terminal, a long step says this often that it goes on. */
const SILENCE = 15_000;
let lastLine = "";

/** A sentence that ends the program: what is missing and what to do. */
export class SetupError extends Error {}

/**
 * Runs a command quietly; the step that it belongs to shows its last line.
 * @throws SetupError with the command's last lines when it fails
 */
export function quietly(command, args, { cwd, env = process.env, what = command } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const show = (chunk) => {
      output = (output + chunk).slice(-20_000);
      lastLine = output.trimEnd().split("\n").at(-1) ?? "";
    };
    child.stdout.setEncoding("utf8").on("data", show);
    child.stderr.setEncoding("utf8").on("data", show);
    child.on("error", (error) => reject(new SetupError(`${what} could not be started: ${error.message}`)));
    child.on("close", (status) => {
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

/** Shows that a step goes on: each second on a terminal, now and then elsewhere. @returns what ends that */
function showProgress(since) {
  const terminal = process.stdout.isTTY;
  const show = () => {
    const text = `    ${seconds(since)}  ${lastLine}`;
    if (terminal) process.stdout.write(`\r\x1b[2K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else console.log(text);
  };
  const timer = setInterval(show, terminal ? 1000 : SILENCE);
  return () => {
    clearInterval(timer);
    lastLine = "";
    if (terminal) process.stdout.write("\r\x1b[2K");
  };
}

/** Runs `steps`, `{ title, needed(), run() }`, one after another and says how far it is. */
export async function runSteps(steps) {
  for (const [index, { title, needed, run }] of steps.entries()) {
    if (!(await needed())) continue;
    const since = Date.now();
    console.log(`[${index + 1}/${steps.length}] ${title} ...`);
    const end = showProgress(since);
    await Promise.resolve(run()).finally(end);
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
