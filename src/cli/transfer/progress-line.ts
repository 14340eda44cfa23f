import { formatBytes } from "../../core/quantities.js";
import type { Progress } from "../foundry.js";
import { stopIfInterrupted, willUndo } from "../interruption.js";

/** Milliseconds between two changes of the line. */
const INTERVAL = 100;

/** Says how far work is: JSON lines where they are asked for, one changing line on a terminal, nothing elsewhere. */
export function progressReporter(
  what: string,
  asJson: boolean,
): { report: (progress: Progress) => void; end: () => void } {
  const { stderr } = process;
  willUndo();
  if (asJson)
    return {
      report: ({ step, done, total }) => {
        stopIfInterrupted();
        stderr.write(`${JSON.stringify({ step, done, total })}\n`);
      },
      end: () => undefined,
    };
  if (!stderr.isTTY) return { report: stopIfInterrupted, end: () => undefined };
  let last = 0;
  return {
    report: ({ step, done, total }) => {
      stopIfInterrupted();
      const now = Date.now();
      if (now - last < INTERVAL && done < total) return;
      last = now;
      const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
      stderr.write(`\r\u001b[K${what}: ${step} ${formatBytes(done)} of ${formatBytes(total)} (${percent} %)`);
    },
    end: () => void stderr.write("\r\u001b[K"),
  };
}
