import { createHash } from "node:crypto";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "../contracts/types.js";
import { publishFolder } from "../store/publish-folder.js";
import { prepared, preparedDataset, preparedModel } from "../store/testing/packages.js";
import { startHub, TOKEN } from "./testing/hubs.js";

const FILE = "/api/v1/datasets/band-gaps/1.0.0/files/data/train.parquet";
const CONTENT = "PAR1 train PAR1";
const ETAG = `"sha256-${createHash("sha256").update(CONTENT).digest("hex")}"`;

async function hubWithPackages() {
  const hub = await startHub();
  await publishFolder(hub.store, await preparedDataset());
  await publishFolder(hub.store, await preparedModel());
  return hub;
}

const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const problem = (await answer.json()) as Problem;
  expect(problem.status).toBe(answer.status);
  return problem;
};

test("every route is refused without the token and with a wrong one, unknown routes and broken addresses too", async () => {
  const { routes, url } = await hubWithPackages();
  expect(routes.length).toBeGreaterThan(20);
  expect(routes).toContain("PUT /api/v1/uploads/:id/files/*");
  const tried = [
    ...routes,
    "GET /api/v1/nothing",
    "GET /",
    "POST /",
    "GET /%zz",
    "OPTIONS /api/v1/search",
    "DELETE /api",
  ];
  for (const route of tried) {
    const [method = "", pattern = ""] = route.split(" ");
    const path = pattern
      .replaceAll(":name", "band-gaps")
      .replaceAll(":version", "1.0.0")
      .replace("*", "data/train.parquet");
    for (const authorization of [
      undefined,
      "Bearer",
      "Bearer wrong",
      `Bearer ${TOKEN}x`,
      `Basic ${btoa(`:${TOKEN}`)}`,
      TOKEN,
    ]) {
      // Files are fetched by programs that know passwords only.
      const isFetched = /^(?:GET|HEAD) .*\/(?:files\/\*|croissant)$/.test(route);
      if (isFetched && authorization?.startsWith("Basic")) continue;
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await fetch(url + path, { method, headers });
      expect(`${route} ${answer.status}`).toBe(`${route} 401`);
      if (method !== "HEAD") expect(await problemOf(answer)).toMatchObject({ type: "unauthorized" });
    }
  }
}, 30_000);

test("files and the Croissant of a set are fetched with the token as a password, and nothing else is", async () => {
  const { url } = await hubWithPackages();
  const ask = (path: string, password: string, method = "GET") =>
    fetch(`${url}/api/v1${path}`, { method, headers: { authorization: `Basic ${btoa(`anyone:${password}`)}` } }).then(
      ({ status }) => status,
    );
  const croissant = "/datasets/band-gaps/1.0.0/croissant";
  expect([
    await ask(croissant, TOKEN),
    await ask(croissant, "wrong"),
    await ask("/datasets/band-gaps/1.0.0", TOKEN),
  ]).toEqual([200, 401, 401]);
  expect(await ask("/uploads/x/files/croissant", TOKEN, "PUT")).toBe(401);
  expect(await ask("/datasets/band-gaps/1.0.0/files/nothing", TOKEN)).toBe(404);
});

test("only the page's own files are public", async () => {
  const page = await prepared("index.html", "<!doctype html>", { "page.js": "void 0" });
  const { url, app } = await startHub(page);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/page.js`)).status).toBe(200);
  for (const path of ["/api/v1/health", "/api/v1/search", "/nothing", "/../package.json"])
    expect((await fetch(url + path)).status).toBe(401);
  expect(app.printRoutes()).toContain("page.js");
});

test("answers with what there is", async () => {
  const { client } = await hubWithPackages();
  expect(await client.health()).toMatchObject({ product: "foundry-lab", version: "0.0.1", datasets: 1, models: 1 });
  expect(await client.list("dataset")).toMatchObject([{ name: "band-gaps", versions: ["1.0.0"] }]);
  expect(await client.versions("model", "gap-forest")).toMatchObject({ title: "Forest on band gaps" });
  expect(await client.dataset("band-gaps")).toMatchObject({ version: "1.0.0" });
  expect(await client.dataset("band-gaps", "1")).toMatchObject({ version: "1.0.0" });
  expect(await client.model("gap-forest", "latest")).toMatchObject({ entry: "model.onnx" });
  expect(await client.modelsTrainedOn("band-gaps")).toMatchObject([{ name: "gap-forest" }]);
  expect(await client.statistics("band-gaps", "1.0.0")).toBeUndefined();
  expect((await client.search({ query: "semi" })).hits).toMatchObject([{ name: "band-gaps" }]);
  expect(await client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
});

test("statistics come with the package that has them", async () => {
  const { store, client } = await startHub();
  const statistics = { splits: [{ split: "train", rows: 1, columns: [{ name: "gap", count: 1, missing: 0 }] }] };
  await publishFolder(store, await preparedDataset({}, { "statistics.json": JSON.stringify(statistics) }));
  expect(await client.statistics("band-gaps", "1.0.0")).toEqual(statistics);
});

test("sends whole files, ranges, and nothing when nothing has changed", async () => {
  const { ask } = await hubWithPackages();
  const whole = await ask(FILE);
  expect([whole.status, await whole.text()]).toEqual([200, CONTENT]);
  expect(whole.headers.get("etag")).toBe(ETAG);
  expect(whole.headers.get("accept-ranges")).toBe("bytes");
  expect(whole.headers.get("cache-control")).toContain("immutable");
  const part = await ask(FILE, { headers: { range: "bytes=5-9" } });
  expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([206, "train", "bytes 5-9/15"]);
  const tail = await ask(FILE, { headers: { range: "bytes=-4" } });
  expect([tail.status, await tail.text()]).toEqual([206, "PAR1"]);
  const beyond = await ask(FILE, { headers: { range: "bytes=15-" } });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */15"]);
  expect(await problemOf(beyond)).toMatchObject({ type: "invalid-request" });
  for (const condition of [ETAG, `W/${ETAG}`, `"other", ${ETAG}`, "*"]) {
    const same = await ask(FILE, { headers: { "if-none-match": condition } });
    expect([same.status, await same.text()]).toEqual([304, ""]);
  }
  expect((await ask(FILE, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  expect((await ask(FILE, { headers: { range: "bytes=0-1", "if-range": '"other"' } })).status).toBe(200);
  expect((await ask(FILE, { headers: { range: "bytes=0-1", "if-range": ETAG } })).status).toBe(206);
  expect((await ask(FILE, { headers: { range: "bytes=0-1,3-4" } })).status).toBe(200);
  const head = await ask(FILE, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), head.headers.get("etag")]).toEqual([200, "15", ETAG]);
  const partial = await ask(FILE.replace("1.0.0", "1"));
  expect(partial.headers.get("cache-control")).not.toContain("immutable");
});

test("a published page never runs as one of the hub", async () => {
  const { store, ask } = await startHub();
  await publishFolder(store, await preparedDataset({}, { "x.html": "<script>alert(1)</script>", "x.svg": "<svg/>" }));
  for (const name of ["x.html", "x.svg"]) {
    const { headers } = await ask(`/api/v1/datasets/band-gaps/1.0.0/files/${name}`);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-disposition")).toContain("attachment");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  }
});

test.each([
  ["/api/v1/datasets/bandgaps", 404, "not-found", ["band-gaps"]],
  ["/api/v1/datasets/band-gaps/2", 404, "not-found", ["band-gaps@1.0.0"]],
  ["/api/v1/datasets/band-gaps/one", 400, "invalid-name", undefined],
  ["/api/v1/datasets/..%2f..%2fetc", 400, "invalid-name", undefined],
  ["/api/v1/datasets/band-gaps/1.0.0/files/data/trian.parquet", 404, "not-found", ["data/train.parquet"]],
  ["/api/v1/datasets/band-gaps/1.0.0/files/..%2f..%2f..%2f..%2ffoundry-store.json", 400, "invalid-request", undefined],
  ["/api/v1/datasets/band-gaps/1.0.0/files/%2fetc%2fpasswd", 400, "invalid-request", undefined],
  ["/api/v1/datasets/band-gaps/1.0.0/files/data%5c..%5cx", 400, "invalid-request", undefined],
  ["/api/v1/datasets/band-gaps/1.0.0/files/dataset.json", 404, "not-found", undefined],
  ["/api/v1/datasets/band-gaps/1.0.0/files/", 400, "invalid-request", undefined],
  ["/api/v1/models/band-gaps/1.0.0/verify", 404, "not-found", undefined],
  ["/api/v1/nothing", 404, "not-found", undefined],
  ["/%zz", 400, "invalid-request", undefined],
])("refuses %s in one sentence", async (path, status, type, suggestions) => {
  const { ask } = await hubWithPackages();
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  const problem = await problemOf(answer);
  expect(problem.type).toBe(type);
  if (suggestions) expect(problem.suggestions).toEqual(suggestions);
  expect(problem.detail).toMatch(/^[^\n]+[.?]$/);
});

test.each([
  [`{"limit": "many"}`, 400, "/limit"],
  [`{`, 400, undefined],
  [``, 400, undefined],
  [`{"query": "${"x".repeat(2_000_000)}"}`, 413, undefined],
  [`{"query": "x", "facets": [{"field": "planet", "value": "x"}]}`, 400, "/facets/0/field"],
])("refuses the search %.40j", async (body, status, pointer) => {
  const { ask } = await hubWithPackages();
  const answer = await ask("/api/v1/search", { method: "POST", body, headers: { "content-type": "application/json" } });
  const problem = await problemOf(answer);
  expect([problem.status, problem.pointer]).toEqual([status, pointer]);
});

test("a search with another content type is refused", async () => {
  const { ask } = await hubWithPackages();
  const answer = await ask("/api/v1/search", {
    method: "POST",
    body: "band",
    headers: { "content-type": "text/plain" },
  });
  expect(await problemOf(answer)).toMatchObject({ status: 415, type: "invalid-request" });
});

test("a file that was changed in the store is not sent under its published hash", async () => {
  const { store, ask, client } = await hubWithPackages();
  await appendFile(join(store.location, "datasets/band-gaps/1.0.0/data/train.parquet"), "!");
  expect(await problemOf(await ask(FILE))).toMatchObject({ type: "checksum-mismatch", status: 500 });
  expect((await client.verify("dataset", "band-gaps", "1")).wrong).toMatchObject([{ path: "data/train.parquet" }]);
  await writeFile(join(store.location, "datasets/band-gaps/1.0.0/dataset.json"), "{");
  expect(await client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: false });
});

test("deep JSON is refused in a sentence, and is no failure of the hub", async () => {
  const { ask } = await startHub();
  const body = "[".repeat(500_000) + "]".repeat(500_000);
  const headers = { "content-type": "application/json" };
  for (const path of ["search", "uploads", "lifecycle", "changes", "benchmark-labels"]) {
    const answer = await ask(`/api/v1/${path}`, { method: "POST", body, headers });
    const { detail } = (await answer.json()) as { detail: string };
    expect([path, answer.status < 500, detail.length < 300]).toEqual([path, true, true]);
  }
});
