import { Float64, Table, vectorFromArray } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import type { PageQuery, TablePage } from "../../core/sources.js";
import { giveSize } from "../testing/layout.js";
import { MemorySource } from "../testing/memory-source.js";
import "./model-run-element.js";
import { durationText, progressText } from "./progress-text.js";
import type { ColumnMapping, Run, RunCheck, RunOptions, RunProgress, RunResult, RunSource } from "./run-source.js";

beforeAll(() => giveSize(600, 340));
afterEach(() => document.body.replaceChildren());

/** Runs that end when the test says so. */
class HeldRuns implements RunSource {
  asked: string[] = [];
  options: (RunOptions | undefined)[] = [];
  readonly models = [{ reference: "forest@1.0.0", title: "Forest" }];
  readonly data = [
    { label: "gaps test", reference: "gaps@1.0.0", split: "test", rows: 921 },
    { label: "frame", variable: "frame", rows: 3 },
  ];
  stopped = false;
  progress: (progress: RunProgress) => void = () => undefined;
  finish: (result: RunResult) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  run(
    model: { reference: string },
    data: { label: string },
    progress: (progress: RunProgress) => void,
    options?: RunOptions,
  ): Run {
    this.options.push(options);
    this.asked.push(`${model.reference} on ${data.label}`);
    this.progress = progress;
    const result = new Promise<RunResult>((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    return { result, stop: () => (this.stopped = true) };
  }
}
async function show(source = new HeldRuns()) {
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
const result = (stopped = false): RunResult => ({ table: new MemorySource(921), seconds: 0.022, stopped });
const number = (name: string, unit = "eV"): Column => ({ name, type: "double", unit });

/** Gaps of 0, 1, 2 …, predicted one too high and, in every second row, three too low; a few without a prediction. */
class Predicted extends MemorySource {
  constructor(rows: number) {
    super(rows, { columns: [number("gap"), number("predicted gap"), number("error")] });
  }

  override page({ offset, limit }: PageQuery): Promise<TablePage> {
    const of = this.description.rows;
    const places = Array.from({ length: Math.min(limit, of - offset) }, (_, i) => offset + i);
    const error = (i: number) => (i % 10 === 9 ? null : i % 2 === 0 ? 1 : -3);
    const column = (value: (i: number) => number | null) => vectorFromArray(places.map(value), new Float64());
    const rows = new Table({
      gap: column((i) => i),
      "predicted gap": column((i) => (error(i) === null ? null : i + (error(i) ?? 0))),
      error: column(error),
    });
    return Promise.resolve({ rows, offset, total: of, of });
  }
}

test.each([
  [20, "MAE 1.89 eV · RMSE 2.13 eV over 18 of 20 rows · in 22 ms"],
  [120_000, "MAE 1.89 eV · RMSE 2.13 eV over 90,000 of the first 100,000 of 120,000 rows · in 22 ms"],
])("errors of %p rows are those of the rows that have a prediction", async (rows, text) => {
  const { source, root, settle, click } = await show();
  await click("Run");
  source.finish({ ...result(), table: new Predicted(rows) });
  for (let turn = 0; turn < 20; turn++) await settle();
  // By NumPy: of 9 errors in 10 rows five are 1 and four are -3.
  expect(root.querySelector("[role=status]")?.textContent).toBe(text);
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
  expect(root.querySelector("[role=status]")?.textContent).toBe("921 rows · in 22 ms");
});

test("stop asks the run to end, and says how much was done", async () => {
  const { source, root, settle, click } = await show();
  await click("Run");
  await click("Stop");
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
  expect(element.runSelection).toEqual({
    model: "forest",
    modelVersion: "1.0.0",
    dataset: "gaps",
    version: "1.0.0",
    split: "test",
  });
  const data = root.querySelectorAll("select")[1];
  if (data) data.value = "frame";
  data?.dispatchEvent(new Event("change"));
  await settle();
  expect(element.runSelection).toBeUndefined();
  expect(root.textContent).not.toContain("Insert as cell");
});

test("time left is in the unit a person would use", () => {
  expect([0.0001, 0.5, 2.34, 42, 200, 9000].map(durationText)).toEqual([
    "1 ms",
    "500 ms",
    "2.3 s",
    "42 s",
    "3 min",
    "2.5 h",
  ]);
  expect(progressText({ done: 0, total: 10, rowsPerSecond: 0 })).toBe("0 of 10 rows");
});

/** Data whose column is named differently than the model's input. */
class OtherNames extends HeldRuns {
  check(_model: unknown, _data: unknown, columns: ColumnMapping = {}): Promise<RunCheck> {
    const found = columns["x"] === "length";
    return Promise.resolve({
      inputs: [{ name: "x", unit: "m" }],
      columns: [{ name: "length", type: "double", unit: "cm" }],
      mapping: found ? { x: "length" } : {},
      converted: found ? { x: ["cm", "m"] } : {},
      problems: found ? [] : ["forest@1.0.0 takes the column 'x', which the table lacks."],
    });
  }
}

test("asks which column is meant, and runs and inserts with it", async () => {
  const source = new OtherNames();
  const { element, root, settle, click } = await show(source);
  await settle();
  expect(root.querySelector(".mapping .problem")?.textContent).toContain("takes the column 'x'");
  expect(root.querySelector<HTMLButtonElement>(".primary")?.disabled).toBe(true);
  const select = root.querySelector<HTMLSelectElement>("select[aria-label='Column for x']");
  if (!select) throw new Error("there is no mapping form");
  select.value = "length";
  select.dispatchEvent(new Event("change"));
  await settle();
  expect(root.querySelector(".mapping")).toBeNull();
  await click("Columns");
  expect(root.querySelector(".mapping .hint")?.textContent).toBe("converted from cm to m");
  await click("Run");
  expect(source.options).toEqual([{ columns: { x: "length" } }]);
  expect(element.runSelection?.columns).toEqual({ x: "length" });
});

test("a stopped run can go on, and failed rows say why", async () => {
  const { source, root, settle, click } = await show();
  await click("Run");
  source.progress({
    done: 10,
    total: 921,
    rowsPerSecond: 100,
    failed: 2,
    failures: [
      { row: 3, reason: "no molecule" },
      { row: 5, reason: "no molecule" },
    ],
  });
  await settle();
  expect(root.querySelector(".figures")?.textContent).toContain("2 failed");
  expect(root.querySelector(".failures li")?.textContent).toBe("rows 3, 5: no molecule");
  source.finish({ ...result(true), failed: 1, failures: [{ row: 3, reason: "no molecule" }] });
  await settle();
  expect(root.querySelector(".failures li")?.textContent).toBe("row 3: no molecule");
  await click("Resume");
  expect(source.options.at(-1)).toEqual({ columns: {}, resume: true });
});
