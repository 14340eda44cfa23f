import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { problem } from "../core/problems.js";
import type { FoundryCommand } from "./foundry-command.js";
import { ended } from "./interruption.js";

/** Lets a declared command be carried out by Python, which gets its arguments and options as JSON. */
export function inPython(command: FoundryCommand, name = command.name()): FoundryCommand {
  return command.action((...parameters: unknown[]) => {
    const names = command.registeredArguments.map((argument) => argument.name());
    const given = Object.fromEntries(names.map((argument, index) => [argument, parameters[index]]));
    return becomePython(name, { ...given, ...command.opts() });
  });
}

/** Carries out a command in Python, in the place of this process where the system has that. */
export async function becomePython(command: string, options: object): Promise<void> {
  const [python, ...words] = call(command, options);
  // Windows has none.
  if (process.execve) process.execve(python, [python, ...words], process.env);
  else process.exitCode = await runPython(command, options);
}

/** Carries out a command in Python, and returns its exit status and what it printed. */
export async function askPython(command: string, options: object): Promise<{ status: number; output: string }> {
  const [python, ...words] = call(command, options);
  const child = spawn(python, words, { stdio: ["inherit", "pipe", "inherit"] });
  const [status, output] = await Promise.all([ended(child), text(child.stdout)]);
  return { status, output };
}

async function runPython(command: string, options: object): Promise<number> {
  const [python, ...words] = call(command, options);
  return ended(spawn(python, words, { stdio: "inherit" }));
}

function call(command: string, options: object): [string, ...string[]] {
  const python = process.env.FOUNDRY_COMMAND_PYTHON;
  if (!python)
    throw problem(
      "unavailable",
      "This runs in Python, which the foundry-lab command of the Python package starts: pip install foundry-lab.",
    );
  // -P: what lies in the working folder is not imported.
  return [python, "-P", "-m", "foundry_lab.command", JSON.stringify({ command, options })];
}
