import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
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

function manifestOf(folder) {
  const [kind, file] = ["dataset", "model"]
    .map((name) => [name, join(root, folder, `${name}.json`)])
    .find(([, path]) => existsSync(path));
  const { name, version = "1.0.0" } = JSON.parse(readFileSync(file, "utf8"));
  return { kind, name, version };
}

/** Folders of example packages that the store under `env` doesn't hold yet. @returns {string[]} */
export function missingExamples(env) {
  const { packages } = JSON.parse(readFileSync(join(root, "examples/packages.json"), "utf8"));
  return packages.filter((folder) => {
    const { kind, name, version } = manifestOf(folder);
    return !existsSync(join(env.FOUNDRY_STORE, `${kind}s`, name, version, `${kind}.json`));
  });
}

/** Publishes example packages; `say` is told each. */
export async function publishExamples(folders, env, say = console.log) {
  for (const folder of folders) {
    await quietly(python("foundry-lab"), ["publish", join(root, folder), "--json"], {
      cwd: root,
      env,
      what: `Publishing ${folder}`,
    });
    say(`      published ${basename(folder)}`);
  }
}
