import { foldsOfColumns } from "./prediction-columns.js";

const fold = (name: string) => ({ name, path: `folds/${name}.json`, rows: 2 });
const one = { id: "name", target: "gap", folds: [fold("test")] as [ReturnType<typeof fold>] };
const two = { ...one, folds: [fold("a"), fold("b")] as [ReturnType<typeof fold>, ReturnType<typeof fold>] };
const table = (columns: Record<string, unknown[]>) => new Map(Object.entries(columns));

test("rows become predictions by fold", () => {
  expect(foldsOfColumns(two, table({ fold: ["b", "a", "b"], name: ["x", "y", 3n], prediction: [1, 2n, 0.5] }))).toEqual(
    { a: { ids: ["y"], values: [2] }, b: { ids: ["x", "3"], values: [1, 0.5] } },
  );
});

test.each([[{ name: ["x"], prediction: [1] }], [{ id: ["x"], gap: [1], other: [7] }], [{ ids: ["x"], anything: [1] }]])(
  "one fold need not be named, and columns are found by usual names: %j",
  (columns) => {
    expect(foldsOfColumns(one, table(columns))).toEqual({ test: { ids: ["x"], values: [1] } });
  },
);

test.each([
  [two, { name: ["x"], prediction: [1] }, "The benchmark has 2 folds: name each prediction's fold in a column 'fold'."],
  [two, { fold: ["c"], name: ["x"], prediction: [1] }, "The benchmark has no fold 'c'; its folds are a, b."],
  [
    one,
    { row: ["x"], prediction: [1] },
    "The predictions have the columns row, prediction: use 'name' and 'prediction'.",
  ],
  [one, { name: [1.5], prediction: [1] }, "The id in row 1 is neither text nor a whole number."],
])("what is wrong is said: %j %j", (benchmark, columns, sentence) => {
  expect(() => foldsOfColumns(benchmark, table(columns))).toThrow(sentence);
});
