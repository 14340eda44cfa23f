import { problem } from "../../core/problems.js";
import { readSaved, type SavedSearch } from "../../core/search/saved.js";
import { find, heard, place, read, settle } from "../testing/element.js";
import { MemoryCatalog, dataset, model } from "../testing/memory-catalog.js";
import "./catalog-element.js";
import type { CatalogElement } from "./catalog-element.js";

afterEach(() => document.body.replaceChildren());

const two = () =>
  new MemoryCatalog([
    dataset("band-gaps", { title: "Band gaps", license: "MIT" }),
    dataset("phonons", { title: "Phonon peaks", license: "CC-BY-4.0" }),
    model("forest", "band-gaps", { title: "Band forest" }),
  ]);
const show = (source: MemoryCatalog, more: Partial<CatalogElement> = {}) =>
  place<CatalogElement>("foundry-catalog", { source, ...more });
const titles = (root: ShadowRoot) => [...root.querySelectorAll("[role=option] .title")].map(read);
const box = (root: ShadowRoot) => find(root, "[role=searchbox]") as HTMLInputElement;

test("a query that cannot be read is said in place, with the results before it", async () => {
  const source = two();
  const { element, root } = await show(source);
  source.error = problem("invalid-request", "A number is expected.", { position: 9, expected: "rows>1000" });
  await element.searchFor("gap rows>abc");
  await settle(element);
  expect(read(root.querySelector(".query-problem"))).toContain("A number is expected.");
  expect(read(root.querySelector(".query-problem mark"))).toBe("abc");
  expect(box(root).getAttribute("aria-invalid")).toBe("true");
  expect(titles(root)).toHaveLength(2);
  expect(root.querySelector("[role=alert]")).toBeNull();
  source.error = undefined;
  await element.searchFor("");
  await settle(element);
  expect(read(root.querySelector(".query-problem"))).toBe("");
});

test("says what was searched for instead, and takes it into the box", async () => {
  const source = two();
  source.also = { corrected: { query: "band gap", changes: [{ from: "<b>gpa", to: "gap" }] } };
  const { element, root } = await show(source);
  expect(read(root.querySelector(".notice"))).toBe("Results for band gap: nothing has “<b>gpa”.");
  source.also = {};
  find(root, ".notice button").click();
  await settle(element);
  expect(box(root).value).toBe("band gap");
  expect(root.querySelector(".notice")).toBeNull();
});

test("says which words the results lack, and which were left out", async () => {
  const source = two();
  source.also = { dropped: ["of"], lacking: ["<b>drugs"] };
  const { root } = await show(source);
  expect(read(root.querySelector(".notice"))).toBe(
    "Nothing has all of these words; the results lack “<b>drugs”. Searched without “of”.",
  );
  source.also = { lacking: ["one", "other"] };
  const again = await show(source);
  expect(read(again.root.querySelector(".notice"))).toContain("the results lack “one” or “other”.");
});

test("sorts by what is chosen", async () => {
  const source = two();
  const { element, root } = await show(source);
  [...root.querySelectorAll<HTMLElement>(".sort button")].find((one) => read(one) === "largest")?.click();
  await settle(element);
  expect(source.asked.map(({ sort }) => sort)).toEqual([undefined, "size"]);
});

test("keeps a search, makes it again, and forgets it", async () => {
  const source = two();
  const { element, root } = await show(source);
  const kept = heard(element, "foundry-saved");
  expect(root.querySelector("[aria-label='Save this search']")).toBeNull();
  await element.searchFor("phonon");
  await settle(element);
  find(root, "[aria-label='Save this search']").click();
  await settle(element);
  const saved = kept.at(-1) as SavedSearch[];
  expect(saved).toEqual([{ title: "phonon", request: { query: "phonon", kinds: ["dataset"], facets: [] } }]);
  expect(readSaved(JSON.parse(JSON.stringify(saved)))).toMatchObject(saved);
  expect(find(root, "[aria-label='Save this search']").getAttribute("aria-pressed")).toBe("true");
  await element.searchFor("", "model");
  await settle(element);
  expect(titles(root)).toEqual(["Band forest"]);
  find(root, ".saved button").click();
  await settle(element);
  expect([box(root).value, titles(root)]).toEqual(["phonon", ["Phonon peaks"]]);
  find(root, "[aria-label='Forget the search phonon']").click();
  await settle(element);
  expect(kept.at(-1)).toEqual([]);
  expect(root.querySelector(".saved")).toBeNull();
});

test("what was kept by someone else is read only as far as it is a search", () => {
  const good = { title: "gap", request: { query: "gap" } };
  expect(
    readSaved([good, { title: "x" }, { title: 3, request: {} }, { title: "y", request: { limit: -1 } }, "z", null]),
  ).toEqual([good]);
  expect(readSaved("nonsense")).toEqual([]);
});

test("shows how to search, and adds a condition to the text", async () => {
  const source = two();
  const { element, root } = await show(source);
  expect(root.querySelector(".help")).toBeNull();
  find(root, "[aria-label='How to search']").click();
  await settle(element);
  const chip = [...root.querySelectorAll<HTMLElement>(".help .chip")].find((one) => read(one) === "column:gap");
  await element.searchFor("band");
  chip?.click();
  await settle(element);
  expect(source.asked.at(-1)?.query).toBe("band column:gap");
});

test("says why a result is there, and goes on by the cursor", async () => {
  const source = two();
  source.more = { matched: [{ name: "gap", unit: "eV" }, { name: "formula" }], shared: ["unit eV"] };
  source.also = { total: 40, next: "after-two" };
  const { element, root } = await show(source);
  expect(read(root.querySelector(".notes"))).toBe("gap (eV), formula, unit eV");
  find(root, ".more").click();
  await settle(element);
  expect(source.asked.at(-1)).toMatchObject({ cursor: "after-two" });
});

test("says how far the index is while it grows, and shows what it has found since", async () => {
  const source = two();
  source.also = { indexing: { done: 12_000, total: 20_000 } };
  const { element, root } = await show(source);
  expect(read(root.querySelector(".notice"))).toBe("Indexing 12,000 of 20,000: these are the results so far.");
  expect(root.querySelector("progress")?.value).toBe(12_000);
  expect(titles(root)).toHaveLength(2);
  source.also = {};
  while (source.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  await settle(element);
  expect(root.querySelector(".notice")).toBeNull();
});
