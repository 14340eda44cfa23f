import { giveSize } from "../testing/layout.js";
import { MemorySource } from "../testing/memory-source.js";
import "./table-element.js";
import type { TableElement } from "./table-element.js";

beforeAll(() => giveSize(600, 340));
afterEach(() => document.body.replaceChildren());

/** Waits until nothing more is asked for or drawn. */
async function settle(table: TableElement): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await table.updateComplete;
  }
}
async function show(
  source: MemorySource,
  more: Partial<TableElement> = {},
): Promise<{ table: TableElement; root: ShadowRoot }> {
  const table = document.createElement("foundry-table");
  Object.assign(table, { source, ...more });
  document.body.append(table);
  await settle(table);
  if (!table.shadowRoot) throw new Error("nothing was drawn");
  return { table, root: table.shadowRoot };
}
const rowAt = (root: ShadowRoot, row: number) => root.querySelector(`.row[aria-rowindex="${row + 2}"]`);
const texts = (root: ShadowRoot, row: number) =>
  [...(rowAt(root, row)?.querySelectorAll("[role=gridcell]") ?? [])].map((cell) => cell.textContent);
async function press(table: TableElement, key: string, more: KeyboardEventInit = {}): Promise<void> {
  const grid = table.shadowRoot?.querySelector("[role=grid]");
  grid?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  await settle(table);
}

test("says to a screen reader how large it is and where each cell belongs", async () => {
  const { root } = await show(new MemorySource(1_000_000));
  const grid = root.querySelector("[role=grid]");
  expect(grid?.getAttribute("aria-rowcount")).toBe("1000001");
  expect(grid?.getAttribute("aria-colcount")).toBe("3");
  expect(grid?.getAttribute("aria-label")).toBe("gaps");
  const heads = [...root.querySelectorAll("[role=columnheader].head")];
  expect(heads.map((head) => head.getAttribute("aria-colindex"))).toEqual(["2", "3"]);
  expect(heads[1]?.querySelector(".name")?.textContent.replace(/\s+/g, " ").trim()).toBe("gap eV");
  expect(heads[1]?.querySelector(".type")?.textContent.replace(/\s+/g, " ").trim()).toBe("number · target");
  expect(heads[1]?.querySelectorAll("rect")).toHaveLength(2);
  expect(heads[0]?.textContent).toContain("1,000,000 unique");
});

test("shows subscripts, missing and empty values as what they are", async () => {
  const { root } = await show(new MemorySource(10));
  expect(rowAt(root, 3)?.querySelector("sub")?.textContent).toBe("3");
  expect(texts(root, 1)).toEqual(["empty text", "0.5"]);
  expect(texts(root, 2)).toEqual(["Ag2O", "missing"]);
  expect(rowAt(root, 2)?.querySelectorAll(".missing")).toHaveLength(1);
});

test("ten million rows need as many elements as a thousand, also at the last row", async () => {
  const few = await show(new MemorySource(1000));
  const { table, root } = await show(new MemorySource(10_000_000));
  // Inside a cell there may be more: a subscript, a mark for what is missing.
  const drawn = (of: ShadowRoot) => of.querySelectorAll(".row, .row > *").length;
  const elements = drawn(root);
  expect(elements).toBe(drawn(few.root));
  await press(table, "End", { ctrlKey: true });
  expect(texts(root, 9_999_999)).toEqual(["Ag9999999O", "4999999.5"]);
  expect(drawn(root)).toBe(elements);
  expect(root.querySelector("#active")?.textContent).toBe("4999999.5");
});

test("rows come before distributions, a page is small, and the table is never read whole", async () => {
  const source = new MemorySource(1_000_000);
  const order: string[] = [];
  const page = source.page.bind(source);
  const histogram = source.histogram.bind(source);
  source.page = (query) => (order.push("page"), page(query));
  source.histogram = (column) => (order.push(column), histogram(column));
  await show(source);
  expect(order).toEqual(["page", "formula", "gap"]);
  expect(source.asked).toEqual([{ offset: 0, limit: 100 }]);
});

test("statistics of the package are shown as they are", async () => {
  const statistics = [
    { name: "gap", count: 7, missing: 3 },
    { name: "formula", count: 10, missing: 0, unique: 10 },
  ];
  const source = new MemorySource(10, { statistics });
  const { root } = await show(source);
  expect(source.counted).toEqual([]);
  expect(root.textContent).toContain("30 % missing");
});

test("a header chooses its column, and its button sorts: up, down, as stored", async () => {
  const source = new MemorySource(10);
  const { table, root } = await show(source);
  const chosen: string[] = [];
  table.addEventListener("foundry-column", ({ detail }: CustomEventInit<{ name: string }>) =>
    chosen.push(detail?.name ?? ""),
  );
  root.querySelectorAll<HTMLElement>(".name")[1]?.click();
  expect(chosen).toEqual(["gap"]);
  const sort = () => root.querySelectorAll<HTMLElement>(".sort")[1]?.click();
  const states: (string | null | undefined)[] = [];
  for (let i = 0; i < 3; i++) {
    sort();
    await settle(table);
    states.push(root.querySelectorAll(".head")[1]?.getAttribute("aria-sort"));
  }
  expect(states).toEqual(["ascending", "descending", "none"]);
  expect(source.asked.map(({ view }) => view?.sort)).toEqual([
    undefined,
    [{ column: "gap" }],
    [{ column: "gap", descending: true }],
    undefined,
  ]);
  expect(chosen).toEqual(["gap"]);
});

test("an error says what is wrong in place, and Retry asks again", async () => {
  const source = new MemorySource(10);
  source.error = new Error("The kernel has no room for the sorted table; filter it first.");
  const { table, root } = await show(source);
  expect(root.querySelector("[role=alert] span")?.textContent).toBe(source.error.message);
  source.error = undefined;
  root.querySelector<HTMLElement>("[role=alert] button")?.click();
  await settle(table);
  expect(root.querySelector("[role=alert]")).toBeNull();
  expect(texts(root, 0)).toEqual(["Ag0O", "0.0"]);
});

test("no rows are said to be none", async () => {
  const { root } = await show(new MemorySource(0));
  expect(root.querySelector(".empty-table")?.textContent).toBe("This table has no rows.");
});

test("a new view starts at its first row", async () => {
  const source = new MemorySource(1000);
  const { table, root } = await show(source);
  await press(table, "End", { ctrlKey: true });
  table.view = { filter: { compare: { column: "gap", op: ">", value: 0 } } };
  await settle(table);
  expect(root.querySelector("[role=grid]")?.getAttribute("aria-rowcount")).toBe("501");
  expect(rowAt(root, 0)).not.toBeNull();
});

test("cells are as wide as their headings, also after the table has become narrower", async () => {
  const { table, root } = await show(new MemorySource(100));
  const width = (selector: string) =>
    [...root.querySelectorAll<HTMLElement>(selector)].slice(0, 2).map(({ style }) => style.width);
  const wide = width(".head");
  giveSize(560, 340);
  table.requestUpdate();
  await settle(table);
  giveSize(600, 340);
  expect(width(".head")).not.toEqual(wide);
  expect(width("[role=gridcell]")).toEqual(width(".head"));
});

test("a table that a notebook took off the page is where it was when it is back", async () => {
  // jupyterlab 17331: a renderer loses its state when windowing detaches it.
  const { table, root } = await show(new MemorySource(1_000_000));
  await press(table, "End", { ctrlKey: true });
  expect(texts(root, 999_999)).toEqual(["Ag999999O", "499999.5"]);
  const place = table.parentElement;
  table.remove();
  await settle(table);
  place?.append(table);
  await settle(table);
  expect(texts(root, 999_999)).toEqual(["Ag999999O", "499999.5"]);
  expect(root.querySelector("#active")?.textContent).toBe("499999.5");
});

test("only the rows that come into sight are written, and no element is added", async () => {
  const { table, root } = await show(new MemorySource(1000));
  const rows = [...root.querySelectorAll(".row")];
  const written = new Set<Node>();
  const observer = new MutationObserver((records) => {
    for (const { target } of records) written.add(target.parentElement?.closest(".row") ?? target);
  });
  const [body] = root.querySelectorAll(".strip");
  if (!body) throw new Error("there is no strip");
  observer.observe(body, { subtree: true, childList: true, characterData: true });
  const scroller = root.querySelector(".scroller");
  if (!scroller) throw new Error("nothing scrolls");
  scroller.scrollTop = 3 * 26;
  scroller.dispatchEvent(new Event("scroll"));
  await settle(table);
  observer.disconnect();
  expect([...root.querySelectorAll(".row")]).toEqual(rows);
  expect(written.size).toBe(3);
});
