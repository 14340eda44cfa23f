import { validateDataset, validateSearchRequest } from "../contracts/validators.js";
import { parse, parseJson } from "./contract.js";
import { parseManifest } from "./manifests.js";
import { FoundryProblem } from "./problems.js";
import { datasetManifest, modelManifest } from "./testing/manifests.js";

const refusal = (work: () => unknown): FoundryProblem => {
  try {
    work();
  } catch (error) {
    if (error instanceof FoundryProblem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test("takes what follows its contract and fills in defaults", () => {
  expect(parse(validateSearchRequest, {}, "The search")).toEqual({ query: "", limit: 20, offset: 0 });
});

test.each([
  [{ limit: "many" }, "/limit", `The search is wrong at /limit: it must be integer, not "many".`],
  [{ sql: "DROP" }, "/sql", "The search is wrong at /sql: no such property is known."],
  [{ "a/b~c": 1 }, "/a~1b~0c", "The search is wrong at /a~1b~0c: no such property is known."],
  [{ limit: 500 }, "/limit", "The search is wrong at /limit: it must be <= 200."],
  [
    { kinds: ["planet"] },
    "/kinds/0",
    `The search is wrong at /kinds/0: it must be one of "dataset", "model", "benchmark", not "planet".`,
  ],
  [[], "", "The search is wrong: it must be object, not []."],
])("says in one sentence what is wrong in %j and where", (value, pointer, sentence) => {
  const { problem, message } = refusal(() => parse(validateSearchRequest, value, "The search"));
  expect(message).toBe(sentence);
  expect(problem).toMatchObject({ type: "invalid-request", status: 400, pointer });
});

test("names a missing property before what follows from it", () => {
  const manifest = { ...datasetManifest(), title: undefined, version: 3 };
  const { problem } = refusal(() => parse(validateDataset, manifest, "The manifest", "invalid-manifest"));
  expect(problem).toMatchObject({ status: 422, pointer: "/title" });
  expect(problem.detail).toBe("The manifest is wrong at /title: it is missing (and 1 more).");
});

test("refuses text that is not JSON", () => {
  expect(refusal(() => parseJson(validateSearchRequest, "{", "The search")).message).toMatch(
    /^The search is not JSON: /,
  );
});

test.each([
  ["/splits/0/path", { splits: [{ name: "train", path: "data/none.parquet", rows: 1 }] }],
  ["/splits/1/name", { splits: [0, 1].map(() => ({ name: "train", path: "data/train.parquet", rows: 1 })) }],
  ["/columns/1/name", { columns: [0, 1].map(() => ({ name: "gap", type: "double" })) }],
  ["/files/1/path", { files: ["data/train.parquet", "DATA/train.parquet"].map(file) }],
  ["/files/1/path", { files: ["data/train.parquet", "dataset.json"].map(file) }],
  ["/files/1/path", { files: ["data", "data/train.parquet"].map(file) }],
  ["/files/0/path", { files: ["../train.parquet"].map(file) }],
  ["/files/0/path", { files: ["/etc/passwd"].map(file) }],
  ["/files/0/path", { files: ["data/../../x"].map(file) }],
  ["/name", { name: "../up" }],
])("refuses a manifest that is wrong at %s", (pointer, change) => {
  const { problem } = refusal(() => parseManifest({ ...datasetManifest(), ...change }));
  expect(problem).toMatchObject({ type: "invalid-manifest", pointer });
});

test("refuses a model whose entry is not a file", () => {
  expect(refusal(() => parseManifest({ ...modelManifest(), entry: "gone.onnx" })).problem.pointer).toBe("/entry");
  expect(parseManifest(modelManifest()).kind).toBe("model");
});

function file(path: string) {
  return { path, bytes: 1, sha256: "a".repeat(64) };
}

test.each([
  ["deep", `${"[".repeat(500_000)}${"]".repeat(500_000)}`, "[".repeat(60)],
  ["wide", `[${"1,".repeat(500_000)}1]`, `[${"1,".repeat(29)}1`],
])("the complaint of a %s value costs no more than what it shows", (_, text, start) => {
  expect(() => parseJson(validateSearchRequest, `{"query":${text}}`, "The search")).toThrow(
    `The search is wrong at /query: it must be string, not ${start}…`,
  );
});
