import { ResultCache } from "./result-cache.js";
import type { InferTensor } from "./tensors.js";

const tensor = (size: number, fill = 0, shape = [size]): InferTensor => ({
  name: "x",
  datatype: "UINT8",
  shape,
  data: new Uint8Array(size).fill(fill),
});

test("the same values in another shape or of another version are another key", () => {
  const cache = new ResultCache(1000);
  const keys = [
    cache.key("m@1.0.0", [tensor(4)]),
    cache.key("m@1.0.1", [tensor(4)]),
    cache.key("m@1.0.0", [tensor(4, 0, [2, 2])]),
    cache.key("m@1.0.0", [tensor(4, 1)]),
  ];
  expect(new Set(keys).size).toBe(4);
  expect(cache.key("m@1.0.0", [tensor(4)])).toBe(keys[0]);
});

test("it keeps no more than its bytes, and a result apart from its batch", () => {
  const cache = new ResultCache(40_000);
  const batch = new Uint8Array(1_000_000);
  for (let i = 0; i < 50; i++) cache.set(String(i), [{ ...tensor(0), data: batch.subarray(i, i + 1000) }]);
  const kept = Array.from({ length: 50 }, (_, i) => cache.get(String(i))).filter(Boolean);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.length).toBeLessThan(40);
  expect(kept[0]?.[0]?.data.buffer.byteLength).toBe(1000);
  cache.set("large", [tensor(20_000)]);
  expect(cache.get("large")).toBeUndefined();
});

test("without room there are no keys", () => {
  expect(new ResultCache(0).key("m", [tensor(1)])).toBeUndefined();
});
