import { Catalog } from "../catalog/catalog.js";
import { HubClient } from "../client/hub-client.js";
import type { LifecycleAction } from "../contracts/types.js";
import { publishFolder } from "../store/publish-folder.js";
import { createHub } from "./hub.js";
import { atEnd, preparedDataset, temporaryFolder } from "../store/testing/packages.js";
import { CURATOR_TOKEN, startHub, TOKEN, type TestHub } from "./testing/hubs.js";

const GAPS = { kind: "dataset", reference: "band-gaps@1.0.0" } as const;

async function curatedHub(): Promise<TestHub & { curator: HubClient }> {
  const hub = await startHub(undefined, { curation: true });
  await publishFolder(hub.store, await preparedDataset());
  return { ...hub, curator: new HubClient({ url: hub.url, token: CURATOR_TOKEN }) };
}

test.each<[LifecycleAction, string]>([
  ["accept", ""],
  ["review", ""],
  ["return", "No units."],
])("a publisher's token cannot %s a version of a store that has a curator", async (action, reason) => {
  const { client } = await curatedHub();
  const refused = client.act({ action, ...GAPS, ...(reason ? { reason } : {}) });
  await expect(refused).rejects.toMatchObject({ type: "unauthorized", problem: { status: 403 } });
  await expect(refused).rejects.toThrow(`Only a curator of this store may ${action} a version`);
  expect((await client.status("dataset", "band-gaps", "1.0.0")).state).toBe("submitted");
  expect((await client.search({ query: "semicond" })).total).toBe(0);
});

test("a publisher cannot write an acceptance into the log either", async () => {
  const { client, ask } = await curatedHub();
  const entry = {
    action: "accepted",
    kind: "dataset",
    name: "band-gaps",
    version: "1.0.0",
    at: "2026-02-03T04:05:06.000Z",
  } as const;
  await expect(client.note(entry)).rejects.toMatchObject({ problem: { status: 403 } });
  const body = JSON.stringify({ ...entry, action: "published" });
  const published = await ask("/api/v1/log", { method: "POST", body, headers: { "content-type": "application/json" } });
  expect(published.status).toBe(400);
  expect((await client.status("dataset", "band-gaps", "1.0.0")).visible).toBe(false);
});

test("a curator returns, and accepts what was submitted again", async () => {
  const { client, curator } = await curatedHub();
  expect(await curator.act({ action: "review", ...GAPS })).toMatchObject([{ state: "in review" }]);
  expect(await curator.act({ action: "return", ...GAPS, reason: "No units." })).toMatchObject([
    { state: "returned", reason: "No units." },
  ]);
  expect(await client.act({ action: "submit", ...GAPS })).toMatchObject([{ state: "submitted" }]);
  expect(await curator.act({ action: "accept", ...GAPS, by: "Ada" })).toMatchObject([
    { state: "accepted", by: "Ada", visible: true },
  ]);
  expect((await client.search({ query: "semicond" })).total).toBe(1);
});

test("a curator does all that a publisher does", async () => {
  const { curator } = await curatedHub();
  expect(await curator.act({ action: "withdraw", ...GAPS, reason: "Wrong." })).toMatchObject([{ state: "withdrawn" }]);
  expect(await curator.health()).toMatchObject({ product: "foundry-lab" });
});

test("a hub without a curator's token lets nobody in, and says how to", async () => {
  const { store } = await curatedHub();
  const catalog = Catalog.of(store, await temporaryFolder());
  const app = createHub(store, { catalog, token: TOKEN, version: "0.0.1" });
  atEnd(() => app.close());
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const refused = new HubClient({ url, token: TOKEN }).act({ action: "accept", ...GAPS });
  await expect(refused).rejects.toThrow("start the hub with FOUNDRY_CURATOR_TOKEN");
});

test("a store without a curator needs none", async () => {
  const hub = await startHub();
  await publishFolder(hub.store, await preparedDataset());
  await expect(hub.client.act({ action: "accept", ...GAPS })).rejects.toThrow("only a version that is submitted");
});

test("whoever has no token gets nothing of a version that waits, by its whole version neither, until it is accepted", async () => {
  const hub = await startHub(undefined, { curation: true, publicRead: true });
  await publishFolder(hub.store, await preparedDataset());
  const base = "/datasets/band-gaps/1.0.0";
  const api = `/api/v1${base}`;
  const paths = [base, `${base}/`, api, `${api}/status`, `${api}/files/data/train.parquet`];
  const changes = { method: "POST", body: JSON.stringify({ from: "band-gaps@1.0.0", to: "band-gaps@1.0.0" }) };
  const statuses = async (headers: Record<string, string>) => {
    const answers = paths.map((path) => fetch(hub.url + path, { headers }));
    const json = { ...headers, "content-type": "application/json" };
    answers.push(fetch(`${hub.url}/api/v1/changes`, { ...changes, headers: json }));
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  expect(await statuses({})).toEqual([404, 404, 404, 404, 404, 404]);
  expect((await statuses({ authorization: `Bearer ${TOKEN}` })).slice(2, 5)).toEqual([200, 200, 200]);
  await new HubClient({ url: hub.url, token: CURATOR_TOKEN }).act({ action: "accept", ...GAPS });
  expect((await statuses({})).slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
});
