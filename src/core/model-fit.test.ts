import type { Dataset, Model } from "../contracts/types.js";
import { misfit } from "./model-fit.js";

const model = (datatype: string, shape: number[], column: object) =>
  ({ signature: { inputs: [{ name: "x", datatype, shape, columns: [column] }], outputs: [] } }) as unknown as Model;
const dataset = (...columns: object[]) => ({ columns }) as unknown as Dataset;

test.each([
  [dataset({ name: "mass", type: "double" }), undefined],
  [dataset({ name: "mass", type: "int64", role: "id" }), undefined],
  [dataset({ name: "weight", type: "double" }), "it lacks mass"],
  [dataset({ name: "mass", type: "double", role: "target" }), "mass is its target"],
  [dataset({ name: "mass", type: "string" }), "mass is string there"],
  [dataset({ name: "mass", type: "list<item: double>" }), "mass is list<item: double> there"],
])("a model of numbers on %j", (given, expected) => {
  expect(misfit(model("FP32", [-1, 1], { name: "mass", role: "input" }), given)).toBe(expected);
});

test("text and lists fit what holds them", () => {
  expect(misfit(model("BYTES", [-1], { name: "smiles" }), dataset({ name: "smiles", type: "string" }))).toBeUndefined();
  expect(misfit(model("BYTES", [-1], { name: "smiles" }), dataset({ name: "smiles", type: "double" }))).toBe(
    "smiles is double there",
  );
  expect(
    misfit(model("FP32", [-1, 8], { name: "s" }), dataset({ name: "s", type: "fixed_size_list<item: float>[8]" })),
  ).toBeUndefined();
});
