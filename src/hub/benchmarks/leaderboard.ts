import type {
  Benchmark,
  EntryComparison,
  EntryKind,
  Leaderboard,
  LeaderboardEntry,
  Submission,
} from "../../contracts/types.js";
import { datasetOf } from "../../core/benchmarks.js";
import { foldsTest, rowsTest } from "../../core/metrics/compare.js";
import type { Rows } from "../../core/metrics/metric.js";
import { nearest } from "../../core/nearest.js";
import { problem } from "../../core/problems.js";
import type { Benchmarks } from "./benchmarks.js";

/** Which part of a leaderboard, and in which order. */
export interface LeaderboardQuery {
  sort?: string | undefined;
  kind?: EntryKind | undefined;
  limit: number;
  offset: number;
  /** Whether each entry is compared with the one above it, for which predictions and labels are read; so by default. */
  compare?: boolean;
}

interface Ranked {
  generation: number;
  entries: { submission: Submission; rank: number }[];
}

const SIGNIFICANT = 0.05;
const MOST_ORDERS = 256;
const MOST_COMPARISONS = 100_000;

/** Leaderboards of benchmarks; orders and comparisons are kept while their entries are the same. */
export class Leaderboards {
  private readonly orders = new Map<string, Ranked>();
  private readonly comparisons = new Map<string, EntryComparison>();

  constructor(private readonly benchmarks: Benchmarks) {}

  async page(
    benchmark: Benchmark,
    { sort, kind, limit, offset, compare = true }: LeaderboardQuery,
  ): Promise<Leaderboard> {
    const metric = sort ?? benchmark.metrics[0]?.name ?? "";
    const names = benchmark.metrics.map(({ name }) => name);
    if (!names.includes(metric))
      throw problem(
        "invalid-request",
        `The benchmark has no metric '${metric.slice(0, 50)}' to sort by; it has ${names.join(", ")}.`,
        { suggestions: nearest(metric, names) },
      );
    const ranked = await this.order(benchmark, metric, kind);
    const shown = ranked.slice(offset, offset + limit);
    const entries = await Promise.all(
      shown.map(async ({ submission, rank }, i): Promise<LeaderboardEntry> => {
        const above = ranked[offset + i - 1]?.submission;
        const compared =
          compare && above && rank > 0 ? await this.compare(benchmark, metric, submission, above) : undefined;
        return { ...entryOf(submission, rank), ...(compared ? { above: compared } : {}) };
      }),
    );
    const { name, version, title, metrics } = benchmark;
    return {
      benchmark: name,
      version,
      title,
      dataset: datasetOf(benchmark),
      metrics,
      sort: metric,
      total: ranked.length,
      offset,
      entries,
    };
  }

  private async order(benchmark: Benchmark, metric: string, kind: EntryKind | undefined): Promise<Ranked["entries"]> {
    const entries = this.benchmarks.entries(benchmark);
    const all = await entries.all();
    const key = `${benchmark.name}@${benchmark.version} ${metric} ${kind ?? ""}`;
    const known = this.orders.get(key);
    if (known?.generation === entries.generation) return known.entries;
    const higher = benchmark.metrics.find(({ name }) => name === metric)?.higherIsBetter === true;
    const found = rank(
      [...all.values()].filter((entry) => kind === undefined || entry.kind === kind),
      metric,
      higher,
    );
    if (this.orders.size >= MOST_ORDERS) this.orders.clear();
    this.orders.set(key, { generation: entries.generation, entries: found });
    return found;
  }

  private async compare(
    benchmark: Benchmark,
    metric: string,
    entry: Submission,
    above: Submission,
  ): Promise<EntryComparison> {
    const key = `${metric} ${entry.id} ${above.id}`;
    let found = this.comparisons.get(key);
    if (!found) {
      const several = benchmark.folds.length > 1;
      const p = several ? byFolds(benchmark, metric, entry, above) : await this.byRows(benchmark, entry, above);
      found = {
        against: above.id,
        p: p ?? null,
        significant: p !== undefined && p < SIGNIFICANT,
        test: several ? "corrected resampled t-test over folds" : "paired t-test over rows",
      };
      if (this.comparisons.size >= MOST_COMPARISONS) this.comparisons.clear();
      this.comparisons.set(key, found);
    }
    return found;
  }

  private async byRows(benchmark: Benchmark, entry: Submission, above: Submission): Promise<number | undefined> {
    const [first, second] = await Promise.all(
      [entry, above].map(async (one) => [...(await this.benchmarks.rows(benchmark, one)).values()][0]),
    );
    return first && second ? rowsTest(losses(first), losses(second)) : undefined;
  }
}

/** What each row costs: its absolute error, or 1 for a wrong class. */
function losses(rows: Rows): Float64Array {
  if (rows.task === "regression") return rows.truth.map((truth, i) => Math.abs(truth - (rows.predicted[i] ?? NaN)));
  return Float64Array.from(rows.truth, (truth, i) => (truth === rows.predicted[i] ? 0 : 1));
}

function byFolds({ folds }: Benchmark, metric: string, entry: Submission, above: Submission): number | undefined {
  const values = (submission: Submission) => folds.map(({ name }) => submission.scores[name]?.[metric] ?? null);
  const [first, second] = [values(entry), values(above)];
  if ([...first, ...second].includes(null)) return undefined;
  const total = folds.reduce((sum, { rows }) => sum + rows, 0);
  const train = folds.reduce((sum, fold) => sum + (fold.trainRows ?? total - fold.rows), 0);
  return foldsTest(first as number[], second as number[], train > 0 ? total / train : 1 / (folds.length - 1));
}

/** Best first; equal scores share a rank, undefined ones come last, withdrawn ones after them without a rank. */
function rank(entries: readonly Submission[], metric: string, higher: boolean): Ranked["entries"] {
  const scoreOf = (entry: Submission) => entry.overall[metric]?.mean ?? null;
  const place = (entry: Submission) => (entry.withdrawn ? 2 : scoreOf(entry) === null ? 1 : 0);
  const worth = (entry: Submission) => (higher ? -1 : 1) * (scoreOf(entry) ?? 0);
  const sorted = [...entries].sort((a, b) => place(a) - place(b) || worth(a) - worth(b) || (a.id < b.id ? -1 : 1));
  let last = 0;
  return sorted.map((submission, i) => {
    const before = sorted[i - 1];
    if (!before || place(before) !== place(submission) || worth(before) !== worth(submission)) last = i + 1;
    return { submission, rank: submission.withdrawn ? 0 : last };
  });
}

function entryOf(submission: Submission, rank: number): LeaderboardEntry {
  const { id, name, by, kind, model, url, submittedAt, seconds, parameters, overall, withdrawn } = submission;
  const optional = Object.fromEntries(
    Object.entries({ by, model, url, seconds, parameters, withdrawn }).filter(([, value]) => value !== undefined),
  );
  return { rank, id, name, kind, submittedAt, overall, ...optional };
}
