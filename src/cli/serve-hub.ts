import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Catalog } from "../catalog/catalog.js";
import { Catalogs, readAddresses } from "../catalog/providers/catalogs.js";
import { problem } from "../core/problems.js";
import { readServeSettings } from "../hub/inference/settings.js";
import type { ModelWorkerOptions } from "../hub/benchmarks/model-worker.js";
import { lifelineCut, randomToken, serve, type Served } from "../hub/serve.js";
import { errorCode } from "../store/durable.js";
import { openStore } from "../store/open-store.js";
import type { Environment } from "./environment.js";
import { announce } from "./runtime-file.js";
import { write } from "./terminal.js";
import { VERSION } from "../contracts/version.js";

/** Milliseconds in which a hub closes in order. */
const PATIENCE = 5_000;

/** How the hub is to run. */
export interface ServeOptions {
  host: string;
  port: number;
  lifeline: boolean;
  publicRead: boolean;
  publicHealth: boolean;
  trust: string[];
  json: boolean;
}

/** Runs a hub until it is told to end, or until whoever started it is gone. */
export async function runHub(
  environment: Environment,
  { host, port, lifeline, publicRead, publicHealth, trust, json }: ServeOptions,
): Promise<void> {
  // Heard from the start: who starts the hub may be gone before it listens.
  const ended = lifeline ? Promise.race([lifelineCut().then(() => 0), interrupted()]) : interrupted();
  const serving = readServeSettings();
  const store = await openStore(environment.store, environment.cache);
  const served = await listening(
    serve(store, {
      ...{ host, port, publicRead, publicHealth, version: VERSION, catalog: Catalog.of(store, environment.cache) },
      // A hub that others reach must not fetch for them what they could not reach themselves.
      catalogs: new Catalogs({ addresses: readAddresses(environment.catalogs), anyAddress: isLoopback(host) }),
      token: environment.token ?? randomToken(),
      ...(environment.curatorToken === undefined ? {} : { curatorToken: environment.curatorToken }),
      ...pageFolder(),
      serving: { ...serving, trusted: [...serving.trusted, ...trust] },
      ...modelWorker(environment),
    }),
    `${host}:${port}`,
  );
  const { url, token, pid } = served;
  const takeBack = lifeline ? undefined : await announce(environment.runtime, store.location, served);
  if (lifeline || json) write(`${JSON.stringify({ url, token, pid })}\n`);
  else
    write(
      `The hub of ${store.location} answers at ${url} (Ctrl+C ends it)${publicRead ? `, and anyone may read: ${url}/datasets` : ""}.\nFOUNDRY_URL=${url} FOUNDRY_TOKEN=${token}\n`,
    );
  const status = await ended;
  // A store that hangs (a network file system may) must not keep a hub that is to end.
  setTimeout(() => process.exit(1), PATIENCE).unref();
  await takeBack?.();
  await served.close();
  process.exitCode = status;
  // An open stdin would keep the process, which ended by a signal then.
  if (lifeline) process.stdin.destroy();
}

/** The exit status once a signal has come: Ctrl+C is 130 as everywhere, and who manages services ends one in order. */
const interrupted = () =>
  new Promise<number>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve(signal === "SIGINT" ? 130 : 0));
  });

async function listening(start: Promise<Served>, address: string): Promise<Served> {
  try {
    return await start;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EADDRINUSE")
      throw problem("unavailable", `Something else listens at ${address}; choose another --port, or 0.`);
    if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw problem("unavailable", `The hub cannot listen at ${address} (${code}); choose another --host or --port.`);
    throw error;
  }
}

const isLoopback = (host: string) => host === "localhost" || host === "::1" || host.startsWith("127.");

/** How the hub runs a published model on a benchmark. */
function modelWorker({ python, modelSeconds, modelMemory }: Environment): { models?: ModelWorkerOptions } {
  return python ? { models: { python, seconds: modelSeconds, memory: modelMemory } } : {};
}

/** The page's bundle stands beside this one. */
function pageFolder(): { page?: string } {
  const page = fileURLToPath(new URL("web", import.meta.url));
  return existsSync(page) ? { page } : {};
}
