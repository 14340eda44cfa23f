import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Problem, Upload } from "../contracts/types.js";
import { startHub, type TestHub } from "./testing/hubs.js";

interface Case {
  name: string;
  change?: Record<string, unknown>;
  files?: Record<string, string>;
  problem: string;
  pointer?: string;
}
type Corpus = Pick<Required<Case>, "files"> & { manifest: Record<string, unknown>; cases: Case[] };

// The corpus that Python reads, too.
const corpus = JSON.parse(readFileSync("conformance/packages/refused.json", "utf8")) as Corpus;

/** A case's manifest, with sizes and checksums of the content where it says neither, and the content. */
function packageOf({ change = {}, files = {} }: Partial<Case>) {
  const content = new Map(
    Object.entries({ ...corpus.files, ...files }).map(([path, text]) => [path, Buffer.from(text, "base64")]),
  );
  const hashed = (path: string) => {
    const body = content.get(path);
    return body && { path, bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") };
  };
  const changed = Object.entries({ ...corpus.manifest, ...change }).filter(([, value]) => value !== null);
  const manifest: Record<string, unknown> = Object.fromEntries(changed);
  const listed = (manifest.files as { path: string }[] | undefined) ?? [...content.keys()].map((path) => ({ path }));
  return { content, manifest: { ...manifest, files: listed.map((file) => ({ ...hashed(file.path), ...file })) } };
}

/** Publishes a package over HTTP as any client does; the problem that stops it. */
async function refusal({ ask }: TestHub, { content, manifest }: ReturnType<typeof packageOf>) {
  const json = { "content-type": "application/json" };
  const begun = await ask("/api/v1/uploads", { method: "POST", body: JSON.stringify(manifest), headers: json });
  if (!begun.ok) return (await begun.json()) as Problem;
  const { id } = (await begun.json()) as Upload;
  for (const { path } of manifest.files) {
    const body = new Blob([new Uint8Array(content.get(path) ?? [])]);
    const sent = await ask(`/api/v1/uploads/${id}/files/${encodeURI(path)}`, { method: "PUT", body });
    if (!sent.ok) return (await sent.json()) as Problem;
  }
  const committed = await ask(`/api/v1/uploads/${id}/commit`, { method: "POST" });
  return committed.ok ? undefined : ((await committed.json()) as Problem);
}

test("the package of the corpus is taken", async () => {
  const hub = await startHub();
  expect(await refusal(hub, packageOf({}))).toBeUndefined();
  expect(await hub.client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true });
});

test.each(corpus.cases.map((item): [string, Case] => [item.name, item]))("refuses %s", async (_, item) => {
  const hub = await startHub();
  const { type, pointer } = (await refusal(hub, packageOf(item))) ?? {};
  // A name and a checksum are wrong wherever they stand.
  expect({ type, pointer }).toEqual({
    type: item.problem,
    pointer: item.problem === "invalid-manifest" ? item.pointer : undefined,
  });
  expect(await hub.store.packages("dataset")).toEqual([]);
});
