import { CommanderError } from "commander";
import { WrongUsage } from "./foundry-command.js";
import { Interruption, stopIfInterrupted } from "./interruption.js";
import { makeProgram } from "./program.js";
import { reportFailure } from "./terminal.js";

try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
  // A lifeline that is still held would keep a process that has nothing left to do.
  process.stdin.destroy();
}

/** 0 for help and the version, which were asked for; 1 for a problem, 2 for wrong usage, 130 after Ctrl+C. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  try {
    // Whatever work that was cut off says, the signal is why.
    stopIfInterrupted();
  } catch (interruption) {
    if (interruption instanceof Interruption) process.exit(interruption.status);
  }
  reportFailure(process.argv.includes("--json"), error);
  return error instanceof WrongUsage ? 2 : 1;
}
