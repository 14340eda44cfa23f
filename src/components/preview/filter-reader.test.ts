import type { Column, Comparison } from "../../contracts/types.js";
import { comparisonText, comparisonsOf, filterOf, parseFilter } from "./filter-reader.js";

const columns: Column[] = [
  { name: "gap", type: "double", unit: "eV" },
  { name: "formula", type: "string" },
  { name: "measured at", type: "double" },
  { name: "metal", type: "bool" },
];
const read = (text: string) => parseFilter(text, columns);

test.each<[string, Comparison[]]>([
  ["gap > 0", [{ column: "gap", op: ">", value: 0 }]],
  ["gap>=-1.5e-3", [{ column: "gap", op: ">=", value: -0.0015 }]],
  ["Gap = 2", [{ column: "gap", op: "==", value: 2 }]],
  ["formula != 'Ag'", [{ column: "formula", op: "!=", value: "Ag" }]],
  ["formula == Ag2O", [{ column: "formula", op: "==", value: "Ag2O" }]],
  ["formula contains Ag", [{ column: "formula", op: "contains", value: "Ag" }]],
  ['formula == "say \\"and\\""', [{ column: "formula", op: "==", value: 'say "and"' }]],
  ["gap between 1 and 2", [{ column: "gap", op: "between", values: [1, 2] }]],
  ["formula in [Ag, 'Au 2']", [{ column: "formula", op: "in", values: ["Ag", "Au 2"] }]],
  ["`measured at` is missing", [{ column: "measured at", op: "missing" }]],
  ["gap is not None", [{ column: "gap", op: "present" }]],
  ["metal == True", [{ column: "metal", op: "==", value: true }]],
  [
    "gap > 0 and gap between 1 and 2 AND metal == false",
    [
      { column: "gap", op: ">", value: 0 },
      { column: "gap", op: "between", values: [1, 2] },
      { column: "metal", op: "==", value: false },
    ],
  ],
])("%s", (text, comparisons) => {
  expect(read(text)).toEqual({ comparisons });
});

test.each([
  ["gpa > 0", "There is no column “gpa”; the columns are gap, formula, measured at, metal."],
  ["gap > much", "Column “gap” holds numbers and “much” is not a number."],
  ["gap == 'x'", "Column “gap” holds numbers and cannot be compared with the text “x”."],
  ["gap > 0 or gap < 1", 'Conditions can be joined only by “and” here; use filter="… or …" in a cell.'],
  [
    "gap like 3",
    "“like” is not a comparison; use ==, !=, <, <=, >, >=, in, between, contains, elements, is missing or is present.",
  ],
  ["gap >", "The filter ends where a value is expected; write it like gap > 0 and formula contains Ag."],
  ["gap > 0 gap < 1", "“and” is expected before “gap”; write it like gap > 0 and formula contains Ag."],
  ["formula == 'Ag", "The filter cannot be read from “'Ag” on; write it like gap > 0 and formula contains Ag."],
  ["gap between 1 or 2", "“between” takes two values joined by “and”: gap between 1 and 2."],
])("%s is refused with one sentence", (text, problem) => {
  expect(read(text)).toEqual({ problem });
});

test("a chip's text reads back as its comparison", () => {
  const texts = [
    "gap > 0",
    "`measured at` between 1 and 2",
    'formula in ["Ag", "Au 2"]',
    "gap is missing",
    'formula elements ["Fe", "O"]',
    'formula contains "a"',
  ];
  for (const text of texts) {
    const parsed = read(text);
    if ("problem" in parsed) throw new Error(parsed.problem);
    expect(parsed.comparisons.map(comparisonText)).toEqual([text]);
  }
});

test("comparisons become a filter and come back", () => {
  const one: Comparison = { column: "gap", op: ">", value: 0 };
  expect(filterOf([])).toBeUndefined();
  expect(filterOf([one])).toEqual({ compare: one });
  expect(comparisonsOf(filterOf([one, one]))).toEqual([one, one]);
  expect(comparisonsOf({ any: [{ compare: one }] })).toBeUndefined();
});
