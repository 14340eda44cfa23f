import { createHash } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { FileEntry, Problem, Upload } from "../contracts/types.js";
import { HubClient } from "../client/hub-client.js";
import type { UploadProgress } from "../client/upload.js";
import { datasetManifest } from "../core/testing/manifests.js";
import { FoundryProblem } from "../core/problems.js";
import { cleanStaging } from "../store/folder-staging.js";
import { UPLOAD_LIFE } from "../store/local-staging.js";
import { publishFolder } from "../store/publish-folder.js";
import { preparedDataset } from "../store/testing/packages.js";
import { PARQUET } from "../store/testing/parquet.js";
import { startHub, type TestHub } from "./testing/hubs.js";

const CONTENT: Record<string, Buffer> = { "data/train.parquet": PARQUET, "notes.txt": Buffer.from("of others") };
const TOTAL = PARQUET.length + 9;

function manifestOf(content: Record<string, Buffer>, change: object = {}): object {
  const files = Object.entries(content).map(([path, body]): FileEntry => {
    return { path, bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") };
  });
  return { ...datasetManifest({ files }), publishedAt: undefined, ...change };
}

async function begin({ ask }: TestHub, manifest: object): Promise<Upload> {
  const answer = await post(ask, "/api/v1/uploads", manifest);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Upload;
}

const post = (ask: TestHub["ask"], path: string, value?: unknown) =>
  ask(path, {
    method: "POST",
    ...(value === undefined ? {} : { body: JSON.stringify(value), headers: { "content-type": "application/json" } }),
  });

const blob = (content: string | Buffer = "") =>
  new Blob([typeof content === "string" ? content : new Uint8Array(content)]);
const problemOf = async (answer: Response) => (await answer.json()) as Problem;
const staged = (hub: TestHub) => readdir(join(hub.store.location, ".staging")).catch(() => []);

test("publishes through the client, with progress, and the version is there for everyone", async () => {
  const hub = await startHub();
  const progress: UploadProgress[] = [];
  const open = ({ path }: { path: string }) => Promise.resolve(blob(CONTENT[path]).stream());
  const published = await hub.client.publish(manifestOf(CONTENT), open, { onProgress: (step) => progress.push(step) });
  expect(published).toMatchObject({ name: "band-gaps", version: "1.0.0" });
  expect(published.files.map(({ path }) => path)).toEqual([
    "data/train.parquet",
    "notes.txt",
    "README.md",
    "croissant.json",
  ]);
  expect(await hub.client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
  expect((await hub.client.search({ query: "semicond" })).total).toBe(1);
  expect(progress.at(-1)).toEqual({ step: "commit", done: TOTAL, total: TOTAL });
  expect(progress.map(({ done }) => done)).toEqual([...progress.map(({ done }) => done)].sort((a, b) => a - b));
  expect(await staged(hub)).toEqual([]);
});

test("a file other than its manifest says is refused, and can be sent again", async () => {
  const hub = await startHub();
  const { id, missing } = await begin(hub, manifestOf(CONTENT));
  expect(missing).toEqual(Object.keys(CONTENT));
  const put = (path: string, body: string | Buffer) =>
    hub.ask(`/api/v1/uploads/${id}/files/${path}`, { method: "PUT", body: blob(body) });
  const longer = Buffer.concat([PARQUET, PARQUET]);
  for (const wrong of [Buffer.from(PARQUET).fill(1, 4, 5), "too short", longer]) {
    const answer = await put("data/train.parquet", wrong);
    expect(await problemOf(answer)).toMatchObject({ type: "checksum-mismatch", status: 422 });
  }
  const early = await post(hub.ask, `/api/v1/uploads/${id}/commit`);
  expect(await problemOf(early)).toMatchObject({ status: 409, suggestions: ["data/train.parquet", "notes.txt"] });
  for (const [path, body] of Object.entries(CONTENT)) expect((await put(path, body)).status).toBe(204);
  expect((await post(hub.ask, `/api/v1/uploads/${id}/commit`)).status).toBe(201);
  expect(await hub.client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
  expect((await post(hub.ask, `/api/v1/uploads/${id}/commit`)).status).toBe(404);
});

test("files that only the hub hashes are checked on both sides", async () => {
  const hub = await startHub();
  const files = Object.entries(CONTENT).map(([path, body]) => ({ path, bytes: body.length }));
  const manifest = { ...manifestOf({}), files };
  const sent: string[] = [];
  const opening =
    (content: Record<string, Buffer>, told = content) =>
    ({ path }: { path: string }, start: number) => {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          sent.push(path);
          controller.enqueue(content[path]?.subarray(start) ?? new Uint8Array());
          controller.close();
        },
      });
      const sha256 = () =>
        Promise.resolve(
          createHash("sha256")
            .update(told[path] ?? "")
            .digest("hex"),
        );
      return Promise.resolve({ stream, crc32: () => crc32(told[path]?.subarray(start) ?? ""), sha256 });
    };
  const other = { ...CONTENT, "notes.txt": Buffer.from("OF OTHERS") };
  await expect(hub.client.publish(manifest, opening(CONTENT, other))).rejects.toMatchObject({
    type: "checksum-mismatch",
  });
  expect(await staged(hub)).toEqual([]);
  // Others with the same names and sizes are there from an upload that was broken off.
  const { id } = await begin(hub, manifest);
  for (const [path, body] of Object.entries(other))
    await hub.ask(`/api/v1/uploads/${id}/files/${path}`, { method: "PUT", body: blob(body) });
  const lies = { files: [{ path: "notes.txt", sha256: "0".repeat(64) }] };
  expect(await problemOf(await post(hub.ask, `/api/v1/uploads/${id}/commit`, lies))).toMatchObject({
    type: "checksum-mismatch",
  });
  const again = await begin(hub, manifest);
  expect([again.id, again.missing]).toEqual([id, ["notes.txt"]]);
  await hub.ask(`/api/v1/uploads/${id}/files/notes.txt`, { method: "PUT", body: blob(other["notes.txt"]) });
  sent.length = 0;
  await hub.client.publish(manifest, opening(CONTENT));
  expect(await (await hub.client.file("dataset", "band-gaps", "1.0.0", "notes.txt")).text()).toBe("of others");
  expect(await hub.client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
});

test("the client leaves nothing behind when an upload fails", async () => {
  const hub = await startHub();
  const failing = hub.client.publish(manifestOf(CONTENT), () =>
    Promise.resolve(new Blob(["x".repeat(PARQUET.length)])),
  );
  await expect(failing).rejects.toMatchObject({ type: "checksum-mismatch" });
  expect(await staged(hub)).toEqual([]);
  expect(await hub.client.list("dataset")).toEqual([]);
});

test("a version that exists is refused before any file is sent, and at the commit", async () => {
  const hub = await startHub();
  const { id } = await begin(hub, manifestOf({}, { splits: datasetManifest().splits, files: manifestFiles() }));
  await hub.ask(`/api/v1/uploads/${id}/files/data/train.parquet`, { method: "PUT", body: blob(PARQUET) });
  await publishFolder(hub.store, await preparedDataset());
  const late = await problemOf(await post(hub.ask, `/api/v1/uploads/${id}/commit`));
  const early = await problemOf(await post(hub.ask, "/api/v1/uploads", manifestOf(CONTENT)));
  for (const problem of [late, early])
    expect(problem).toMatchObject({ type: "duplicate-version", status: 409, suggestions: ["1.0.1", "1.1.0", "2.0.0"] });
  expect(await staged(hub)).toEqual([]);
});

test.each([
  ["a name with a path", { name: "../evil" }, "invalid-name"],
  ["a file outside", { files: [{ path: "../x", bytes: 1, sha256: "a".repeat(64) }] }, "invalid-manifest"],
  ["no files for its splits", { files: [] }, "invalid-manifest"],
  ["a kind that does not exist", { kind: "planet" }, "invalid-manifest"],
  ["no title", { title: undefined }, "invalid-manifest"],
])("refuses a manifest with %s", async (_, change, type) => {
  const hub = await startHub();
  const answer = await post(hub.ask, "/api/v1/uploads", manifestOf(CONTENT, change));
  expect((await problemOf(answer)).type).toBe(type);
  expect(await staged(hub)).toEqual([]);
});

test("files that the manifest does not list, and paths that lead out, are refused", async () => {
  const hub = await startHub();
  const { id } = await begin(hub, manifestOf(CONTENT));
  const put = async (path: string) =>
    problemOf(await hub.ask(`/api/v1/uploads/${id}/files/${path}`, { method: "PUT", body: "x" }));
  expect(await put("other.txt")).toMatchObject({ type: "not-found" });
  expect(await put("..%2f..%2fx")).toMatchObject({ type: "invalid-request" });
  expect(await put("dataset.json")).toMatchObject({ type: "not-found" });
});

test("an upload that is given up leaves nothing; that of a hub that ends can be gone on with", async () => {
  const hub = await startHub();
  const given = await begin(hub, manifestOf(CONTENT));
  expect((await hub.ask(`/api/v1/uploads/${given.id}`, { method: "DELETE" })).status).toBe(204);
  expect(await staged(hub)).toEqual([]);
  await begin(hub, manifestOf(CONTENT));
  expect(await staged(hub)).not.toEqual([]);
  await hub.app.close();
  expect(await staged(hub)).toEqual([given.id]);
});

test("a hub that is down, or that is none, is one sentence", async () => {
  const hub = await startHub();
  await hub.app.close();
  const down: unknown = await hub.client.search({}).catch((error: unknown) => error);
  expect(down).toBeInstanceOf(FoundryProblem);
  expect((down as FoundryProblem).problem).toMatchObject({ type: "unavailable", status: 503 });
  expect((down as FoundryProblem).message).toBe(
    `The hub at ${hub.url} does not answer; start it again or check its URL.`,
  );
  const answering = (body: string, status: number) =>
    new HubClient({ url: "http://x/", fetch: () => Promise.resolve(new Response(body, { status })) });
  await expect(answering("<html>", 200).health()).rejects.toMatchObject({ type: "unavailable" });
  await expect(answering("{}", 200).health()).rejects.toMatchObject({ type: "unavailable" });
  await expect(answering("Bad gateway", 502).health()).rejects.toMatchObject({ type: "unavailable" });
  await expect(answering(`{"message":"Forbidden"}`, 403).health()).rejects.toMatchObject({ type: "unauthorized" });
  const stopped = new AbortController();
  stopped.abort();
  await expect(hub.client.search({}, stopped.signal)).rejects.toMatchObject({ name: "AbortError" });
});

function manifestFiles(): FileEntry[] {
  const sha256 = createHash("sha256").update(PARQUET).digest("hex");
  return [{ path: "data/train.parquet", bytes: PARQUET.length, sha256 }];
}

const FILE = "data/train.parquet";
const patch = (hub: TestHub, id: string, offset: number | string, body: Buffer, path = FILE) =>
  hub.ask(`/api/v1/uploads/${id}/files/${path}`, {
    method: "PATCH",
    body: blob(body),
    headers: { "upload-offset": String(offset) },
  });

test("a file arrives in parts, whose offset the hub tells, and begins again under the same id", async () => {
  const hub = await startHub();
  const { id, received } = await begin(hub, manifestOf(CONTENT));
  expect(received).toEqual([]);
  expect((await patch(hub, id, 0, PARQUET.subarray(0, 100))).headers.get("upload-offset")).toBe("100");
  const head = await hub.ask(`/api/v1/uploads/${id}/files/${FILE}`, { method: "HEAD" });
  expect([head.status, head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual([
    204,
    "100",
    String(PARQUET.length),
  ]);
  for (const wrong of [0, 99, 101])
    expect(await problemOf(await patch(hub, id, wrong, PARQUET))).toMatchObject({ type: "unavailable", status: 409 });
  for (const wrong of ["", "-1", "1.5", "x"]) expect((await patch(hub, id, wrong, PARQUET)).status).toBe(400);
  // The title is not what makes an upload another one.
  const again = await begin(hub, manifestOf(CONTENT, { title: "Better" }));
  expect(again).toMatchObject({ id, received: [{ path: FILE, bytes: 100 }] });
  expect(Date.parse(again.expires)).toBeGreaterThan(Date.now());
  expect((await patch(hub, id, 100, PARQUET.subarray(100))).status).toBe(204);
  expect((await patch(hub, id, 0, CONTENT["notes.txt"] ?? Buffer.alloc(0), "notes.txt")).status).toBe(204);
  expect((await post(hub.ask, `/api/v1/uploads/${id}/commit`)).status).toBe(201);
  expect(await hub.client.dataset("band-gaps")).toMatchObject({ title: "Better" });
  expect(await hub.client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
});

test("a part that makes the file another than its manifest says is forgotten with what came before", async () => {
  const hub = await startHub();
  const { id } = await begin(hub, manifestOf(CONTENT));
  await patch(hub, id, 0, Buffer.alloc(100));
  expect(await problemOf(await patch(hub, id, 100, PARQUET.subarray(100)))).toMatchObject({
    type: "checksum-mismatch",
  });
  expect((await begin(hub, manifestOf(CONTENT))).received).toEqual([]);
  expect(await problemOf(await patch(hub, id, 0, Buffer.concat([PARQUET, PARQUET])))).toMatchObject({
    type: "checksum-mismatch",
  });
  expect((await patch(hub, id, 0, PARQUET)).status).toBe(204);
});

test("a new version sends only what changed; what a store has lost is sent again", async () => {
  const hub = await startHub();
  const sent: string[] = [];
  const open = ({ path }: { path: string }) => {
    sent.push(path);
    return Promise.resolve(blob(CONTENT[path] ?? "new notes"));
  };
  await hub.client.publish(manifestOf(CONTENT), open);
  expect(sent.splice(0)).toEqual([FILE, "notes.txt"]);
  const next = manifestOf(
    { "data/moved.parquet": PARQUET, "more.txt": Buffer.from("new notes") },
    { version: "2.0.0", splits: [{ name: "train", path: "data/moved.parquet", rows: 4604 }] },
  );
  await hub.client.publish(next, open);
  expect(sent.splice(0)).toEqual(["more.txt"]);
  expect(await hub.client.verify("dataset", "band-gaps", "2.0.0")).toMatchObject({ ok: true });
  // Both versions are broken now where they share the file, and neither is taken for what it was.
  await writeFile(join(hub.store.location, "datasets/band-gaps/1.0.0", FILE), "rotten");
  await writeFile(join(hub.store.location, "datasets/band-gaps/2.0.0/data/moved.parquet"), "rotten");
  await hub.client.publish(manifestOf(CONTENT, { version: "3.0.0" }), open);
  expect(sent.splice(0)).toEqual([FILE]);
  expect(await hub.client.verify("dataset", "band-gaps", "3.0.0")).toMatchObject({ ok: true });
});

test("uploads that stay silent expire", async () => {
  const hub = await startHub();
  const { id } = await begin(hub, manifestOf(CONTENT));
  await patch(hub, id, 0, PARQUET.subarray(0, 100));
  await hub.app.close();
  await cleanStaging(join(hub.store.location, ".staging"), Date.now() + UPLOAD_LIFE / 2);
  expect(await staged(hub)).toEqual([id]);
  await cleanStaging(join(hub.store.location, ".staging"), Date.now() + UPLOAD_LIFE + 1000);
  expect(await staged(hub)).toEqual([]);
});

test.each<[string, Buffer, object, string]>([
  ["no Parquet at all", Buffer.from("PAR1 train PAR1"), {}, "its footer cannot be read"],
  ["a footer that is cut off", PARQUET.subarray(0, -20), {}, "its footer cannot be read"],
  ["a footer that claims to be longer than the file", lying(PARQUET.length * 2), {}, "its footer cannot be read"],
  [
    "a footer of other rows than its manifest",
    PARQUET,
    { splits: [{ name: "train", path: FILE, rows: 4605 }] },
    "says 4605 rows, but the footer of",
  ],
  [
    "a footer that points outside of the data",
    Buffer.concat([PARQUET.subarray(0, 4), PARQUET.subarray(-footerLength() - 8)]),
    {},
    "points outside of the data",
  ],
])("an upload with %s is refused, and leaves nothing", async (_, content, change, sentence) => {
  const hub = await startHub();
  const publishing = hub.client.publish(manifestOf({ [FILE]: content }, change), () => Promise.resolve(blob(content)));
  const refusal: unknown = await publishing.catch((error: unknown) => error);
  expect(refusal).toMatchObject({ type: "invalid-manifest" });
  expect((refusal as FoundryProblem).message).toContain(sentence);
  expect(await staged(hub)).toEqual([]);
  expect(await hub.client.list("dataset")).toEqual([]);
});

test("a manifest of 100 MB is refused before it is read", async () => {
  const hub = await startHub();
  const answer = await post(hub.ask, "/api/v1/uploads", manifestOf(CONTENT, { description: "x".repeat(100_000_000) }));
  expect(answer.status).toBe(413);
  const { detail } = await problemOf(answer);
  expect(detail).toMatch(/^[^\n]{20,300}$/);
  expect(await staged(hub)).toEqual([]);
});

test("a name in confusable Unicode is refused, with what it may have meant", async () => {
  const hub = await startHub();
  const answer = await post(hub.ask, "/api/v1/uploads", manifestOf(CONTENT, { name: "b\u0430nd-gaps" }));
  expect(await problemOf(answer)).toMatchObject({
    type: "invalid-name",
    detail: expect.stringContaining("lower case letters, digits and hyphens") as string,
  });
});

function footerLength(): number {
  return PARQUET.readUInt32LE(PARQUET.length - 8);
}

function lying(length: number): Buffer {
  const copy = Buffer.from(PARQUET);
  copy.writeUInt32LE(length, copy.length - 8);
  return copy;
}
