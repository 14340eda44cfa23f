import type { Signature } from "../../contracts/types.js";
import { FoundryProblem } from "../../core/problems.js";
import { fitInputs } from "./fit.js";
import type { InferTensor } from "./tensors.js";
import { bytesOfValues, valuesOf } from "./values.js";

const matrix: Signature = {
  inputs: [
    { name: "X", datatype: "FP32", shape: [-1, 2], columns: [{ name: "mass" }, { name: "speed" }] },
    { name: "formula", datatype: "BYTES", shape: [-1], columns: [{ name: "formula" }] },
  ],
  outputs: [{ name: "y", datatype: "FP32", shape: [-1], columns: [{ name: "y" }] }],
};
const tensor = (name: string, datatype: InferTensor["datatype"], shape: number[], values: unknown[]): InferTensor => ({
  ...{ name, datatype, shape },
  data: bytesOfValues(datatype, shape, values, "/x"),
});
const formula = tensor("formula", "BYTES", [2, 1], ["Fe2O3", "NaCl"]);
const refusal = (inputs: InferTensor[]): string => {
  try {
    fitInputs(inputs, matrix, "m@1.0.0");
  } catch (error) {
    if (error instanceof FoundryProblem) return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
};

test("a column for each input is a tensor's column, and an axis of one text each is none", () => {
  const { inputs, rows } = fitInputs(
    [tensor("speed", "FP64", [2, 1], [0.5, 4]), formula, tensor("mass", "INT64", [2, 1], [1, 3])],
    matrix,
    "m@1.0.0",
  );
  expect(rows).toBe(2);
  expect(inputs.map(({ name, shape, datatype }) => [name, shape, datatype])).toEqual([
    ["X", [2, 2], "FP32"],
    ["formula", [2], "BYTES"],
  ]);
  expect(valuesOf("FP32", inputs[0]?.data ?? Buffer.of())).toEqual([1, 0.5, 3, 4]);
  expect(valuesOf("BYTES", inputs[1]?.data ?? Buffer.of())).toEqual(["Fe2O3", "NaCl"]);
});

test("what a tensor does not hold is refused, and so are columns that do not fit together", () => {
  const mass = tensor("mass", "FP64", [2, 1], [1, 2]);
  expect(refusal([tensor("speed", "FP64", [2, 1], [1, 1e300]), mass, formula])).toMatch(/which is not a FP32/);
  expect(refusal([tensor("speed", "BYTES", [2, 1], ["1", "2"]), mass, formula])).toMatch(/which is not a FP32/);
  expect(refusal([tensor("speed", "FP64", [1, 1], [1]), mass, formula])).toMatch(/has no input 'speed'/);
  expect(refusal([mass, formula])).toMatch(/has no input 'mass'/);
  expect(refusal([tensor("X", "FP32", [2, 2], [1, 2, 3, 4]), mass, formula])).toMatch(/has no input 'mass'/);
});
