import type { BenchmarkMetric, FoldScores, OverallScore } from "../../contracts/types.js";
import { bootstrapIntervals, CONFIDENCE } from "./bootstrap.js";
import type { Rows } from "./metric.js";
import { metricOf } from "./metrics.js";
import { at, meanOf } from "./sums.js";

/** Version of the scoring code, in both languages: it changes when any number may. */
export const SCORING_CODE = "1";

/** Scores by fold, and over all folds by metric. */
export interface Scores {
  scores: Record<string, FoldScores>;
  overall: Record<string, OverallScore>;
}

/** Scores folds: a pure function of metrics, truth and predictions. */
export async function score(
  metrics: readonly BenchmarkMetric[],
  folds: ReadonlyMap<string, Rows>,
  pause?: () => Promise<void>,
): Promise<Scores> {
  const all = [...folds.values()];
  const [first] = all;
  const task = first?.task ?? "regression";
  const classes = first?.task === "classification" ? first.count : undefined;
  const functions = metrics.map((metric) => metricOf(metric, task, classes));
  const scores: Record<string, FoldScores> = {};
  for (const [name, rows] of folds)
    scores[name] = Object.fromEntries(metrics.map((metric, m) => [metric.name, functions[m]?.(rows) ?? null]));
  const intervals = await bootstrapIntervals(all, functions, pause);
  const overall = metrics.map(({ name }, m): [string, OverallScore] => {
    const values = Object.values(scores).map((fold) => fold[name] ?? null);
    return [
      name,
      { ...summary(values), low: intervals[m]?.[0] ?? null, high: intervals[m]?.[1] ?? null, confidence: CONFIDENCE },
    ];
  });
  return { scores, overall: Object.fromEntries(overall) };
}

/** Mean and standard deviation of the folds' scores; null where one of them is not defined. */
function summary(values: readonly (number | null)[]): { mean: number | null; std: number | null } {
  if (values.some((value) => value === null)) return { mean: null, std: null };
  const found = Float64Array.from(values as number[]);
  const mean = meanOf(found.length, (i) => at(found, i)) ?? 0;
  return { mean, std: Math.sqrt(meanOf(found.length, (i) => (at(found, i) - mean) ** 2) ?? 0) };
}
