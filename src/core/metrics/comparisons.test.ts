import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { BenchmarkMetric, ClassLabel } from "../../contracts/types.js";
import { foldsTest } from "./folds-test.js";
import { metricOf } from "./metrics.js";
import { permutationTest } from "./permutation.js";
import { rowsOf, truthValues, type Target } from "./rows.js";

interface RowsCase {
  metric: BenchmarkMetric;
  classes: ClassLabel[] | null;
  truth: ClassLabel[];
  first: ClassLabel[];
  second: ClassLabel[];
  exact: boolean;
  p: number;
}

const file = join(dirname(fileURLToPath(import.meta.url)), "testing/comparisons.json");
const { rows, folds } = JSON.parse(readFileSync(file, "utf8")) as {
  rows: RowsCase[];
  folds: { first: number[]; second: number[]; ratio: number; p: number }[];
};

function tested({ metric, classes, truth, first, second }: Omit<RowsCase, "exact" | "p">) {
  const target: Target = classes ? { task: "classification", classes } : { task: "regression" };
  const labels = truthValues(target, truth, "a");
  const [own, other] = [first, second].map((predicted) => rowsOf(labels, { values: predicted }, [], "a")) as [
    ReturnType<typeof rowsOf>,
    ReturnType<typeof rowsOf>,
  ];
  return permutationTest(metricOf(metric, target.task, classes?.length), own, other);
}

test.each(rows.map((one) => ({ ...one, title: `${one.metric.name} of ${one.truth.length} rows` })))(
  "the p of $title is SciPy's",
  async ({ exact, p, ...entries }) => {
    const found = await tested(entries);
    if (exact) {
      expect(found?.method).toMatch(/^all|^no row/);
      expect(Math.abs((found?.p ?? NaN) - p)).toBeLessThan(1e-12);
      return;
    }
    // Both are drawn, 1,999 times and at least 999 times or until 100 draws were as far apart.
    expect(found?.method).toMatch(/random exchanges of predictions|^all/);
    expect(Math.abs((found?.p ?? NaN) - p)).toBeLessThan(4 * Math.max(Math.sqrt((p * (1 - p)) / 999), p / 10) + 0.001);
  },
);

test.each(folds)("the p of $first.length folds is the corrected t-test's", ({ first, second, ratio, p }) => {
  expect(Math.abs((foldsTest(first, second, ratio) ?? NaN) / p - 1)).toBeLessThan(1e-9);
});

const METRICS = ["mae", "rmse", "r2", "mape", "max_error", "median_absolute_error", "pearson", "spearman", "ndcg"];
const numbers = fc.array(fc.tuple(...Array<fc.Arbitrary<number>>(3).fill(fc.integer({ min: 1, max: 40 }))), {
  minLength: 3,
  maxLength: 12,
});

test("p does not depend on which entry comes first, is 1 against itself, and is the same in each run", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...METRICS), numbers, async (name, cells) => {
      const [truth, first, second] = [0, 1, 2].map((k) => cells.map((row) => row[k] ?? 0)) as [
        number[],
        number[],
        number[],
      ];
      const ask = (own: number[], other: number[]) =>
        tested({ metric: { name, higherIsBetter: false }, classes: null, truth, first: own, second: other });
      const found = await ask(first, second);
      expect(await ask(second, first)).toEqual(found);
      expect((await ask(first, first))?.p ?? 1).toBe(1);
      if (!found) return;
      expect(found.p).toBeGreaterThan(0);
      expect(found.p).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("what only orders rows is compared by ranks, so that a scale of one's own does not matter", async () => {
  const truth = Array.from({ length: 60 }, (_, i) => i);
  const noisy = (key: number) => truth.map((value) => value + ((value * key) % 17));
  const metric = { name: "spearman", higherIsBetter: true };
  const ask = (second: number[]) => tested({ metric, classes: null, truth, first: noisy(7), second });
  expect((await ask(noisy(5).map((value) => value * 1000 + 3)))?.p).toBe((await ask(noisy(5)))?.p);
});

test.each(["mae", "spearman"])(
  "a million rows are tested by %s within the said bounds",
  async (name) => {
    const truth = Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 10_007);
    const [first, second] = [1.0, 1.02].map((scale) => ({
      task: "regression" as const,
      truth,
      predicted: truth.map((value, i) => value + scale * (((i * 104_729) % 1009) - 504)),
    })) as [Parameters<typeof permutationTest>[1], Parameters<typeof permutationTest>[1]];
    let pauses = 0;
    const found = await permutationTest(metricOf({ name, higherIsBetter: false }, "regression"), first, second, () => {
      pauses += 1;
      return Promise.resolve();
    });
    expect(found?.method).toMatch(
      name === "mae" ? /all rows in 5,000 groups/ : /3,000 rows drawn of 1,000,000, as ranks/,
    );
    if (name === "mae") expect(found?.p).toBeLessThan(0.01);
    expect(pauses).toBeGreaterThan(0);
  },
  120_000,
);
