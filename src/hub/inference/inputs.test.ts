import type { Signature } from "../../contracts/types.js";
import { cases, read, refused, signatureOf, type Written } from "../../core/testing/input-vectors.js";
import { fitInputs } from "./fit.js";
import { bytesOfValues, valuesOf } from "./values.js";

const sendable = cases.filter(([, { value }]) => typeof read(value) !== "bigint" && Number(read(value)) !== Infinity);

test.each(sendable.filter(([, { value }]) => !Number.isNaN(read(value))))("the service: %s", (_, vector) => {
  const { datatype, gives } = vector;
  const run = (): unknown => {
    const data = bytesOfValues(datatype, [1], [read(vector.value)], "/inputs/0");
    fitInputs([{ name: "x", datatype, shape: [1], data }], signatureOf(vector), "mine@1.0.0");
    return valuesOf(datatype, data)[0];
  };
  // It has no warnings to name rows without a prediction, so it refuses them.
  if (refused(gives) !== undefined || gives === null) {
    expect(run).toThrow();
    return;
  }
  expect(String(Number(run()))).toBe(String(Number(read(gives as Written))));
});

test("a service refuses a missing value by its row, and takes it where the model does", () => {
  const data = bytesOfValues("FP32", [2, 2], [1, 2, 3, null], "/inputs/0");
  const request = [{ name: "X", datatype: "FP32" as const, shape: [2, 2], data }];
  const made = (nullable: boolean): Signature => {
    const columns = [{ name: "a" }, { name: "b", nullable }];
    const tensor = { name: "X", datatype: "FP32", shape: [-1, 2], columns } as Signature["inputs"][number];
    return { inputs: [tensor], outputs: [tensor] };
  };
  expect(() => fitInputs(request, made(false), "m@1.0.0")).toThrow(
    "m@1.0.0 takes no missing values in 'b', and row 1 has one.",
  );
  expect(valuesOf("FP32", fitInputs(request, made(true), "m@1.0.0").inputs[0]?.data ?? data)).toEqual([1, 2, 3, NaN]);
});
