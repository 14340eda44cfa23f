import type {
  Benchmark,
  BenchmarkMetric,
  Leaderboard,
  LeaderboardColumn,
  OverallScore,
  Submission,
} from "../contracts/types.js";
import { METRICS } from "./metrics/metrics.js";
import { summary } from "./metrics/score.js";

/** A metric of one target: what is averaged over folds, and never over targets, whose units and sizes differ. */
export interface ScoreColumn {
  /** The metric, or `metric.target` where there are several targets. */
  name: string;
  metric: BenchmarkMetric;
  target?: string;
  unit?: string;
  /** Folds of the target. */
  folds: string[];
}

type Scored = Pick<Benchmark, "metrics" | "folds" | "targets" | "units">;

/** What a benchmark's entries are scored by. */
export function scoreColumns({ metrics, folds, targets, units = {} }: Scored): ScoreColumn[] {
  const withUnit = (unit: string | undefined) => (unit === undefined ? {} : { unit });
  return metrics.flatMap((metric): ScoreColumn[] => {
    const { name, expression, unit } = metric;
    if (!targets) return [{ name, metric, folds: folds.map((fold) => fold.name), ...withUnit(unit) }];
    const hasUnit = expression === undefined && Object.hasOwn(METRICS, name) && METRICS[name]?.hasUnit === true;
    return targets.map((target) => ({
      name: `${name}.${target}`,
      metric,
      target,
      folds: folds.filter((fold) => fold.target === target).map((fold) => fold.name),
      ...withUnit(unit ?? (hasUnit ? units[target] : undefined)),
    }));
  });
}

/** The columns of a leaderboard: of several targets, each metric's mean rank stands before its scores. */
export function leaderboardColumns(benchmark: Scored): LeaderboardColumn[] {
  const columns = scoreColumns(benchmark).map(({ name, metric, target, unit }): LeaderboardColumn => {
    const { higherIsBetter } = metric;
    const optional = { ...(target === undefined ? {} : { target }), ...(unit === undefined ? {} : { unit }) };
    return { name, metric: metric.name, kind: "score", higherIsBetter, ...optional };
  });
  if (columns.every(({ target }) => target === undefined)) return columns;
  return benchmark.metrics.flatMap(({ name }) => [
    { name, metric: name, kind: "meanRank" as const, higherIsBetter: false },
    ...columns.filter(({ metric }) => metric === name),
  ]);
}

/** The columns of a board as it shows them: the one that orders the entries stands before their names, which may be long. */
export const sortedFirst = ({ columns, sort }: Pick<Leaderboard, "columns" | "sort">): LeaderboardColumn[] =>
  [...columns].sort((a, b) => Number(b.name === sort) - Number(a.name === sort));

/** What a leaderboard calls a column. */
export const columnTitle = ({ kind, metric, target }: LeaderboardColumn): string =>
  kind === "meanRank" ? `mean rank by ${metric}` : target === undefined ? metric : `${metric} of ${target}`;

/**
 * An entry with its scores by column. One that was kept when scores of several targets were averaged has its scores
 * of folds, from which the means are; its intervals are not known.
 */
export function withColumns(benchmark: Scored, submission: Submission): Submission {
  const overall = scoreColumns(benchmark).map(({ name, metric, folds }): [string, OverallScore] => {
    const kept = submission.overall[name];
    const values = folds.map((fold) => [fold, submission.scores[fold]?.[metric.name] ?? null] as const);
    const { low = null, high = null, confidence = 0.95 } = kept ?? {};
    return [name, { ...summary(values), low, high, confidence }];
  });
  return { ...submission, overall: Object.fromEntries(overall) };
}
