import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { RunProgress } from "./run-source.js";

/** How far, how fast and how long: `589 of 921 rows · 41,000 rows/s · 8 ms left`. */
export function progressText({ done, total, rowsPerSecond, failed = 0 }: RunProgress): string {
  const parts = [t("%1 of %2 rows", formatNumber(done), formatNumber(total))];
  if (rowsPerSecond > 0) {
    parts.push(t("%1 rows/s", formatNumber(Number(rowsPerSecond.toPrecision(2)))));
    if (done < total) parts.push(t("%1 left", durationText((total - done) / rowsPerSecond)));
  }
  if (failed > 0) parts.push(t("%1 failed", formatNumber(failed)));
  return parts.join(" · ");
}

/** A length of time in the unit a person would use. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return t("%1 min", Math.round(seconds / 60));
  return `${(seconds / 3600).toFixed(1)} h`;
}
