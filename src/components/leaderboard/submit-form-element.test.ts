import type {
  Benchmark,
  SearchResponse,
  Submission,
  SubmissionCheck,
  SubmissionRequest,
} from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { choose, heard, place, read, settle } from "../testing/element.js";
import "./submit-form-element.js";
import type { SubmitFormElement, SubmitSource } from "./submit-form-element.js";

afterEach(() => document.body.replaceChildren());

const BENCHMARK: Benchmark = {
  schemaVersion: 1,
  kind: "benchmark",
  name: "gaps",
  version: "1.0.0",
  title: "Gaps",
  publishedAt: "2026-01-01T00:00:00Z",
  dataset: { name: "band-gaps", version: "1.0.0" },
  task: "regression",
  id: "id",
  target: "gap",
  folds: [{ name: "a", path: "folds/a.json", rows: 2 }],
  metrics: [{ name: "mae", higherIsBetter: false }],
  labels: { hidden: false },
  files: [],
};

function source(check: SubmissionCheck, submit: () => Promise<Submission>) {
  const asked: { what: string; request: SubmissionRequest }[] = [];
  const hits = [{ kind: "model", name: "forest", version: "1.0.0", title: "Forest" }];
  const given: SubmitSource = {
    search: () => Promise.resolve({ hits, total: 1 } as unknown as SearchResponse),
    check: (_name, _version, request) => {
      asked.push({ what: "check", request });
      return Promise.resolve(check);
    },
    submit: (_name, _version, request) => {
      asked.push({ what: "submit", request });
      return submit();
    },
    predictions: () => Promise.reject(new Error("not asked for")),
    foldRows: () => Promise.reject(new Error("not asked for")),
  };
  return { given, asked };
}

const taken = () => Promise.resolve({ name: "forest" } as Submission);
const show = (given: SubmitSource, benchmark = BENCHMARK) =>
  place<SubmitFormElement>("foundry-submit-form", { source: given, benchmark });
const button = (root: ShadowRoot) => root.querySelector<HTMLButtonElement>("button.primary");

test("a chosen model is checked at once, and entered", async () => {
  const { given, asked } = source({ problems: [], notes: ["It runs code of its publisher."] }, taken);
  const { element, root } = await show(given);
  expect(button(root)?.disabled).toBe(true);
  choose(root, "Model", "forest@1.0.0");
  await settle(element);
  expect(read(root.querySelector("[role=status]"))).toContain(
    "Nothing is wrong with it.It runs code of its publisher.",
  );
  const entered = heard(element, "foundry-entered");
  root.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await settle(element);
  expect(asked).toEqual([
    { what: "check", request: { name: "forest", model: "forest@1.0.0" } },
    { what: "submit", request: { name: "forest", model: "forest@1.0.0" } },
  ]);
  expect(entered).toHaveLength(1);
  expect(read(root.querySelector(".good"))).toBe("'forest' was entered and scored.");
});

test("what is wrong is said before, and nothing is submitted", async () => {
  const { given } = source({ problems: ["The name is taken.", "It takes 'x'."], notes: [] }, taken);
  const { element, root } = await show(given);
  choose(root, "Model", "forest@1.0.0");
  await settle(element);
  expect([...root.querySelectorAll("[role=alert] li")].map(read)).toEqual(["The name is taken.", "It takes 'x'."]);
  expect(button(root)?.disabled).toBe(true);
});

test("a refusal of the hub is said in place, and the form stays", async () => {
  const { given } = source({ problems: [], notes: [] }, () =>
    Promise.reject(problem("model-failed", "forest@1.0.0 was stopped: it took longer than 5 s.")),
  );
  const { element, root } = await show(given);
  choose(root, "Model", "forest@1.0.0");
  await settle(element);
  root.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await settle(element);
  expect(read(root.querySelector("[role=alert]"))).toBe("forest@1.0.0 was stopped: it took longer than 5 s.");
  expect(button(root)?.disabled).toBe(false);
});

test("where the test rows are hidden, a file of predictions cannot be chosen", async () => {
  const { given } = source({ problems: [], notes: [] }, taken);
  const options = async (benchmark: Benchmark) =>
    [...(await show(given, benchmark)).root.querySelectorAll("option")].map((option) => option.value);
  expect(await options(BENCHMARK)).toEqual(["", "forest@1.0.0", "file"]);
  expect(await options({ ...BENCHMARK, labels: { hidden: true, inputsHidden: true } })).toEqual(["", "forest@1.0.0"]);
});

test("a table of predictions is read by its host, and what is wrong with it is said", async () => {
  const { given, asked } = source({ problems: [], notes: [] }, taken);
  const { element, root } = await show(given);
  const columns = new Map<string, unknown[]>([
    ["id", ["x", 2n]],
    ["prediction", [1, 2]],
  ]);
  element.readColumns = () => Promise.resolve(columns);
  choose(root, "Model", "file");
  await settle(element);
  const name = root.querySelector<HTMLInputElement>("input[aria-label='Name of the entry']");
  const file = root.querySelector<HTMLInputElement>("input[type=file]");
  if (!name || !file) throw new Error("The form lacks a field.");
  expect(file.accept).toContain(".parquet");
  name.value = "mine";
  name.dispatchEvent(new Event("input"));
  Object.defineProperty(file, "files", { value: [new File([], "mine.parquet")] });
  file.dispatchEvent(new Event("change"));
  await settle(element);
  expect(asked.at(-1)?.request).toEqual({ name: "mine", folds: { a: { ids: ["x", "2"], values: [1, 2] } } });
  columns.delete("prediction");
  file.dispatchEvent(new Event("change"));
  await settle(element);
  expect(read(root.querySelector("[role=alert]"))).toBe(
    "The predictions have the columns id: use 'id' and 'prediction'.",
  );
});
