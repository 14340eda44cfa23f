import { choose, find, heard, place, read, settle } from "../testing/element.js";
import { MemoryCatalog, dataset, model } from "../testing/memory-catalog.js";
import "./model-card-element.js";
import type { ModelCardElement } from "./model-card-element.js";

afterEach(() => document.body.replaceChildren());

const fitting = dataset("gaps", {
  columns: [
    { name: "weight", type: "double", unit: "g/mol", role: "input" },
    { name: "gap", type: "double", unit: "eV", role: "target" },
  ],
});
const show = (source: MemoryCatalog) =>
  place<ModelCardElement>("foundry-model-card", { source, name: "forest", actions: true });
/** The card's text comes once its parser is loaded. */
async function cardText(element: ModelCardElement, root: ShadowRoot): Promise<Element> {
  while (!root.querySelector(".markdown > :not(.faint)")) await settle(element);
  return find(root, ".markdown");
}

test("shows what a model takes and gives, and runs on the split that it has not seen", async () => {
  const { element, root } = await show(new MemoryCatalog([fitting, model("forest", "gaps")]));
  const runs = heard(element, "foundry-run");
  expect([...root.querySelectorAll(".columns li")].map(read)).toEqual(["gap eV target", "weight g/mol input"]);
  expect(read(root.querySelectorAll(".plain-list")[1])).toBe("MAE 0.457 eV on gaps@1.0.0 test");
  find(root, ".primary").click();
  choose(root, "Run on", "gaps@1.0.0/train");
  await settle(element);
  find(root, ".primary").click();
  const selection = { model: "forest", modelVersion: "1.0.0", dataset: "gaps", version: "1.0.0" };
  expect(runs).toEqual([
    { selection: { ...selection, split: "test" } },
    { selection: { ...selection, split: "train" } },
  ]);
});

test("says how it was compared with its publisher's own object", async () => {
  const agreement = { precision: "double", rows: 1410, tolerance: 1e-9, largest: { gap: 2.34e-13 } } as const;
  const { root } = await show(new MemoryCatalog([fitting, model("forest", "gaps", { agreement })]));
  expect(read(root.querySelector("section"))).toContain(
    "On 1,410 rows against its publisher's own object, in double precision; largest difference gap 2.3e-13, tolerance 1e-9 of the spread.",
  );
});

test("says that a version is deprecated and what to use instead", async () => {
  const source = new MemoryCatalog([fitting, model("forest", "gaps")]);
  expect((await show(source)).root.querySelector(".state-line")).toBeNull();
  source.standing = {
    state: "deprecated",
    reason: "Use <b>forest-2</b>.",
    by: "Ada",
    at: "2026-03-04T00:00:00Z",
    visible: true,
  };
  const { root } = await show(source);
  expect(read(root.querySelector(".state-line"))).toBe("deprecated Use <b>forest-2</b>. (by Ada, 2026-03-04)");
  expect(root.querySelector("b")).toBeNull();
});

test("opens its newest version, and another one of the list", async () => {
  const versions = ["1.1.0", "1.0.0"].map((version) =>
    model("forest", "gaps", { version, description: `This is ${version}.` }),
  );
  const { element, root } = await show(new MemoryCatalog([fitting, ...versions]));
  expect(read(root.querySelector(".description"))).toBe("This is 1.1.0.");
  expect(
    [...root.querySelectorAll<HTMLOptionElement>("[aria-label=Version] option")].map(({ value }) => value),
  ).toEqual(["1.1.0", "1.0.0"]);
  choose(root, "Version", "1.0.0");
  await settle(element);
  expect(read(root.querySelector(".description"))).toBe("This is 1.0.0.");
  expect(element.selection?.modelVersion).toBe("1.0.0");
  element.version = "1.1.0";
  await settle(element);
  expect(element.selection?.modelVersion).toBe("1.1.0");
});

test("a version that is not to be found otherwise is shown among those that are", async () => {
  const withdrawn = model("forest", "gaps", { version: "0.9.0" });
  const source = new MemoryCatalog([
    fitting,
    model("forest", "gaps"),
    model("forest", "gaps", { version: "1.1.0" }),
    withdrawn,
  ]);
  source.versions = (kind, name) => Promise.resolve({ kind, name, title: name, versions: ["1.1.0", "1.0.0"] });
  const { root } = await place<ModelCardElement>("foundry-model-card", { source, name: "forest", version: "0.9.0" });
  const select = root.querySelector<HTMLSelectElement>("[aria-label=Version]");
  expect([select?.value, select?.options.length]).toEqual(["0.9.0", 3]);
});

test("shows what it is for, where it fails, and how to cite it", async () => {
  const uses = {
    intendedUse: "Screening *only*.",
    limits: "No <b onclick=alert(1)>oxides</b>.",
    authors: [{ name: "Ada Lovelace" }],
  };
  const { element, root } = await show(new MemoryCatalog([fitting, model("forest", "gaps", uses)]));
  while (root.querySelectorAll(".markdown > :not(.faint)").length < 2) await settle(element);
  expect([...root.querySelectorAll(".markdown")].map(read)).toEqual(["Screening only.", "No oxides."]);
  expect(root.querySelector("[onclick]")).toBeNull();
  expect(read(root.querySelector("section"))).toContain("Cite Ada Lovelace. Title of forest (version 1.0.0)");
});

test("leads to what it was trained on", async () => {
  const { element, root } = await show(new MemoryCatalog([fitting, model("forest", "gaps")]));
  const chosen = heard(element, "foundry-select");
  find(root, ".plain-list .link").click();
  expect(chosen).toEqual([{ kind: "dataset", name: "gaps", version: "1.0.0" }]);
});

test("offers to map columns where the model does not fit a split as it is", async () => {
  const { element, root } = await show(new MemoryCatalog([dataset("gaps"), model("forest", "gaps")]));
  const runs = heard(element, "foundry-run");
  expect(root.querySelector(".primary")).toBeNull();
  expect(read(root.querySelector(".row"))).toContain("The model does not fit as it is: it lacks weight.");
  find(root, ".secondary").click();
  expect(runs).toHaveLength(1);
});

test("says when there is nothing to run it on", async () => {
  const { element, root } = await show(new MemoryCatalog([model("forest", "gaps")]));
  expect(root.querySelector(".primary")).toBeNull();
  expect(element.selection).toBeUndefined();
  expect(read(root.querySelector("section"))).toContain(
    "None of the datasets that it was trained on is in this store.",
  );
});

test("the card is Markdown without anything that runs or is fetched", async () => {
  const card = [
    "# Forest\n\nUses *trees*, see [docs](https://example.org/docs) and [bad](javascript:alert(1)).",
    "<script>alert(1)</script><img src=https://example.org/spy.png onerror=alert(1)><a href='data:text/html,x'>data</a>",
    "<div style='position:fixed' onclick=alert(1) id=jp-main>over</div><form action=https://example.org><input></form>",
  ].join("\n\n");
  const { element, root } = await show(new MemoryCatalog([model("forest", "gaps", { card })]));
  const shown = await cardText(element, root);
  expect(read(shown.querySelector("h1"))).toBe("Forest");
  expect(read(shown.querySelector("em"))).toBe("trees");
  const links = [...shown.querySelectorAll<HTMLAnchorElement>("a[href]")];
  expect(links.map(({ href, target, rel }) => [href, target, rel])).toEqual([
    ["https://example.org/docs", "_blank", "noopener noreferrer"],
  ]);
  expect(shown.querySelector("script, img, form, input, [style], [onclick], [id]")).toBeNull();
  expect(read(shown)).toContain("over");
});
