import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { execFile } from "node:child_process";
import { rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleFor, type Bundle } from "../../hub/testing/bundle.js";

let bundle: Bundle;
let client: Client;
let home: string;
let env: Record<string, string>;

// A store with a real set and a real model, and the server as a process that the protocol's own client starts.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "foundry-mcp-"));
  env = {
    ...(process.env as Record<string, string>),
    ...{
      FOUNDRY_STORE: join(home, "store"),
      FOUNDRY_CACHE: join(home, "cache"),
      FOUNDRY_RUNTIME_DIR: join(home, "run"),
    },
  };
  for (const folder of ["data/matbench-dielectric", "data/solubility", "models/solubility-forest"])
    await promisify(execFile)("foundry-lab", ["publish", join("examples", folder)], { env });
  const benchmark = `import foundry_lab as foundry
foundry.publish_benchmark(name="refraction", dataset="matbench-dielectric", id="id", target="n", folds="test", metrics=["mae"])`;
  await promisify(execFile)("python", ["-c", benchmark], { env });
  bundle = await bundleFor("src/cli/main.ts");
  client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [bundle.file, "mcp"], env, stderr: "inherit" }),
  );
}, 120_000);

afterAll(async () => {
  await client.close();
  await bundle.remove();
  await rm(home, { recursive: true, force: true });
});

async function call(name: string, given: Record<string, unknown> = {}) {
  const answer = await client.callTool({ name, arguments: given });
  const [first] = answer.content as { type: string; text: string }[];
  return {
    isError: answer.isError === true,
    text: first?.text ?? "",
    value: answer.structuredContent as Record<string, unknown>,
  };
}

test("says what it is and which tools it has", async () => {
  expect(client.getServerVersion()).toMatchObject({ name: "foundry-lab" });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    ...[
      "cite",
      "get_benchmark",
      "get_dataset",
      "get_model",
      "list_datasets",
      "preview_rows",
      "search_benchmarks",
      "search_datasets",
      "search_models",
      "similar_datasets",
    ],
  ]);
  for (const tool of tools)
    expect(tool).toMatchObject({ inputSchema: { type: "object" }, annotations: { readOnlyHint: true } });
});

test("finds, corrects, lists and compares", async () => {
  const found = await call("search_datasets", { query: "refarctive index" });
  expect(found.value).toMatchObject({
    total: 1,
    corrected: { query: "refractive index" },
    hits: [{ name: "matbench-dielectric" }],
  });
  expect(JSON.parse(found.text)).toEqual(found.value);
  expect((await call("search_models", { query: "trained:solubility" })).value).toMatchObject({
    hits: [{ name: "solubility-forest" }],
  });
  const first = await call("list_datasets", { limit: 1, sort: "name" });
  expect(first.value).toMatchObject({ total: 2, hits: [{ name: "matbench-dielectric" }] });
  const second = await call("list_datasets", { limit: 1, sort: "name", cursor: first.value.next });
  expect(second.value).toMatchObject({ hits: [{ name: "solubility" }] });
  expect((await call("similar_datasets", { reference: "solubility" })).isError).toBe(false);
});

test("tells what a set and a model are, and how to load and cite them", async () => {
  const { value } = await call("get_dataset", { reference: "solubility" });
  expect(value).toMatchObject({ name: "solubility", rows: 1282, columnCount: 25 });
  expect(value.load).toBe('foundry_lab.load("solubility@1.0.0")["train"].to_arrow()');
  expect((await call("get_model", { reference: "solubility-forest@1" })).value).toMatchObject({
    kind: "model",
    load: expect.stringContaining(".predict(table)") as string,
  });
  expect((await call("search_benchmarks", { query: "refraction" })).value).toMatchObject({
    hits: [{ kind: "benchmark", name: "refraction" }],
  });
  expect((await call("get_benchmark", { reference: "refraction" })).value).toMatchObject({
    target: "n",
    load: 'foundry_lab.benchmark("refraction@1.0.0").submit(predictions, name="...")',
  });
  expect((await call("cite", { reference: "solubility" })).value).toMatchObject({
    reference: "solubility@1.0.0",
    license: "BSD-3-Clause",
  });
});

test.each([
  ["bibtex", "@misc{"],
  ["ris", "TY  - DATA"],
  ["csl", '"type": "dataset"'],
  ["apa", "[Dataset]"],
  ["datacite-xml", "<resource"],
])("cites as %s", async (format, start) => {
  const { value } = await call("cite", { reference: "solubility", format });
  expect(value.text).toContain(start);
});

test("answers what was asked before its input ends", async () => {
  const asked = [
    {
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } },
    },
    { method: "notifications/initialized" },
    {
      id: 2,
      method: "tools/call",
      params: { name: "search_datasets", arguments: { query: "datasets about refractive index of semiconductors" } },
    },
  ];
  const process_ = execFile(process.execPath, [bundle.file, "mcp"], { env });
  const text: string[] = [];
  process_.stdout?.on("data", (part) => text.push(String(part)));
  process_.stdin?.end(asked.map((one) => `${JSON.stringify({ jsonrpc: "2.0", ...one })}\n`).join(""));
  await new Promise((resolve) => process_.on("close", resolve));
  const answer = text
    .join("")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: number; result: object })[1];
  expect(answer).toMatchObject({ id: 2, result: { structuredContent: { hits: [{ name: "matbench-dielectric" }] } } });
});

test("shows rows of a split", async () => {
  const { value } = await call("preview_rows", { reference: "matbench-dielectric", split: "test", rows: 3 });
  expect(value).toMatchObject({ split: "test", splits: ["train", "test"] });
  const rows = value.rows as Record<string, unknown>[];
  expect(rows).toHaveLength(3);
  expect(Object.keys(rows[0] ?? {})).toEqual((value.columns as { name: string }[]).map(({ name }) => name));
  expect(Object.values(rows[0] ?? {}).some((cell) => typeof cell === "number")).toBe(true);
});

test.each([
  ["get_dataset", { reference: "solublity" }, "did you mean solubility"],
  ["get_dataset", { reference: "../etc" }, "has a path in it"],
  ["get_dataset", {}, "'reference' is missing"],
  ["cite", { reference: "solubility", format: "word" }, "is one of bibtex, ris, csl, apa, datacite-xml"],
  ["get_benchmark", { reference: "solubility" }, "no benchmark"],
  ["similar_datasets", { name: "solubility" }, "takes no argument 'name'"],
  ["search_datasets", { query: "rows>x" }, "at character 6"],
  ["search_datasets", { query: "x", limit: 100_000 }, "/limit"],
  ["search_datasets", { qeury: "x" }, "takes no argument 'qeury'"],
  ["preview_rows", { reference: "solubility", split: "none" }, "it has train, test"],
  ["preview_rows", { reference: "solubility", rows: 1e9 }, "from 1 to 50"],
  ["delete_dataset", {}, "There is no tool"],
])("%s %j is refused in a sentence", async (name, given, said) => {
  const { isError, text } = await call(name, given);
  expect(isError).toBe(true);
  expect(text).toContain(said);
  expect(text).not.toContain("    at ");
});
