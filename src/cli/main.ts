import { makeProgram } from "./program.js";
import { reportFailure } from "./terminal.js";

// Whoever reads may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await makeProgram().parseAsync();
} catch (error) {
  reportFailure(process.argv.includes("--json"), error);
  process.exitCode = 1;
  // A lifeline that is still held would keep a process that has nothing left to do.
  process.stdin.destroy();
}
