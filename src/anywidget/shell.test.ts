import { Int32, Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { find, read, settle } from "../components/testing/element.js";
import { giveSize } from "../components/testing/layout.js";
import shell from "./index.js";
import type { AnyModel } from "./model.js";

type Listener = (...given: unknown[]) => void;

/** A host's model whose kernel holds a table of the numbers from 0 on. */
class Model implements AnyModel {
  readonly sent: { type: string }[] = [];
  saved = 0;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #traits: Record<string, unknown>;
  constructor(description: object) {
    this.#traits = { description, selection: {}, selected: {}, changed: false };
  }
  get = (name: string): unknown => this.#traits[name];
  set(name: string, value: unknown): void {
    this.#traits[name] = value;
    this.#fire(`change:${name}`);
  }
  save_changes(): void {
    this.saved++;
  }
  send(content: object): void {
    const message = content as { type: string; id?: number; request?: { id: number; offset: number; limit: number } };
    this.sent.push(message);
    if (message.type === "page" && message.request) this.#page(message.request);
    if (message.type === "again")
      this.#fire("msg:custom", { type: "description", id: message.id, description: this.get("description") }, []);
  }
  on(event: string, listener: (...given: never[]) => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as Listener));
  }
  off(event: string, listener: (...given: never[]) => void): void {
    this.#listeners.get(event)?.delete(listener as Listener);
  }
  get heard(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
  #fire(event: string, ...given: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...given);
  }
  #page({ id, offset, limit }: { id: number; offset: number; limit: number }): void {
    const { rows } = this.get("description") as { rows: number };
    const length = Math.max(0, Math.min(limit, rows - offset));
    const numbers = vectorFromArray(
      Array.from({ length }, (_, i) => offset + i),
      new Int32(),
    );
    const bytes = tableToIPC(new Table({ n: numbers }), "stream");
    this.#fire("msg:custom", { type: "page", response: { id, offset, rows: length, total: rows, of: rows } }, [
      new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ]);
  }
}

const describe = (rows: number, more: object = {}) => ({
  title: "numbers",
  rows,
  columns: [{ name: "n", type: "int32" }],
  ...more,
});

async function show(description: object, changed = false) {
  giveSize(600, 400);
  const model = new Model(description);
  model.set("changed", changed);
  const el = document.body.appendChild(document.createElement("div"));
  const remove = shell.render({ model, el });
  const preview = el.querySelector("foundry-preview");
  if (!preview) throw new Error("nothing is shown");
  await settle(preview);
  return { model, el, remove, preview, root: preview.shadowRoot as ShadowRoot };
}

test("a table that has changed where it came from is told of, and is read again", async () => {
  const { model, preview, root } = await show(describe(3, { again: true }));
  expect(root.textContent).not.toContain("has changed");
  model.set("changed", true);
  await settle(preview);
  expect(read(find(root, ".problem"))).toBe(
    "This table has changed since it was read; the view may mix old and new values. Reload",
  );
  model.set("description", describe(5, { again: true }));
  find(root, ".problem button").click();
  await settle(preview);
  expect(preview.source?.description.rows).toBe(5);
  expect(root.querySelector(".problem")).toBeNull();
});

test("one that had changed before it was shown is told of at once", async () => {
  const { root } = await show(describe(3), true);
  expect(root.textContent).toContain("This table has changed since it was read");
});

test("a table that grows shows the rows that come, how far it is, and that it is whole", async () => {
  const { model, preview, root } = await show(
    describe(2, { growing: true, note: "2 of 6 rows so far; the run goes on." }),
  );
  const foot = () => read(find(root, ".foot"));
  expect(foot()).toContain("2 rows 2 of 6 rows so far; the run goes on.");
  model.set("description", describe(4, { growing: true, note: "4 of 6 rows so far; the run goes on." }));
  await settle(preview);
  expect(foot()).toContain("4 rows 4 of 6 rows so far; the run goes on.");
  model.set("description", describe(6, { growing: false }));
  await settle(preview);
  expect(foot()).toContain("6 rows");
  expect(foot()).not.toContain("so far");
  expect(find(root, "foundry-table").shadowRoot?.querySelector("[role=grid]")?.getAttribute("aria-rowcount")).toBe("7");
});

test("what is chosen goes to the kernel once, and a shell that is taken away hears nothing more", async () => {
  const { model, preview, remove, el } = await show(describe(3));
  model.saved = 0;
  preview.dispatchEvent(new CustomEvent("foundry-selection", { detail: { columns: ["n"] } }));
  expect([model.get("selection"), model.saved]).toEqual([{ columns: ["n"] }, 1]);
  const cells = { rows: [0, 1], columns: ["n"] };
  for (let time = 0; time < 2; time++) preview.dispatchEvent(new CustomEvent("foundry-cells", { detail: cells }));
  expect([model.get("selected"), model.saved]).toEqual([cells, 2]);
  remove();
  expect([model.heard, el.childElementCount]).toEqual([0, 0]);
});
