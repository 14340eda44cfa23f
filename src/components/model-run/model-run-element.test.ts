import { giveSize } from "../testing/layout.js";
import { MemorySource } from "../testing/memory-source.js";
import "./model-run-element.js";
import { durationText, progressText } from "./progress-text.js";
import type { Run, RunProgress, RunResult, RunSource } from "./run-source.js";

beforeAll(() => giveSize(600, 340));
afterEach(() => document.body.replaceChildren());

/** Runs that end when the test says so. */
class HeldRuns implements RunSource {
  readonly models = [{ reference: "forest@1.0.0", title: "Forest" }];
  readonly data = [
    { label: "gaps test", reference: "gaps@1.0.0", split: "test", rows: 921 },
    { label: "frame", variable: "frame", rows: 3 },
  ];
  asked: string[] = [];
  stopped = false;
  progress: (progress: RunProgress) => void = () => undefined;
  finish: (result: RunResult) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  run(model: { reference: string }, data: { label: string }, progress: (progress: RunProgress) => void): Run {
    this.asked.push(`${model.reference} on ${data.label}`);
    this.progress = progress;
    const result = new Promise<RunResult>((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    return { result, stop: () => (this.stopped = true) };
  }
}
async function show() {
  const source = new HeldRuns();
  const element = document.createElement("foundry-model-run");
  element.source = source;
  document.body.append(element);
  await element.updateComplete;
  const root = element.shadowRoot;
  if (!root) throw new Error("nothing was drawn");
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  };
  const click = async (text: string) => {
    [...root.querySelectorAll("button")].find((button) => button.textContent.includes(text))?.click();
    await settle();
  };
  return { source, element, root, settle, click };
}
const result = (stopped = false): RunResult => ({
  table: new MemorySource(921),
  seconds: 0.022,
  metrics: [{ name: "MAE", value: 0.43211, unit: "eV" }],
  stopped,
});

test("runs what is chosen, tells how far it is, and shows what came out", async () => {
  const { source, root, settle, click } = await show();
  expect(root.querySelectorAll(".primary")).toHaveLength(1);
  await click("Run");
  expect(source.asked).toEqual(["forest@1.0.0 on gaps test"]);
  source.progress({ done: 589, total: 921, rowsPerSecond: 41_000 });
  await settle();
  expect(root.querySelector("progress")?.value).toBe(589);
  expect(root.querySelector(".figures")?.textContent).toBe("589 of 921 rows · 41,000 rows/s · 8 ms left");
  source.finish(result());
  await settle();
  expect(root.querySelector("foundry-table")).not.toBeNull();
  expect(root.querySelector("[role=status]")?.textContent).toBe("MAE 0.432 eV over 921 rows · in 22 ms");
});

test("stop asks the run to end, and says how much was done", async () => {
  const { source, root, settle, click } = await show();
  await click("Run");
  await click("stop");
  expect(source.stopped).toBe(true);
  source.finish(result(true));
  await settle();
  expect(root.querySelector("[role=status]")?.textContent).toContain("stopped after 22 ms");
});

test("a refusal is one sentence with a retry, and the last rows stay", async () => {
  const { source, root, settle, click } = await show();
  await click("Run");
  source.finish(result());
  await settle();
  await click("Run");
  source.fail(new Error("forest@1.0.0 takes column 'mass', which the table does not have."));
  await settle();
  expect(root.querySelector("[role=alert] span")?.textContent).toContain("takes column 'mass'");
  expect(root.querySelector("foundry-table")).not.toBeNull();
  await click("Retry");
  expect(source.asked).toHaveLength(3);
});

test("a run on a split can become a cell; one on a variable cannot", async () => {
  const { element, root, settle } = await show();
  expect(element.runSelection).toEqual({ model: "forest", modelVersion: "1.0.0", dataset: "gaps", version: "1.0.0", split: "test" });
  const data = root.querySelectorAll("select")[1];
  if (data) data.value = "frame";
  data?.dispatchEvent(new Event("change"));
  await settle();
  expect(element.runSelection).toBeUndefined();
  expect(root.textContent).not.toContain("insert as cell");
});

test("time left is in the unit a person would use", () => {
  expect([0.0001, 0.5, 2.34, 42, 200, 9000].map(durationText)).toEqual(["1 ms", "500 ms", "2.3 s", "42 s", "3 min", "2.5 h"]);
  expect(progressText({ done: 0, total: 10, rowsPerSecond: 0 })).toBe("0 of 10 rows");
});
