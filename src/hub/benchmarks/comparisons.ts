import { setImmediate } from "node:timers/promises";
import type { Benchmark, EntryComparison, Submission } from "../../contracts/types.js";
import { limitDigits } from "../../core/metrics/digits.js";
import { foldsTest } from "../../core/metrics/folds-test.js";
import { metricOf } from "../../core/metrics/metrics.js";
import { permutationTest, type PermutationTest } from "../../core/metrics/permutation.js";
import type { ScoreColumn } from "../../core/score-columns.js";
import type { Benchmarks } from "./benchmarks.js";

const SIGNIFICANT = 0.05;
const MOST = 100_000;

/** Comparisons of entries by a metric; the last ones are kept. */
export class Comparisons {
  private readonly known = new Map<string, Promise<EntryComparison>>();

  constructor(private readonly benchmarks: Benchmarks) {}

  of(benchmark: Benchmark, column: ScoreColumn, entry: Submission, above: Submission): Promise<EntryComparison> {
    const key = `${column.name} ${entry.id} ${above.id}`;
    let found = this.known.get(key);
    if (!found) {
      if (this.known.size >= MOST) this.known.clear();
      this.known.set(key, (found = this.compare(benchmark, column, entry, above)));
      found.catch(() => this.known.delete(key));
    }
    return found;
  }

  private async compare(
    benchmark: Benchmark,
    column: ScoreColumn,
    entry: Submission,
    above: Submission,
  ): Promise<EntryComparison> {
    const several = column.folds.length > 1;
    const tested = several
      ? byFolds(benchmark, column, entry, above)
      : await this.byRows(benchmark, column, entry, above);
    return {
      against: above.id,
      metric: column.name,
      p: limitDigits(tested?.p ?? null, benchmark.rules?.digits),
      significant: tested !== undefined && tested.p < SIGNIFICANT,
      test: several ? "corrected resampled t-test over folds" : "paired permutation test over rows",
      ...(tested ? { method: tested.method } : {}),
    };
  }

  private async byRows(
    benchmark: Benchmark,
    column: ScoreColumn,
    entry: Submission,
    above: Submission,
  ): Promise<PermutationTest | undefined> {
    const [first, second] = await Promise.all(
      [entry, above].map(async (one) => (await this.benchmarks.rows(benchmark, one)).get(column.folds[0] ?? "")),
    );
    if (!first || !second) return undefined;
    return permutationTest(metricOf(column.metric, first.task, benchmark.classes?.length), first, second, async () => {
      // Others are answered in between.
      await setImmediate();
    });
  }
}

function byFolds(
  benchmark: Benchmark,
  { metric, folds: names }: ScoreColumn,
  entry: Submission,
  above: Submission,
): PermutationTest | undefined {
  const folds = benchmark.folds.filter(({ name }) => names.includes(name));
  const values = (submission: Submission) => folds.map(({ name }) => submission.scores[name]?.[metric.name] ?? null);
  const [first, second] = [values(entry), values(above)];
  if ([...first, ...second].includes(null)) return undefined;
  const total = folds.reduce((sum, { rows }) => sum + rows, 0);
  const train = folds.reduce((sum, fold) => sum + (fold.trainRows ?? total - fold.rows), 0);
  const p = foldsTest(first as number[], second as number[], train > 0 ? total / train : 1 / (folds.length - 1));
  const method = `t-test of the scores of ${folds.length} folds, corrected for their shared training rows (Nadeau and Bengio 2003)`;
  return p === undefined ? undefined : { p, method };
}
