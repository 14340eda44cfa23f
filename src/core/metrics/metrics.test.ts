import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchmarkMetric, ClassLabel } from "../../contracts/types.js";
import { FoundryProblem } from "../problems.js";
import { alignFolds } from "./align.js";
import { foldsTest, twoSidedT } from "./folds-test.js";
import { compileExpression } from "./expression.js";
import { checkWeighable, metricDefinitions, metricOf } from "./metrics.js";
import { rowsOf, truthValues, type Target } from "./rows.js";
import { score, type Scores } from "./score.js";

interface Case extends Scores {
  name: string;
  task: "regression" | "classification";
  classes: ClassLabel[] | null;
  metrics: BenchmarkMetric[];
  folds: Record<string, { truth: ClassLabel[]; predicted: (ClassLabel | number[])[] }>;
}

const rows = (target: Target, labels: ClassLabel[], predicted: unknown[], ids: string[] = [], fold = "a") =>
  rowsOf(truthValues(target, labels, fold), { values: predicted }, ids, fold);

const columns = (metrics: BenchmarkMetric[], folds: string[]) =>
  metrics.map((metric) => ({ name: metric.name, metric, folds }));

const file = join(dirname(fileURLToPath(import.meta.url)), "testing/vectors.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

/** Numbers within 1e-12 of each other, relatively; everything else equal. */
function expectClose(found: unknown, expected: unknown, path = ""): void {
  if (typeof expected === "number" && typeof found === "number") {
    const far = Math.abs(found - expected) / Math.max(Math.abs(expected), 1e-12);
    if (far > 1e-12) throw new Error(`${path} is ${found} instead of ${expected}`);
  } else if (typeof expected === "object" && expected !== null && typeof found === "object" && found !== null) {
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected))
      expectClose((found as Record<string, unknown>)[key], value, `${path}/${key}`);
  } else expect([path, found]).toEqual([path, expected]);
}

test.each(cases)(
  "the scores of $name are those of scikit-learn and SciPy",
  async ({ task, classes, metrics, folds, scores, overall }) => {
    const byFold = Object.entries(folds).map(([fold, { truth, predicted }]) => {
      return [fold, rows({ task, ...(classes ? { classes } : {}) }, truth, predicted)] as const;
    });
    expectClose(await score(columns(metrics, Object.keys(folds)), new Map(byFold)), { scores, overall });
  },
);

interface Weighted {
  classes: ClassLabel[] | null;
  truth: ClassLabel[];
  predicted: (ClassLabel | number[])[];
  weights?: number[];
  uncertainties?: number[];
  scores: Record<string, number>;
}

const weighted = JSON.parse(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), "testing/weighted.json"), "utf8"),
) as Weighted[];

test.each(weighted.map((one) => ({ ...one, title: Object.keys(one.scores).join(", ") })))(
  "$title of rows with weights or standard deviations are those of scikit-learn and uncertainty-toolbox",
  ({ classes, truth, predicted, weights, uncertainties, scores }) => {
    const target: Target = classes ? { task: "classification", classes } : { task: "regression" };
    const given = { values: predicted, ...(uncertainties ? { uncertainties } : {}) };
    const found = rowsOf(truthValues(target, truth, "a", weights), given, [], "a");
    const compute = (name: string) =>
      metricOf({ name, higherIsBetter: true }, target.task, classes?.length).compute(found);
    expectClose(Object.fromEntries(Object.keys(scores).map((name) => [name, compute(name)])), scores);
  },
);

test("each metric has weights here, or says that it takes none", () => {
  const held = new Set(weighted.flatMap(({ weights, scores }) => (weights ? Object.keys(scores) : [])));
  for (const { name, weighable } of metricDefinitions()) expect([name, held.has(name)]).toEqual([name, weighable]);
  expect(() => checkWeighable({ name: "spearman", higherIsBetter: true }, "w")).toThrow(
    "Rows weigh by 'w', for which the metric 'spearman' has no form: use mae, rmse, mape, mse, r2, or let rows weigh alike.",
  );
  expect(() => checkWeighable({ name: "own", expression: "mean(y - p)", higherIsBetter: true }, "w")).toThrow("'own'");
});

test("scoring lets others work in between", async () => {
  const many = rows({ task: "regression" }, Array<number>(2000).fill(1), Array<number>(2000).fill(2));
  let pauses = 0;
  await score(columns([{ name: "mae", higherIsBetter: false }], ["a"]), new Map([["a", many]]), () => {
    pauses += 1;
    return Promise.resolve();
  });
  expect(pauses).toBeGreaterThan(3);
});

const sentence = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FoundryProblem) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};

const FOLDS = new Map([
  ["a", ["1", "2", "3"]],
  ["b", ["4", "5"]],
]);

test.each([
  [
    { a: { ids: ["1", "2"], values: [1, 2] }, b: { ids: ["4", "5"], values: [1, 2] } },
    "'a' lacks predictions for 1 of its 3 rows: '3'.",
  ],
  [{ a: { ids: ["1", "2", "3"], values: [1, 2, 3] } }, "Predictions for 1 of 2 folds are missing: 'b'."],
  [
    { a: { ids: ["1", "1", "2", "3"], values: [1, 2, 3, 4] }, b: { ids: [], values: [] } },
    "'a' has two predictions for the row '1'; give one for each row.",
  ],
  [
    { a: { ids: ["1", "2", "4"], values: [1, 2, 3] }, b: { ids: [], values: [] } },
    `The row "4" is not among the test rows of 'a': it is a test row of 'b'.`,
  ],
  [
    { a: { ids: ["1"], values: [1, 2] }, b: { ids: [], values: [] } },
    "'a' has 1 ids and 2 predictions; give one prediction for each id.",
  ],
  [{ c: { ids: [], values: [] } }, "The benchmark has no fold 'c'; its folds are 'a', 'b'."],
])("refuses what does not fit the folds", (given, expected) => {
  expect(sentence(() => alignFolds(FOLDS, given as Parameters<typeof alignFolds>[1]))).toBe(expected);
});

test("the order of predictions does not matter", () => {
  const found = alignFolds(FOLDS, {
    b: { ids: [5, "4"], values: [50, 40] },
    a: { ids: ["3", "1", "2"], values: [3, 1, 2] },
  });
  expect([...found]).toEqual([
    ["a", { values: [1, 2, 3] }],
    ["b", { values: [40, 50] }],
  ]);
});

test.each([
  [null, "missing (NaN, infinite or null)"],
  [NaN, "NaN"],
  [-Infinity, "infinite"],
  ["1+2j", '"1+2j"'],
  [true, "true"],
  [[1], "[1]"],
])("refuses %p as a number", (value, shown) => {
  expect(sentence(() => rows({ task: "regression" }, [1], [value], ["x"], "a"))).toBe(
    `The prediction for row 'x' in 'a' is ${shown}, but must be a finite number.`,
  );
});

test("refuses what is none of the classes, and a chance beyond 1, without a word of the truth", () => {
  const target = { task: "classification", classes: ["dry", "wet"] } as const;
  expect(sentence(() => rows(target, ["wet"], ["hot"], ["x"], "a"))).toBe(
    `The prediction for row 'x' in 'a' is "hot", but must be one of "dry", "wet".`,
  );
  expect(sentence(() => rows(target, ["wet"], [1.5], ["x"], "a"))).toMatch(
    /is 1.5, but must be a probability of "wet" between 0 and 1/,
  );
  expect(sentence(() => rows(target, ["secret"], ["wet"], ["x"], "a"))).not.toMatch(/secret/);
  expect(sentence(() => rows({ task: "regression" }, ["secret"], [1], ["x"], "a"))).not.toMatch(/secret/);
});

test.each([
  ["mean(abs(y - q))", "'q' is not known"],
  ["abs(y - p)", "gives a number for each row"],
  ["mean(y - p", "a parenthesis is not closed"],
  ["mean(y) ; 1", "cannot be read"],
  ["mean", "needs parentheses"],
  ["", "ends too early"],
  ["constructor(y)", "'constructor' is not known"],
  ["mean(y) # comment", '"# comment" cannot be read'],
  ["mean(y,)", "',' is not expected"],
  ["mean(y) + 1_000", '"_000" cannot be read'],
  ["mean(y) + 0x10", "'x10' is not expected"],
  [`mean(y) + ${"9".repeat(400)}`, "99999999999999999999… is beyond the range of float64 numbers"],
  ["mean(y) * 1e999", "1e999… is beyond the range of float64 numbers"],
  [`${"(".repeat(200)}1${")".repeat(200)}`, "nested deeper"],
])("refuses the expression %p", (text, reason) => {
  expect(sentence(() => compileExpression(text, "own"))).toContain(reason);
});

test("a metric that is not known, or of another task, is refused with those that fit", () => {
  expect(sentence(() => metricOf({ name: "maee", higherIsBetter: false }, "regression"))).toMatch(
    /no metric 'maee'; for regression there are mae/,
  );
  expect(sentence(() => metricOf({ name: "f1", higherIsBetter: true }, "regression"))).toMatch(/is for classification/);
  expect(sentence(() => metricOf({ name: "f1", higherIsBetter: true }, "classification", 3))).toMatch(
    /of two classes and the benchmark has 3/,
  );
});

// Reference values: scipy.stats.t.sf(t, df) * 2.
test.each([
  [2, 4, 0.11611652351681556],
  [0.5, 1, 0.7048327646991335],
  [-3.3, 19, 0.0037653508765122527],
  [10, 4, 0.000562003622715991],
  [1.96, 100000, 0.04999856319430168],
])("the chance of |t| >= %p with %p degrees of freedom", (t, df, p) => {
  expect(Math.abs(twoSidedT(t, df) / p - 1)).toBeLessThan(1e-9);
});

test("entries that are the same do not differ, and ones that always differ do", () => {
  expect(foldsTest([1, 2, 3], [1, 2, 3], 0.25)).toBe(1);
  expect(foldsTest([1, 2, 3], [2, 3, 4], 0.25)).toBe(0);
  expect(foldsTest([1], [2], 0.25)).toBeUndefined();
});
