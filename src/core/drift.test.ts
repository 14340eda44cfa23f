import { binnedShares, driftOfStatistics } from "./drift.js";
import { countShared } from "./shared-rows.js";

const numbers = (edges: number[], counts: number[]) => ({
  name: "gap",
  count: counts.reduce((a, b) => a + b),
  missing: 0,
  histogram: { edges, counts },
});
const values = (counts: Record<string, number>, count: number, unique: number) => ({
  ...{ name: "phase", count, missing: 0, unique },
  top: Object.entries(counts).map(([value, one]) => ({ value, count: one })),
});

test("the Kolmogorov-Smirnov statistic of two histograms is the gap between their distribution functions", () => {
  const first = numbers([0, 1, 2], [1, 1]);
  expect(driftOfStatistics(first, numbers([0, 1, 2], [5, 5])).value).toBeCloseTo(0, 12);
  expect(driftOfStatistics(first, numbers([2, 3, 4], [1, 1]))).toEqual({
    name: "gap",
    measure: "Kolmogorov-Smirnov",
    value: 1,
    approximate: true,
  });
  // Uniform on 0..2 against uniform on 1..3: the functions are half apart on 1..2.
  expect(driftOfStatistics(first, numbers([1, 3], [4])).value).toBeCloseTo(0.5, 12);
  expect(driftOfStatistics(first, numbers([1, 1], [4])).value).toBeCloseTo(0.5, 12);
});

test("the Jensen-Shannon distance is exact where every value is known, and joins the others where not", () => {
  const exact = driftOfStatistics(values({ a: 1, b: 1 }, 2, 2), values({ a: 3 }, 3, 1));
  expect(exact).toEqual({
    name: "phase",
    measure: "Jensen-Shannon",
    value: expect.closeTo(0.5579230452841438, 12) as number,
  });
  const joined = driftOfStatistics(values({ a: 1 }, 100, 40), values({ b: 1 }, 50, 20));
  expect(joined.approximate).toBe(true);
  expect(joined.value).toBeLessThan(0.2);
  expect(driftOfStatistics(values({ a: 1 }, 100, 100), values({ b: 1 }, 50, 50))).toEqual({ name: "phase" });
  expect(driftOfStatistics({ name: "x", count: 1, missing: 0 }, { name: "x", count: 1, missing: 0 })).toEqual({
    name: "x",
  });
});

test("a histogram goes into other bins by its share of each", () => {
  const histogram = { edges: [0, 1, 2], counts: [3, 1] };
  expect(binnedShares(histogram, [0, 0.5, 1, 2, 4])).toEqual([0.375, 0.375, 0.25, 0]);
  expect(binnedShares({ edges: [2, 2], counts: [4] }, [0, 1, 2])).toEqual([0, 1]);
});

// Written by foundry_lab.tables.row_hashes: ids 1, 2, 3 with a, b, c; and ids 7, 8, 9, 10 with c, d, a, a.
const train = "2dfc5d73ce681f36dc5ffedf760de0752fb4eb7bd01dcc7fe979577d1d0bf149abb45373c7256eaac924c3d0b8b3f2da";
const test4 =
  "cedd523169576377f69bf61e2efbe325eec76f0ce39cb6d90ff638f960c6e839bf3a5b6c46c0aaf43336b53785f0d75d2305e1fec7cd0ffa12da6699dbab39dc";
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

test("rows that differ in their ids alone are shared", async () => {
  expect(await countShared({ bytes: bytes(train), withIds: true }, { bytes: bytes(test4), withIds: true })).toBe(3);
  expect(await countShared({ bytes: bytes(test4), withIds: true }, { bytes: bytes(train), withIds: true })).toBe(2);
  expect(await countShared({ bytes: bytes(train), withIds: false }, { bytes: bytes(test4), withIds: false })).toBe(0);
});
