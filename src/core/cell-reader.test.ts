import type { Filter } from "../contracts/types.js";
import { isLoadCell, readCell } from "./cell-reader.js";
import { loadCell, previewCell, type KernelSelection, type LoadSelection } from "./cell-source.js";

const filter: Filter = {
  all: [
    { compare: { column: "gap", op: ">", value: -0.5 } },
    { compare: { column: "measured at", op: "between", values: [1, 2e30] } },
    { compare: { column: "formula", op: "contains", value: "A'g\"\n" } },
    {
      any: [
        { compare: { column: "phase", op: "in", values: ["cubic", "a, b"] } },
        { compare: { column: "metal", op: "==", value: true } },
      ],
    },
    { not: { compare: { column: "gap", op: "missing" } } },
    { compare: { column: "gap", op: "present" } },
  ],
};
const gap = (value: number): Filter => ({ compare: { column: "gap", op: ">", value } });
const base: LoadSelection = { dataset: "gaps", version: "1.0.0", split: "train", as: "arrow" };

test.each<LoadSelection>([
  base,
  { ...base, columns: ["gap", "a b"] },
  { ...base, view: { filter } },
  {
    ...base,
    view: {
      filter: { compare: { column: "gap", op: "<=", value: 3 } },
      sort: [{ column: "gap", descending: true }, { column: "id" }],
    },
  },
  { ...base, columns: ["id"], view: { sort: [{ column: "gap" }] } },
  { ...base, as: "pandas", columns: ["id"], view: { sort: [{ column: "gap", descending: true }] } },
])("a cell reads back as the selection that it was written for: %j", (selection) => {
  expect(readCell(loadCell(selection))).toEqual(selection);
});

test.each<LoadSelection>([
  { ...base, view: { sort: [{ column: "gap", descending: true }, { column: 'a "b"' }] } },
  { ...base, columns: ["gap"], view: { filter, sample: { rows: 20 }, sort: [{ column: "id" }] } },
  { ...base, view: { sample: { rows: 7, seed: 3 } } },
  { ...base, view: { filter: { compare: { column: "formula", op: "elements", values: ["Fe", "O"] } } } },
])("what a preview is sorted by and samples is in its call: %j", (selection) => {
  expect(readCell(previewCell(selection))).toEqual(selection);
  expect(readCell(loadCell(selection))).toEqual(selection);
  expect(readCell(loadCell({ ...selection, as: "pandas" }))).toEqual({ ...selection, as: "pandas" });
});

test("a preview's call reads back, and an edit of it is an edit of the selection", () => {
  const selection = { ...base, columns: ["gap"], view: { filter } };
  const text = previewCell(selection);
  expect(readCell(text)).toEqual(selection);
  expect(readCell(text.replace('["gap"]', '["gap", "id"]').replace("train", "test"))).toEqual({
    ...selection,
    columns: ["gap", "id"],
    split: "test",
  });
});

const start = loadCell(base).replace(".to_arrow()", "");
test.each<[string, LoadSelection]>([
  [
    '.to_arrow(columns=["id"], filter="gap > 3", sample=7, seed=3)',
    { ...base, columns: ["id"], view: { filter: gap(3), sample: { rows: 7, seed: 3 } } },
  ],
  [
    '.to_arrow().sort_by([("gap", "descending"), ("id", "ascending")]).select(["id"])',
    { ...base, columns: ["id"], view: { sort: [{ column: "gap", descending: true }, { column: "id" }] } },
  ],
  [
    '.to_pandas().sort_values(["gap"], ascending=[False], kind="stable")[["id"]]',
    { ...base, as: "pandas", columns: ["id"], view: { sort: [{ column: "gap", descending: true }] } },
  ],
  ['.sort("gap", descending=False).to_pandas()', { ...base, as: "pandas", view: { sort: [{ column: "gap" }] } }],
])("a call with arguments reads as the verbs that it is written anew with: %s", (call, selection) => {
  expect(readCell(start + call)).toEqual(selection);
  expect(isLoadCell(start + call, selection)).toBe(true);
  expect(readCell(loadCell(selection))).toEqual(selection);
});

test("a cell with a name of a person's own is read, and is no cell to write anew", () => {
  const mine = loadCell(base).replace("train =", "mine =");
  expect(readCell(mine)).toEqual(base);
  expect(isLoadCell(mine, base)).toBe(false);
  expect(isLoadCell(loadCell(base), { ...base, split: "test" })).toBe(false);
});

test.each([
  "",
  "train = 1",
  `${start}.sort("gap").filter("gap > 3").to_arrow()`,
  `${start}.sort("gap").sample(3).to_arrow()`,
  `${start}.filter("gap > 3").filter("gap < 4").to_arrow()`,
  `${start}.filter("gap > 3").to_arrow(columns=["id"])`,
  `${start}.filter("gap > 3").preview()`,
  `${start}.filter("gap > 3").head().to_arrow()`,
  `${start}.filter("gap > 3")`,
  `${start}.sample(0).to_arrow()`,
  `${start}.sort(gap).to_arrow()`,
  loadCell(base) + "\ntrain.shape",
  loadCell(base) + "  # mine",
  'foundry.load("gaps")["train"].to_arrow()',
  'foundry.load("gaps@1.0.0")["train"].to_arrow(filter="gap >")',
  'foundry.load("gaps@1.0.0")["train"].to_arrow(filter=f())',
])("other code is left alone: %s", (text) => expect(readCell(text)).toBeUndefined());

const kernel: KernelSelection = { expression: "frame", as: "arrow" };
test.each<KernelSelection>([
  kernel,
  { ...kernel, expression: 'duckdb.sql("select * from t where a in (1, 2)").limit(5)', columns: ["a b"] },
  {
    ...kernel,
    expression: "frames[frames['n'] == 1]",
    view: { filter, sample: { rows: 4, seed: 2 }, sort: [{ column: "gap", descending: true }] },
  },
  { ...kernel, columns: ["gap"], view: { sort: [{ column: "id" }] } },
])("a cell on a table of the kernel reads back as its selection: %j", (selection) => {
  expect(readCell(previewCell(selection))).toEqual(selection);
  expect(readCell(loadCell(selection))).toEqual(selection);
  expect(readCell(loadCell({ ...selection, as: "pandas" }))).toEqual({ ...selection, as: "pandas" });
});

test("a person's own preview of a table is read, whatever stands above it", () => {
  const text =
    'import foundry_lab as foundry\nframe = {"gap": [1]}  # mine\nfoundry.preview(frame, title="gaps", filter="gap > 0")';
  expect(readCell(text)).toEqual({ ...kernel, view: { filter: { compare: { column: "gap", op: ">", value: 0 } } } });
});

test.each([
  "foundry.preview(frame, truth=other)",
  "foundry.preview(frame).table",
  "foundry.preview()",
  "foundry.preview(a); foundry.preview(b)",
  "foundry.table(frame)",
  "foundry.preview(table=frame)",
])("another call on a table is left alone: %s", (text) => expect(readCell(text)).toBeUndefined());
