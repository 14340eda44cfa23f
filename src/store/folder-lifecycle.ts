import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ulid } from "ulid";
import type { Kind, State } from "../contracts/types.js";
import type { Lifecycle } from "../core/lifecycle.js";
import { unlessMissing, writeWhole } from "./durable.js";

const FILE = "lifecycle.json";
const EVENTFUL: ReadonlySet<State> = new Set([
  "submitted",
  "in review",
  "accepted",
  "returned",
  "deprecated",
  "withdrawn",
]);

/** Writes `lifecycle.json` of packages; what other processes log meanwhile is in it too. */
export async function writeLifecycle(
  root: string,
  current: () => Promise<Lifecycle>,
  kind: Kind,
  names: readonly string[],
): Promise<void> {
  const lifecycle = await current();
  for (const name of new Set(names.flatMap((each) => lifecycle.namesOf(kind, each)))) {
    const path = join(root, `${kind}s`, name, FILE);
    // Whoever writes last has looked at the log after its own writing, so that nothing is lost.
    for (
      let text = textOf(lifecycle, kind, name);
      (await unlessMissing(readFile(path, "utf8"))) !== text;
      text = textOf(await current(), kind, name)
    ) {
      if (text === undefined) break;
      await mkdir(join(root, ".staging"), { recursive: true });
      await mkdir(join(root, `${kind}s`, name), { recursive: true });
      await writeWhole(path, join(root, ".staging", `${ulid()}.lifecycle`), text);
    }
  }
}

/** Writes every `lifecycle.json` again that is missing, or not as the log has it. */
export async function restoreLifecycles(root: string, current: () => Promise<Lifecycle>): Promise<void> {
  const lifecycle = await current();
  const seen = new Set<string>();
  for (const { kind, name } of [...lifecycle.withStates(EVENTFUL), ...lifecycle.renamed()]) {
    if (seen.has(`${kind}/${name}`)) continue;
    seen.add(`${kind}/${name}`);
    await writeLifecycle(root, current, kind, [name]);
  }
}

function textOf(lifecycle: Lifecycle, kind: Kind, name: string): string | undefined {
  const found = lifecycle.ofPackage(kind, name);
  return found && `${JSON.stringify(found, undefined, 2)}\n`;
}
