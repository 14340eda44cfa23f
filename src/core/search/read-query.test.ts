import fc from "fast-check";
import { FoundryProblem } from "../problems.js";
import { elementsOf } from "./elements.js";
import { readQuery } from "./read-query.js";
import { writeQuery } from "./write-query.js";

test.each([
  [
    "band gap",
    [
      { values: ["band"], form: "words" },
      { values: ["gap"], form: "beginning" },
    ],
  ],
  [`"band gap"`, [{ values: ["band gap"], form: "phrase" }]],
  [`"band ga`, [{ values: ["band ga"], form: "beginning" }]],
  ["unit:eV", [{ field: "unit", values: ["eV"] }]],
  [
    "UNIT:eV gap ",
    [
      { field: "unit", values: ["eV"] },
      { values: ["gap"], form: "beginning" },
    ],
  ],
  [
    `author:"Ada Lovelace" license:MIT,CC0-1.0`,
    [
      { field: "author", values: ["Ada Lovelace"] },
      { field: "license", values: ["MIT", "CC0-1.0"] },
    ],
  ],
  ["size>1MB", [{ field: "size", op: ">", number: 1e6 }]],
  ["size>=1.5MiB", [{ field: "size", op: ">=", number: 1.5 * 1024 ** 2 }]],
  [
    "rows<=10k rows:>5",
    [
      { field: "rows", op: "<=", number: 10_000 },
      { field: "rows", op: ">", number: 5 },
    ],
  ],
  [
    "year:2020..2024",
    [
      { field: "year", op: ">=", number: 2020 },
      { field: "year", op: "<=", number: 2024 },
    ],
  ],
  ["year:2020..", [{ field: "year", op: ">=", number: 2020 }]],
  ["elements:si,O", [{ field: "element", values: ["Si", "O"] }]],
  ["elements:Li-Fe-P-O", [{ field: "element", values: ["Li", "Fe", "P", "O"] }]],
  ["doi:10.1000/gaps", [{ field: "doi", values: ["10.1000/gaps"] }]],
  [
    `-domain:physics -glass -"band gap"`,
    [
      { field: "domain", values: ["physics"], not: true },
      { values: ["glass"], form: "words", not: true },
      { values: ["band gap"], form: "phrase", not: true },
    ],
  ],
  [
    "Si:P a<b https://x.org",
    [
      { values: ["Si:P"], form: "words" },
      { values: ["a<b"], form: "words" },
      { values: ["https://x.org"], form: "beginning" },
    ],
  ],
  ['- " "" ()', []],
])("reads %j", (text, terms) => {
  expect(readQuery(text)).toEqual(terms);
});

test.each([
  ["rows>abc", 5, "'abc' is not a number", "rows>1000"],
  ["gap rows>1x2", 9, "'1x2' is not a number", "rows>1000"],
  ["size>12XB", 5, "'12XB' is not a size", "size>1MB"],
  ["rows>1MB", 5, "'1MB' is not a number", "rows>1000"],
  ["band unit:", 10, "nothing stands after band unit:", "unit:eV"],
  [`author:""`, 7, "nothing stands after", "author:"],
  ["elements:Si,Qq", 12, "'Qq' is not a chemical element", "elements:Si,O"],
  ["unit>eV", 4, "the field 'unit' has no order", "unit:eV"],
  ["gap licnse:MIT", 4, "there is no field 'licnse'", "license"],
  ["unti:eV", 0, "there is no field 'unti'", "did you mean unit?"],
  ["gap foo:bar", 4, "there is no field 'foo', and text with a colon stands in quotes", "unit:eV"],
  ["year:..", 5, "a range has no end", "year:2020..2024"],
  ["year:2020..x", 11, "'x' is not a number", "year:2020..2024"],
])("says where %j cannot be read", (text, position, what, expected) => {
  let thrown: unknown;
  try {
    readQuery(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(FoundryProblem);
  const { problem } = thrown as FoundryProblem;
  expect(problem.position).toBe(position);
  expect(problem.detail).toContain(`character ${position + 1}`);
  expect(problem.detail).toContain(what);
  expect(`${problem.expected ?? ""} ${problem.detail}`).toContain(expected);
});

test("any text is read or refused with a place in it, and what is written is read back", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("unit:", "rows>", '"', "-", "1MB", "year:", "..", ",", " ", "elements:Si", "domain:x"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      try {
        const terms = readQuery(text);
        const plain = (found: typeof terms) => found.map((term) => ({ ...term, form: undefined }));
        const again = readQuery(writeQuery(terms));
        if (terms.every(({ values = [] }) => values.every((value) => /^[\p{L}\d]+$/u.test(value))))
          expect(plain(again)).toEqual(plain(terms));
      } catch (error) {
        if (!(error instanceof FoundryProblem)) throw error;
        expect(error.problem.position).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 500 },
  );
});

test("elements are read from formulas and systems only", () => {
  expect(elementsOf("Fe2O3")).toEqual(["Fe", "O"]);
  expect(elementsOf("Ca(OH)2")).toEqual(["Ca", "O", "H"]);
  expect(elementsOf("Li-Fe-P-O")).toEqual(["Li", "Fe", "P", "O"]);
  expect(elementsOf("Si-O-*")).toEqual(["Si", "O"]);
  expect(elementsOf("Gap")).toBeUndefined();
  expect(elementsOf("Xx2")).toBeUndefined();
});
