import type { BenchmarkMetric, FoldScores, OverallScore } from "../../contracts/types.js";
import { bootstrapIntervals, CONFIDENCE } from "./bootstrap.js";
import type { Metric, Rows } from "./metric.js";
import { metricOf } from "./metrics.js";
import { at, meanOf } from "./sums.js";

/** Version of the scoring code: it changes when any number may. */
export const SCORING_CODE = "3";

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
      Object.fromEntries(metrics.map(({ name }, m) => [name, functions[m]?.compute(rows) ?? null])),
    ]),
  );
}

/** A metric of some of the folds, under a name of its own. */
export interface Scored {
  name: string;
  metric: BenchmarkMetric;
  folds: readonly string[];
}

/** Scores folds, with what can be said over those of each column: a pure function of metrics, truth and predictions. */
export async function score(
  columns: readonly Scored[],
  folds: ReadonlyMap<string, Rows>,
  pause?: () => Promise<void>,
): Promise<Scores> {
  const metrics = [...new Map(columns.map(({ metric }) => [metric.name, metric])).values()];
  const scores = scoreFolds(metrics, folds);
  const overall: Record<string, OverallScore> = {};
  // Columns of the same folds are drawn together.
  for (const names of new Map(columns.map((column) => [column.folds.join(), column.folds])).values()) {
    const same = columns.filter((column) => column.folds.join() === names.join());
    const rows = names.flatMap((name) => folds.get(name) ?? []);
    const functions = metricFunctions(
      same.map(({ metric }) => metric),
      folds,
    );
    const intervals = await bootstrapIntervals(rows, functions, pause);
    same.forEach(({ name, metric }, i) => {
      const values = names.map((fold) => [fold, scores[fold]?.[metric.name] ?? null] as const);
      const [low, high] = intervals[i] ?? [null, null];
      overall[name] = { ...summary(values), low, high, confidence: CONFIDENCE };
    });
  }
  return { scores, overall: Object.fromEntries(columns.map(({ name }) => [name, overall[name] as OverallScore])) };
}

function metricFunctions(metrics: readonly BenchmarkMetric[], folds: ReadonlyMap<string, Rows>): Metric[] {
  const [first] = folds.values();
  const classes = first?.task === "classification" ? first.count : undefined;
  return metrics.map((metric) => metricOf(metric, first?.task ?? "regression", classes));
}

/** Mean and standard deviation of the folds' scores; null where one of them is not defined, and of one fold no deviation. */
export function summary(
  values: readonly (readonly [fold: string, score: number | null])[],
): Pick<OverallScore, "mean" | "std" | "undefinedFolds"> {
  const undefinedFolds = values.flatMap(([fold, value]) => (value === null ? [fold] : []));
  if (undefinedFolds.length > 0 || values.length === 0) return { mean: null, std: null, undefinedFolds };
  const found = Float64Array.from(values, ([, value]) => value ?? NaN);
  const mean = meanOf(found.length, (i) => at(found, i)) ?? 0;
  const std = found.length < 2 ? null : Math.sqrt(meanOf(found.length, (i) => (at(found, i) - mean) ** 2) ?? 0);
  return { mean, std };
}
