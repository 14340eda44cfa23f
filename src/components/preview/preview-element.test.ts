import { giveSize } from "../testing/layout.js";
import { MemorySource } from "../testing/memory-source.js";
import "./preview-element.js";
import type { PreviewElement } from "./preview-element.js";
import type { PreviewSelection } from "./preview-source.js";

beforeAll(() => giveSize(600, 340));
afterEach(() => document.body.replaceChildren());

async function settle(preview: PreviewElement): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await preview.updateComplete;
  }
}
async function show(source: MemorySource, selection: PreviewSelection = {}) {
  const preview = document.createElement("foundry-preview");
  preview.source = source;
  preview.selection = selection;
  document.body.append(preview);
  await settle(preview);
  const root = preview.shadowRoot;
  const table = root?.querySelector("foundry-table")?.shadowRoot;
  const filter = root?.querySelector("foundry-filter-box")?.shadowRoot;
  if (!root || !table || !filter) throw new Error("nothing was drawn");
  const selections: (PreviewSelection | undefined)[] = [];
  preview.addEventListener("foundry-selection", ({ detail }: CustomEventInit<PreviewSelection>) =>
    selections.push(detail),
  );
  const type = async (text: string) => {
    const input = filter.querySelector("input");
    if (!input) throw new Error("no filter box");
    input.value = text;
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    await settle(preview);
  };
  const foot = () => root.querySelector(".foot")?.textContent.replace(/\s+/g, " ").trim();
  return { preview, root, table, filter, selections, type, foot };
}
const split = {
  reference: "gaps@1.0.0",
  split: "train",
  splits: [
    { name: "train", rows: 10 },
    { name: "test", rows: 4 },
  ],
};

test("a typed filter becomes a chip, a request and a count of both", async () => {
  const source = new MemorySource(3_683);
  const { filter, selections, type, foot } = await show(source);
  expect(foot()).toBe("3,683 rows statistics: complete");
  await type("gap > 0");
  const compare = { column: "gap", op: ">", value: 0 };
  expect(filter.querySelector(".chip")?.textContent.replace(/\s+/g, " ")).toContain("gap > 0");
  expect(source.asked.at(-1)?.view).toEqual({ filter: { compare } });
  expect(foot()).toBe("1,841 of 3,683 rows statistics: complete");
  expect(selections.at(-1)).toEqual({ view: { filter: { compare } } });
  filter.querySelector<HTMLElement>(".chip button")?.click();
  await type("");
  expect(selections.at(-1)).toEqual({});
  expect(foot()).toBe("3,683 rows statistics: complete");
});

test("a filter that cannot be read keeps its text and says why", async () => {
  const source = new MemorySource(10);
  const { filter, selections, type } = await show(source);
  await type("gpa > 0");
  expect(filter.querySelector("[role=alert]")?.textContent).toContain("There is no column “gpa”");
  expect(filter.querySelector("input")?.value).toBe("gpa > 0");
  expect(filter.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  expect(selections).toEqual([]);
});

test("another split is shown, and what was filtered stays filtered", async () => {
  const { preview, root, selections, foot } = await show(new MemorySource(10, split), {
    view: { sort: [{ column: "gap" }] },
  });
  const select = root.querySelector("select");
  expect([...(select?.options ?? [])].map((option) => option.text)).toEqual(["train · 10", "test · 4"]);
  if (select) select.value = "test";
  select?.dispatchEvent(new Event("change"));
  await settle(preview);
  expect(foot()).toBe("4 rows statistics: complete");
  expect(selections.at(-1)).toEqual({ split: "test", view: { sort: [{ column: "gap" }] } });
});

test("a split that cannot be shown is said in place, and the rows stay", async () => {
  const splits = [...split.splits, { name: "broken", rows: 0 }];
  const { preview, root, table } = await show(new MemorySource(10, { ...split, splits }));
  const select = root.querySelector("select");
  if (select) select.value = "broken";
  select?.dispatchEvent(new Event("change"));
  await settle(preview);
  expect(root.querySelector("[role=alert]")?.textContent).toBe(
    "The file of split 'broken' is missing; publish it again.",
  );
  expect(select?.value).toBe("train");
  expect(table.querySelectorAll(".row")).toHaveLength(10);
});

test("columns can be hidden, but not the last one", async () => {
  const source = new MemorySource(10);
  const { preview, root, table, selections } = await show(source);
  root.querySelector<HTMLInputElement>(".menu input")?.click();
  await settle(preview);
  expect(selections.at(-1)).toEqual({ columns: ["gap"] });
  expect(source.asked.at(-1)?.columns).toEqual(["gap"]);
  expect(table.querySelectorAll(".head")).toHaveLength(1);
  expect(root.querySelectorAll<HTMLInputElement>(".menu input")[1]?.disabled).toBe(true);
});

test("a cell is asked for that reproduces the selection", async () => {
  const { preview, root } = await show(new MemorySource(10, split), {
    columns: ["gap"],
    view: { filter: { compare: { column: "gap", op: ">", value: 0 } } },
  });
  const asked = new Promise<{ source: string; selection: object }>((resolve) => {
    document.body.addEventListener("foundry-insert-cell", (event) => resolve((event as CustomEvent<never>).detail), {
      once: true,
    });
  });
  [...root.querySelectorAll("button")].find((button) => button.textContent === "Insert cell")?.click();
  const { source, selection } = await asked;
  expect(source).toContain('.filter("gap > 0").select(["gap"]).to_arrow()');
  expect(selection).toMatchObject({ dataset: "gaps", version: "1.0.0", split: "train", as: "arrow" });
  expect(preview.loadSelection).toEqual(selection);
});

test("a table that is not a split of a package offers no cell", async () => {
  const { root } = await show(new MemorySource(10));
  expect(root.textContent).not.toContain("Insert cell");
});

test("a chosen column of text shows its most frequent values, without plotly", async () => {
  const { preview, root, table } = await show(new MemorySource(10));
  table.querySelector<HTMLElement>(".name")?.click();
  await settle(preview);
  expect(root.querySelector("foundry-histogram")?.shadowRoot?.querySelector("ol")?.textContent).toContain("Ag0O");
});

test("a restarted kernel is said, and the last rows stay", async () => {
  const { preview, root, table } = await show(new MemorySource(10, split));
  preview.stale = "The kernel was restarted; run this cell again to go on.";
  await settle(preview);
  expect(root.querySelector(".problem")?.textContent).toBe(preview.stale);
  expect(root.querySelector("select")?.disabled).toBe(true);
  expect(table.querySelectorAll(".row")).toHaveLength(10);
});
