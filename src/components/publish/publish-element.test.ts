import type { Dataset, DatasetDraft } from "../../contracts/types.js";
import { choose, find, heard, place, read, settle } from "../testing/element.js";
import { dataset } from "../testing/memory-catalog.js";
import type { Checked, Publication, PublishProgress, PublishSource, SplitChoice } from "./publish-source.js";
import "./publish-element.js";
import type { PublishElement } from "./publish-element.js";

const columns = [{ name: "formula" }, { name: "gap", unit: "eV" }];

/** Reads one table; a name with a blank in it is wrong, a record without title thin. */
class OneTable implements PublishSource {
  readonly tables = [{ variable: "frame", rows: 3, columns: 2 }];
  readonly drafts: DatasetDraft[] = [];
  readonly read: SplitChoice[][] = [];
  stopped = 0;
  finish: (reference: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  progress: (progress: PublishProgress) => void = () => undefined;

  propose(splits: readonly SplitChoice[]) {
    this.read.push([...splits]);
    if (splits.some(({ from }) => from === "gone")) return Promise.reject(new Error("There is no table 'gone'."));
    return Promise.resolve({
      draft: { name: "frame", columns },
      types: [
        { name: "formula", type: "string" },
        { name: "gap", type: "double" },
      ],
    });
  }

  check(draft: DatasetDraft): Promise<Checked> {
    this.drafts.push(draft);
    if (draft.name.includes(" "))
      return Promise.resolve({ findings: [{ pointer: "/name", detail: "A name has no blanks.", severity: "error" }] });
    const manifest: Dataset = dataset(draft.name, { title: draft.title ?? draft.name });
    return Promise.resolve({
      findings: draft.title ? [] : [{ pointer: "/title", detail: "It has no title.", severity: "warning" }],
      manifest,
    });
  }

  publish(
    _draft: DatasetDraft,
    _splits: readonly SplitChoice[],
    progress: (progress: PublishProgress) => void,
  ): Publication {
    this.progress = progress;
    const reference = new Promise<string>((resolve, reject) => Object.assign(this, { finish: resolve, fail: reject }));
    return { reference, stop: () => this.stopped++ };
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
  expect(read(root.querySelector(".warning"))).toBe("It has no title.");
  expect([...root.querySelectorAll(".columns tbody th")].map(read)).toEqual(["formula text", "gap number"]);
  expect((find(root, '[aria-label="Unit of gap"]') as HTMLInputElement).value).toBe("eV");
  expect(root.querySelector("foundry-dataset-card")).not.toBeNull();
  expect(button().disabled).toBe(false);
});

test("what is wrong is said at its field while a person types, and nothing can be published until it is mended", async () => {
  const { root, type, button } = await form();
  await type("Name", "my set");
  expect(read(root.querySelector(".error"))).toBe("A name has no blanks.");
  expect(find(root, "#field-name").getAttribute("aria-invalid")).toBe("true");
  expect(button().disabled).toBe(true);
  await type("Name", "my-set");
  expect(root.querySelector(".error")).toBeNull();
  expect(button().disabled).toBe(false);
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
  expect(read(root.querySelector(".foot"))).toContain("upload 25 %");
  (find(root, ".foot .plain") as HTMLButtonElement).click();
  expect(source.stopped).toBe(1);
  source.fail(new Error("The publication was cancelled; nothing was published."));
  await settle(element);
  expect(read(root.querySelector("[role=alert]"))).toContain("cancelled");
  button().click();
  source.finish("frame@1.0.0");
  await settle(element);
  expect(read(root.querySelector(".foot"))).toContain("Published frame@1.0.0");
  expect(published).toEqual([{ reference: "frame@1.0.0" }]);
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
