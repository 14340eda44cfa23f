import type { LogEntry } from "../../contracts/types.js";
import type { Store } from "../store.js";

/** Gives, each time, the entries that were added since, each once. */
export function followed(store: Pick<Store, "logTail" | "logEntries">): () => Promise<LogEntry[]> {
  const known = new Set<string>();
  let at: string | undefined;
  return async () => {
    const added: LogEntry[] = [];
    for (;;) {
      const { lines, position } = await store.logTail(at);
      at = position;
      if (lines.length === 0) return added;
      const fresh = lines.map(({ id }) => id).filter((id) => !known.has(id));
      for (const id of fresh) known.add(id);
      added.push(...(await store.logEntries(fresh)));
    }
  };
}
