import { jest } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { bundleFor, type Bundle } from "../../hub/testing/bundle.js";
import { startHub, TOKEN } from "../../hub/testing/hubs.js";
import { FolderStore } from "../../store/folder-store.js";
import { publishFolder } from "../../store/publish-folder.js";
import { preparedDataset, preparedModel, temporaryFolder } from "../../store/testing/packages.js";
import { PARQUET } from "../../store/testing/parquet.js";
import { verify } from "../../store/verify.js";

jest.setTimeout(60_000);

let cli: Bundle;
beforeAll(async () => {
  cli = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "../main.ts"));
});
afterAll(() => cli.remove());

interface Said {
  code: number | null;
  out: string;
  err: string;
  json: () => unknown;
}

type Run = (...args: string[]) => Promise<Said>;

/** The command with a store and a cache of its own. */
async function commandOn(store: string, more: Record<string, string> = {}): Promise<Run> {
  const cache = await temporaryFolder();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    FOUNDRY_URL: "",
    FOUNDRY_TOKEN: "",
    FOUNDRY_STORE: store,
    FOUNDRY_CACHE: cache,
    FOUNDRY_RUNTIME_DIR: cache,
    ...more,
  };
  return async (...args) => {
    const child = spawn(process.execPath, [cli.file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const [exit, out, err] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
    return { code: exit[0] as number | null, out, err, json: () => JSON.parse(out) as unknown };
  };
}

async function realDataset(version = "1.0.0", notes = "notes"): Promise<string> {
  const folder = await preparedDataset({ version }, { "notes.txt": notes });
  await writeFile(join(folder, "data/train.parquet"), PARQUET);
  return folder;
}

async function storeWith(...versions: string[]): Promise<FolderStore> {
  const store = await FolderStore.open(await temporaryFolder());
  for (const version of versions) await publishFolder(store, await realDataset(version));
  return store;
}

const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;

test("export and import, by zip file and by folder", async () => {
  const store = await storeWith("1.0.0");
  const [out, second] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const run = await commandOn(store.location);
  const zip = join(out, "gaps.zip");
  expect((await run("export", "band-gaps", zip, "--json")).json()).toEqual({ ...target, path: zip });
  expect((await run("get", "band-gaps@1", join(out, "folder"))).out).toContain("Copied the dataset band-gaps@1.0.0");
  expect((await run("export", "band-gaps@1", join(out, "other"))).err).toContain("`foundry-lab get band-gaps@1");
  const other = await commandOn(second);
  expect((await other("import", zip, "--json")).json()).toMatchObject({ ...target, state: "copied", files: 4 });
  expect((await other("import", join(out, "folder"), "--json")).json()).toMatchObject({ state: "present" });
  const there = await FolderStore.open(second);
  expect(await there.manifest(target)).toEqual(await store.manifest(target));
  expect(await verify(there, target)).toMatchObject({ ok: true });
  const missing = await other("import", join(out, "none.zip"), "--json");
  expect([missing.code, JSON.parse(missing.err)]).toMatchObject([1, { type: "not-found" }]);
  await writeFile(join(out, "bad.zip"), "PK");
  expect((await other("import", join(out, "bad.zip"))).err).toMatch(/^The archive .* is refused because .*\.\n$/);
});

test("another package of the same version is refused", async () => {
  const [one, other] = await Promise.all([storeWith("1.0.0"), FolderStore.open(await temporaryFolder())]);
  await publishFolder(other, await realDataset("1.0.0", "other notes"));
  const refused = await (await commandOn(one.location))("push", "band-gaps", "--to", other.location, "--json");
  expect([refused.code, JSON.parse(refused.err)]).toMatchObject([1, { type: "duplicate-version" }]);
});

test("pull from a hub and push to one", async () => {
  const hub = await startHub();
  await publishFolder(hub.store, await realDataset());
  const own = await temporaryFolder();
  const run = await commandOn(own, { FOUNDRY_TOKEN: TOKEN });
  expect((await run("pull", "band-gaps", "--from", hub.url, "--json")).json()).toMatchObject({ state: "copied" });
  const store = await FolderStore.open(own);
  expect(await store.manifest(target)).toEqual(await hub.store.manifest(target));
  expect((await run("pull", "band-gaps", "--from", hub.url, "--json")).json()).toMatchObject({ state: "present" });
  const folder = join(await temporaryFolder(), "copy");
  expect((await run("pull", "band-gaps", "--from", hub.url, "--to", folder)).err).toContain(
    "is not a store; `foundry-lab get band-gaps",
  );
  expect((await run("get", "band-gaps", folder, "--from", hub.url)).code).toBe(0);
  expect(await readdir(folder)).toEqual(["README.md", "croissant.json", "data", "dataset.json", "notes.txt"]);
  expect((await run("pull", "band-gaps", "--from", own)).err).toContain("is in this store already");
  // A folder that is prepared, and a package of the own store.
  const pushed = await run("push", await realDataset("2.0.0"), "--to", hub.url, "--json");
  expect([pushed.err, pushed.json()]).toMatchObject(["", { version: "2.0.0" }]);
  await publishFolder(store, await preparedModel());
  expect((await run("push", "gap-forest", "--to", hub.url, "--json")).json()).toMatchObject({
    kind: "model",
    state: "copied",
  });
  expect(await hub.client.verify("model", "gap-forest", "1.0.0")).toMatchObject({ ok: true });
  const denied = await (await commandOn(own, { FOUNDRY_TOKEN: "wrong" }))("push", "gap-forest", "--to", hub.url);
  expect([denied.code, denied.err]).toEqual([1, expect.stringContaining("token")]);
  const nowhere = await run("push", "gap-forest", "--to", "http://127.0.0.1:1");
  expect(nowhere.err).toMatch(/^The hub at http:\/\/127\.0\.0\.1:1 does not answer/);
});

test("a package that is broken where it comes from is refused, and leaves nothing", async () => {
  const [store, own] = await Promise.all([storeWith("1.0.0"), temporaryFolder()]);
  await appendFile(join(store.location, "datasets/band-gaps/1.0.0/notes.txt"), "!");
  const run = await commandOn(own);
  const pulled = await run("pull", "band-gaps", "--from", store.location, "--json");
  expect(JSON.parse(pulled.err)).toMatchObject({ type: "checksum-mismatch" });
  expect(await (await FolderStore.open(own)).packages("dataset")).toEqual([]);
  expect(await readdir(join(own, ".staging"))).toEqual([]);
});

test("mirror copies what is missing, tells what differs, and takes withdrawals over", async () => {
  const [one, two] = [await storeWith("1.0.0", "1.1.0"), await temporaryFolder()];
  await publishFolder(one, await preparedModel());
  await one.append({ action: "withdrawn", ...target, at: "2026-02-03T04:05:06.000Z", reason: "wrong units" });
  const run = await commandOn(await temporaryFolder());
  const dry = await run("mirror", one.location, two, "--dry-run", "--json");
  expect(dry.json()).toMatchObject({
    packages: [{ state: "copied" }, { state: "copied" }, { state: "copied" }],
    notes: 0,
  });
  expect(await (await FolderStore.open(two)).packages("dataset")).toEqual([]);
  expect((await run("mirror", one.location, two)).out).toContain("Copied: 3 packages; there already: 0.");
  const there = await FolderStore.open(two);
  expect(await there.packages("dataset")).toEqual([{ name: "band-gaps", versions: ["1.1.0", "1.0.0"] }]);
  expect(await there.log()).toContainEqual(expect.objectContaining({ action: "withdrawn", reason: "wrong units" }));
  expect((await run("mirror", one.location, two, "--json")).json()).toMatchObject({
    notes: 0,
    packages: [{ state: "present" }, {}, {}],
  });
  await rm(join(two, "datasets/band-gaps/1.1.0"), { recursive: true });
  await publishFolder(there, await realDataset("1.1.0", "other"));
  const again = await run("mirror", one.location, two);
  expect([again.code, again.out]).toEqual([1, expect.stringContaining("different  band-gaps@1.1.0")]);
  expect(await readFile(join(two, "datasets/band-gaps/1.1.0/notes.txt"), "utf8")).toBe("other");
  expect((await run("mirror", join(two, "nothing"), one.location)).err).toContain("There is no store at");
});

test("mirror passes withdrawals, deprecations and names on through hubs", async () => {
  const [one, middle] = [await storeWith("1.0.0", "1.1.0", "2.0.0"), await startHub()];
  const at = "2026-02-03T04:05:06.000Z";
  await one.append({ action: "withdrawn", ...target, at, reason: "wrong units", by: "Ada" });
  await one.append({ action: "deprecated", ...target, version: "1.1.0", at, reason: "use 2.0.0" });
  await one.append({ action: "renamed", ...target, to: "gaps", at });
  const last = await temporaryFolder();
  const run = await commandOn(await temporaryFolder(), { FOUNDRY_TOKEN: TOKEN });
  expect((await run("mirror", one.location, middle.url, "--json")).json()).toMatchObject({
    packages: [{}, {}, {}],
    notes: 3,
  });
  // From the hub, which does not list what is withdrawn.
  expect((await run("mirror", middle.url, last, "--json")).json()).toMatchObject({ packages: [{}, {}, {}], notes: 3 });
  const command = await commandOn(last);
  for (const name of ["band-gaps", "gaps"])
    expect((await command("status", name, "--json")).json()).toMatchObject([
      { version: "2.0.0", state: "published", name: "gaps" },
      { version: "1.1.0", state: "deprecated", reason: "use 2.0.0" },
      { version: "1.0.0", state: "withdrawn", reason: "wrong units", by: "Ada", at },
    ]);
  expect((await run("mirror", one.location, middle.url, "--json")).json()).toMatchObject({ notes: 0 });
  expect((await run("mirror", middle.url, last, "--json")).json()).toMatchObject({ notes: 0 });
});

test("mirror between a hub and a store, both ways", async () => {
  const hub = await startHub();
  const store = await storeWith("1.0.0", "2.0.0");
  const run = await commandOn(await temporaryFolder(), { FOUNDRY_TOKEN: TOKEN });
  expect((await run("mirror", store.location, hub.url, "--json")).json()).toMatchObject({
    packages: [{ state: "copied" }, { state: "copied" }],
  });
  expect(await hub.client.verify("dataset", "band-gaps", "2.0.0")).toMatchObject({ ok: true });
  const back = await temporaryFolder();
  const steps = await run("mirror", hub.url, back, "--progress");
  expect(steps.err).toContain(`"step":"stage"`);
  expect(await (await FolderStore.open(back)).packages("dataset")).toEqual(await store.packages("dataset"));
});
