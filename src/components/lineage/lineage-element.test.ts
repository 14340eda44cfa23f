import type { Lineage, LineageNode } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { heard, place, read, settle } from "../testing/element.js";
import { layout } from "./layout.js";
import "./lineage-element.js";
import type { LineageElement } from "./lineage-element.js";

afterEach(() => document.body.replaceChildren());

const node = (id: string, more: Partial<LineageNode> = {}): LineageNode => {
  const [kind = "dataset", reference = ""] = id.split(":");
  return {
    id,
    kind: kind as LineageNode["kind"],
    title: reference,
    reference,
    withdrawn: false,
    affected: false,
    ...more,
  };
};
const GRAPH: Lineage = {
  start: "benchmark:gaps@1.0.0",
  nodes: [
    node("dataset:band-gaps@1.0.0", { withdrawn: true, affected: true }),
    node("model:forest@1.0.0", { affected: true }),
    node("benchmark:gaps@1.0.0", { affected: true }),
    node("entry:01", { title: "my forest", affected: true }),
    node("dataset:lost@1.0.0", { missing: true }),
  ],
  edges: [
    { from: "dataset:band-gaps@1.0.0", to: "model:forest@1.0.0", relation: "trained" },
    { from: "dataset:band-gaps@1.0.0", to: "benchmark:gaps@1.0.0", relation: "posed" },
    { from: "benchmark:gaps@1.0.0", to: "entry:01", relation: "entered" },
    { from: "model:forest@1.0.0", to: "entry:01", relation: "predicted" },
    { from: "dataset:lost@1.0.0", to: "model:forest@1.0.0", relation: "trained" },
  ],
};

async function opened(lineage: () => Promise<Lineage>) {
  const { element, root } = await place<LineageElement>("foundry-lineage", {
    source: { lineage },
    kind: "benchmark",
    name: "gaps",
    version: "1.0.0",
  });
  const details = root.querySelector("details");
  if (details) details.open = true;
  details?.dispatchEvent(new Event("toggle"));
  await settle(element);
  return { element, root };
}

test("is read when it is opened, and not before", async () => {
  let asked = 0;
  const lineage = () => {
    asked++;
    return Promise.resolve(GRAPH);
  };
  await place<LineageElement>("foundry-lineage", {
    source: { lineage },
    kind: "benchmark",
    name: "gaps",
    version: "1.0.0",
  });
  expect(asked).toBe(0);
  await opened(lineage);
  expect(asked).toBe(1);
});

test("shows what it comes from and what came of it; withdrawn data shows on all downstream", async () => {
  const { element, root } = await opened(() => Promise.resolve(GRAPH));
  expect([...root.querySelectorAll(".box")].map(read)).toEqual([
    "band-gaps@1.0.0dataset · withdrawn",
    "lost@1.0.0dataset · not in this store",
    "forest@1.0.0model · from withdrawn",
    "gaps@1.0.0benchmark · from withdrawn",
    "my forestentry · from withdrawn",
  ]);
  expect(read(root.querySelector("[role=note]"))).toContain(
    "4 things here are withdrawn, or come from data or models that are.",
  );
  expect(root.querySelectorAll("path")).toHaveLength(5);
  const chosen = heard(element, "foundry-select");
  for (const button of root.querySelectorAll<HTMLElement>("button.box")) button.click();
  expect(chosen).toEqual([
    { kind: "dataset", name: "band-gaps", version: "1.0.0" },
    { kind: "model", name: "forest", version: "1.0.0" },
  ]);
});

test("says what went wrong", async () => {
  const { root } = await opened(() => Promise.reject(problem("unavailable", "The hub does not answer.")));
  expect(read(root.querySelector("[role=alert]"))).toContain("The hub does not answer.");
});

test("of many nodes those near the start are placed, each in a row of its own", () => {
  const many = Array.from({ length: 100 }, (_, i) => node(`entry:${i}`, { title: `e${i}` }));
  const found = layout({ ...GRAPH, nodes: [...GRAPH.nodes, ...many] }, 60);
  expect(found.left).toBe(45);
  expect(found.nodes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["dataset:band-gaps@1.0.0", "benchmark:gaps@1.0.0", "entry:01"]),
  );
  expect(new Set(found.nodes.map(({ y }) => y)).size).toBe(60);
});
