import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Benchmark, KeptLabels } from "../../contracts/types.js";
import { benchmarkPackage, entry, FOLDS, publishBenchmark } from "../testing/benchmarks.js";
import { startHub, type TestHub } from "../testing/hubs.js";

const HIDDEN = Object.fromEntries(Object.entries(FOLDS).map(([name, { test: rows }]) => [name, { test: rows }]));
const json = (body: unknown) => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

async function keep(hub: TestHub, salt = "s"): Promise<string> {
  const answer = await hub.ask("/api/v1/benchmark-labels", json({ salt: salt.repeat(32), folds: FOLDS }));
  return ((await answer.json()) as KeptLabels).sha256;
}

async function publishHidden(hub: TestHub, change: Partial<Benchmark> = {}): Promise<string> {
  const sha256 = await keep(hub);
  await publishBenchmark(hub.client, { labels: { hidden: true, sha256 }, ...change }, HIDDEN);
  return sha256;
}

const READER = { metrics: [{ name: "own", expression: "sum(y * p)", higherIsBetter: false }] };
const NOT_ITS_OWN =
  "The labels that gaps-2@1.0.0 names belong to gaps@1.0.0: a benchmark has labels of its own; publish it with them.";

test("hidden labels are scored by the version that named them first, and by no other", async () => {
  const hub = await startHub();
  const sha256 = await publishHidden(hub);
  const thief = { ...READER, labels: { hidden: true, sha256 } };
  await expect(publishBenchmark(hub.client, { ...thief, name: "gaps-2" }, HIDDEN)).rejects.toThrow(NOT_ITS_OWN);
  await expect(publishBenchmark(hub.client, { ...thief, version: "2.0.0" }, HIDDEN)).rejects.toThrow(
    "belong to gaps@1.0.0",
  );
  await publishBenchmark(
    hub.client,
    { ...thief, labels: { hidden: true, sha256: await keep(hub, "t") }, version: "2.0.0" },
    HIDDEN,
  );
  expect((await hub.client.submit("gaps", "1.0.0", entry("good"))).overall.mae?.mean).toBe(0.5);
});

test("a benchmark that came into the store by hand reads no labels of another", async () => {
  const hub = await startHub();
  await publishHidden(hub);
  const from = join(hub.store.location, "benchmarks/gaps");
  const to = join(hub.store.location, "benchmarks/gaps-2");
  await cp(from, to, { recursive: true });
  const path = join(to, "1.0.0/benchmark.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as Benchmark;
  await writeFile(path, JSON.stringify({ ...manifest, ...READER, name: "gaps-2" }));
  const answer = await hub.ask("/api/v1/benchmarks/gaps-2/1.0.0/submissions", json(entry("thief")));
  expect(await answer.json()).toMatchObject({ detail: NOT_ITS_OWN });
});

test.each(["submissions/01ARZ3NDEKTSV4RRFFQ69G5FAV.json", "Submissions/predictions/x.json", "ſubmissions/names/a"])(
  "a benchmark's publisher cannot put a file where its entries are: %s",
  async (path) => {
    const hub = await startHub();
    const { manifest, open } = benchmarkPackage();
    const [file] = manifest.files;
    const files = [...manifest.files, { ...file, path }];
    const opened = (one: { path: string }) => open(one.path === path ? { path: file?.path ?? "" } : one);
    await expect(hub.client.publish({ ...manifest, files }, opened)).rejects.toThrow(
      /is where the hub keeps the entries of a benchmark/,
    );
    expect(await hub.store.versions("benchmark", "gaps")).toEqual([]);
  },
);

test("scores leave with as many digits as the organiser allows", async () => {
  const hub = await startHub();
  await publishHidden(hub, { rules: { digits: 3 } });
  const error = 0.123456789;
  const { id, scores, overall } = await hub.client.submit("gaps", "1.0.0", entry("fine", error));
  const answer = await hub.ask(`/api/v1/benchmarks/gaps/1.0.0/submissions/${id}/rescore`);
  expect(scores.fold_0).toEqual({ mae: 0.123, rmse: 0.123 });
  expect(overall.mae).toMatchObject({ mean: 0.123, low: 0.123, high: 0.123 });
  expect(await answer.json()).toEqual({ scores, overall });
});

test("an entrant has so many entries in all, and whoever the hub cannot tell apart are one", async () => {
  const hub = await startHub();
  await publishHidden(hub, { rules: { submissionsTotal: 2 } });
  await hub.client.submit("gaps", "1.0.0", entry("1", 1, { by: "ada" }));
  await hub.client.submit("gaps", "1.0.0", entry("2", 1, { by: "eve" }));
  await expect(hub.client.submit("gaps", "1.0.0", entry("3", 1, { by: "bob" }))).rejects.toThrow(
    "Entrants, who are counted together here, have entered 2 times, and 2 are allowed in all",
  );
  const listed = await startHub();
  await publishHidden(listed, { rules: { submissionsTotal: 1, entrants: ["ada", "eve"] } });
  await listed.client.submit("gaps", "1.0.0", entry("1", 1, { by: "ada" }));
  await listed.client.submit("gaps", "1.0.0", entry("2", 1, { by: "eve" }));
  await expect(listed.client.submit("gaps", "1.0.0", entry("3", 1, { by: "Ada" }))).rejects.toThrow(
    "'Ada' has entered 1 times, and 1 are allowed in all",
  );
});

test("the log has the hub's time of a publication, whatever its manifest says", async () => {
  const hub = await startHub();
  await publishBenchmark(hub.client, { publishedAt: "1999-01-01T00:00:00Z" });
  const [published] = await hub.client.log();
  expect(Date.now() - Date.parse(published?.at ?? "")).toBeLessThan(3_600_000);
});
