import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

const folder = join(root, ".foundry", "setup");

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return void (yield path);
  for (const entry of readdirSync(path).sort()) if (entry !== "__pycache__") yield* filesUnder(join(path, entry));
}

/** A digest of the contents of files and folders, given relative to the project. */
export function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths)
    for (const file of filesUnder(join(root, path))) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether step `name` was last done with this digest. */
export function isDone(name, value) {
  const file = join(folder, name);
  return existsSync(file) && readFileSync(file, "utf8") === value;
}

export function markDone(name, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), value);
}
