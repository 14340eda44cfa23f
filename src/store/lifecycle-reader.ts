import type { LogEntry } from "../contracts/types.js";
import { Lifecycle } from "../core/lifecycle.js";
import type { Store } from "./store.js";

/** Follows a store's log, and remembers what it says. */
class LifecycleReader {
  private readonly ids = new Set<string>();
  private entries: LogEntry[] = [];
  private state = new Lifecycle();
  private stamp: string | undefined;
  private running: Promise<Lifecycle> | undefined;

  constructor(private readonly store: Store) {}

  /** Calls at the same time share a pass over the log only while it has not begun. */
  async current(): Promise<Lifecycle> {
    await this.running;
    this.running = this.read();
    try {
      return await this.running;
    } finally {
      this.running = undefined;
    }
  }

  private async read(): Promise<Lifecycle> {
    const stamp = await this.store.logStamp();
    if (stamp !== undefined && stamp === this.stamp) return this.state;
    const found = await this.store.log(this.ids);
    const last = this.entries.at(-1)?.id ?? "";
    for (const entry of found) {
      this.ids.add(entry.id);
      this.entries.push(entry);
    }
    // Clocks of machines differ: an entry may come after one with a later id.
    if (found.some(({ id }) => id < last)) {
      this.entries = this.entries.sort((a, b) => (a.id < b.id ? -1 : 1));
      this.state = new Lifecycle(this.entries);
    } else for (const entry of found) this.state.apply(entry);
    this.stamp = stamp;
    return this.state;
  }
}

const readers = new WeakMap<Store, LifecycleReader>();

/** Where the versions of a store stand now. */
export function lifecycleOf(store: Store): Promise<Lifecycle> {
  let reader = readers.get(store);
  if (!reader) readers.set(store, (reader = new LifecycleReader(store)));
  return reader.current();
}

/** Lets a store that stands for another share what is known of its log. */
export function shareLifecycle(from: Store, to: Store): void {
  let reader = readers.get(from);
  if (!reader) readers.set(from, (reader = new LifecycleReader(from)));
  readers.set(to, reader);
}
