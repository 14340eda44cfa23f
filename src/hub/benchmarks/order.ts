import type { Benchmark, Submission } from "../../contracts/types.js";
import { meanOf, ranks } from "../../core/metrics/sums.js";
import { scoreColumns } from "../../core/score-columns.js";

/** An entry and its place. */
export interface Ranked {
  submission: Submission;
  /** From 1; 0 for withdrawn entries. */
  rank: number;
}

/**
 * Best first; equal scores share a rank, undefined ones come last, withdrawn ones after them without a rank.
 * @param choose - which of the ordered entries stay
 */
export function orderOf(
  entries: readonly Submission[],
  scoreOf: (entry: Submission) => number | null,
  higher: boolean,
  choose: (ordered: Submission[]) => Submission[] = (ordered) => ordered,
): Ranked[] {
  const place = (entry: Submission) => (entry.withdrawn ? 2 : scoreOf(entry) === null ? 1 : 0);
  const worth = (entry: Submission) => (higher ? -1 : 1) * (scoreOf(entry) ?? 0);
  const sorted = choose(
    [...entries].sort((a, b) => place(a) - place(b) || worth(a) - worth(b) || (a.id < b.id ? -1 : 1)),
  );
  let last = 0;
  return sorted.map((submission, i) => {
    const before = sorted[i - 1];
    if (!before || place(before) !== place(submission) || worth(before) !== worth(submission)) last = i + 1;
    return { submission, rank: submission.withdrawn ? 0 : last };
  });
}

/**
 * Of several targets, by an entry's id and metric: the mean of its ranks by each target, among the entries that stand
 * and have a score of every target; equal scores share the mean of their ranks.
 */
export function meanRanks(
  benchmark: Benchmark,
  entries: readonly Submission[],
): Map<string, Record<string, number | null>> {
  const columns = scoreColumns(benchmark).filter(({ target }) => target !== undefined);
  const found = new Map<string, Record<string, number | null>>();
  if (columns.length === 0) return found;
  for (const { id } of entries) found.set(id, {});
  for (const { name, higherIsBetter } of benchmark.metrics) {
    const own = columns.filter(({ metric }) => metric.name === name).map((column) => column.name);
    const scored = entries.filter(
      ({ withdrawn, overall }) => !withdrawn && own.every((column) => typeof overall[column]?.mean === "number"),
    );
    const byColumn = own.map((column) =>
      ranks(Float64Array.from(scored, ({ overall }) => (higherIsBetter ? -1 : 1) * (overall[column]?.mean ?? NaN))),
    );
    const places = new Map(scored.map(({ id }, place) => [id, place]));
    for (const { id } of entries) {
      const place = places.get(id);
      const mean = place === undefined ? undefined : meanOf(own.length, (i) => byColumn[i]?.[place] ?? NaN);
      found.set(id, { ...found.get(id), [name]: mean ?? null });
    }
  }
  return found;
}
