import type {
  Benchmark,
  EntryKind,
  Leaderboard,
  LeaderboardColumn,
  LeaderboardEntry,
  Submission,
} from "../../contracts/types.js";
import { datasetOf } from "../../core/benchmarks.js";
import { nearest } from "../../core/nearest.js";
import { problem } from "../../core/problems.js";
import { leaderboardColumns, scoreColumns } from "../../core/score-columns.js";
import type { Benchmarks } from "./benchmarks.js";
import { Comparisons } from "./comparisons.js";
import { meanRanks, orderOf, type Ranked } from "./order.js";
import { bestOfEachEntrant } from "./rules.js";

/** Which part of a leaderboard, and in which order. */
export interface LeaderboardQuery {
  sort?: string | undefined;
  kind?: EntryKind | undefined;
  /** Whether only the best entry of each entrant is there. */
  perEntrant?: boolean;
  limit: number;
  offset: number;
  /** Whether each entry is compared with the one above it, for which predictions and labels are read; so by default. */
  compare?: boolean;
}

interface Board {
  generation: number;
  entries: Ranked[];
  meanRanks: ReadonlyMap<string, Record<string, number | null>>;
  identical: ReadonlyMap<string, string>;
}

const MOST_ORDERS = 256;
/** A test of rows takes up to seconds, so of a page only the first entries are compared. */
const MOST_COMPARED = 100;

/** Leaderboards of benchmarks; orders and comparisons are kept while their entries are the same. */
export class Leaderboards {
  private readonly orders = new Map<string, Board>();
  private readonly comparisons: Comparisons;

  constructor(private readonly benchmarks: Benchmarks) {
    this.comparisons = new Comparisons(benchmarks);
  }

  async page(benchmark: Benchmark, query: LeaderboardQuery): Promise<Leaderboard> {
    const { offset, limit, compare = true } = query;
    const columns = leaderboardColumns(benchmark);
    const sort = columnOf(columns, query.sort);
    const board = await this.order(benchmark, sort, query);
    const shown = board.entries.slice(offset, offset + limit);
    const column = scoreColumns(benchmark).find(({ name }) => name === sort.name);
    const entries = await Promise.all(
      shown.map(async ({ submission, rank }, i): Promise<LeaderboardEntry> => {
        const above = board.entries[offset + i - 1]?.submission;
        const compared =
          compare && column && above && rank > 0 && i < MOST_COMPARED
            ? await this.comparisons.of(benchmark, column, submission, above)
            : undefined;
        const identicalTo = board.identical.get(submission.id);
        const ranks = board.meanRanks.get(submission.id);
        return {
          ...entryOf(submission, rank),
          ...(ranks ? { meanRanks: ranks } : {}),
          ...(identicalTo === undefined ? {} : { identicalTo }),
          ...(compared ? { above: compared } : {}),
        };
      }),
    );
    const { name, version, title, metrics } = benchmark;
    return {
      benchmark: name,
      version,
      title,
      dataset: datasetOf(benchmark),
      metrics,
      columns,
      sort: sort.name,
      total: board.entries.length,
      offset,
      entries,
    };
  }

  private async order(
    benchmark: Benchmark,
    sort: LeaderboardColumn,
    { kind, perEntrant = false }: LeaderboardQuery,
  ): Promise<Board> {
    const entries = this.benchmarks.entries(benchmark);
    const all = [...(await entries.all()).values()];
    const key = `${benchmark.name}@${benchmark.version} ${sort.name} ${kind ?? ""} ${String(perEntrant)}`;
    const known = this.orders.get(key);
    if (known?.generation === entries.generation) return known;
    // Ranks by each target are among all entries, whichever are shown.
    const ranks = meanRanks(benchmark, all);
    const ordered = orderOf(
      all.filter((entry) => kind === undefined || entry.kind === kind),
      (entry) =>
        (sort.kind === "meanRank" ? ranks.get(entry.id)?.[sort.metric] : entry.overall[sort.name]?.mean) ?? null,
      sort.higherIsBetter,
      perEntrant ? bestOfEachEntrant : undefined,
    );
    const board = { generation: entries.generation, entries: ordered, meanRanks: ranks, identical: identical(all) };
    if (this.orders.size >= MOST_ORDERS) this.orders.clear();
    this.orders.set(key, board);
    return board;
  }
}

function columnOf(columns: readonly LeaderboardColumn[], sort: string | undefined): LeaderboardColumn {
  const names = columns.map(({ name }) => name);
  const name = sort ?? names[0] ?? "";
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  throw problem(
    "invalid-request",
    `The benchmark has no metric '${name.slice(0, 50)}' to sort by; it has ${names.join(", ")}.`,
    { suggestions: nearest(name, names) },
  );
}

/** By an entry's id, the name of the first one that made the same predictions before it. */
function identical(entries: readonly Submission[]): Map<string, string> {
  const first = new Map<string, string>();
  const found = new Map<string, string>();
  for (const { id, name, predictions } of [...entries].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const earlier = first.get(predictions.sha256);
    if (earlier === undefined) first.set(predictions.sha256, name);
    else found.set(id, earlier);
  }
  return found;
}

function entryOf(submission: Submission, rank: number): LeaderboardEntry {
  const { id, name, by, kind, model, url, submittedAt, seconds, parameters, overall, withdrawn } = submission;
  const optional = Object.fromEntries(
    Object.entries({ by, model, url, seconds, parameters, withdrawn }).filter(([, value]) => value !== undefined),
  );
  return { rank, id, name, kind, submittedAt, overall, ...optional };
}
