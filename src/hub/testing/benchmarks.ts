import { createHash } from "node:crypto";
import type { Benchmark, FileEntry, FoldRows, SubmissionRequest } from "../../contracts/types.js";
import type { HubClient } from "../../client/hub-client.js";

/** Rows of a benchmark of numbers: two folds of three. */
export const FOLDS: Record<string, Required<Pick<FoldRows, "test" | "truth">>> = {
  fold_0: { test: ["a", "b", "c"], truth: [1, 2, 3] },
  fold_1: { test: ["d", "e", "f"], truth: [4, 5, 6] },
};

/** A manifest and files of a benchmark, with changes. */
export function benchmarkPackage(change: Partial<Benchmark> = {}, folds: Record<string, FoldRows> = FOLDS) {
  const content = Object.fromEntries(
    Object.entries(folds).map(([name, rows]) => [`folds/${name}.json`, JSON.stringify(rows)]),
  );
  const files = Object.entries(content).map(([path, body]): FileEntry => {
    return { path, bytes: Buffer.byteLength(body), sha256: createHash("sha256").update(body).digest("hex") };
  });
  const manifest: Benchmark = {
    schemaVersion: 1,
    kind: "benchmark",
    name: "gaps",
    version: "1.0.0",
    title: "Gaps to predict",
    publishedAt: "2026-01-02T03:04:05.000Z",
    dataset: { name: "band-gaps", version: "1.0.0" },
    task: "regression",
    id: "id",
    target: "gap",
    folds: Object.entries(folds).map(([name, { test }]) => ({ name, path: `folds/${name}.json`, rows: test.length })),
    metrics: [
      { name: "mae", higherIsBetter: false },
      { name: "rmse", higherIsBetter: false },
    ],
    labels: { hidden: false },
    files,
    ...change,
  };
  return { manifest, open: ({ path }: { path: string }) => Promise.resolve(new Blob([content[path] ?? ""])) };
}

/** Publishes a benchmark to a hub. */
export async function publishBenchmark(
  client: HubClient,
  change: Partial<Benchmark> = {},
  folds?: Record<string, FoldRows>,
): Promise<void> {
  const { manifest, open } = benchmarkPackage(change, folds);
  await client.publish(manifest, open);
}

/** An entry whose predictions are off by `error` everywhere. */
export function entry(
  name: string,
  error = 0.5,
  change: Partial<SubmissionRequest> = {},
): SubmissionRequest & Required<Pick<SubmissionRequest, "folds">> {
  const folds = Object.entries(FOLDS).map(([fold, { test, truth }]) => {
    return [fold, { ids: test, values: truth.map((value) => Number(value) + error) }];
  });
  return { name, folds: Object.fromEntries(folds) as NonNullable<SubmissionRequest["folds"]>, ...change };
}
