import type { Dataset, DatasetDraft, ReadOptions, UnderstoodSplit } from "../../contracts/types.js";
import { choose, find, heard, place, read, settle } from "../testing/element.js";
import { dataset } from "../testing/memory-catalog.js";
import type { Publication, Published, PublishProgress } from "../form/publication.js";
import type { Checked, PublishSource, SplitChoice } from "./publish-source.js";
import "./publish-element.js";
import type { PublishElement } from "./publish-element.js";

const columns = [{ name: "formula" }, { name: "gap", unit: "eV" }];

const train: UnderstoodSplit = {
  split: "train",
  rows: 3,
  guesses: [{ detail: "The columns stand between commas.", otherwise: 'read={"separator": ";"}' }],
  columns: [
    {
      ...{ name: "formula", type: "string", missing: 0, written: ["007", "Si"], stored: ["007", "Si"] },
      guesses: [{ detail: "'formula' is text.", otherwise: 'columns={"formula": {"type": "int64"}}' }],
    },
    {
      ...{ name: "gap", type: "double", unit: "eV", missing: 1, written: ["1.50", null], stored: ["1.5", null] },
      guesses: [],
    },
  ],
};

/** Reads one table; a name with a blank in it is wrong, a record without title thin. */
class OneTable implements PublishSource {
  readonly tables = [{ variable: "frame", rows: 3, columns: 2 }];
  readonly drafts: DatasetDraft[] = [];
  readonly read: SplitChoice[][] = [];
  readonly options: ReadOptions[] = [];
  stopped = 0;
  published = 0;
  finish: (published: Published) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  progress: (progress: PublishProgress) => void = () => undefined;

  propose(splits: readonly SplitChoice[], read: ReadOptions) {
    const renamed = read.header === 2;
    this.read.push([...splits]);
    this.options.push(read);
    if (splits.some(({ from }) => from === "gone")) return Promise.reject(new Error("There is no table 'gone'."));
    return Promise.resolve({
      draft: { name: "frame", columns: renamed ? [{ name: "007" }] : columns },
      types: [
        { name: "formula", type: "string" },
        { name: "gap", type: "double" },
      ],
    });
  }

  check(draft: DatasetDraft): Promise<Checked> {
    this.drafts.push(draft);
    if (draft.name.includes(" "))
      return Promise.resolve({
        findings: [{ pointer: "/name", detail: "A name has no blanks.", severity: "error" }],
        understood: [],
      });
    const manifest: Dataset = dataset(draft.name, { title: draft.title ?? draft.name });
    return Promise.resolve({
      findings: draft.title ? [] : [{ pointer: "/title", detail: "It has no title.", severity: "warning" }],
      understood: [train],
      manifest,
    });
  }

  publish(
    _draft: DatasetDraft,
    _splits: readonly SplitChoice[],
    progress: (progress: PublishProgress) => void,
  ): Publication {
    this.progress = progress;
    this.published++;
    const published = new Promise<Published>((resolve, reject) =>
      Object.assign(this, { finish: resolve, fail: reject }),
    );
    return { published, stop: () => this.stopped++ };
  }
}

afterEach(() => document.body.replaceChildren());

async function form(splits: SplitChoice[] = [{ name: "train", from: "frame" }]) {
  const source = new OneTable();
  const { element, root } = await place<PublishElement>("foundry-publish", { source, splits });
  const type = async (label: string, text: string) => {
    const field = [...root.querySelectorAll(".field")].find((one) => read(one.querySelector("label")) === label);
    const input = field ? find(field, "input, textarea") : find(root, `[aria-label="${label}"]`);
    (input as HTMLInputElement).value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await settle(element);
  };
  return { source, element, root, type, button: () => find(root, ".primary") as HTMLButtonElement };
}

test("proposes what it reads, and names the recommended fields that are missing", async () => {
  const { root, button } = await form();
  expect(read(root.querySelector(".bar"))).toContain("Ready; 1 recommended field missing");
  const missing = find(root, '[aria-label="What is missing"]');
  expect([...missing.querySelectorAll("li")].map(read)).toEqual(["It has no title."]);
  (find(missing, "button") as HTMLButtonElement).click();
  expect(root.activeElement).toBe(find(root, "#field-title"));
  expect([...root.querySelectorAll(".columns tbody th")].map(read)).toEqual(["formula text", "gap number"]);
  expect((find(root, '[aria-label="Unit of gap"]') as HTMLInputElement).value).toBe("eV");
  expect(root.querySelector("foundry-dataset-card")).not.toBeNull();
  expect(button().getAttribute("aria-disabled")).toBe("false");
});

test("what is wrong is said at its field while a person types, and nothing can be published until it is mended", async () => {
  const { source, root, type, button } = await form();
  await type("Name", "my set");
  expect(read(root.querySelector(".error"))).toBe("A name has no blanks.");
  expect(find(root, "#field-name").getAttribute("aria-invalid")).toBe("true");
  expect(button().getAttribute("aria-disabled")).toBe("true");
  expect(read(root.querySelector("#reason"))).toBe("Fix 1 issue first.");
  button().click();
  expect(source.published).toBe(0);
  expect(root.activeElement).toBe(find(root, "#field-name"));
  await type("Name", "my-set");
  expect(root.querySelector(".error")).toBeNull();
  expect(button().getAttribute("aria-disabled")).toBe("false");
});

test("lists, roles and units go into the draft as the contract has them", async () => {
  const { source, root, type } = await form();
  await type("Authors", "Lovelace, Ada; Curie, Marie; ");
  await type("Keywords", "gaps, oxides");
  await type("Unit of gap", "");
  choose(root, "Role of gap", "target");
  await type("What gap is", "measured");
  expect(source.drafts.at(-1)).toEqual({
    name: "frame",
    authors: [{ name: "Lovelace, Ada" }, { name: "Curie, Marie" }],
    keywords: ["gaps", "oxides"],
    columns: [{ name: "formula" }, { name: "gap", role: "target", description: "measured" }],
  });
});

test("shows progress, can be cancelled, and says what came of it", async () => {
  const { source, element, root, button } = await form();
  const published = heard(element, "foundry-published");
  button().click();
  source.progress({ step: "upload", done: 30, total: 120 });
  await settle(element);
  expect(read(root.querySelector(".submit"))).toContain("upload 25 %");
  (find(root, ".submit .plain") as HTMLButtonElement).click();
  expect(source.stopped).toBe(1);
  source.fail(new Error("The publication was cancelled; nothing was published."));
  await settle(element);
  expect(read(root.querySelector("[role=alert]"))).toContain("cancelled");
  button().click();
  source.finish({ reference: "frame@1.0.0", unchanged: false });
  await settle(element);
  expect(read(root.querySelector(".submit"))).toContain("Published frame@1.0.0");
  button().click();
  source.finish({ reference: "frame@1.0.0", unchanged: true });
  await settle(element);
  expect(read(root.querySelector(".submit"))).toContain("frame@1.0.0 is there already and holds the same");
  expect(published).toEqual([{ reference: "frame@1.0.0" }, { reference: "frame@1.0.0" }]);
});

test("another split is read beside the first, and what was said stays", async () => {
  const { source, element, root, type } = await form();
  await type("Title", "Mine");
  const add = [...root.querySelectorAll("button")].find((one) => read(one) === "Add split");
  add?.click();
  await settle(element);
  const from = find(root, '[aria-label="Table of split test"]') as HTMLInputElement;
  from.value = "gone";
  from.dispatchEvent(new Event("change", { bubbles: true }));
  await settle(element);
  expect(source.read.at(-1)).toEqual([
    { name: "train", from: "frame" },
    { name: "test", from: "gone" },
  ]);
  expect(read(root.querySelector("[role=alert]"))).toBe("There is no table 'gone'.");
  from.value = "frame";
  from.dispatchEvent(new Event("change", { bubbles: true }));
  await settle(element);
  expect(root.querySelector(".problem")).toBeNull();
  expect(source.drafts.at(-1)).toMatchObject({ title: "Mine" });
});

test("shows what was understood: values as written and as stored, what is missing, and every guess", async () => {
  const { root } = await form();
  const shown = find(root, '[aria-label="What was understood of split train"]');
  expect(read(shown.querySelector("caption"))).toBe("train: 3 rows");
  const cells = [...shown.querySelectorAll("tbody tr")].map((row) => [...row.children].map(read));
  expect(cells).toEqual([
    ["formula", "string", "", "", "0", "007Si", "007Si"],
    ["gap", "double", "eV", "", "1", "1.50missing", "1.5missing"],
  ]);
  expect([...shown.querySelectorAll("li")].map(read)).toEqual([
    `The columns stand between commas. Otherwise: read={"separator": ";"}`,
    `'formula' is text. Otherwise: columns={"formula": {"type": "int64"}}`,
  ]);
});

test("a type and the order of categories go into the draft", async () => {
  const { source, type } = await form();
  await type("Type of formula", "category");
  await type("Categories of formula", "low; high; ");
  expect(source.drafts.at(-1)?.columns?.[0]).toEqual({
    name: "formula",
    type: "category",
    categories: ["low", "high"],
  });
  await type("Type of formula", "int64");
  expect(source.drafts.at(-1)?.columns?.[0]).toEqual({ name: "formula", type: "int64" });
});

test("how a file is read is stated in fields, and the file is read again with it", async () => {
  const { source, root, type } = await form([{ name: "train", from: "codes.csv" }]);
  await type("Separator", ";");
  await type("Header row", "none");
  await type("Units below the header", "yes");
  await type("Missing values", "NA; -99");
  const read = { separator: ";", header: false, units_row: true, missing: ["NA", "-99"] };
  expect(source.options.at(-1)).toEqual(read);
  expect(source.drafts.at(-1)?.read).toEqual(read);
  await type("Separator", "");
  expect(source.options.at(-1)).not.toHaveProperty("separator");
  expect((find(root, "#field-read-header") as HTMLInputElement).value).toBe("none");
});

test("what is said of a column stays while the file is read otherwise", async () => {
  const { source, type } = await form([{ name: "train", from: "codes.csv" }]);
  await type("Type of formula", "int64");
  await type("Header row", "2");
  expect(source.drafts.at(-1)?.columns).toEqual([{ name: "007" }]);
  await type("Header row", "");
  expect(source.drafts.at(-1)?.columns?.[0]).toEqual({ name: "formula", type: "int64" });
});

test("a table of the notebook has no file that could be read otherwise", async () => {
  const { root } = await form();
  expect(root.querySelector(".reading")).toBeNull();
});
