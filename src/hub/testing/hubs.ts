import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FastifyInstance } from "fastify";
import { Catalog } from "../../catalog/catalog.js";
import { HubClient } from "../../client/hub-client.js";
import { FolderStore } from "../../store/folder-store.js";
import { RenamingStore } from "../../store/renaming-store.js";
import { atEnd, temporaryFolder } from "../../store/testing/packages.js";
import { createHub } from "../hub.js";

export const TOKEN = "token-of-the-tests";

export const CURATOR_TOKEN = "token-of-the-curator";

/** A hub that listens in this process. */
export interface TestHub {
  store: FolderStore;
  app: FastifyInstance;
  url: string;
  /** `METHOD /pattern` of every route of the API, as Fastify has them. */
  routes: string[];
  client: HubClient;
  /** Asks with the token. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
}

/** Starts a hub on a new store; it is closed with the test. */
export async function startHub(page?: string, { publicRead = false, curation = false } = {}): Promise<TestHub> {
  const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  if (curation)
    await writeFile(join(folder, "foundry-store.json"), JSON.stringify({ formatVersion: 1, name: "team", curation }));
  const store = await FolderStore.open(folder);
  const renaming = new RenamingStore(store);
  const catalog = Catalog.of(renaming, cache);
  const app = createHub(renaming, {
    catalog,
    token: TOKEN,
    version: "0.0.1",
    publicRead,
    ...(curation ? { curatorToken: CURATOR_TOKEN } : {}),
    ...(page ? { page } : {}),
  });
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  atEnd(() => app.close());
  const client = new HubClient({ url, token: TOKEN });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${TOKEN}`, ...(init.headers as object) } });
  return { store, app, url, routes, client, ask };
}

/** A process of the tests, its first line, and its end. */
export interface TestProcess {
  child: ChildProcess;
  firstLine: Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs a bundled module on this Node; it is ended with the test at the latest. */
export function runNode(args: string[], env: Record<string, string> = {}): TestProcess {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  atEnd(() => {
    child.kill("SIGKILL");
    return ended;
  });
  const firstLine = once(createInterface(child.stdout), "line").then(([line]) => String(line));
  return { child, firstLine, ended };
}
