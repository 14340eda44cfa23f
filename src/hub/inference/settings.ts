import { availableParallelism } from "node:os";
import { problem } from "../../core/problems.js";

/** How models are served: the `FOUNDRY_SERVE_` variables. */
export interface ServeSettings {
  /** The Python that has `foundry_lab`; no model runs without. */
  python: string | undefined;
  /** Bytes of a request at most. */
  bodyBytes: number;
  /** Requests that are read, wait or run at once; more are answered with 429. */
  requests: number;
  /** Rows of a batch at most. */
  batchRows: number;
  /** Milliseconds that a batch should take at most. */
  batchTarget: number;
  /** Bytes of results that are kept; 0 keeps none. */
  cacheBytes: number;
  /** Python processes that models without code share. */
  workers: number;
  /** Threads of a run in each process: together they are as many as the machine has processors. */
  threads: number;
  /** Seconds that a batch may take. */
  timeout: number;
  /** References of models whose code may run. */
  trusted: string[];
}

const MEGABYTE = 1024 * 1024;

/** Reads the settings; what is not a number is refused by its name. */
export function readServeSettings(given: NodeJS.ProcessEnv = process.env): ServeSettings {
  const number = (name: string, usual: number, least = 1): number => {
    const text = given[`FOUNDRY_SERVE_${name}`];
    if (text === undefined || text === "") return usual;
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    throw problem(
      "invalid-request",
      `FOUNDRY_SERVE_${name} is '${text.slice(0, 40)}', and must be a number from ${least} up.`,
    );
  };
  const workers = Math.floor(number("WORKERS", Math.min(2, availableParallelism())));
  return {
    python: given.FOUNDRY_PYTHON || undefined,
    bodyBytes: number("BODY_MB", 64) * MEGABYTE,
    requests: Math.floor(number("REQUESTS", 256)),
    batchRows: Math.floor(number("BATCH_ROWS", 4096)),
    batchTarget: number("BATCH_MS", 50),
    cacheBytes: number("CACHE_MB", 64, 0) * MEGABYTE,
    workers,
    threads: Math.floor(number("THREADS", Math.max(1, Math.floor(availableParallelism() / workers)))),
    timeout: number("TIMEOUT", 60),
    trusted: (given.FOUNDRY_SERVE_TRUST ?? "")
      .split(",")
      .map((text) => text.trim())
      .filter(Boolean),
  };
}
