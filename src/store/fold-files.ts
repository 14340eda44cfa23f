import type { Benchmark, FoldRows } from "../contracts/types.js";
import { parseFold, truthOf } from "../core/benchmarks.js";
import { canBeScored } from "../core/metrics/defined.js";
import { truthValues } from "../core/metrics/rows.js";
import { problem } from "../core/problems.js";
import { LabelVault, labelsFolder } from "./hidden-labels.js";
import { requireOwnLabels } from "./label-owner.js";
import type { Staging, Store } from "./store.js";

/** What was published longer ago was published elsewhere, and comes as it is. */
const NEW = 86_400_000;

/**
 * Checks the folds of a benchmark that is about to appear.
 * @param store - beside which hidden labels are
 * @throws FoundryProblem for a fold that is not as its manifest says, or has no score by a metric whatever is predicted
 */
export async function checkFoldFiles(benchmark: Benchmark, staging: Staging, store: Store): Promise<void> {
  const { hidden, sha256 = "" } = benchmark.labels;
  await requireOwnLabels(store, benchmark);
  const folds = new Map<string, FoldRows>();
  for (const { name, path, rows } of benchmark.folds)
    folds.set(
      name,
      parseFold(await staging.text(path), name, { rows, hidden, weighed: benchmark.weight !== undefined }),
    );
  if (Date.now() - Date.parse(benchmark.publishedAt) > NEW) return;
  if (!hidden) {
    requireScores(benchmark, folds);
    return;
  }
  const vault = new LabelVault(labelsFolder(store.location), store);
  // A copy of a benchmark may be where its labels are not.
  if ((await vault.text(sha256)) === undefined) return;
  requireScores(benchmark, new Map(Object.entries((await vault.labels(benchmark)).folds)));
}

function requireScores(benchmark: Benchmark, folds: ReadonlyMap<string, FoldRows>): void {
  for (const metric of benchmark.metrics) {
    const without = [...folds].flatMap(([name, rows]) =>
      canBeScored(metric, truthValues(benchmark, truthOf(rows), name)) ? [] : [`'${name}'`],
    );
    if (without.length === 0) continue;
    const more = without.length > 5 ? ` and ${without.length - 5} more` : "";
    throw problem(
      "invalid-manifest",
      `The metric '${metric.name}' is not defined in ${without.slice(0, 5).join(", ")}${more}, whatever is predicted there (too few rows, one class or one value only, or values that it does not take): use other folds or another metric.`,
      { pointer: "/metrics" },
    );
  }
}
