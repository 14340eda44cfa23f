import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Filter, Scalar } from "../../contracts/types.js";
import { FilterError, numberLiteral } from "./literals.js";
import { readFilter } from "./read-filter.js";
import { filterText } from "./write-filter.js";

interface Vectors {
  filters: { text: string; tree: Filter; rows: number[] }[];
  unreadable: string[];
  unfit: string[];
}
const file = join(dirname(fileURLToPath(import.meta.url)), "../../../schema/vectors/filters.json");
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

test.each(vectors.filters)("$text is its tree, and is written so that it is again", ({ text, tree }) => {
  expect(readFilter(text)).toEqual(tree);
  expect(readFilter(filterText(tree) ?? "")).toEqual(tree);
});

test.each(vectors.unreadable)("%s is refused in one sentence", (text) => {
  expect(() => readFilter(text)).toThrow(FilterError);
});

test.each(vectors.unfit)("%s is read", (text) => {
  expect(readFilter(filterText(readFilter(text)) ?? text)).toEqual(readFilter(text));
});

test.each([
  ["gap >", "The filter ends too early; write for example gap > 0 and 'Ag' in formula."],
  ["gap = 2", "The filter cannot be read from “= 2” on; write == to compare."],
  [
    "formula contains Ag",
    "The filter cannot be read from “contains Ag” on; write for example gap > 0 and 'Ag' in formula, with odd column names in backticks.",
  ],
  ["formula == Ag", "Ag is another column: a filter compares a column with a value; put text in quotes: 'Ag'."],
  ["gap is 5", "“5” cannot stand after “is”; there stands missing, present, nan or infinite."],
  ["1 > 0", "1 is not a column."],
  [`gap > ${"9".repeat(401)}`, "A number is at most 400 characters long."],
  ["(".repeat(9000), "The filter is nested too deeply."],
  ["a".repeat(20_001), "The filter is 20001 characters long; at most 20000 are read."],
])("%s says what is wrong", (text, message) => {
  expect(() => readFilter(text)).toThrow(new FilterError(message));
});

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.bigInt().map((value) => numberLiteral(String(value))),
);
const column = fc.string({ minLength: 1 });
const compare = fc.oneof(
  fc.record({ column, op: fc.constantFrom("==", "!=", "<", "<=", ">", ">="), value: scalar }),
  fc.record({ column, op: fc.constant("in"), values: fc.array(scalar) }),
  fc.record({ column, op: fc.constant("between"), values: fc.tuple(scalar, scalar) }),
  fc.record({ column, op: fc.constant("contains"), value: fc.string({ unit: "grapheme" }) }),
  fc.record({ column, op: fc.constant("elements"), values: fc.array(fc.constantFrom("Fe", "O"), { minLength: 1 }) }),
  fc.record({ column, op: fc.constantFrom("missing", "present", "nan", "infinite") }),
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small" },
    fc.record({ compare }) as fc.Arbitrary<Filter>,
    fc.record({ not: tie("filter") }),
    fc.record({ all: fc.array(tie("filter"), { minLength: 2, maxLength: 4 }) }),
    fc.record({ any: fc.array(tie("filter"), { minLength: 2, maxLength: 4 }) }),
  ),
}));

test("what is written is read as the same tree", () => {
  fc.assert(
    fc.property(filter, (tree) => {
      const text = filterText(tree);
      expect(text === undefined ? tree : readFilter(text)).toEqual(tree);
    }),
    { numRuns: 500 },
  );
});
