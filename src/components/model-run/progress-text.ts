import { formatNumber } from "../../core/quantities.js";
import type { RunProgress } from "./run-source.js";

/** How far, how fast and how long: `589 of 921 rows · 41,000 rows/s · 8 ms left`. */
export function progressText({ done, total, rowsPerSecond, failed = 0 }: RunProgress): string {
  const parts = [`${formatNumber(done)} of ${formatNumber(total)} rows`];
  if (rowsPerSecond > 0) {
    parts.push(`${formatNumber(Number(rowsPerSecond.toPrecision(2)))} rows/s`);
    if (done < total) parts.push(`${durationText((total - done) / rowsPerSecond)} left`);
  }
  if (failed > 0) parts.push(`${formatNumber(failed)} failed`);
  return parts.join(" · ");
}

/** A length of time in the unit a person would use. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
