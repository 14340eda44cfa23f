import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HubClient } from "../../client/hub-client.js";
import type { Leaderboard, Submission } from "../../contracts/types.js";
import { readdir } from "node:fs/promises";
import { temporaryFolder } from "../../store/testing/packages.js";
import { entry, publishBenchmark } from "../testing/benchmarks.js";
import { bundleFor, type Bundle } from "../testing/bundle.js";
import { runNode } from "../testing/hubs.js";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "../testing/crashing-hub.ts"));
});
afterAll(() => bundle.remove());

const BASE = "/api/v1/benchmarks/gaps/1.0.0";

async function startProcess(folder: string, cache: string, env: Record<string, string> = {}) {
  const hub = runNode([bundle.file, folder, cache], env);
  const { url } = JSON.parse(await hub.firstLine) as { url: string };
  const ask = (path: string, body?: unknown) =>
    fetch(url + BASE + path, {
      headers: { authorization: "Bearer token", "content-type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  return { ...hub, ask, client: new HubClient({ url, token: "token" }) };
}

/** Ids of the entries that the hub said it took. */
async function enterAll(hub: Awaited<ReturnType<typeof startProcess>>, names: string[]): Promise<string[]> {
  const answers = await Promise.all(
    names.map(async (name, i) => {
      try {
        const answer = await hub.ask("/submissions", entry(name, i));
        return answer.status === 201 ? ((await answer.json()) as Submission).id : undefined;
      } catch {
        return undefined;
      }
    }),
  );
  return answers.filter((id) => id !== undefined);
}

test.each(["check", "score", "keep", "commit", "reply"])(
  "kill -9 at '%s' of one of 20 entries: every accepted one has exactly one score",
  async (step) => {
    const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
    const hub = await startProcess(folder, cache, { CRASH_AT: `submit ${step}`, CRASH_COUNT: "12" });
    await publishBenchmark(hub.client);
    const names = Array.from({ length: 20 }, (_, i) => `entry ${i}`);
    const first = await enterAll(hub, names.slice(0, 5));
    expect(first).toHaveLength(5);
    const accepted = [...first, ...(await enterAll(hub, names.slice(5)))];
    expect(await hub.ended).toEqual({ code: null, signal: "SIGKILL" });

    const next = await startProcess(folder, cache);
    const { entries } = (await (await next.ask("/leaderboard?limit=1000")).json()) as Leaderboard;
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of accepted) expect(ids).toContain(id);
    // One that was scored but not answered may be there, and then whole.
    for (const { id, name, overall } of entries) {
      const whole = (await (await next.ask(`/submissions/${id}`)).json()) as Submission;
      expect(whole.overall).toEqual(overall);
      expect(Object.keys(whole.scores)).toEqual(["fold_0", "fold_1"]);
      expect(entries.filter((other) => other.name === name)).toHaveLength(1);
    }
    const there = new Set(entries.map(({ name }) => name));
    expect(
      await enterAll(
        next,
        names.filter((name) => !there.has(name)),
      ),
    ).toHaveLength(20 - there.size);
    const again = (await (await next.ask("/leaderboard?limit=1000")).json()) as Leaderboard;
    expect(again.entries.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(await readdir(join(folder, ".staging"))).toEqual([]);
  },
  60_000,
);

test("an entry that was claimed when the hub died appears with the next", async () => {
  const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const hub = await startProcess(folder, cache);
  await publishBenchmark(hub.client);
  const [id = ""] = await enterAll(hub, ["claimed"]);
  hub.child.kill("SIGKILL");
  await hub.ended;
  const { rm } = await import("node:fs/promises");
  await rm(join(folder, "benchmarks/gaps/1.0.0/submissions", `${id}.json`));
  const next = await startProcess(folder, cache);
  const { entries } = (await (await next.ask("/leaderboard")).json()) as Leaderboard;
  expect(entries.map((one) => one.id)).toEqual([id]);
}, 30_000);
