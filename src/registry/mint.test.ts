import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "../contracts/types.js";
import { FoundryProblem } from "../core/problems.js";
import { Dois } from "../store/dois.js";
import { FolderStore } from "../store/folder-store.js";
import { publishFolder } from "../store/publish-folder.js";
import { preparedDataset, preparedModel, temporaryFolder } from "../store/testing/packages.js";
import { verify } from "../store/verify.js";
import { mintDoi } from "./mint.js";
import { registrySettings } from "./settings.js";
import { startDataCite } from "./testing/datacite-stand-in.js";

const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;
const LANDING = "https://hub.example.org/{kind}s/{name}/{version}";

async function storeWithDataset() {
  const store = await FolderStore.open(await temporaryFolder());
  const manifest = await publishFolder(store, await preparedDataset());
  return { store, manifest };
}

async function refusal(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FoundryProblem) return error.problem;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("a version gets a DOI with its metadata, in the log and not in its manifest", async () => {
  const { settings, dois } = await startDataCite({ landing: LANDING });
  const { store, manifest } = await storeWithDataset();
  const path = join(store.location, "datasets/band-gaps/1.0.0/dataset.json");
  const before = await readFile(path, "utf8");
  const record = await mintDoi(store, manifest, settings);
  expect(record).toMatchObject({
    ...target,
    state: "findable",
    url: "https://hub.example.org/datasets/band-gaps/1.0.0",
  });
  expect(record.doi).toMatch(/^10\.5072\/band-gaps\.1\.0\.0\.[0-9a-f]{8}$/);
  expect(dois.get(record.doi)?.attributes).toMatchObject({
    titles: [{ title: "Experimental band gaps" }],
    publisher: { name: "Acme Laboratory" },
    types: { resourceTypeGeneral: "Dataset" },
    schemaVersion: "http://datacite.org/schema/kernel-4",
  });
  expect(await readFile(path, "utf8")).toBe(before);
  expect(await verify(store, target)).toMatchObject({ ok: true });
  expect((await store.log()).at(-1)).toMatchObject({ action: "minted", ...target, doi: record.doi });
  expect((await Dois.of(store).identified(manifest)).doi).toBe(record.doi);
});

test("a DOI finds its version in another process and in any case of letters", async () => {
  const { settings } = await startDataCite({ landing: LANDING });
  const { store, manifest } = await storeWithDataset();
  const { doi } = await mintDoi(store, manifest, settings);
  await publishFolder(store, await preparedDataset({ version: "1.1.0" }));
  await publishFolder(store, await preparedDataset({ name: "other", doi: "10.1234/Own" }));
  const again = await FolderStore.open(store.location);
  expect(await Dois.of(again).find(doi.toUpperCase())).toMatchObject(target);
  expect(await Dois.of(again).find("10.1234/own")).toMatchObject({ name: "other" });
  expect(await Dois.of(again).find("10.1234/none")).toBeUndefined();
});

test("a run that was cut off before the log goes on with the same DOI, and a second one mints nothing", async () => {
  const { settings, dois } = await startDataCite({ landing: LANDING });
  const { store, manifest } = await storeWithDataset();
  const first = await mintDoi(store, manifest, settings);
  const elsewhere = await FolderStore.open(await temporaryFolder());
  const same = await publishFolder(elsewhere, join(store.location, "datasets/band-gaps/1.0.0"));
  expect((await mintDoi(elsewhere, same, settings)).doi).toBe(first.doi);
  await mintDoi(store, manifest, settings);
  expect(dois.size).toBe(1);
  expect((await store.log()).filter(({ action }) => action === "minted")).toHaveLength(1);
});

test("without a page the DOI is a draft, until there is one", async () => {
  const { settings, dois } = await startDataCite();
  const store = await FolderStore.open(await temporaryFolder());
  const model = await publishFolder(store, await preparedModel());
  const draft = await mintDoi(store, model, settings);
  expect(draft).toMatchObject({ kind: "model", state: "draft" });
  expect(await mintDoi(store, model, { ...settings, landing: LANDING })).toMatchObject({
    doi: draft.doi,
    state: "findable",
  });
  expect(dois.get(draft.doi)?.attributes).toMatchObject({ types: { resourceTypeGeneral: "Model" } });
});

test("what cannot be minted is one sentence, and leaves no entry", async () => {
  const { settings } = await startDataCite({ landing: LANDING });
  const { store, manifest } = await storeWithDataset();
  const own = await publishFolder(store, await preparedDataset({ name: "own", doi: "10.1234/own" }));
  const entries = (await store.log()).length;
  expect((await refusal(() => mintDoi(store, manifest, undefined))).detail).toContain("FOUNDRY_DATACITE_URL");
  expect(await refusal(() => mintDoi(store, own, settings))).toMatchObject({
    status: 409,
    detail: expect.stringContaining("10.1234/own") as string,
  });
  expect((await refusal(() => mintDoi(store, manifest, { ...settings, password: "wrong" }))).detail).toContain(
    "refuses the account ACME.LAB",
  );
  expect((await refusal(() => mintDoi(store, manifest, { ...settings, prefix: "10.9999" }))).detail).toContain(
    "10.9999",
  );
  expect((await refusal(() => mintDoi(store, manifest, { ...settings, url: "http://127.0.0.1:1" }))).detail).toContain(
    "does not answer",
  );
  expect((await refusal(() => mintDoi(store, { ...manifest, version: "9.0.0" }, settings))).type).toBe("not-found");
  expect(await store.log()).toHaveLength(entries);
});

test.each([
  [{ FOUNDRY_DATACITE_URL: "nonsense" }, "FOUNDRY_DATACITE_URL"],
  [{ FOUNDRY_DATACITE_URL: "https://api.example.org" }, "FOUNDRY_DATACITE_PREFIX"],
  [{ FOUNDRY_DATACITE_URL: "https://api.example.org", FOUNDRY_DATACITE_PREFIX: "10.5072" }, "FOUNDRY_DATACITE_USER"],
  [
    { FOUNDRY_DATACITE_URL: "https://api.example.org", FOUNDRY_DATACITE_PREFIX: "10.5072", FOUNDRY_DATACITE_USER: "u" },
    "FOUNDRY_DATACITE_PASSWORD",
  ],
])("settings that lack something name it: %j", async (given, variable) => {
  expect((await refusal(() => registrySettings(given))).detail).toContain(variable);
  expect(registrySettings({})).toBeUndefined();
});
