import { find, heard, place, press, read, settle } from "../testing/element.js";
import { MemoryCatalog, dataset, model } from "../testing/memory-catalog.js";
import "./catalog-element.js";
import type { CatalogElement } from "./catalog-element.js";

afterEach(() => document.body.replaceChildren());

const three = () =>
  new MemoryCatalog([
    dataset("band-gaps", { title: "Band gaps", license: "MIT" }),
    dataset("phonons", { title: "Phonon peaks", license: "CC-BY-4.0" }),
    model("gap-forest", "band-gaps", { title: "Band gap forest", license: "MIT" }),
  ]);
const show = (source: MemoryCatalog) => place<CatalogElement>("foundry-catalog", { source });
const options = (root: ShadowRoot) => [...root.querySelectorAll("[role=option]")];
const titles = (root: ShadowRoot) => options(root).map((option) => read(option.querySelector(".title")));
function type(root: ShadowRoot, text: string): HTMLInputElement {
  const input = find(root, "[role=searchbox]") as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return input;
}
/** Waits for the pause in typing that starts a search. */
async function typed(element: CatalogElement, source: MemoryCatalog, searches: number): Promise<void> {
  while (source.asked.length < searches) await settle(element);
  await settle(element);
}

test("lists what the store holds, with its figures and the words that matched", async () => {
  const source = three();
  source.more = {
    ...{ rows: 4604, columns: 1, license: "MIT", description: "of semiconductors" },
    highlights: { title: "\u0002Band\u0003 <img src=x onerror=alert(1)> \u0002gaps\u0003" },
  };
  const { root } = await show(source);
  const [first] = options(root);
  expect(read(first?.querySelector(".facts"))).toBe("4,604 rows · 1 column · 58 kB · v1.0.0 · MIT");
  expect([...(first?.querySelectorAll("mark") ?? [])].map(read)).toEqual(["Band", "gaps"]);
  expect(read(first?.querySelector(".title"))).toBe("Band <img src=x onerror=alert(1)> gaps");
  expect(root.querySelector("img")).toBeNull();
  expect([...root.querySelectorAll("[role=tab]")].map(read)).toEqual(["Datasets 2", "Models 1", "Benchmarks"]);
  expect(read(root.querySelector("[role=status]"))).toBe("2 results");
});

test("searches once for what is typed, and Escape clears it", async () => {
  const source = three();
  const { element, root } = await show(source);
  for (const text of ["p", "ph", "phon"]) type(root, text);
  await typed(element, source, 2);
  expect(source.asked.map(({ query }) => query)).toEqual(["", "phon"]);
  expect(titles(root)).toEqual(["Phonon peaks"]);
  press(find(root, "[role=searchbox]"), "Escape");
  await settle(element);
  expect(titles(root)).toEqual(["Band gaps", "Phonon peaks"]);
});

test("Enter chooses the best result of what is typed, not of what was shown before", async () => {
  const source = three();
  const { element, root } = await show(source);
  const chosen = heard(element, "foundry-select");
  press(type(root, "phonon"), "Enter");
  await settle(element);
  expect(chosen).toEqual([{ kind: "dataset", name: "phonons", version: "1.0.0" }]);
});

test("an answer that comes late does not replace a later one", async () => {
  const source = three();
  const { element, root } = await show(source);
  let open: () => void = () => undefined;
  source.gate = new Promise((resolve) => (open = resolve));
  type(root, "band");
  await typed(element, source, 2);
  source.gate = undefined;
  type(root, "phonon");
  await typed(element, source, 3);
  open();
  await settle(element);
  expect(titles(root)).toEqual(["Phonon peaks"]);
});

test("arrow keys walk through the results, and one of them is in the tab order", async () => {
  const { element, root } = await show(three());
  const chosen = heard(element, "foundry-select");
  const inOrder = () => options(root).map((option) => option.getAttribute("tabindex"));
  press(find(root, "[role=searchbox]"), "ArrowDown");
  await settle(element);
  expect(root.activeElement).toBe(options(root)[0]);
  for (const key of ["ArrowDown", "ArrowDown"]) {
    press(root.activeElement as HTMLElement, key);
    await settle(element);
  }
  expect(root.activeElement).toBe(options(root)[1]);
  expect(inOrder()).toEqual(["-1", "0"]);
  press(root.activeElement as HTMLElement, "Enter");
  await settle(element);
  expect(chosen).toEqual([{ kind: "dataset", name: "phonons", version: "1.0.0" }]);
  expect(options(root).map((option) => option.getAttribute("aria-selected"))).toEqual(["false", "true"]);
});

test("Enter chooses the result that has the focus, whichever the arrow keys left", async () => {
  const { element, root } = await show(three());
  const chosen = heard(element, "foundry-select");
  press(options(root)[1] as HTMLElement, "Enter");
  await settle(element);
  expect(chosen).toEqual([{ kind: "dataset", name: "phonons", version: "1.0.0" }]);
});

test("a chip narrows the results and is taken back; another kind begins without it", async () => {
  const source = three();
  const { element, root } = await show(source);
  const { shadowRoot: facets } = find(root, "foundry-facets");
  const chip = (text: string) =>
    [...(facets?.querySelectorAll<HTMLElement>(".fields .chip") ?? [])].find((one) => read(one)?.startsWith(text));
  facets?.querySelector<HTMLElement>(".toggle")?.click();
  await settle(element);
  chip("MIT")?.click();
  await settle(element);
  expect(titles(root)).toEqual(["Band gaps"]);
  expect(chip("MIT")?.getAttribute("aria-pressed")).toBe("true");
  chip("MIT")?.click();
  await settle(element);
  expect(titles(root)).toHaveLength(2);
  chip("MIT")?.click();
  await settle(element);
  press(find(root, "[role=tab][aria-selected=true]"), "ArrowRight");
  await settle(element);
  expect(titles(root)).toEqual(["Band gap forest"]);
  expect(source.asked.at(-1)).toMatchObject({ kinds: ["model"], facets: [] });
});

test("says what matches nothing, and what else there is", async () => {
  const source = three();
  const { element, root } = await show(source);
  type(root, "forest");
  await typed(element, source, 2);
  expect(read(root.querySelector(".list"))).toBe("No dataset matches “forest”. See 1 model");
  find(root, ".list button").click();
  await settle(element);
  expect(titles(root)).toEqual(["Band gap forest"]);
});

test("an empty store says how to publish", async () => {
  const { root } = await show(new MemoryCatalog([]));
  expect(read(root.querySelector(".list"))).toMatch(/^This store holds no dataset yet\..*publish_dataset/);
});

test("an empty store gets the example packages where its host can, and says why it could not", async () => {
  const source = Object.assign(new MemoryCatalog([]), {
    addExamples: () => Promise.reject(new Error("It is read-only.")),
  });
  const { element, root } = await show(source);
  find(root, ".list button.primary").click();
  await settle(element);
  expect(read(root.querySelector("[role=alert] span"))).toBe("It is read-only.");
});

test("an error is a sentence in place, and Retry tries again", async () => {
  const source = three();
  source.error = new Error("The Jupyter server does not answer.");
  const { element, root } = await show(source);
  expect(read(root.querySelector("[role=alert] span"))).toBe("The Jupyter server does not answer.");
  source.error = undefined;
  find(root, "[role=alert] button").click();
  await settle(element);
  expect(root.querySelector("[role=alert]")).toBeNull();
  expect(titles(root)).toHaveLength(2);
});

test("shows the results page by page, each once", async () => {
  const all = Array.from({ length: 45 }, (_, i) => dataset(`set-${i}`));
  const source = new MemoryCatalog(all);
  const { element, root } = await show(source);
  expect(options(root)).toHaveLength(20);
  // What is published meanwhile moves every other result down.
  source.packages.unshift(dataset("newest"));
  find(root, ".more").click();
  await settle(element);
  expect(new Set(titles(root)).size).toBe(titles(root).length);
  expect(root.activeElement).toBe(options(root)[20]);
  while (root.querySelector(".more")) {
    find(root, ".more").click();
    await settle(element);
  }
  expect(titles(root)).toContain("Title of set-44");
});

test("marks results that are deprecated", async () => {
  const source = three();
  source.more = { state: "deprecated", reason: "Old." };
  const { root } = await show(source);
  expect(read(options(root)[0]?.querySelector(".state-badge"))).toBe("deprecated");
  expect(options(root)[0]?.querySelector(".state-badge")?.getAttribute("title")).toBe("Old.");
});

test("a dataset is previewed or loaded from its result, by pointer and by key; a model is not", async () => {
  const { element, root } = await place<CatalogElement>("foundry-catalog", { source: three(), actions: true });
  const used = heard(element, "foundry-quick");
  const chosen = heard(element, "foundry-select");
  (find(root, ".quick button:nth-child(2)") as HTMLButtonElement).click();
  const second = find(root, "#hit-1");
  expect(second.getAttribute("aria-keyshortcuts")).toBe("P L");
  press(second, "p");
  press(second, "l", { ctrlKey: true });
  expect(used).toEqual([
    { use: "load", name: "band-gaps", version: "1.0.0" },
    { use: "preview", name: "phonons", version: "1.0.0" },
  ]);
  expect(chosen).toEqual([]);
  find(root, "#tab-model").click();
  await settle(element);
  press(find(root, "#hit-0"), "l");
  expect(root.querySelector(".quick")).toBeNull();
  expect(used).toHaveLength(2);
});

test("without a notebook at hand a result only opens", async () => {
  const { root } = await show(three());
  expect(root.querySelector(".quick")).toBeNull();
  expect(find(root, "#hit-0").hasAttribute("aria-keyshortcuts")).toBe(false);
});
