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

test("probabilities are a column for each class, and standard deviations one beside the predictions", () => {
  const truths = { ...one, classes: [false, true] };
  expect(foldsOfColumns(truths, table({ id: ["x"], True: [0.75], False: [0.25] }))).toEqual({
    test: { ids: ["x"], values: [[0.25, 0.75]] },
  });
  expect(foldsOfColumns(one, table({ id: ["x", "y"], prediction: [1, 2], uncertainty: [0.5, 1n] }))).toEqual({
    test: { ids: ["x", "y"], values: [1, 2], uncertainties: [0.5, 1] },
  });
  expect(() => foldsOfColumns(truths, table({ id: ["x"], true: [0.75], false: [0.25], prediction: [true] }))).toThrow(
    "The predictions have the column 'prediction' and probabilities for each class: keep one of the two.",
  );
});

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
