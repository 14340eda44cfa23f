import type { Benchmark, Leaderboard } from "../../contracts/types.js";
import { labelsFolder, LabelVault } from "../../store/hidden-labels.js";
import type { Store } from "../../store/store.js";
import { Benchmarks } from "./benchmarks.js";
import { Leaderboards } from "./leaderboard.js";
import { ModelWorker } from "./model-worker.js";

/** Entries that a page holds at most. */
const MOST = 1000;

/**
 * Reads leaderboards of a store for pages: the best entries in the order of the first metric, not compared with those
 * above them, so that neither predictions nor hidden labels are read.
 */
export function boardReader(
  store: Store,
  labels = labelsFolder(store.location),
): (benchmark: Benchmark) => Promise<Leaderboard> {
  const boards = new Leaderboards(new Benchmarks(store, new LabelVault(labels, store), new ModelWorker(undefined)));
  return (benchmark) => boards.page(benchmark, { limit: MOST, offset: 0, compare: false });
}
