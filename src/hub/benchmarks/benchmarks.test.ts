import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type {
  Benchmark,
  KeptLabels,
  Leaderboard,
  Model,
  Problem,
  SearchResponse,
  Submission,
  SubmissionCheck,
  SubmissionRequest,
} from "../../contracts/types.js";
import { filesUnder } from "../../store/package-paths.js";
import { verify } from "../../store/verify.js";
import { entry, FOLDS, publishBenchmark } from "../testing/benchmarks.js";
import { checkModel } from "./check-model.js";
import { startHub, type TestHub } from "../testing/hubs.js";

const BASE = "/api/v1/benchmarks/gaps/1.0.0";
const json = (body: unknown) => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});
const enter = (hub: TestHub, request: unknown) => hub.ask(`${BASE}/submissions`, json(request));
const board = async (hub: TestHub, query = "") =>
  (await (await hub.ask(`${BASE}/leaderboard${query}`)).json()) as Leaderboard;
const problemOf = async (answer: Response) => (await answer.json()) as Problem;

async function withBenchmark(
  ...given: Parameters<typeof publishBenchmark> extends [unknown, ...infer Rest] ? Rest : never
): Promise<TestHub> {
  const hub = await startHub();
  await publishBenchmark(hub.client, ...given);
  return hub;
}

test("an entry is scored, kept, and ranked", async () => {
  const hub = await withBenchmark();
  const answer = await enter(hub, entry("half", 0.5, { by: "ada", seconds: 12 }));
  expect(answer.status).toBe(201);
  const found = (await answer.json()) as Submission;
  expect(found.scores).toEqual({ fold_0: { mae: 0.5, rmse: 0.5 }, fold_1: { mae: 0.5, rmse: 0.5 } });
  expect(found.overall.mae).toEqual({ mean: 0.5, std: 0, low: 0.5, high: 0.5, confidence: 0.95 });
  await enter(hub, entry("exact", 0));
  await enter(hub, entry("also half", -0.5));
  const { entries, total } = await board(hub);
  expect(total).toBe(3);
  expect(entries.map(({ name, rank }) => [name, rank])).toEqual([
    ["exact", 1],
    ["half", 2],
    ["also half", 2],
  ]);
  expect(entries[1]?.above).toMatchObject({ against: entries[0]?.id, p: 0, significant: true });
  expect(await (await hub.ask(`${BASE}/submissions/${found.id}`)).json()).toEqual(found);
  const file = join(hub.store.location, "benchmarks/gaps/1.0.0/submissions", `${found.id}.json`);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(found);
  const predictions = (await (await hub.ask(`${BASE}/submissions/${found.id}/predictions`)).json()) as unknown;
  expect(predictions).toEqual({ folds: entry("half").folds });
  expect(await verify(hub.store, { kind: "benchmark", name: "gaps", version: "1.0.0" })).toMatchObject({
    ok: true,
    files: 3,
  });
});

test("200 entries from 20 clients: nothing is lost or scored twice", async () => {
  const hub = await withBenchmark();
  const client = async (number: number) => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) {
      const answer = await enter(hub, entry(`entry ${number}-${i}`, (number * 10 + i) / 100));
      ids.push(((await answer.json()) as Submission).id);
    }
    return ids;
  };
  const ids = (await Promise.all(Array.from({ length: 20 }, (_, number) => client(number)))).flat();
  expect(new Set(ids).size).toBe(200);
  const { entries, total } = await board(hub, "?limit=1000");
  expect(total).toBe(200);
  expect(entries.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(entries.map((one) => one.overall.mae?.mean?.toFixed(6))).toEqual(
    Array.from({ length: 200 }, (_, i) => (i / 100).toFixed(6)),
  );
  const files = await readdir(join(hub.store.location, "benchmarks/gaps/1.0.0/submissions"));
  expect(files.filter((name) => name.endsWith(".json"))).toHaveLength(200);
}, 60_000);

test("of 20 entries with one name at the same time, one is taken", async () => {
  const hub = await withBenchmark();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => enter(hub, entry(i % 2 ? "Mine" : "mine", i))),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status !== 201);
  expect((await Promise.all(refused.map(problemOf))).every(({ type }) => type === "duplicate-entry")).toBe(true);
  expect((await board(hub)).total).toBe(1);
});

test("two hubs on one store see each other's entries, and share its names", async () => {
  const hub = await withBenchmark();
  const { createHub } = await import("../hub.js");
  const { Catalog } = await import("../../catalog/catalog.js");
  const { temporaryFolder, atEnd } = await import("../../store/testing/packages.js");
  const other = createHub(hub.store, {
    catalog: Catalog.of(hub.store, await temporaryFolder()),
    token: "t",
    version: "0",
  });
  atEnd(() => other.close());
  const inject = (url: string, payload?: SubmissionRequest) =>
    other.inject({
      url,
      method: payload ? "POST" : "GET",
      headers: { authorization: "Bearer t" },
      ...(payload ? { payload } : {}),
    });
  const { id } = (await (await enter(hub, entry("first"))).json()) as Submission;
  const again = await inject(`${BASE}/submissions`, { ...entry("first"), seconds: 2 });
  expect([again.statusCode, again.json<Submission>().id]).toEqual([200, id]);
  expect((await inject(`${BASE}/submissions`, { ...entry("first"), description: "another" })).statusCode).toBe(409);
  expect((await inject(`${BASE}/submissions`, entry("second"))).statusCode).toBe(201);
  expect((await board(hub)).entries.map(({ name }) => name).sort()).toEqual(["first", "second"]);
});

const values = (...given: unknown[]) => ({
  ...entry("x"),
  folds: { ...entry("x").folds, fold_0: { ids: ["a", "b", "c"], values: given } },
});
test.each([
  ["a wrong fold", { name: "x", folds: { fold_9: { ids: [], values: [] } } }, /no fold 'fold_9'/],
  [
    "a missing fold",
    { name: "x", folds: { fold_0: entry("x").folds.fold_0 } },
    /Predictions for 1 of 2 folds are missing/,
  ],
  [
    "a row twice",
    { ...entry("x"), folds: { ...entry("x").folds, fold_0: { ids: ["a", "a", "b", "c"], values: [1, 1, 1, 1] } } },
    /two predictions for the row 'a'/,
  ],
  [
    "a row of another fold",
    { ...entry("x"), folds: { ...entry("x").folds, fold_0: { ids: ["a", "b", "d"], values: [1, 1, 1] } } },
    /test row of 'fold_1'/,
  ],
  ["NaN", values(1, null, 3), /row 'b' in 'fold_0' is missing \(NaN, infinite or null\)/],
  ["a complex number", values(1, "1+2j", 3), /must be a finite number/],
  ["a truth value", values(1, true, 3), /must be a finite number/],
  ["a list", values(1, [2], 3), /must be a finite number/],
  ["no name", { folds: {} }, /at \/name: it is missing/],
  ["a name of spaces", { ...entry(" ") }, /at \/name/],
  ["something else", { ...entry("x"), labels: 1 }, /no such property is known/],
  ["a list of folds", { name: "x", folds: [] }, /at \/folds/],
])("refuses an entry with %s, and keeps serving", async (_, request, sentence) => {
  const hub = await withBenchmark();
  const answer = await enter(hub, request);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect((await problemOf(answer)).detail).toMatch(sentence);
  expect((await board(hub)).total).toBe(0);
  expect((await enter(hub, entry("good"))).status).toBe(201);
});

test("infinity in JSON is not a finite number", async () => {
  const hub = await withBenchmark();
  const body = JSON.stringify(entry("x", 0)).replace("[1,2,3]", "[1e999,2,3]");
  const answer = await hub.ask(`${BASE}/submissions`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  expect((await problemOf(answer)).type).toBe("invalid-predictions");
});

test("an entry is checked without being taken: rules, predictions, and whether a model fits", async () => {
  const hub = await withBenchmark({ inputs: ["x"] });
  await enter(hub, entry("taken"));
  const check = async (request: unknown) =>
    (await (await hub.ask(`${BASE}/check`, json(request))).json()) as SubmissionCheck;
  expect(await check(entry("new"))).toEqual({ problems: [], notes: [] });
  expect((await check({ ...entry("taken"), folds: { fold_0: entry("x").folds.fold_0 } })).problems).toEqual([
    "There is an entry called 'taken' already; give yours another name.",
    "Predictions for 1 of 2 folds are missing: 'fold_1'.",
  ]);
  expect((await check({ name: "x" })).problems).toEqual(["Choose a model, or give predictions."]);
  expect((await check({ name: "x", model: "nowhere" })).problems[0]).toMatch(/no model 'nowhere'/i);
  const column = (name: string) => ({ name, type: "float64" });
  const model = {
    schemaVersion: 1,
    kind: "model",
    name: "code",
    version: "1.0.0",
    format: "python",
    trainedOn: [{ dataset: "band-gaps", version: "1.0.0", split: "all", columns: ["x"] }],
    signature: {
      inputs: [{ name: "i", columns: [column("x"), column("z")] }],
      outputs: [{ name: "o", columns: [column("out")] }],
    },
  };
  const told = (inputs: string[]) =>
    checkModel(
      { inputs, target: "gap", dataset: { name: "band-gaps", version: "1.0.0" } } as Benchmark,
      model as unknown as Model,
    );
  expect(() => told(["x"])).toThrow("code@1.0.0 takes 'z', which the benchmark does not give; it gives x.");
  expect(told(["x", "z"])).toEqual([
    "Its output 'out' is taken for 'gap', as it has none of that name.",
    "It runs code of its publisher, so the hub's operator must trust it.",
    "It was trained on band-gaps, split 'all': test rows in it would be known to it.",
  ]);
  expect((await board(hub)).total).toBe(1);
});

test("an entry of a model that is not there, or of nothing, is refused", async () => {
  const hub = await withBenchmark();
  expect(await problemOf(await enter(hub, { name: "x", model: "forest" }))).toMatchObject({
    type: "not-found",
    status: 404,
  });
  expect((await problemOf(await enter(hub, { name: "x" }))).detail).toBe("Choose a model, or give predictions.");
  expect((await board(hub)).total).toBe(0);
});

test("rules: the deadline, the quota of each entrant, and who may enter", async () => {
  const hub = await startHub();
  await publishBenchmark(hub.client, { name: "gaps", rules: { submissionsPerDay: 2, entrants: ["ada", "bob"] } });
  expect((await enter(hub, entry("1", 1, { by: "ada" }))).status).toBe(201);
  const both = await Promise.all(["2", "3", "4"].map((name) => enter(hub, entry(name, 1, { by: "ada" }))));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 429, 429]);
  expect((await enter(hub, entry("5", 1, { by: "bob" }))).status).toBe(201);
  expect((await problemOf(await enter(hub, entry("6", 1, { by: "eve" })))).detail).toBe(
    "Only ada, bob may enter this benchmark, not 'eve'.",
  );
  await publishBenchmark(hub.client, { name: "closed", rules: { deadline: "2020-01-01T00:00:00Z" } });
  const late = await hub.ask("/api/v1/benchmarks/closed/1.0.0/submissions", json(entry("late")));
  expect(await problemOf(late)).toMatchObject({ type: "not-allowed", status: 403 });
});

test("a withdrawn entry stays, marked and without a rank", async () => {
  const hub = await withBenchmark();
  const { id } = (await (await enter(hub, entry("exact", 0))).json()) as Submission;
  await enter(hub, entry("half"));
  const answer = await hub.ask(`${BASE}/submissions/${id}/withdraw`, json({ reason: "trained on the test rows" }));
  expect(((await answer.json()) as Submission).withdrawn).toMatchObject({ reason: "trained on the test rows" });
  const { entries } = await board(hub);
  expect(entries.map(({ name, rank, withdrawn }) => [name, rank, withdrawn !== undefined])).toEqual([
    ["half", 1, false],
    ["exact", 0, true],
  ]);
  expect((await hub.ask(`${BASE}/submissions/${id}/withdraw`, json({}))).status).toBe(409);
});

test("the leaderboard is sorted, filtered and paged as asked, and refuses what it does not know", async () => {
  const hub = await withBenchmark({
    metrics: [
      { name: "mae", higherIsBetter: false },
      { name: "r2", higherIsBetter: true },
    ],
  });
  for (const [i, kind] of (["baseline", "published", "predictions"] as const).entries())
    await enter(hub, entry(`e${i}`, 3 - i, { kind }));
  expect((await board(hub, "?sort=r2")).entries.map(({ name }) => name)).toEqual(["e2", "e1", "e0"]);
  expect((await board(hub, "?kind=published")).entries.map(({ name }) => name)).toEqual(["e1"]);
  expect((await board(hub, "?limit=1&offset=1")).entries.map(({ name, rank }) => [name, rank])).toEqual([["e1", 2]]);
  for (const query of ["?sort=r3", "?kind=winner", "?limit=-1", "?limit=5000", "?offset=x"])
    expect((await problemOf(await hub.ask(`${BASE}/leaderboard${query}`))).type).toBe("invalid-request");
});

test("the badge shows the best entry, escaped", async () => {
  const hub = await withBenchmark();
  expect(await (await hub.ask(`${BASE}/badge.svg`)).text()).toContain("no entries yet");
  await enter(hub, entry("<script>", 0.25));
  const answer = await hub.ask(`${BASE}/badge.svg`);
  expect(answer.headers.get("content-type")).toBe("image/svg+xml");
  const text = await answer.text();
  expect(text).toContain("0.25 · &#60;script&#62;");
  expect(text).not.toContain("<script");
});

test.each([
  ["no metric of that name", { metrics: [{ name: "maee", higherIsBetter: false }] }, /no metric 'maee'/],
  ["no metric", { metrics: [] }, /a metric at least/],
  [
    "a metric twice",
    {
      metrics: [
        { name: "mae", higherIsBetter: false },
        { name: "mae", higherIsBetter: false },
      ],
    },
    /another metric 'mae'/,
  ],
  [
    "a wrong expression",
    { metrics: [{ name: "own", expression: "mean(z)", higherIsBetter: false }] },
    /'z' is not known/,
  ],
  ["one class", { task: "classification", classes: ["a"] }, /two classes at least/],
  ["hidden labels without their digest", { labels: { hidden: true } }, /named by their digest/],
] as const)("a benchmark with %s is not published", async (_, change, sentence) => {
  const hub = await startHub();
  await expect(publishBenchmark(hub.client, change as Parameters<typeof publishBenchmark>[1])).rejects.toThrow(
    sentence,
  );
  expect(await hub.store.versions("benchmark", "gaps")).toEqual([]);
});

test.each([
  ["no labels", { fold_0: { test: ["a"] } }, /not one label for each row/],
  ["a row twice", { fold_0: { test: ["a", "a"], truth: [1, 2] } }, /a row is in it twice/],
  [
    "inputs in it",
    { fold_0: { test: ["a"], truth: [1], inputs: { x: [1] } } },
    /inputs are to be in the dataset or hidden/,
  ],
] as const)("a fold with %s is not published", async (_, folds, sentence) => {
  const hub = await startHub();
  const given = structuredClone(folds) as unknown as Parameters<typeof publishBenchmark>[2];
  await expect(publishBenchmark(hub.client, {}, given)).rejects.toThrow(sentence);
});

/** Digits that nothing else has, so that any trace of a label can be looked for. */
const SECRETS = ["7391846253", "8264915377", "6158273949", "5927384166", "4816372955", "3749261588"];

test("hidden labels are in no file, answer, search, log or error", async () => {
  const hub = await startHub();
  const truth = SECRETS.map((digits) => Number(`0.${digits}`));
  const ids = Object.fromEntries(Object.entries(FOLDS).map(([name, { test: rows }]) => [name, { test: rows }]));
  const labels = {
    fold_0: { ...ids.fold_0, truth: truth.slice(0, 3) },
    fold_1: { ...ids.fold_1, truth: truth.slice(3) },
  };
  const kept = await hub.ask("/api/v1/benchmark-labels", json({ salt: "s".repeat(32), folds: labels }));
  expect(kept.status).toBe(201);
  const { sha256 } = (await kept.json()) as { sha256: string };
  const seen: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    seen.push(String(text));
    return true;
  };
  const look = async (path: string, init?: RequestInit) => {
    const answer = await hub.ask(path, init);
    seen.push(`${path} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  };
  try {
    await publishBenchmark(hub.client, { labels: { hidden: true, sha256 } }, ids);
    const guess = (value: unknown) =>
      Object.fromEntries(
        Object.entries(ids).map(([name, { test: rows }]) => [name, { ids: rows, values: rows.map(() => value) }]),
      );
    for (const [i, value] of [null, "0.5", true, 1e308, 0.5, -1].entries())
      await look(`${BASE}/submissions`, json({ name: `guess ${i}`, folds: guess(value) }));
    const perfect = {
      fold_0: { ids: ids.fold_0?.test, values: truth.slice(0, 3) },
      fold_1: { ids: ids.fold_1?.test, values: truth.slice(3) },
    };
    await look(`${BASE}/submissions`, json({ name: "perfect", folds: perfect }));
    const { entries } = await board(hub);
    expect(entries[0]).toMatchObject({ name: "perfect", overall: { mae: { mean: 0 } } });
    const id = entries[0]?.id ?? "";
    for (const path of [
      "",
      "/leaderboard",
      "/badge.svg",
      "/verify",
      `/submissions/${id}`,
      `/submissions/${id}/predictions`,
      "/files/folds/fold_0.json",
      "/files/folds/fold_1.json",
      "/files/README.md",
      "/files/benchmark.json",
      `/files/submissions/${id}.json`,
      `/files/submissions/predictions/${sha256}.json`,
      `/files/..%2f..%2f..%2f..%2f${sha256}.json`,
      `/submissions/..%2f${sha256}`,
    ])
      await look(BASE + path);
    for (const path of [
      "/benchmark-labels",
      `/benchmark-labels/${sha256}`,
      "/benchmarks",
      "/benchmarks/gaps",
      "/health",
    ])
      await look(`/api/v1${path}`);
    for (const query of [...SECRETS, ...truth.map(String)]) {
      const { terms, ...found } = (await (await hub.ask("/api/v1/search", json({ query }))).json()) as SearchResponse;
      // What was asked comes back as it was read; it is the asker's own.
      expect(terms).toHaveLength(1);
      expect(found.total).toBe(0);
      seen.push(JSON.stringify(found));
    }
    const other = await hub.ask("/api/v1/benchmark-labels", json({ salt: "t".repeat(32), folds: labels }));
    const labelsAgain = { hidden: true, ...((await other.json()) as KeptLabels) };
    const damaged = join(`${hub.store.location}.labels`, `${labelsAgain.sha256}.json`);
    const { writeFile } = await import("node:fs/promises");
    const whole = await readFile(damaged, "utf8");
    await writeFile(damaged, whole.slice(0, -9));
    await publishBenchmark(hub.client, { version: "1.0.1", labels: labelsAgain }, ids);
    await look("/api/v1/benchmarks/gaps/1.0.1/submissions", json({ name: "x", folds: guess(1) }));
    expect(seen.at(-1)).toContain('"status":500');
    await writeFile(damaged, whole);
  } finally {
    process.stderr.write = write;
  }
  const leaks = (text: string) => SECRETS.filter((digits) => text.includes(digits));
  for (const text of seen) expect([text, leaks(text)]).toEqual([text, []]);
  const store = hub.store.location;
  for (const path of await filesUnder(store, { hidden: true }))
    expect([path, leaks(await readFile(join(store, path), "latin1"))]).toEqual([path, []]);
  const vault = `${store}.labels`;
  expect((await stat(vault)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(vault)) expect((await stat(join(vault, name))).mode & 0o777).toBe(0o600);
  // The hunt finds what is there to be found.
  expect(leaks(await readFile(join(vault, `${sha256}.json`), "utf8"))).toEqual(SECRETS);
}, 30_000);
