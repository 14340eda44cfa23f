import type { Signature, Tensor } from "../contracts/types.js";
import { inputTensors, outputColumns, presentRows, type Value } from "./tensors.js";

const tensor = (name: string, datatype: Tensor["datatype"], shape: number[], columns: string[]): Tensor => ({
  ...{ name, datatype, shape },
  columns: columns.map((column) => ({ name: column })) as Tensor["columns"],
});
const columns = new Map<string, Value[]>([
  ["a", [1.1, 2, null]],
  ["b", [10, 20, 30]],
  ["name", ["CCO", "C", "O"]],
  [
    "spectrum",
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
]);
const signature = (inputs: Tensor[], outputs: Tensor[] = [tensor("y", "FP32", [-1, 1], ["y"])]): Signature =>
  ({ inputs, outputs }) as Signature;

test("columns of numbers are laid row by row, rounded as the model takes them", () => {
  const [found] = inputTensors(signature([tensor("X", "FP32", [-1, 2], ["a", "b"])]), columns, [0, 1]);
  expect(found).toEqual({
    name: "X",
    type: "float32",
    dims: [2, 2],
    data: Float32Array.of(Math.fround(1.1), 10, 2, 20),
  });
});

test("text, integers of 64 bits and lists keep their shape", () => {
  const found = inputTensors(
    signature([
      tensor("s", "BYTES", [-1], ["name"]),
      tensor("n", "INT64", [-1, 1], ["b"]),
      tensor("l", "FP64", [-1, 1, 3], ["spectrum"]),
    ]),
    columns,
    [1, 2],
  );
  expect(found.map(({ type, dims }) => [type, dims])).toEqual([
    ["string", [2]],
    ["int64", [2, 1]],
    ["float64", [2, 1, 3]],
  ]);
  expect(found[0]?.data).toEqual(["C", "O"]);
  expect(found[1]?.data).toEqual(BigInt64Array.of(20n, 30n));
  expect(found[2]?.data).toEqual(Float64Array.of(4, 5, 6, 7, 8, 9));
});

test("a row with a missing input is left out, and has a missing prediction", () => {
  const both = signature([tensor("X", "FP32", [-1, 2], ["a", "b"])]);
  const rows = presentRows(both, columns, 3);
  expect(rows).toEqual([0, 1]);
  const given = [{ name: "y", type: "float32", dims: [2, 1], data: Float32Array.of(5, 6) }];
  expect(outputColumns(both, given, rows, 3)).toEqual(new Map([["y", [5, 6, null]]]));
});

test("what does not fit the signature is one sentence", () => {
  expect(() => inputTensors(signature([tensor("X", "FP32", [-1, 1], ["mass"])]), columns, [0])).toThrow(
    "takes the column 'mass', which is missing",
  );
  expect(() => inputTensors(signature([tensor("l", "FP32", [-1, 4], ["spectrum"])]), columns, [0])).toThrow(
    "'spectrum' holds 3 values, and the model takes 4",
  );
  expect(() => inputTensors(signature([tensor("X", "FP16", [-1, 1], ["a"])]), columns, [0])).toThrow("half precision");
  const given = [{ name: "y", type: "float32", dims: [1, 2], data: Float32Array.of(5, 6) }];
  expect(() => outputColumns(signature([]), given, [0], 1)).toThrow("its signature names 1 columns");
});
