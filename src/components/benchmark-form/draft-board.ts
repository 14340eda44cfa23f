import type { Benchmark, Leaderboard } from "../../contracts/types.js";
import { datasetOf } from "../../core/benchmarks.js";
import { leaderboardColumns } from "../../core/score-columns.js";
import type { LeaderboardSource } from "../../core/sources.js";

/** The leaderboard of a benchmark that is about to be published: its columns, and no entries. */
export class DraftBoard implements LeaderboardSource {
  constructor(private readonly manifest: Benchmark) {}

  benchmark(): Promise<Benchmark> {
    return Promise.resolve(this.manifest);
  }

  leaderboard(): Promise<Leaderboard> {
    const { manifest } = this;
    const { name, version, title, metrics } = manifest;
    const columns = leaderboardColumns(manifest);
    const dataset = datasetOf(manifest);
    const order = { sort: columns[0]?.name ?? "", total: 0, offset: 0, entries: [] };
    return Promise.resolve({ benchmark: name, version, title, dataset, metrics, columns, ...order });
  }
}
