import { choose, find, heard, place, read, settle } from "../testing/element.js";
import { MemoryCatalog, dataset, model } from "../testing/memory-catalog.js";
import "./dataset-card-element.js";
import type { DatasetCardElement } from "./dataset-card-element.js";

afterEach(() => document.body.replaceChildren());

const show = (source: MemoryCatalog, more: Partial<DatasetCardElement> = {}) =>
  place<DatasetCardElement>("foundry-dataset-card", { source, name: "gaps", actions: true, ...more });
const selected = (root: ShadowRoot, label: string) =>
  (find(root, `select[aria-label="${label}"]`) as HTMLSelectElement).selectedOptions[0]?.label.trim();

test("shows what a dataset is", async () => {
  const { root } = await show(
    new MemoryCatalog([
      dataset("gaps", {
        title: "Band gaps",
        description: "Measured.",
        license: "MIT",
        authors: [{ name: "Y. Zhuo" }],
        citations: [{ text: "Zhuo et al. 2018.", doi: "10.1021/x" }],
        url: "https://example.org/gaps",
      }),
      model("forest", "gaps", { title: "Gap forest" }),
    ]),
  );
  expect(find(root, "section").getAttribute("aria-label")).toBe("Band gaps");
  expect([...root.querySelectorAll(".columns li")].map(read)).toEqual([
    "formula input 4 uniq.",
    "band_gap eV target 0.000 to 2.000",
  ]);
  expect(root.querySelectorAll(".columns rect")).toHaveLength(2);
  expect(selected(root, "Split")).toBe("train · 3,683");
  expect(read(root.querySelector("dl"))).toBe(
    "License MIT Size 4,604 rows, 58 kB Cite Zhuo et al. 2018. https://doi.org/10.1021/x",
  );
  expect((find(root, "a.link") as HTMLAnchorElement).href).toBe("https://example.org/gaps");
  expect(read(root.querySelector(".plain-list"))).toBe("Gap forest 1.0.0 (MAE 0.457 eV)");
});

test("what a publisher wrote never becomes markup or a script's address", async () => {
  const attack = "<img src=x onerror=alert(1)>";
  const { root } = await show(
    new MemoryCatalog([
      dataset("gaps", {
        ...{ title: attack, description: attack, license: attack, authors: [{ name: attack }] },
        ...{ url: "javascript:alert(1)", doi: '10.1/"><script>', citations: [{ text: attack }] },
        columns: [{ name: attack, type: "double", unit: attack }],
      }),
    ]),
  );
  expect(root.querySelector("img, script")).toBeNull();
  expect([...root.querySelectorAll("a")].map(({ href }) => href)).toEqual(["https://doi.org/10.1/%22%3E%3Cscript%3E"]);
});

test.each([
  ["bibtex", "@misc{gaps-1.0.0,"],
  ["ris", "TY  - DATA"],
  ["csl", '"type": "dataset"'],
  ["apa", "[Dataset]"],
  ["datacite-xml", 'resourceTypeGeneral="Dataset"'],
])(
  "copies the citation as %s",
  async (format, part) => {
    const copied = new Promise<string>((resolve) => {
      const writeText = (text: string) => {
        resolve(text);
        return Promise.resolve();
      };
      const clipboard = { writeText };
      Object.defineProperty(navigator, "clipboard", { value: clipboard, configurable: true });
    });
    const { element, root } = await show(new MemoryCatalog([dataset("gaps")]));
    const menu = find(root, 'select[aria-label="Copy the citation"]') as HTMLSelectElement;
    menu.value = format;
    menu.dispatchEvent(new Event("change"));
    expect(await copied).toContain(part);
    expect(menu.value).toBe("");
    await settle(element);
    expect(read(find(root, ".said"))).toBe("copied");
    // The first to cite loads the citation library.
  },
  30_000,
);

test("says each choice of split, form and columns", async () => {
  const { element, root } = await show(new MemoryCatalog([dataset("gaps")]));
  const changes = heard(element, "foundry-selection");
  const loads = heard(element, "foundry-load");
  choose(root, "Split", "test");
  choose(root, "Load as", "pandas");
  find(root, 'input[aria-label="Load column formula"]').click();
  await settle(element);
  const selection = { dataset: "gaps", version: "1.0.0", split: "test" };
  expect(changes).toEqual([
    { selection: { ...selection, as: "arrow" } },
    { selection: { ...selection, as: "pandas" } },
    { selection: { ...selection, as: "pandas", columns: ["band_gap"] } },
  ]);
  expect((find(root, 'input[aria-label="Load column band_gap"]') as HTMLInputElement).disabled).toBe(true);
  find(root, ".primary").click();
  find(root, ".primary").dispatchEvent(new MouseEvent("click", { shiftKey: true }));
  expect(loads).toEqual([
    { selection: { ...selection, as: "pandas", columns: ["band_gap"] }, run: false },
    { selection: { ...selection, as: "pandas", columns: ["band_gap"] }, run: true },
  ]);
});

test("another dataset begins with its own first split, every column and its newest version", async () => {
  const source = new MemoryCatalog([
    dataset("gaps", { version: "2.0.0" }),
    dataset("gaps", { splits: [{ name: "train", path: "data/train.parquet", rows: 5 }] }),
    dataset("phonons", { version: "2.0.0" }),
  ]);
  const { element, root } = await show(source, { version: "2.0.0" });
  const changes = heard(element, "foundry-selection");
  choose(root, "Split", "test");
  await settle(element);
  choose(root, "Version", "1.0.0");
  await settle(element);
  // The older version has no test split.
  expect(changes.at(-1)).toEqual({ selection: { dataset: "gaps", version: "1.0.0", split: "train", as: "arrow" } });
  expect(selected(root, "Split")).toBe("train · 5");
  find(root, 'input[aria-label="Load column formula"]').click();
  Object.assign(element, { name: "phonons", version: "2.0.0" });
  await settle(element);
  expect(selected(root, "Split")).toBe("train · 3,683");
  expect(element.selection).toEqual({ dataset: "phonons", version: "2.0.0", split: "train", as: "arrow" });
});

test("a version that is not to be found otherwise is shown among those that are", async () => {
  const source = new MemoryCatalog(["0.9.0", "1.0.0", "1.1.0"].map((version) => dataset("gaps", { version })));
  source.versions = (kind, name) => Promise.resolve({ kind, name, title: name, versions: ["1.1.0", "1.0.0"] });
  const { root } = await show(source, { version: "0.9.0" });
  expect(selected(root, "Version")).toBe("0.9.0");
});

test("keeps a long list of columns short until all are asked for", async () => {
  const columns = Array.from({ length: 25 }, (_, i) => ({ name: `c${i}`, type: "double" }));
  const { element, root } = await show(new MemoryCatalog([dataset("gaps", { columns })]));
  const listed = () => root.querySelectorAll(".columns li").length;
  expect(listed()).toBe(8);
  const more = [...root.querySelectorAll<HTMLElement>("button")].find((button) => read(button) === "all 25 columns…");
  more?.click();
  await settle(element);
  expect(listed()).toBe(25);
});

test("shows the state of the cell, and no buttons where there is no notebook", async () => {
  const { element, root } = await show(new MemoryCatalog([dataset("gaps")]), {
    cell: { state: "synced", text: "synced with cell [3]" },
  });
  expect(read(root.querySelector(".status.synced"))).toBe("synced with cell [3]");
  element.actions = false;
  await settle(element);
  expect(root.querySelector(".primary, .status, input")).toBeNull();
});

test("a dataset that is gone is said in a sentence, with a way to try again", async () => {
  const source = new MemoryCatalog([dataset("gaps")]);
  source.error = new Error("There is no dataset gaps.");
  const { element, root } = await show(source);
  expect(read(root.querySelector("[role=alert] span"))).toBe("There is no dataset gaps.");
  expect(element.selection).toBeUndefined();
  source.error = undefined;
  find(root, "[role=alert] button").click();
  await settle(element);
  expect(selected(root, "Split")).toBe("train · 3,683");
});

test("says where a version stands, and nothing where there is nothing to say", async () => {
  const source = new MemoryCatalog([dataset("gaps")]);
  expect((await show(source)).root.querySelector(".state-line")).toBeNull();
  source.standing = {
    state: "deprecated",
    reason: "Use <b>gaps-2</b>.",
    by: "Ada",
    at: "2026-03-04T00:00:00Z",
    visible: true,
  };
  const { root } = await show(source);
  expect(read(root.querySelector(".state-line"))).toBe("deprecated Use <b>gaps-2</b>. (by Ada, 2026-03-04)");
  expect(root.querySelector("b")).toBeNull();
});
