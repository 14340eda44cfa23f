import { takeValue } from "./input-values.js";
import { cases, read, refused, type Written } from "./testing/input-vectors.js";

test.each(cases)("the rule: %s", (_, vector) => {
  const { datatype, nullable, gives } = vector;
  const taken = takeValue(read(vector.value), datatype, nullable);
  const word = refused(gives);
  if (word !== undefined) {
    expect(taken).toEqual({ refusal: expect.stringContaining(word) as string });
    return;
  }
  const value = "value" in taken ? taken.value : undefined;
  const exact = read(gives as Written);
  if (datatype === "FP32" && typeof value === "number") {
    expect(Math.fround(value)).toBe(exact);
    return;
  }
  if (typeof exact === "boolean" || typeof exact === "bigint") {
    expect(BigInt(value ?? -1)).toBe(BigInt(exact));
    return;
  }
  expect(typeof value === "bigint" ? Number(value) : value).toBe(exact);
});
