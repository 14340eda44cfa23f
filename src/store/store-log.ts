import type { LogEntry } from "../contracts/types.js";
import { Lifecycle } from "../core/lifecycle.js";
import { SharedPass } from "./shared-pass.js";
import type { Store } from "./store.js";

const PLAIN: LogEntry["action"] = "published";
const logs = new WeakMap<Store, StoreLog>();

/**
 * What a store's log says beside which versions were published, read once and followed from then on, whoever asks. A
 * version of which it says nothing is published, so that a store of many packages needs no memory for most of them.
 */
export class StoreLog {
  /** In the order in which they were read; a position in it stays what it is. */
  readonly events: LogEntry[] = [];
  /** Where the log ended when it was read. */
  position: string | undefined;
  private readonly seen = new Set<string>();
  private state = new Lifecycle();
  private newest = "";
  private readonly pass = new SharedPass(() => this.read());

  private constructor(private readonly store: Store) {}

  static of(store: Store): StoreLog {
    let log = logs.get(store);
    if (!log) logs.set(store, (log = new StoreLog(store)));
    return log;
  }

  /** Lets a store that stands for another share what is known of its log. */
  static share(from: Store, to: Store): void {
    logs.set(to, StoreLog.of(from));
  }

  /** Where the versions stand, as far as the log was read. */
  get lifecycle(): Lifecycle {
    return this.state;
  }

  /** The log with every entry that was there when this was called. */
  current(): Promise<StoreLog> {
    return this.pass.run();
  }

  private async read(): Promise<StoreLog> {
    for (;;) {
      const { lines, position } = await this.store.logTail(this.position);
      const fresh = lines.filter(({ id, action }) => action !== PLAIN && !this.seen.has(id)).map(({ id }) => id);
      const entries = await this.store.logEntries(fresh);
      for (const id of fresh) this.seen.add(id);
      this.take(entries.filter(({ action }) => action !== PLAIN));
      this.position = position;
      if (lines.length === 0) return this;
    }
  }

  private take(added: readonly LogEntry[]): void {
    const isOrdered = added.every(({ id }) => id > this.newest);
    for (const entry of added) {
      this.events.push(entry);
      if (entry.id > this.newest) this.newest = entry.id;
    }
    if (isOrdered) for (const entry of added) this.state.apply(entry);
    // Clocks of machines differ: an entry may come after one with a later id.
    else this.state = new Lifecycle(this.events.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  }
}

/** Where the versions of a store stand now, with no more of their history than what came after their publication. */
export async function lifecycleOf(store: Store): Promise<Lifecycle> {
  return (await StoreLog.of(store).current()).lifecycle;
}
