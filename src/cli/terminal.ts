import { stripVTControlCharacters } from "node:util";
import { FoundryProblem, problem } from "../core/problems.js";

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text of others without what would steer the terminal. */
export const plain = (text: string): string => stripVTControlCharacters(text).replaceAll(CONTROL, "");

let listening = false;

/** Writes to the standard output. Not sooner is it touched: Python may take over this process, and wants it as it is. */
export function write(text: string): void {
  // Whoever reads may stop reading, as `head` does.
  if (!listening)
    process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  listening = true;
  process.stdout.write(text);
}

/** Prints a result: one JSON document, or text for people. */
export function print(json: boolean, value: unknown, text: () => string): void {
  write(json ? `${JSON.stringify(value)}\n` : `${plain(text())}\n`);
}

/** Says on stderr what a reader should know besides the result. */
export function note(json: boolean, text: string): void {
  process.stderr.write(json ? `${JSON.stringify({ note: text })}\n` : `Note: ${plain(text)}\n`);
}

/** Rows as columns of one width; the first is the head. */
export function table(rows: string[][], indent = ""): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => plain(row[column] ?? "").length)));
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, column) => cell.replaceAll(/\s+/g, " ").padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
}

/** Says what went wrong: one sentence, or the problem as JSON. */
export function reportFailure(json: boolean, error: unknown): void {
  const found = error instanceof FoundryProblem ? error : unforeseen(error);
  process.stderr.write(json ? `${JSON.stringify(found.problem)}\n` : `${plain(found.message)}\n`);
}

function unforeseen(error: unknown): FoundryProblem {
  if (process.env.FOUNDRY_DEBUG) console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  return problem("internal", `Something unforeseen went wrong: ${reason} (FOUNDRY_DEBUG=1 shows where).`);
}
