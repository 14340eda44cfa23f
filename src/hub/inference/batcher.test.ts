import { setImmediate } from "node:timers/promises";
import { Batcher } from "./batcher.js";
import type { TensorInParts } from "./rows.js";
import type { InferTensor } from "./tensors.js";
import { bytesOfValues, valuesOf } from "./values.js";

const rowsOf = (...values: number[]): InferTensor[] => [
  { name: "x", datatype: "FP64", shape: [values.length], data: bytesOfValues("FP64", [values.length], values, "/x") },
];
const whole = ({ parts, ...tensor }: TensorInParts): InferTensor => ({ ...tensor, data: Buffer.concat(parts) });
const read = ([tensor]: readonly InferTensor[]) => (tensor ? valuesOf(tensor.datatype, tensor.data) : []);

/** Until what waits for the end of a turn has been done. */
const turn = async () => {
  await setImmediate();
  await setImmediate();
};

/** A batcher whose batches end when `end` is called; batches with a negative value fail. */
function batcher(limits = { rows: 4, target: 1e9, beside: 2 }, together = true) {
  const batches: unknown[][] = [];
  const ends: (() => void)[] = [];
  const run = (parts: readonly TensorInParts[]) =>
    new Promise<InferTensor[]>((resolve, reject) => {
      const inputs = parts.map(whole);
      const values = read(inputs) as number[];
      batches.push(values);
      ends.push(() => (values.some((value) => value < 0) ? reject(new Error("negative")) : resolve(inputs)));
    });
  const made = new Batcher(run, limits, together, () => undefined);
  const settle = async () => {
    await turn();
    while (ends.length > 0) {
      ends.shift()?.();
      await turn();
    }
  };
  return { made, batches, settle };
}

test("what comes in one turn goes together, and what comes while a batch runs; up to the limit, and each gets its own rows", async () => {
  const { made, batches, settle } = batcher();
  const run = (values: number[]) => made.run(rowsOf(...values), values.length);
  const answers = [[1], [2, 3]].map(run);
  await turn();
  answers.push(...[[4], [5, 6], [7], [8]].map(run));
  await settle();
  expect(batches).toEqual([[1, 2, 3], [4, 5, 6, 7], [8]]);
  expect((await Promise.all(answers)).map(read)).toEqual([[1], [2, 3], [4], [5, 6], [7], [8]]);
  expect(made.idle).toBe(true);
});

test("a request that is larger than a batch runs alone", async () => {
  const { made, batches, settle } = batcher();
  const answers = [[0], [1, 2, 3, 4, 5, 6], [7]].map((values) => made.run(rowsOf(...values), values.length));
  await settle();
  await Promise.all(answers);
  expect(batches).toEqual([[0], [1, 2, 3, 4, 5, 6], [7]]);
});

test("a model that takes no batches gets one request at a time", async () => {
  const { made, batches, settle } = batcher(undefined, false);
  const answers = [[0], [1], [2]].map((values) => made.run(rowsOf(...values), 1));
  await settle();
  await Promise.all(answers);
  expect(batches).toEqual([[0], [1], [2]]);
});

test("rows that fail do not take others with them", async () => {
  const { made, settle } = batcher();
  const answers = [[0], [1], [-2], [3]].map((values) => made.run(rowsOf(...values), 1));
  const settled = Promise.allSettled(answers);
  await settle();
  expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});

test("large requests run beside each other, as many as there may be", async () => {
  const { made, batches, settle } = batcher({ rows: 4, target: 1e9, beside: 2 });
  const large = (first: number) => made.run(rowsOf(...Array.from({ length: 20_000 }, () => first)), 20_000);
  const answers = [large(1), large(2), large(3)];
  await turn();
  expect(batches.map(([first]) => first)).toEqual([1, 2]);
  await settle();
  expect((await Promise.all(answers)).map((outputs) => read(outputs)[0])).toEqual([1, 2, 3]);
  expect(made.idle).toBe(true);
});
