import type { Column, Filter } from "../contracts/types.js";
import { arrowTable } from "./arrow-columns.js";
import { FileView } from "./file-view.js";
import { TableInMemory } from "./table-in-memory.js";

const N = 150_000;
const GAPS = Array.from({ length: N }, (_, i) => (i % 11 === 0 ? null : ((i * 7919) % 1000) / 99.7));
const PHASES = Array.from({ length: N }, (_, i) => (i % 5 === 0 ? null : ["cubic", "hexagonal", "tetragonal"][i % 3]));
const COLUMNS: Column[] = [
  { name: "gap", type: "double" },
  { name: "phase", type: "string" },
  { name: "stable", type: "bool" },
];

const table = arrowTable(
  COLUMNS,
  new Map<string, unknown[]>([
    ["gap", GAPS],
    ["phase", PHASES],
    ["stable", GAPS.map((gap, i) => (gap === null ? null : i % 2 === 0))],
  ]),
);
const open = (rows = N) => new FileView(new TableInMemory(COLUMNS, table.slice(0, rows)));
const compare = (
  column: string,
  op: "==" | "between",
  value: { value?: string; values?: [number, number] },
): Filter => ({ compare: { column, op, ...value } });
const cubic = { filter: compare("phase", "==", { value: "cubic" }) };

test("a header's counts under a filter are those of the rows that it leaves, and without one the distribution itself", async () => {
  const file = open();
  const { histogram } = await file.histogram("gap");
  const edges = histogram?.edges ?? [];
  expect((await file.counts({ column: "gap", edges })).counts).toEqual(histogram?.counts);

  const filtered = await file.histogram("gap", cubic);
  const counts = await file.counts({ column: "gap", edges, view: cubic });
  expect(counts).toMatchObject({ name: "gap", rows: filtered.count + filtered.missing, missing: filtered.missing });
  expect(counts.counts.reduce((a, b) => a + b)).toBe(filtered.count);
  const left = GAPS.filter(
    (gap, i) => gap !== null && PHASES[i] === "cubic" && gap >= (edges[7] ?? 0) && gap < (edges[8] ?? 0),
  );
  expect(counts.counts[7]).toBe(left.length);

  const wide = { filter: compare("gap", "between", { values: [2, 3] }) };
  const { top = [] } = await file.histogram("phase", wide);
  const found = await file.counts({ column: "phase", values: [...top.map(({ value }) => value), "none"], view: wide });
  expect(found.counts).toEqual([...top.map(({ count }) => count), 0]);
  expect((await file.counts({ column: "stable", values: ["true", "false"] })).missing).toBe(Math.ceil(N / 11));
});

test("every range of a brush is a sum of what was counted when it began", async () => {
  const file = open(10_000);
  const edges = (await file.histogram("gap")).histogram?.edges ?? [];
  const [from, to] = [
    [0, 2, 4],
    [1.5, 3.5, 5],
  ];
  const [crossed] = await file.crossCounts({
    along: "gap",
    from,
    to,
    columns: [{ column: "phase", values: ["cubic", "hexagonal"] }],
  });
  const [self] = await file.crossCounts({ along: "gap", from, to, columns: [{ column: "gap", edges, view: cubic }] });
  const sum = (list: readonly number[] = [], first: number, last: number) =>
    list.slice(first, last + 1).reduce((a, b) => a + b, 0);
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 2],
    [2, 2],
  ] as const) {
    const range = compare("gap", "between", { values: [from[i] ?? 0, to[j] ?? 0] });
    const direct = await file.counts({ column: "phase", values: ["cubic", "hexagonal"], view: { filter: range } });
    expect([sum(crossed?.rows, 2 * i + 1, 2 * j + 1), sum(crossed?.missing, 2 * i + 1, 2 * j + 1)]).toEqual([
      direct.rows,
      direct.missing,
    ]);
    expect(direct.counts).toEqual(
      [0, 1].map((value) =>
        sum(
          crossed?.counts.filter((_, at) => at % 2 === value),
          2 * i + 1,
          2 * j + 1,
        ),
      ),
    );
    const both = await file.counts({ column: "gap", edges, view: { filter: { all: [range, cubic.filter] } } });
    expect(sum(self?.rows, 2 * i + 1, 2 * j + 1)).toBe(both.rows);
  }
});

test("days and points in time are filtered by ranges, as a brush over their header asks", async () => {
  const hour = 3_600_000;
  const columns = [
    { name: "day", type: "date32[day]" },
    { name: "at", type: "timestamp[us]" },
  ];
  const times = [0, 24, 48, 49, 72].map((hours) => hours * hour);
  const file = new FileView(
    new TableInMemory(
      columns,
      arrowTable(
        columns,
        new Map([
          ["day", times],
          ["at", times],
        ]),
      ),
    ),
  );
  const rows = async (filter: Filter) => (await file.page({ offset: 0, limit: 9, view: { filter } })).total;
  expect(await rows(compare("day", "==", { value: "1970-01-03" }))).toBe(2);
  const filter: Filter = {
    compare: { column: "at", op: "between", values: ["1970-01-02T00:00:00", "1970-01-03T01:00:00"] },
  };
  expect(await rows(filter)).toBe(3);
  expect(await rows({ not: filter })).toBe(2);
  expect(
    (await file.counts({ column: "day", edges: [0, 2 * 24 * hour, 4 * 24 * hour], view: { filter } })).counts,
  ).toEqual([1, 2]);
});

test("of a long file the rows are counted that its distributions are made of", async () => {
  const counts = await open().counts({ column: "phase", values: ["cubic"], view: cubic }, 300);
  expect(counts).toEqual({ name: "phase", rows: 80, missing: 0, counts: [80] });
});

/** What is asked of a worker comes between its tasks. */
const message = () => new Promise((resolve) => setTimeout(resolve));

test("rows that are asked for while columns are counted come first", async () => {
  const file = open();
  const come: string[] = [];
  const counted = file.counts({ column: "phase", values: ["cubic"], view: cubic }).then(() => come.push("counts"));
  await message();
  const page = file.page({ offset: 100_000, limit: 20 }).then(() => come.push("rows"));
  await Promise.all([counted, page]);
  expect(come).toEqual(["rows", "counts"]);
});

test("counts that are given up stop, and the next ones are whole", async () => {
  const file = open();
  const controller = new AbortController();
  const counted = file.counts({ column: "phase", values: ["cubic"], view: cubic }, Infinity, controller.signal);
  const stopped = message().then(() => controller.abort());
  await expect(counted).rejects.toThrow(expect.objectContaining({ name: "AbortError" }) as Error);
  await stopped;
  const cubics = PHASES.filter((phase) => phase === "cubic").length;
  expect(await file.counts({ column: "phase", values: ["cubic"], view: cubic })).toEqual({
    name: "phase",
    rows: cubics,
    missing: 0,
    counts: [cubics],
  });
});
