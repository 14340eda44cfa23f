import { draw, mix } from "./draws.js";
import type { Metric, Rows } from "./metric.js";
import { takeRows } from "./samples.js";
import { meanOf, quantile } from "./sums.js";

export const CONFIDENCE = 0.95;
/** Rows drawn altogether, about; a resample more or less matters little, waiting does. */
const BUDGET = 2_000_000;
const FEWEST = 100;
const MOST = 1000;

/** How many resamples are drawn of this many rows. */
export const resamplesOf = (rows: number): number =>
  Math.min(MOST, Math.max(FEWEST, Math.floor(BUDGET / Math.max(1, rows))));

/**
 * Percentile bootstrap of the mean over folds: rows are drawn with replacement within each fold.
 * The draws depend on nothing but their position, so that every language and run has the same.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 *
 * @param pause - waited for now and then, so that whoever scores can do something else
 */
export async function bootstrapIntervals(
  folds: readonly Rows[],
  metrics: readonly Metric[],
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<([low: number, high: number] | undefined)[]> {
  const total = folds.reduce((sum, { truth }) => sum + truth.length, 0);
  const found = metrics.map((): number[] => []);
  const resamples = resamplesOf(total);
  let drawn = 0;
  for (let b = 0; b < resamples; b++) {
    const scores = folds.map((rows, f) => {
      const sample = resample(rows, mix(b * folds.length + f + 1));
      return metrics.map((metric) => metric.compute(sample));
    });
    metrics.forEach((_, m) => {
      const values = scores.map((of) => of[m]);
      if (values.every((value) => value !== undefined))
        found[m]?.push(meanOf(values.length, (i) => values[i] ?? NaN) ?? NaN);
    });
    drawn += total;
    if (drawn > 100_000) {
      drawn = 0;
      await pause();
    }
  }
  return found.map((values) => {
    if (values.length === 0) return undefined;
    const sorted = Float64Array.from(values).sort();
    return [quantile(sorted, (1 - CONFIDENCE) / 2), quantile(sorted, (1 + CONFIDENCE) / 2)];
  });
}

function resample(rows: Rows, key: number): Rows {
  const n = rows.truth.length;
  return takeRows(
    rows,
    Uint32Array.from({ length: n }, (_, i) => Math.floor(draw(key, i) * n)),
  );
}
