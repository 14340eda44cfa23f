import type { Model } from "../../contracts/types.js";
import { model } from "../testing/memory-catalog.js";
import { fieldsOf, hintOf, readField, startOf, warningOf, type Field } from "./fields.js";

const inputs = [
  { name: "X", datatype: "FP32", shape: [-1, 1], columns: [{ name: "weight", unit: "g/mol" }] },
  { name: "n", datatype: "INT64", shape: [-1, 1], columns: [{ name: "atoms" }] },
  { name: "s", datatype: "BYTES", shape: [-1], columns: [{ name: "smiles" }] },
  { name: "f", datatype: "BYTES", shape: [-1], columns: [{ name: "composition", kind: "formula" }] },
  {
    name: "c",
    datatype: "INT64",
    shape: [-1, 1],
    columns: [{ name: "phase", classes: ["solid", "liquid"], classValues: ["0", "1"] }],
  },
  { name: "b", datatype: "BOOL", shape: [-1, 1], columns: [{ name: "wet" }] },
  { name: "l", datatype: "FP32", shape: [-1, 3], columns: [{ name: "spectrum" }] },
] as Model["signature"]["inputs"];
const counted = { name: "weight", count: 3, missing: 0, min: 18, max: 300, mean: 120.456 };
const fields = fieldsOf(model("m", "d", { signature: { inputs, outputs: inputs } }), new Map([["weight", counted]]));
const field = (name: string): Field => {
  const found = fields.find((one) => one.name === name);
  if (!found) throw new Error(`there is no field ${name}`);
  return found;
};

test("each input is filled in as what it is", () => {
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ["weight", "number"],
    ["atoms", "integer"],
    ["smiles", "smiles"],
    ["composition", "formula"],
    ["phase", "choice"],
    ["wet", "flag"],
    ["spectrum", "list"],
  ]);
  expect(hintOf(field("weight"))).toBe("training data: 18 to 300 g/mol");
  expect(startOf(field("weight"))).toBe("120.5");
  expect(field("phase").choices).toEqual([
    { label: "solid", value: "0" },
    { label: "liquid", value: "1" },
  ]);
});

test.each([
  ["weight", " 1e2 ", { value: 100 }],
  ["weight", "−3", { value: -3 }],
  ["weight", "heavy", { problem: "weight is not a number: 'heavy'." }],
  ["weight", "", { problem: "Give a value for weight." }],
  ["atoms", "1.5", { problem: "atoms is a whole number, and 1.5 is none." }],
  ["phase", "1", { value: 1 }],
  ["wet", "true", { value: true }],
  ["smiles", "CC O", { problem: "smiles is one molecule without spaces." }],
  ["spectrum", "[1, 2; 3]", { value: [1, 2, 3] }],
  ["spectrum", "1, 2", { problem: "spectrum takes 3 numbers, and here are 2." }],
  ["spectrum", "1, x, 3", { problem: "spectrum holds 'x', which is not a number, in place 2." }],
])("%s given %j", (name, text, expected) => {
  expect(readField(field(name), text)).toEqual(expected);
});

test("a value unlike all of training is said so", () => {
  expect(warningOf(field("weight"), 500)).toBe("weight = 500 is above the training data (18 to 300 g/mol).");
  expect(warningOf(field("weight"), 100)).toBeUndefined();
  const colour: Field = {
    ...field("composition"),
    statistics: { name: "composition", count: 2, missing: 0, unique: 1, top: [{ value: "GaAs", count: 2 }] },
  };
  expect(warningOf(colour, "Si")).toBe("composition = Si is not in the training data.");
  expect(warningOf(colour, "GaAs")).toBeUndefined();
});
