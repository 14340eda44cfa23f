import { homedir, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { problem } from "../core/problems.js";

const APPLICATION = "foundry-lab";

/** Where things are: the `FOUNDRY_` variables, with the same defaults as in Python. */
export interface Environment {
  /** Folder or URL of the store. */
  store: string;
  /** A hub to go through instead. */
  url: string | undefined;
  token: string | undefined;
  /** With which a curator lets versions in, through a hub that is started here. */
  curatorToken: string | undefined;
  cache: string;
  runtime: string;
  /** Addresses of other catalogs, as `FOUNDRY_CATALOGS` has them. */
  catalogs: string | undefined;
  /** The Python that runs published models in a hub; none are run without. */
  python: string | undefined;
  /** What one run of a model may take: seconds, and bytes of memory. */
  modelSeconds: number;
  modelMemory: number;
}

/** Reads the environment. */
export function readEnvironment(given: NodeJS.ProcessEnv = process.env): Environment {
  return {
    store: given.FOUNDRY_STORE || join(userFolder("data", given), "store"),
    url: given.FOUNDRY_URL || undefined,
    token: given.FOUNDRY_TOKEN || undefined,
    curatorToken: given.FOUNDRY_CURATOR_TOKEN || undefined,
    catalogs: given.FOUNDRY_CATALOGS || undefined,
    python: given.FOUNDRY_PYTHON || undefined,
    modelSeconds: positive(given.FOUNDRY_MODEL_SECONDS, "FOUNDRY_MODEL_SECONDS", 300),
    modelMemory: positive(given.FOUNDRY_MODEL_MEMORY, "FOUNDRY_MODEL_MEMORY", 4 * 1024 ** 3),
    cache: given.FOUNDRY_CACHE || userFolder("cache", given),
    runtime: given.FOUNDRY_RUNTIME_DIR || userFolder("runtime", given),
  };
}

function positive(given: string | undefined, name: string, usual: number): number {
  if (!given) return usual;
  const found = Number(given);
  if (found > 0 && Number.isFinite(found)) return found;
  throw problem("invalid-request", `${name} is '${given.slice(0, 50)}', and must be a number above 0.`);
}

/** What Python's platformdirs answers for this application. */
function userFolder(kind: "data" | "cache" | "runtime", given: NodeJS.ProcessEnv): string {
  const home = homedir();
  if (platform() === "win32") {
    const local = join(given.LOCALAPPDATA || join(home, "AppData", "Local"), APPLICATION, APPLICATION);
    if (kind === "runtime")
      return join(given.LOCALAPPDATA || join(home, "AppData", "Local"), "Temp", APPLICATION, APPLICATION);
    return kind === "data" ? local : join(local, "Cache");
  }
  if (platform() === "darwin") {
    const library = { data: "Application Support", cache: "Caches", runtime: "Caches/TemporaryItems" }[kind];
    return join(home, "Library", library, APPLICATION);
  }
  if (kind === "data") return join(given.XDG_DATA_HOME || join(home, ".local", "share"), APPLICATION);
  if (kind === "cache") return join(given.XDG_CACHE_HOME || join(home, ".cache"), APPLICATION);
  const user = process.getuid?.();
  return join(given.XDG_RUNTIME_DIR || join(tmpdir(), `runtime-${user ?? "user"}`), APPLICATION);
}
