import { RowWindow } from "./row-window.js";

const VIEWPORT = 250;
const cases = [0, 1, 9, 10, 3_683, 384_615, 384_616, 1_000_000, 10_000_000, 1_000_000_000];

test.each(cases)("of %i rows, both ends are reached exactly", (rows) => {
  const window = new RowWindow(rows, 26, VIEWPORT);
  const range = Math.max(0, window.scrollHeight - VIEWPORT);
  expect(window.scrollHeight).toBeLessThanOrEqual(10_000_000);
  expect(window.firstRow(window.topAt(0))).toBe(0);
  const bottom = window.topAt(range);
  expect(window.endRow(bottom)).toBe(rows);
  if (rows * 26 > VIEWPORT) expect(bottom + VIEWPORT).toBe(rows * 26);
});

test.each(cases)("of %i rows, the pool holds all rows seen at any position", (rows) => {
  const window = new RowWindow(rows, 26, VIEWPORT);
  for (const share of [0, 0.1234567, 0.5, 0.99999, 1]) {
    const top = window.topAt(share * Math.max(0, window.scrollHeight - VIEWPORT));
    expect(window.endRow(top) - window.firstRow(top)).toBeLessThanOrEqual(window.poolSize);
  }
  expect(window.poolSize).toBeLessThanOrEqual(11);
});

test("a position and its scroll offset are each other's inverse", () => {
  const window = new RowWindow(10_000_000, 26, VIEWPORT);
  expect(window.scaled).toBe(true);
  expect(window.topAt(window.scrollTopAt(123_456_789))).toBeCloseTo(123_456_789, 3);
});

test("revealing a row moves as little as needed", () => {
  const window = new RowWindow(1000, 26, VIEWPORT);
  expect(window.reveal(5, 0)).toBe(0);
  expect(window.reveal(9, 0)).toBe(10);
  expect(window.reveal(3, 200)).toBe(78);
  expect(window.reveal(999, 0)).toBe(window.lowest);
});
