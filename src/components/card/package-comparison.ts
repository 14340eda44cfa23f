import type { Dataset, Statistics } from "../../contracts/types.js";
import { driftOfStatistics } from "../../core/drift.js";
import { countShared } from "../../core/shared-rows.js";
import type { CatalogSource } from "../../core/sources.js";
import type { ComparisonSource } from "../comparison/comparison-source.js";

/** Compares a dataset's splits by what its package says of them, without its rows; undefined where it says too little. */
export function packageComparison(
  dataset: Dataset,
  statistics: Statistics | undefined,
  source: CatalogSource,
): ComparisonSource | undefined {
  const counted = new Map(statistics?.splits.map(({ split, columns }) => [split, columns]));
  const splits = dataset.splits.filter(({ name }) => counted.has(name));
  if (splits.length < 2) return undefined;
  const rowsOf = (name: string) => splits.find((split) => split.name === name)?.rows ?? 0;
  return {
    splits,
    columns: dataset.columns,
    compare: async (first, second, known, signal) => {
      const [one, two] = [counted.get(first) ?? [], counted.get(second) ?? []];
      known(one, two);
      const columns = one.flatMap((own) => {
        const other = two.find(({ name }) => name === own.name);
        return other ? [driftOfStatistics(own, other)] : [];
      });
      const identical = await shared(dataset, source, first, second, signal);
      return {
        ...{ first, second, firstRows: rowsOf(first), secondRows: rowsOf(second), columns },
        ...(identical === undefined ? {} : { leakage: { identical } }),
      };
    },
  };
}

async function shared(
  { name, version }: Dataset,
  source: CatalogSource,
  first: string,
  second: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  if (!source.rowHashes) return undefined;
  const hashes = (split: string) => source.rowHashes?.(name, version, split, signal) ?? Promise.resolve(undefined);
  const [one, two] = await Promise.all([hashes(first), hashes(second)]);
  return one && two ? countShared(one, two, signal) : undefined;
}
