import type { ColumnCounts, CountsRequest } from "../../contracts/types.js";
import type { PageQuery } from "../../core/sources.js";
import { giveSize } from "../testing/layout.js";
import { MemorySource } from "../testing/memory-source.js";
import { rangeComparison, brushOf } from "./brush.js";
import { sortBy, nextSort, sortOf } from "./sorting.js";
import { tableHtml, tableText } from "./copy-text.js";
import { ColumnLayout } from "./column-layout.js";
import { RowPages } from "./row-pages.js";
import { Table, vectorFromArray, Utf8, Float64 } from "apache-arrow";
import "./table-element.js";
import type { TableElement } from "./table-element.js";

beforeAll(() => giveSize(600, 340));
afterEach(() => document.body.replaceChildren());

class CountingSource extends MemorySource {
  readonly countsAsked: Omit<CountsRequest, "id">[] = [];
  counts(request: Omit<CountsRequest, "id">): Promise<ColumnCounts> {
    this.countsAsked.push(request);
    const bins = request.edges ? request.edges.length - 1 : (request.values?.length ?? 0);
    return Promise.resolve({
      name: request.column,
      rows: 5,
      missing: 0,
      counts: Array.from({ length: bins }, () => 1),
    });
  }
}
async function settle(table: TableElement): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await table.updateComplete;
  }
}
async function show(source: MemorySource, more: Partial<TableElement> = {}) {
  const table = document.createElement("foundry-table");
  Object.assign(table, { source, ...more });
  document.body.append(table);
  await settle(table);
  if (!table.shadowRoot) throw new Error("nothing was drawn");
  return { table, root: table.shadowRoot };
}

test("sort keys stand in click order, and each turns on its own", () => {
  let view = nextSort(undefined, "b");
  view = nextSort(view, "a", true);
  expect(view?.sort).toEqual([{ column: "b" }, { column: "a" }]);
  view = nextSort(view, "b", true);
  expect(view?.sort).toEqual([{ column: "b", descending: true }, { column: "a" }]);
  expect(sortOf(view, "a")).toEqual({ direction: "ascending", rank: 2 });
  view = nextSort(view, "b", true);
  expect(view?.sort).toEqual([{ column: "a" }]);
  expect(sortBy(view, "a", "none", true)).toBeUndefined();
});

test("a brush becomes a range of whole bins, and a range is drawn where it lies", () => {
  const column = { name: "gap", type: "double" };
  const statistics = { name: "gap", count: 4, missing: 0, histogram: { edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 1] } };
  const comparison = rangeComparison(column, statistics, 0.3, 0.6);
  expect(comparison).toEqual({ column: "gap", op: "between", values: [1, 3] });
  expect(brushOf(comparison ? [comparison] : [], statistics)).toEqual([0.25, 0.75]);
  const days = { name: "day", type: "date32[day]" };
  const day = 86_400_000;
  const dated = { ...statistics, histogram: { edges: [0, 10 * day, 20 * day], counts: [1, 1] } };
  expect(rangeComparison(days, dated, 0.1, 0.2)?.values).toEqual(["1970-01-01", "1970-01-11"]);
});

test("a column's counts are asked for under the filters of the other columns only", async () => {
  const source = new CountingSource(10);
  const filter = {
    all: [
      { compare: { column: "gap", op: ">" as const, value: 0 } },
      { compare: { column: "formula", op: "==" as const, value: "Ag" } },
    ],
  };
  const { root } = await show(source, { view: { filter } });
  expect(source.countsAsked.find(({ column }) => column === "gap")?.view?.filter).toEqual({
    compare: { column: "formula", op: "==", value: "Ag" },
  });
  expect(root.querySelectorAll(".bars.filtered .part")).toHaveLength(2);
});

test("the menu of a column filters, pins and hides", async () => {
  const source = new MemorySource(10);
  const { table, root } = await show(source);
  const views: unknown[] = [];
  table.addEventListener("foundry-view-change", (event) =>
    views.push((event as CustomEvent<{ view: unknown }>).detail.view),
  );
  const open = async () => {
    root.querySelectorAll<HTMLElement>(".more")[1]?.click();
    await settle(table);
    const menu = root.querySelector("foundry-column-menu")?.shadowRoot;
    if (!menu) throw new Error("no menu");
    return menu;
  };
  let menu = await open();
  const low = menu.querySelector<HTMLInputElement>("[name=low]");
  if (!low) throw new Error("no range");
  low.value = "1.5";
  menu.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settle(table);
  expect(views).toEqual([{ filter: { compare: { column: "gap", op: ">=", value: 1.5 } } }]);
  expect(root.querySelector("foundry-column-menu")).toBeNull();
  menu = await open();
  [...menu.querySelectorAll("button")].find(({ textContent }) => textContent === "Pin left")?.click();
  await settle(table);
  expect([...root.querySelectorAll(".head .name")].map((head) => head.textContent.trim().split(/\s/)[0])).toEqual([
    "gap",
    "formula",
  ]);
  expect(root.querySelectorAll(".head.pinned")).toHaveLength(1);
});

test("copied cells are text that a spreadsheet, a parser and Markdown read", () => {
  const rows = new Table({
    a: vectorFromArray(["x\ty", 'say "|"', null], new Utf8()),
    b: vectorFromArray([1.5, NaN, 2], new Float64()),
  });
  const columns = [
    { name: "a", type: "string" },
    { name: "b", type: "double", unit: "eV" },
  ];
  expect(tableText(rows, columns, "tsv").text).toBe('a\tb (eV)\n"x\ty"\t1.5\n"say ""|"""\tNaN\n\t2');
  expect(tableText(rows, columns, "csv").text).toBe('a,b (eV)\r\nx\ty,1.5\r\n"say ""|""",NaN\r\n,2');
  const formulas = new Table({ a: vectorFromArray(["=1+1", "@x", "-OH", "-5", "+1e3", "", null], new Utf8()) });
  const one = columns.slice(0, 1);
  expect(tableText(formulas, one, "csv")).toEqual({
    text: 'a\r\n\'=1+1\r\n\'@x\r\n\'-OH\r\n-5\r\n+1e3\r\n""\r\n""',
    guarded: 3,
  });
  expect(tableText(formulas, one, "markdown").guarded).toBe(0);
  expect(tableHtml(formulas, one)).toContain(`<td style="mso-number-format:'\\@'">=1+1</td>`);
  expect(tableText(rows, columns, "markdown").text.split("\n")[3]).toBe('| say "\\|" | NaN |');
});

test("ten thousand columns: those in sight are found by halving and fetched in blocks", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const layout = new ColumnLayout(
    names.map(() => 100),
    600,
    1,
  );
  expect(layout.seen(500_000, 600)).toEqual([5001, 5006]);
  const asked: PageQuery[] = [];
  const description = { title: "wide", rows: 1000, columns: names.map((name) => ({ name, type: "double" })) };
  const source = {
    description,
    page: (query: PageQuery) => {
      asked.push(query);
      return new Promise<never>(() => undefined);
    },
    histogram: () => Promise.reject(new Error("not asked here")),
  };
  const pages = new RowPages(source, undefined, undefined, () => undefined);
  pages.want(0, 10, layout.drawn([5001, 5006]));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.columns).toHaveLength(64);
  expect(asked[0]?.columns).toContain("c0");
  expect(asked[0]?.columns).toContain("c5005");
});
