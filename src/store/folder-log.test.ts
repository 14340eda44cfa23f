import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogEntry } from "../contracts/types.js";
import { FolderLog } from "./folder-log.js";
import { followed } from "./testing/followed-log.js";
import { temporaryFolder } from "./testing/packages.js";

const LONG = 1_500;
const entry = (name: string) => ({
  ...({ action: "published", kind: "dataset", name, version: "1.0.0" } as const),
  at: "2026-11-30T00:00:00.000Z",
});
const idOf = (number: number) => `01KB${String(number).padStart(22, "0")}`;
const tailOf = (log: FolderLog) => ({
  logTail: (after?: string) => log.tail(after),
  logEntries: (ids: readonly string[]) => log.read(ids),
});
const names = (entries: LogEntry[]) => entries.map(({ name }) => name);

/** A log that was written before this process, and copied: nothing says in which order. */
async function longLog(): Promise<{ root: string; log: string }> {
  const root = await temporaryFolder();
  const log = join(root, "log");
  await mkdir(log);
  for (let i = 0; i < LONG; i += 1)
    await writeFile(join(log, `${idOf(i)}.json`), JSON.stringify({ id: idOf(i), ...entry(`old-${i}`) }));
  return { root, log };
}

test("whoever follows a long log gets each entry once, as soon as it is added, whoever adds it", async () => {
  const { root } = await longLog();
  const [one, other] = [new FolderLog(root), new FolderLog(root)];
  const follow = followed(tailOf(one));
  expect(await follow()).toHaveLength(LONG);
  for (const [log, name] of [
    [one, "a"],
    [other, "b"],
    [other, "c"],
    [one, "d"],
  ] as const) {
    await log.append(entry(name));
    expect(names(await follow())).toEqual([name]);
    expect(await follow()).toEqual([]);
  }
  await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? one : other).append(entry(`many-${i}`))));
  expect(new Set(names(await follow()))).toEqual(new Set(Array.from({ length: 40 }, (_, i) => `many-${i}`)));
  expect(await other.entries()).toHaveLength(LONG + 44);
});

test("what names the added entries can be cut, broken or lost, and every entry is found", async () => {
  const { root, log } = await longLog();
  const folder = new FolderLog(root);
  const follow = followed(tailOf(folder));
  await folder.append(entry("a"));
  await follow();
  await appendFile(folder.journal.path, "01KB");
  await folder.append(entry("b"));
  expect(names(await follow())).toEqual(["b"]);
  await rm(folder.journal.path);
  await writeFile(join(log, `${idOf(LONG)}.json`), JSON.stringify({ id: idOf(LONG), ...entry("copied") }));
  expect(names(await follow())).toEqual(["copied"]);
  await folder.append(entry("c"));
  expect(names(await follow())).toEqual(["c"]);
  expect(await followed(tailOf(folder))()).toHaveLength(LONG + 4);
});
