import { execFileSync } from "node:child_process";
import type { Filter } from "../contracts/types.js";
import { fileSelection, loadCell, previewCell, runCell, type LoadSelection } from "./cell-source.js";
import { filterText } from "./filters/write-filter.js";
import { pythonString } from "./python-text.js";

const selection: LoadSelection = { dataset: "matbench-expt-gap", version: "1.0.0", split: "train", as: "arrow" };
const positive: Filter = { compare: { column: "gap", op: ">", value: 0 } };
const HOSTILE = [
  `"); import os; os.system("true"); ("`,
  'back\\slash\' and "quotes"',
  "line\nbreak\r\ttab\u0000nul\u2028\u202e",
  "`backtick` ``two``",
  "µ Å 漢字 🙂",
  String.fromCharCode(0xd800),
];

/** Runs Python on data, and reads what it answers. */
function python(program: string, given: unknown): unknown {
  const script = `import json, sys\ngiven = json.load(sys.stdin)\n${program}`;
  return JSON.parse(execFileSync("python", ["-c", script], { input: JSON.stringify(given), encoding: "utf8" }));
}

test("a cell loads the split under its own name", () => {
  const view = { filter: positive };
  expect(loadCell({ ...selection, columns: ["formula", "gap"], view })).toBe(
    `import foundry_lab as foundry

matbench_expt_gap = foundry.load("matbench-expt-gap@1.0.0")
train = matbench_expt_gap["train"].filter("gap > 0").select(["formula", "gap"]).to_arrow()`,
  );
  expect(loadCell({ ...selection, as: "pandas" })).toContain(`train = matbench_expt_gap["train"].to_pandas()`);
});

test("a cell takes what is chosen of a file in the filter's own language", () => {
  const load = (path: string, chosen = {}) => loadCell(fileSelection(path, chosen)).split("\n").at(-1);
  expect(load("data/my gaps.csv.gz")).toBe('my_gaps = foundry.table("data/my gaps.csv.gz").to_arrow()');
  expect(load('odd "name".csv')).toBe('rows = foundry.table("odd \\"name\\".csv").to_arrow()');
  const filter: Filter = { all: [positive, { compare: { column: "formula", op: "elements", values: ["Fe"] } }] };
  const sort = [{ column: "gap", descending: true }];
  expect(load("../t.tsv", { columns: ["formula"], view: { filter, sort } })).toBe(
    `t = foundry.table("../t.tsv").filter("gap > 0 and formula.has_elements('Fe')").sort("gap", descending=True).select(["formula"]).to_arrow()`,
  );
});

test("a cell previews the split", () => {
  expect(previewCell(selection)).toBe(
    `import foundry_lab as foundry\n\nfoundry.load("matbench-expt-gap@1.0.0")["train"].preview()`,
  );
});

test("a cell runs a model on the split", () => {
  const run = { model: "esol-forest", modelVersion: "1.0.0", dataset: "esol", version: "2.0.0", split: "test" };
  expect(runCell(run)).toBe(
    `import foundry_lab as foundry

esol_forest = foundry.model("esol-forest@1.0.0")
predictions = esol_forest.predict(foundry.load("esol@2.0.0")["test"])`,
  );
});

test("a view's order is the table's, by columns that are left out too", () => {
  const view = { sort: [{ column: "gap", descending: true }] };
  expect(loadCell({ ...selection, view })).toContain(`["train"].sort("gap", descending=True).to_arrow()`);
  expect(loadCell({ ...selection, view, columns: ["formula"] })).toContain(
    `.sort("gap", descending=True).select(["formula"]).to_arrow()`,
  );
  expect(loadCell({ ...selection, view, columns: ["formula"], as: "pandas" })).toContain(
    `.sort("gap", descending=True).select(["formula"]).to_pandas()`,
  );
});

test("variables never hide what a notebook needs, and never collide", () => {
  expect(loadCell({ ...selection, dataset: "list", split: "class" })).toMatch(
    /\nlist_ = .*\nclass_ = list_\["class"\]/,
  );
  expect(loadCell({ ...selection, dataset: "2d-materials", split: "fold_0.test" })).toMatch(
    /\ndataset_2d_materials = .*\nfold_0_test = dataset_2d_materials/,
  );
  expect(loadCell({ ...selection, dataset: "train" })).toMatch(/\ntrain = .*\ntrain_table = train\["train"\]/);
});

test("Python reads every text as it was, whatever is in it", () => {
  const literals = HOSTILE.flatMap((text) => [pythonString(text), pythonString(text, "'")]);
  const read = python("import ast\nprint(json.dumps([ast.literal_eval(item) for item in given]))", literals);
  expect(read).toEqual(HOSTILE.flatMap((text) => [text, text]));
});

test("the kernel reads every filter as the tree that it was", () => {
  const leaves: Filter[] = [
    positive,
    { compare: { column: "formula", op: "!=", value: "Ag" } },
    { compare: { column: "gap", op: "in", values: [1, -2.5, 1e21] } },
    { compare: { column: "gap", op: "missing" } },
    { compare: { column: "gap", op: "present" } },
    { compare: { column: "gap", op: "between", values: [1, { number: "9007199254740993" }] } },
    { not: { compare: { column: "gap", op: "nan" } } },
    { compare: { column: "gap", op: "infinite" } },
    { compare: { column: "formula", op: "elements", values: ["Fe", "O"] } },
    { compare: { column: "my formula", op: "elements", values: ["C"] } },
    { compare: { column: "metal", op: "==", value: true } },
    { compare: { column: "lambda", op: "==", value: 1 } },
    { compare: { column: "energy (eV)", op: "<=", value: 3 } },
    ...HOSTILE.slice(0, 5).flatMap((text): Filter[] => [
      { compare: { column: text.replaceAll("\u0000", ""), op: "==", value: text } },
      { compare: { column: "formula", op: "contains", value: text } },
    ]),
  ];
  const trees: Filter[] = [
    ...leaves,
    { all: [positive, { any: [{ not: { all: leaves.slice(0, 2) } }, { compare: { column: "gap", op: "missing" } }] }] },
    { not: { any: leaves.slice(0, 3) } },
    { all: [{ compare: { column: "gap", op: ">=", value: 1 } }, { compare: { column: "gap", op: "<=", value: 2 } }] },
  ];
  const texts = trees.map(filterText);
  expect(texts.every((text) => text !== undefined)).toBe(true);
  const program = `import msgspec
from foundry_lab.tables.grammar import parse
print(json.dumps([msgspec.to_builtins(parse(text)) for text in given]))`;
  expect(python(program, texts)).toEqual(trees);
});

test("a filter without a form in words goes as data, and one that lets everything through not at all", () => {
  expect(loadCell({ ...selection, view: { filter: { any: [] } } })).toContain(`.filter({"any": []}).to_arrow()`);
  expect(loadCell({ ...selection, view: { filter: { all: [] } } })).toContain(`["train"].to_arrow()`);
});
