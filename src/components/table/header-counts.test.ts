import type {
  ColumnCounts,
  ColumnStatistics,
  Comparison,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  View,
} from "../../contracts/types.js";
import { comparisonsOf } from "../../core/conditions.js";
import type { Question, TableSource } from "../../core/sources.js";
import { rangeComparison } from "./brush.js";
import { BrushBounds } from "./brush-counts.js";
import { HeaderCounts } from "./header-counts.js";

const COLUMNS = [
  { name: "gap", type: "double" },
  { name: "mass", type: "double" },
  { name: "sites", type: "int64" },
];
const EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((edge) => edge * 1.234567);
const ROWS = Array.from({ length: 500 }, (_, i) => ({
  gap: ((i * 37) % 101) / 80,
  mass: ((i * 53) % 97) / 79,
  sites: i % 13 === 0 ? null : i % 9,
}));
type Row = Record<string, number | null>;

const summary = (name: string, edges = EDGES): ColumnStatistics => ({
  name,
  count: ROWS.length,
  missing: 0,
  histogram: { edges, counts: edges.slice(1).map(() => 1) },
});
const SUMMARIES = [summary("gap"), summary("mass"), summary("sites", [0, 3, 6, 9])];

function matching(view: View | undefined): Row[] {
  const holds =
    ({ column, values = [] }: Comparison) =>
    (row: Row) => {
      const value = row[column] ?? NaN;
      return value >= Number(values[0]) && value <= Number(values[1]);
    };
  return (comparisonsOf(view?.filter) ?? []).reduce<Row[]>((rows, one) => rows.filter(holds(one)), ROWS);
}

function binned(rows: readonly Row[], column: string, edges: readonly number[] = []): ColumnCounts {
  const counts = edges.slice(1).map((high, i) => {
    const last = i === edges.length - 2;
    const low = edges[i] ?? NaN;
    return rows.filter(
      (row) => (row[column] ?? NaN) >= low && ((row[column] ?? NaN) < high || (last && row[column] === high)),
    ).length;
  });
  return { name: column, rows: rows.length, missing: rows.filter((row) => row[column] === null).length, counts };
}

class Source implements TableSource {
  readonly description = { title: "gaps", rows: ROWS.length, columns: COLUMNS };
  asked = 0;
  crossed = 0;
  givenUp = 0;
  /** Answers are held back until it is called. */
  answer: () => void = () => undefined;
  held = Promise.resolve();
  failing = false;
  page = () => Promise.reject(new Error("not asked here"));
  histogram = () => Promise.reject(new Error("not asked here"));
  hold(): void {
    this.held = new Promise((resolve) => (this.answer = resolve));
  }
  async counts({ column, edges, view }: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts> {
    this.asked++;
    signal?.addEventListener("abort", () => this.givenUp++);
    await this.held;
    signal?.throwIfAborted();
    return binned(matching(view), column, edges);
  }
  async crossCounts({ along, from, to, columns }: Question<CrossCountsRequest>): Promise<CrossCounts[]> {
    this.crossed++;
    await this.held;
    if (this.failing) throw new Error("the kernel is gone");
    const part = (row: Row) =>
      from.filter((low) => low <= (row[along] ?? NaN)).length + to.filter((high) => high < (row[along] ?? NaN)).length;
    return columns.map(({ column, edges, view }) => {
      const parts = Array.from({ length: 2 * from.length + 1 }, (_, i) =>
        binned(
          matching(view).filter((row) => part(row) === i),
          column,
          edges,
        ),
      );
      return {
        name: column,
        rows: parts.map(({ rows }) => rows),
        missing: parts.map(({ missing }) => missing),
        counts: parts.flatMap(({ counts }) => counts),
      };
    });
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const [gap, mass] = COLUMNS;
function range(column: (typeof COLUMNS)[number] | undefined, from: number, to: number, of = SUMMARIES[0]): Comparison {
  const found = column && of && rangeComparison(column, of, from, to);
  if (!found) throw new Error("no range");
  return found;
}
const viewOf = (...comparisons: Comparison[]): View => ({
  filter: { all: comparisons.map((compare) => ({ compare })) },
});
function brushed(counts: HeaderCounts): void {
  if (gap && SUMMARIES[0]) counts.brush(gap, SUMMARIES[0]);
}

test("each step of a brush is counted from what was asked when it began", async () => {
  const source = new Source();
  const counts = new HeaderCounts(source, () => undefined);
  const other = range(mass, 0.2, 0.9);
  counts.follow(viewOf(other), SUMMARIES);
  await settle();
  const before = source.asked;
  brushed(counts);
  await settle();
  for (const [from, to] of [
    [0.31, 0.35],
    [0.31, 0.62],
    [0.11, 0.31],
    [0, 0.999],
  ] as const) {
    const own = range(gap, from, to);
    const view = viewOf(other, own);
    expect(counts.knows(view)).toBe(true);
    counts.follow(view, SUMMARIES);
    expect(counts.get("mass")).toEqual(binned(matching(viewOf(own)), "mass", EDGES));
    expect(counts.get("sites")).toEqual(binned(matching(view), "sites", [0, 3, 6, 9]));
    expect(counts.isCurrent("mass")).toBe(true);
  }
  await settle();
  expect([source.asked, source.crossed]).toEqual([before, 1]);
});

test("a brush that moves before its counts come gets those of where it is then", async () => {
  const source = new Source();
  let changes = 0;
  const counts = new HeaderCounts(source, () => changes++);
  counts.follow(undefined, SUMMARIES);
  source.hold();
  brushed(counts);
  counts.follow(viewOf(range(gap, 0.2, 0.3)), SUMMARIES);
  const view = viewOf(range(gap, 0.2, 0.7));
  counts.follow(view, SUMMARIES);
  expect(counts.get("sites")).toBeUndefined();
  source.answer();
  await settle();
  expect(counts.get("sites")).toEqual(binned(matching(view), "sites", [0, 3, 6, 9]));
  expect([source.asked, changes]).toEqual([0, 1]);
});

test("another filter, and a brush whose counts fail, are counted column by column", async () => {
  const source = new Source();
  const counts = new HeaderCounts(source, () => undefined);
  counts.follow(undefined, SUMMARIES);
  brushed(counts);
  await settle();
  const view = viewOf(range(gap, 0.2, 0.7), range(mass, 0.3, 0.6));
  expect(counts.knows(view)).toBe(false);
  counts.follow(view, SUMMARIES);
  await settle();
  expect(counts.get("sites")).toEqual(binned(matching(view), "sites", [0, 3, 6, 9]));
  source.failing = true;
  brushed(counts);
  const next = viewOf(range(gap, 0.2, 0.8), range(mass, 0.3, 0.6));
  counts.follow(next, SUMMARIES);
  await settle();
  await settle();
  expect(counts.get("sites")).toEqual(binned(matching(next), "sites", [0, 3, 6, 9]));
});

test("another filter gives up what is being counted; a brush that moves waits for it", async () => {
  const source = new Source();
  let changes = 0;
  const counts = new HeaderCounts(source, () => changes++);
  const first = viewOf(range(gap, 0.2, 0.3));
  source.hold();
  counts.follow(first, SUMMARIES);
  counts.follow(viewOf(range(gap, 0.2, 0.7)), SUMMARIES);
  expect([source.asked, source.givenUp]).toEqual([2, 0]);
  const other = viewOf(range(mass, 0.3, 0.6, SUMMARIES[1]));
  counts.follow(other, SUMMARIES);
  expect(source.givenUp).toBe(2);
  source.answer();
  await settle();
  expect(counts.get("sites")).toEqual(binned(matching(other), "sites", [0, 3, 6, 9]));
  source.hold();
  counts.follow(first, SUMMARIES);
  changes = 0;
  counts.follow(undefined, SUMMARIES);
  // All rows again: what was drawn of some of them goes.
  expect(changes).toBeGreaterThan(0);
  source.answer();
  await settle();
  expect([counts.get("sites"), counts.isCurrent("sites"), source.givenUp]).toEqual([undefined, true, 4]);
});

test("bins narrower than their bounds' digits are not brushed by sums", () => {
  const sites = { name: "sites", type: "int64" };
  expect(BrushBounds.of(sites, summary("sites", [0, 0.5, 1, 1.5, 2]))).toBeUndefined();
  expect(BrushBounds.of({ name: "formula", type: "string" }, summary("formula"))).toBeUndefined();
  const days = BrushBounds.of(
    { name: "day", type: "date32[day]" },
    summary(
      "day",
      [0, 1.5, 3, 4.5, 6].map((day) => day * 86_400_000),
    ),
  );
  expect(days?.partsOf([{ column: "day", op: "between", values: ["1970-01-02", "1970-01-06"] }])).toEqual([3, 7]);
});
