import { join } from "node:path";
import { python, root, environment } from "./environment.mjs";
import { quietly } from "./steps.mjs";

const home = join(root, ".foundry");

/** Where the checkout keeps its store, cache and runtime files; what the caller set stays. */
export const storeEnvironment = () =>
  environment({
    FOUNDRY_STORE: process.env.FOUNDRY_STORE ?? join(home, "store"),
    FOUNDRY_CACHE: process.env.FOUNDRY_CACHE ?? join(home, "cache"),
    FOUNDRY_RUNTIME_DIR: process.env.FOUNDRY_RUNTIME_DIR ?? join(home, "run"),
  });

/** Puts the example packages, or those that are named, into the store of an environment. */
export async function publishExamples(env, ...names) {
  await quietly(python("foundry-lab"), ["examples", ...names, "--json"], {
    cwd: root,
    env,
    what: "Publishing the example packages",
  });
}
