import type { Column } from "../contracts/types.js";
import { arrowTable } from "./arrow-columns.js";
import { MOST_POINTS } from "./file-plots.js";
import { FileView, plotFromBytes, plotToBytes } from "./file-view.js";
import { TableInMemory } from "./table-in-memory.js";

function view(rows: Record<string, readonly [string, readonly unknown[]]>): FileView {
  const columns: Column[] = Object.entries(rows).map(([name, [type]]) => ({ name, type }));
  return new FileView(
    new TableInMemory(
      columns,
      arrowTable(columns, new Map(Object.entries(rows).map(([name, [, values]]) => [name, values]))),
    ),
  );
}
const small = () =>
  view({
    formula: ["string", ["GaN", "Ag", null, "gallium", "Si"]],
    gap: ["double", [3.4, 0, 1.5, null, 1.1]],
    n: ["int64", [10, 20, 34, 40, 50]],
  });

test("a search goes round a view in both directions, upper and lower case alike", async () => {
  const file = small();
  const sort = { sort: [{ column: "n", descending: true }] };
  expect(await file.find({ text: "ga", from: 0 })).toEqual({
    id: 0,
    row: 0,
    place: 0,
    matches: 2,
    columns: ["formula"],
  });
  expect(await file.find({ text: "ga", from: 1 })).toMatchObject({ row: 3, place: 1 });
  expect(await file.find({ text: "ga", from: 4 })).toMatchObject({ row: 0, place: 0 });
  expect(await file.find({ text: "ga", from: 2, backwards: true })).toMatchObject({ row: 0, place: 0 });
  expect(await file.find({ text: "ga", from: 0, view: sort })).toMatchObject({
    row: 1,
    place: 0,
    columns: ["formula"],
  });
  const filter = { compare: { column: "n", op: ">" as const, value: 30 } };
  expect(await file.find({ text: "ga", from: 0, view: { filter } })).toMatchObject({ row: 1, matches: 1 });
});

test("numbers are searched by their digits, in the chosen columns only", async () => {
  const file = small();
  expect(await file.find({ text: "3.4", from: 0 })).toMatchObject({ row: 0, matches: 1, columns: ["gap"] });
  expect(await file.find({ text: "4", from: 0, columns: ["n"] })).toMatchObject({ row: 2, matches: 2, columns: ["n"] });
  expect(await file.find({ text: "missing", from: 0 })).toEqual({ id: 0, matches: 0 });
});

test("of a file with more rows than are looked at, the first are searched and plotted, and the answers say so", async () => {
  const numbers = Array.from({ length: 12 }, (_, i) => i % 4);
  const columns = [{ name: "n", type: "int64" }];
  const file = new FileView(new TableInMemory(columns, arrowTable(columns, new Map([["n", numbers]]))), 10);
  expect(await file.find({ text: "3", from: 8 })).toEqual({
    id: 0,
    row: 3,
    place: 0,
    matches: 2,
    columns: ["n"],
    first: 10,
  });
  expect(await file.find({ text: "7", from: 0 })).toEqual({ id: 0, matches: 0, first: 10 });
  expect(await file.plot({ kind: "box", columns: ["n"] })).toMatchObject({ rows: 10, of: 12, first: 10 });
  const view = { filter: { compare: { column: "n", op: ">" as const, value: 1 } } };
  for (const asked of [
    file.page({ offset: 0, limit: 2, view }),
    file.find({ text: "3", from: 0, view }),
    file.plot({ kind: "box", columns: ["n"], view }),
  ])
    await expect(asked).rejects.toThrow("too many rows to be filtered or sorted");
});

test("a scatter plot has a point for each row of the view, with its class and gaps where a value is missing", async () => {
  const filter = { compare: { column: "n", op: ">" as const, value: 10 } };
  const data = plotFromBytes(
    plotToBytes(await small().plot({ kind: "scatter", columns: ["n", "gap"], by: "formula", view: { filter } })),
  );
  expect(data).toMatchObject({ rows: 4, of: 4 });
  const values = (name: string): unknown[] => Array.from(data.points?.getChild(name) ?? []);
  expect(values("n")).toEqual([20, 34, 40, 50]);
  expect(values("gap")).toEqual([0, 1.5, null, 1.1]);
  expect(values("formula")).toEqual(["Ag", null, "gallium", "Si"]);
});

test("many points are a density, in which every row is counted once", async () => {
  const n = MOST_POINTS + 1;
  const numbers = Array.from({ length: n }, (_, i) => i);
  const data = await view({ x: ["double", numbers], y: ["double", numbers] }).plot({
    kind: "scatter",
    columns: ["x", "y"],
  });
  expect(data.points).toBeUndefined();
  expect(data.density?.x).toHaveLength(81);
  const counts = data.density?.counts ?? [];
  expect(counts.flat().reduce((a, b) => a + b)).toBe(n);
  expect(counts.map((row, i) => row[i] ?? 0).reduce((a, b) => a + b)).toBe(n);
});

test("boxes have the quartiles that numpy gives, and whiskers by Tukey's rule", async () => {
  const data = await view({
    v: ["double", [1, 2, 3, 4, 100, 7, null]],
    c: ["string", ["a", "a", "a", "a", "a", "b", "b"]],
  }).plot({ kind: "box", columns: ["v"], by: "c" });
  expect(data.boxes).toEqual([
    { name: "a", count: 5, low: 1, q1: 2, median: 3, q3: 4, high: 4 },
    { name: "b", count: 1, low: 7, q1: 7, median: 7, q3: 7, high: 7 },
  ]);
});

test("correlations are Pearson's over the rows where both are there, and none where one is constant", async () => {
  const data = await view({
    a: ["double", [1, 2, 3, null]],
    b: ["double", [2, 4, 6, 0]],
    c: ["double", [-1, -2, -3, 9]],
    d: ["double", [5, 5, 5, 5]],
  }).plot({ kind: "correlation", columns: ["a", "b", "c", "d"] });
  expect(data.correlation?.[0]?.map((value) => value && Math.round(value * 1e6) / 1e6)).toEqual([1, 1, -1, null]);
});

test("parallel coordinates draw rows evenly over a long table", async () => {
  const numbers = Array.from({ length: 5000 }, (_, i) => i);
  const data = await view({ x: ["double", numbers], y: ["double", numbers] }).plot({
    kind: "parallel",
    columns: ["x", "y"],
  });
  expect(data).toMatchObject({ rows: 1000, of: 5000 });
  expect(data.points?.getChild("x")?.get(999)).toBe(4999);
});
