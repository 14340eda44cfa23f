import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import type { Benchmark, FoldRows, Leaderboard, Problem, Submission, SubmissionCheck } from "../../contracts/types.js";
import { entry, publishBenchmark } from "../testing/benchmarks.js";
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
const detail = async (answer: Response) => ((await answer.json()) as Problem).detail;

async function withBenchmark(change: Partial<Benchmark> = {}, folds?: Record<string, FoldRows>): Promise<TestHub> {
  const hub = await startHub();
  await publishBenchmark(hub.client, { publishedAt: new Date().toISOString(), ...change }, folds);
  return hub;
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);
const one = (name: string, values: unknown[], more: object = {}) => ({
  name,
  folds: { all: { ids: ids(values.length), values } },
  ...more,
});

test("with one fold p is of the metric that orders the entries, and says its test and method", async () => {
  const hub = await withBenchmark(
    {
      metrics: [
        { name: "rmse", higherIsBetter: false },
        { name: "mae", higherIsBetter: false },
      ],
    },
    { all: { test: ids(30), truth: Array<number>(30).fill(0) } },
  );
  const steady = Array<number>(30).fill(0.3);
  const once = Array.from({ length: 30 }, (_, i) => (i === 7 ? 2 : 0.02));
  await enter(hub, one("steady", steady));
  await enter(hub, one("once", once));
  const byRmse = (await board(hub)).entries;
  expect(byRmse.map(({ name }) => name)).toEqual(["steady", "once"]);
  // SciPy's permutation test of the difference of rmse: see src/core/metrics/testing/comparisons.json.
  expect(byRmse[1]?.above).toMatchObject({
    metric: "rmse",
    significant: false,
    test: "paired permutation test over rows",
  });
  expect(byRmse[1]?.above?.p).toBeGreaterThan(0.2);
  expect(byRmse[1]?.above?.method).toMatch(/exchanges of predictions/);
  const byMae = (await board(hub, "?sort=mae")).entries;
  expect(byMae.map(({ name }) => name)).toEqual(["once", "steady"]);
  expect(byMae[1]?.above).toMatchObject({ metric: "mae", significant: true });
  expect(byMae[0]?.overall.mae).toMatchObject({ std: null });
}, 30_000);

const TWO: Partial<Benchmark> = {
  target: "bulk",
  targets: ["bulk", "gap"],
  units: { bulk: "GPa", gap: "eV" },
  metrics: [{ name: "mae", higherIsBetter: false }],
  folds: [
    { name: "f.bulk", path: "folds/f.bulk.json", rows: 2, target: "bulk" },
    { name: "f.gap", path: "folds/f.gap.json", rows: 2, target: "gap" },
  ],
};
const TWO_FOLDS = { "f.bulk": { test: ["a", "b"], truth: [100, 200] }, "f.gap": { test: ["a", "b"], truth: [1, 2] } };
const two = (name: string, bulk: number, gap: number) => ({
  name,
  folds: {
    "f.bulk": { ids: ["a", "b"], values: [100 + bulk, 200 + bulk] },
    "f.gap": { ids: ["a", "b"], values: [1 + gap, 2 + gap] },
  },
});

test("several targets have a column each, and are ordered by the mean of the ranks, never by a mean over units", async () => {
  const hub = await withBenchmark(TWO, TWO_FOLDS);
  const taken = (await (await enter(hub, two("perfect gap", 10, 0))).json()) as Submission;
  expect(Object.keys(taken.overall)).toEqual(["mae.bulk", "mae.gap"]);
  expect(taken.overall["mae.bulk"]).toMatchObject({ mean: 10, std: null });
  await enter(hub, two("off gap", 8, 1.5));
  await enter(hub, two("second", 9, 0.1));
  await enter(hub, two("worst", 20, 2));
  const found = await board(hub);
  expect(found.columns).toEqual([
    { name: "mae", metric: "mae", kind: "meanRank", higherIsBetter: false },
    { name: "mae.bulk", metric: "mae", kind: "score", higherIsBetter: false, target: "bulk", unit: "GPa" },
    { name: "mae.gap", metric: "mae", kind: "score", higherIsBetter: false, target: "gap", unit: "eV" },
  ]);
  expect(found.entries.map(({ name, rank, meanRanks }) => [name, rank, meanRanks?.mae])).toEqual([
    ["perfect gap", 1, 2],
    ["off gap", 1, 2],
    ["second", 1, 2],
    ["worst", 4, 4],
  ]);
  expect(found.entries.every(({ above }) => above === undefined)).toBe(true);
  const byGap = (await board(hub, "?sort=mae.gap")).entries;
  expect(byGap.map(({ name }) => name)).toEqual(["perfect gap", "second", "off gap", "worst"]);
  expect(byGap[1]?.above).toMatchObject({ metric: "mae.gap", test: "paired permutation test over rows" });
  expect(await detail(await hub.ask(`${BASE}/leaderboard?sort=mae.mass`))).toContain("it has mae, mae.bulk, mae.gap");
  expect(await (await hub.ask(`${BASE}/badge.svg`)).text()).toContain("best mean rank by mae");
});

test("entries that were kept with a mean over targets, or a deviation of one fold, are shown by target", async () => {
  const hub = await withBenchmark(TWO, TWO_FOLDS);
  const { id, ...kept } = (await (await enter(hub, two("new", 1, 1))).json()) as Submission;
  const old = {
    ...kept,
    id: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    name: "old",
    overall: { mae: { ...kept.overall["mae.gap"], mean: 5, std: 5 } },
  };
  const folder = join(hub.store.location, "benchmarks/gaps/1.0.0/submissions");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${old.id}.json`), JSON.stringify(old));
  const { entries } = await board(hub);
  expect(entries.map((each) => [each.name, each.rank, each.overall["mae.bulk"]?.mean, each.overall.mae])).toEqual([
    ["old", 1, 1, undefined],
    ["new", 1, 1, undefined],
  ]);
  expect(entries.map(({ identicalTo }) => identicalTo)).toEqual([undefined, "old"]);
  expect(id).not.toBe(old.id);
});

test.each([
  [
    "rocauc of one class",
    { task: "classification", classes: [false, true] },
    "rocauc",
    [false, false],
    /'rocauc' is not defined in 'one', whatever/,
  ],
  ["spearman of one value", {}, "spearman", [2, 2], /'spearman' is not defined in 'one'/],
  ["ndcg of negative values", {}, "ndcg", [-1, 2], /'ndcg' is not defined in 'one'/],
  ["mape of zeros", {}, "mape", [0, 0], /'mape' is not defined in 'one'/],
] as const)(
  "a benchmark with %s in a fold is refused, with the fold's name",
  async (_, change, name, truth, sentence) => {
    const hub = await startHub();
    const good = "task" in change ? [true, false] : [3, 4];
    const published = publishBenchmark(
      hub.client,
      {
        ...(change as Partial<Benchmark>),
        metrics: [{ name, higherIsBetter: true }],
        publishedAt: new Date().toISOString(),
      },
      { two: { test: ["c", "d"], truth: good }, one: { test: ["a", "b"], truth: [...truth] } },
    );
    await expect(published).rejects.toThrow(sentence);
  },
);

test("no kind of entry evades the rules, nor does another spelling of an entrant", async () => {
  const hub = await withBenchmark({ rules: { entrants: ["ann"], submissionsPerDay: 1 }, baselines: ["dummy"] });
  for (const kind of ["baseline", "published", "model", "predictions"])
    expect(await detail(await enter(hub, entry(kind, 1, { by: "bob", kind } as object)))).toMatch(/Only ann may enter/);
  expect((await enter(hub, entry("baseline: dummy", 1, { by: "foundry-lab", kind: "baseline" }))).status).toBe(201);
  expect((await enter(hub, entry("first", 1, { by: "ann", kind: "baseline" }))).status).toBe(201);
  expect(await detail(await enter(hub, entry("second", 1, { by: "Ann\u200b", kind: "baseline" })))).toMatch(
    /has entered 1 times/,
  );
});

test("a name that a reader takes for another's is the same name, and a withdrawn entry keeps its own", async () => {
  const hub = await withBenchmark();
  const { id } = (await (await enter(hub, entry("Model A-1"))).json()) as Submission;
  for (const name of ["model a-1", "Model\u00a0A-1", "Model A\u200b-1", "Ｍodel A-1", "Mоdel A\u20111", "Model  A-1"])
    expect([name, (await enter(hub, entry(name))).status]).toEqual([name, 409]);
  expect(await detail(await enter(hub, entry("MODEL A-1")))).toBe(
    "There is an entry called 'Model A-1' already, which reads as 'MODEL A-1' does; give yours another name.",
  );
  await hub.ask(`${BASE}/submissions/${id}/withdraw`, json({}));
  expect(await detail(await enter(hub, entry("Model A-1")))).toBe(
    "There is an entry called 'Model A-1', which was withdrawn and keeps its name; give yours another name.",
  );
  expect((await enter(hub, entry("Модель А-1"))).status).toBe(201);
});

test("identical predictions are marked, and the best of each entrant can be shown alone", async () => {
  const hub = await withBenchmark();
  await enter(hub, entry("a1", 0.3, { by: "ann" }));
  await enter(hub, entry("a2", 0.1, { by: "Ann" }));
  await enter(hub, entry("b1", 0.1, { by: "bob" }));
  await enter(hub, entry("b2", 0.4, { by: "bob" }));
  const all = await board(hub);
  expect(all.entries.map(({ name, rank, identicalTo }) => [name, rank, identicalTo])).toEqual([
    ["a2", 1, undefined],
    ["b1", 1, "a2"],
    ["a1", 3, undefined],
    ["b2", 4, undefined],
  ]);
  const best = await board(hub, "?perEntrant=true");
  expect([best.total, best.entries.map(({ name, rank }) => [name, rank])]).toEqual([
    2,
    [
      ["a2", 1],
      ["b1", 1],
    ],
  ]);
  expect((await hub.ask(`${BASE}/leaderboard?perEntrant=yes`)).status).toBe(400);
});

test("predictions of true and false fit the classes 1 and 0", async () => {
  const hub = await withBenchmark(
    { task: "classification", classes: [0, 1], metrics: [{ name: "accuracy", higherIsBetter: true }] },
    { all: { test: ids(4), truth: [0, 1, 1, 0] } },
  );
  const answer = await enter(hub, one("truths", [false, true, false, false]));
  expect(((await answer.json()) as Submission).scores).toEqual({ all: { accuracy: 0.75 } });
});

const value = fc.oneof(
  fc.double(),
  fc.boolean(),
  fc.string(),
  fc.constantFrom(null, 0, 1, "dry", "wet", [0.2, 0.8], [1, 1], [], {}),
);

test("what `check` lets pass `submit` takes, and what it refuses `submit` refuses in the same words", async () => {
  const regression = await withBenchmark({ rules: { submissionsPerDay: 100_000, entrants: ["ann", "bob"] } });
  const classes = await withBenchmark(
    { task: "classification", classes: ["dry", "wet"], metrics: [{ name: "accuracy", higherIsBetter: true }] },
    { fold_0: { test: ["a", "b"], truth: ["dry", "wet"] }, fold_1: { test: ["c"], truth: ["dry"] } },
  );
  const rows = fc.record({
    ids: fc.oneof(fc.constantFrom(["a", "b"], ["a", "b", "c"], ["c"], ["d", "e", "f"]), fc.array(fc.string())),
    values: fc.oneof(fc.array(value, { maxLength: 4 }), fc.constantFrom([1, 2], [1, 2, 3], ["dry", "wet"], ["dry"])),
  });
  const request = fc.record(
    {
      name: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("A", "a\u200b", "B")),
      by: fc.constantFrom("ann", "bob", "eve"),
      kind: fc.constantFrom("predictions", "baseline", "winner"),
      url: fc.constantFrom("https://x.org", "x"),
      seconds: fc.integer({ min: -1, max: 5 }),
      folds: fc.record({ fold_0: rows, fold_1: rows }, { requiredKeys: [] }),
    },
    { requiredKeys: ["name", "folds"] },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(regression, classes), request, async (hub, given) => {
      const answer = await hub.ask(`${BASE}/check`, json(given));
      const checked = (await answer.json()) as SubmissionCheck & Problem;
      const taken = await enter(hub, given);
      const problems = answer.status === 200 ? checked.problems : [checked.detail];
      if (taken.status === 201) expect([given, problems]).toEqual([given, []]);
      else expect([given, problems[0]]).toEqual([given, await detail(taken)]);
    }),
    { numRuns: 150 },
  );
}, 120_000);
