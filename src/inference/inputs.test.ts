import { cases, read, refused, signatureOf, type Written } from "../core/testing/input-vectors.js";
import { inputTensors, presentRows, type Value } from "./tensors.js";

// ONNX, which is all that a browser runs, has missing values among floating-point numbers alone.
const floating = cases.filter(([, { datatype, nullable }]) => !nullable || datatype.startsWith("FP"));
test.each(floating)("the browser: %s", (_, vector) => {
  const signature = signatureOf(vector);
  const value = read(vector.value) as Value;
  const run = (): unknown => {
    const columns = new Map([["x", [value]]]);
    const rows = presentRows(signature, columns, 1);
    if (rows.length === 0) return null;
    const [tensor] = inputTensors(signature, columns, rows);
    return tensor?.data[0];
  };
  const word = refused(vector.gives);
  if (word !== undefined) {
    expect(run).toThrow(/row 0 holds/);
    return;
  }
  const found = run();
  if (vector.gives === null) {
    expect([null, NaN]).toContainEqual(found);
    return;
  }
  expect(String(Number(found))).toBe(String(Number(read(vector.gives as Written))));
});
