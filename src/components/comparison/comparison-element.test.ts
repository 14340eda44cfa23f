import type { ColumnStatistics, SplitComparison } from "../../contracts/types.js";
import { choose, find, place, read, settle } from "../testing/element.js";
import "./comparison-element.js";
import type { ComparisonElement } from "./comparison-element.js";
import type { ComparisonSource, StatisticsKnown } from "./comparison-source.js";

afterEach(() => document.body.replaceChildren());

const gap = (counts: number[]): ColumnStatistics => ({
  name: "gap",
  count: 10,
  missing: 0,
  min: 0,
  max: 2,
  mean: 1,
  histogram: { edges: [0, 1, 2], counts },
});
const phase = (a: number): ColumnStatistics => ({
  name: "phase",
  count: 10,
  missing: 0,
  unique: 2,
  top: [
    { value: "cubic", count: a },
    { value: "hex", count: 10 - a },
  ],
});

class Splits implements ComparisonSource {
  readonly splits = ["train", "test", "fold-0.train", "fold-0.test"].map((name) => ({ name, rows: 10 }));
  readonly columns = [
    { name: "id", type: "string", role: "id" as const },
    { name: "gap", type: "double", unit: "eV" },
    { name: "phase", type: "string" },
  ];
  readonly asked: string[] = [];
  answer!: (found: SplitComparison | Error) => void;

  compare(first: string, second: string, known: StatisticsKnown): Promise<SplitComparison> {
    this.asked.push(`${first} ${second}`);
    known([gap([5, 5]), phase(5)], [gap([9, 1]), phase(5)]);
    return new Promise(
      (resolve, reject) => (this.answer = (found) => (found instanceof Error ? reject(found) : resolve(found))),
    );
  }
}
const show = async () => {
  const source = new Splits();
  return { source, ...(await place<ComparisonElement>("foundry-comparison", { source })) };
};
const lines = (root: ShadowRoot) => [...root.querySelectorAll(".name")].map(read);

test("distributions and drift from the statistics come at once, the exact ones and shared rows then", async () => {
  const { source, element, root } = await show();
  expect(source.asked).toEqual(["train test"]);
  expect(lines(root)).toEqual(["gap eV ≈ 0.400 Kolmogorov-Smirnov", "phase 0.000 Jensen-Shannon"]);
  expect(root.querySelectorAll("li svg")).toHaveLength(2);
  source.answer({
    ...{ first: "train", second: "test", firstRows: 10, secondRows: 10 },
    columns: [
      { name: "gap", measure: "Kolmogorov-Smirnov", value: 0.35, pValue: 0.0001 },
      { name: "phase", measure: "Jensen-Shannon", value: 0.5, unseen: 3 },
    ],
    leakage: { identical: 2, sameInputs: 1, otherTargets: 1, examples: [{ first: 4, second: 0, kind: "identical" }] },
  });
  await settle(element);
  expect(lines(root)).toEqual([
    "phase 0.500 Jensen-Shannon · 3 rows with new values",
    "gap eV 0.350 Kolmogorov-Smirnov · p < 0.001",
  ]);
  expect(read(find(root, ".rows.leaks"))).toBe(
    "Leakage: 2 of the 10 rows of test are in train too. 1 more have the inputs of a row of train, 1 of them with other targets. Show rows row 0 of test, row 4 of train: identical",
  );
});

test("folds stand in groups, and a chosen one is compared", async () => {
  const { source, element, root } = await show();
  expect(
    [...root.querySelectorAll('select[aria-label="Second split"] optgroup')].map((group) =>
      group.getAttribute("label"),
    ),
  ).toEqual(["fold-0"]);
  choose(root, "Second split", "fold-0.test");
  await settle(element);
  expect(source.asked).toEqual(["train test", "train fold-0.test"]);
});

test("what fails is said, and the distributions stay", async () => {
  const { source, element, root } = await show();
  source.answer(new Error("The kernel was restarted."));
  await settle(element);
  expect(read(find(root, "[role=alert]"))).toBe("The kernel was restarted. Retry");
  expect(root.querySelectorAll("li svg")).toHaveLength(2);
  find(root, "[role=alert] button").click();
  await settle(element);
  expect(source.asked).toHaveLength(2);
});
