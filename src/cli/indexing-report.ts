import type { WriteStream } from "node:tty";
import type { IndexProgress } from "../contracts/types.js";
import { formatNumber } from "../core/quantities.js";

const CLEAR = "\r\u001b[2K";

/** Says how far the index of a store is: in one line of a terminal, or in a line for each tenth elsewhere, JSON beside JSON. */
export function indexingReport(
  stream: WriteStream,
  asJson: boolean,
): { report: (progress: IndexProgress) => void; clear: () => void } {
  let last = -1;
  return {
    report: ({ done, total }) => {
      const tenth = Math.floor((10 * done) / total);
      const text = `Indexing ${formatNumber(done)} of ${formatNumber(total)} packages`;
      if (asJson) {
        if (tenth !== last) stream.write(`${JSON.stringify({ step: "index", done, total })}\n`);
      } else if (stream.isTTY) stream.write(CLEAR + text);
      else if (tenth !== last) stream.write(`${text}\n`);
      last = tenth;
    },
    clear: () => {
      if (stream.isTTY && !asJson && last >= 0) stream.write(CLEAR);
    },
  };
}
