import type { BenchmarkMetric, FoldScores, OverallScore } from "../../contracts/types.js";
import { bootstrapIntervals, CONFIDENCE } from "./bootstrap.js";
import type { Metric, Rows } from "./metric.js";
import { metricOf } from "./metrics.js";
import { at, meanOf } from "./sums.js";

/** Version of the scoring code: it changes when any number may. */
export const SCORING_CODE = "2";

/** Scores by fold, and over all folds by metric. */
export interface Scores {
  scores: Record<string, FoldScores>;
  overall: Record<string, OverallScore>;
}

/** Scores of each fold by metric; null where a metric is not defined on its rows. */
export function scoreFolds(
  metrics: readonly BenchmarkMetric[],
  folds: ReadonlyMap<string, Rows>,
): Record<string, FoldScores> {
  const functions = metricFunctions(metrics, folds);
  return Object.fromEntries(
    [...folds].map(([fold, rows]) => [
      fold,
      Object.fromEntries(metrics.map(({ name }, m) => [name, functions[m]?.(rows) ?? null])),
    ]),
  );
}

/** Scores folds, with what can be said over all of them: a pure function of metrics, truth and predictions. */
export async function score(
  metrics: readonly BenchmarkMetric[],
  folds: ReadonlyMap<string, Rows>,
  pause?: () => Promise<void>,
): Promise<Scores> {
  const scores = scoreFolds(metrics, folds);
  const intervals = await bootstrapIntervals([...folds.values()], metricFunctions(metrics, folds), pause);
  const overall = metrics.map(({ name }, m): [string, OverallScore] => {
    const values = Object.values(scores).map((fold) => fold[name] ?? null);
    return [
      name,
      { ...summary(values), low: intervals[m]?.[0] ?? null, high: intervals[m]?.[1] ?? null, confidence: CONFIDENCE },
    ];
  });
  return { scores, overall: Object.fromEntries(overall) };
}

function metricFunctions(metrics: readonly BenchmarkMetric[], folds: ReadonlyMap<string, Rows>): Metric[] {
  const [first] = folds.values();
  const classes = first?.task === "classification" ? first.count : undefined;
  return metrics.map((metric) => metricOf(metric, first?.task ?? "regression", classes));
}

/** Mean and standard deviation of the folds' scores; null where one of them is not defined. */
function summary(values: readonly (number | null)[]): { mean: number | null; std: number | null } {
  if (values.some((value) => value === null)) return { mean: null, std: null };
  const found = Float64Array.from(values as number[]);
  const mean = meanOf(found.length, (i) => at(found, i)) ?? 0;
  return { mean, std: Math.sqrt(meanOf(found.length, (i) => (at(found, i) - mean) ** 2) ?? 0) };
}
