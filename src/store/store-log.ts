import type { LogEntry } from "../contracts/types.js";
import { Lifecycle } from "../core/lifecycle.js";
import { SharedPass } from "./shared-pass.js";
import type { Store } from "./store.js";

const logs = new WeakMap<Store, StoreLog>();

/** What a store's log says, read once and followed from then on, whoever asks. */
export class StoreLog {
  /** In the order in which they were read; a position in it stays what it is. */
  readonly entries: LogEntry[] = [];
  private state = new Lifecycle();
  private newest = "";
  private readonly newEntries: () => Promise<LogEntry[]>;
  private readonly pass = new SharedPass(() => this.read());

  private constructor(store: Store) {
    this.newEntries = store.followLog();
  }

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
    const added = await this.newEntries();
    const isOrdered = added.every(({ id }) => id > this.newest);
    for (const entry of added) {
      this.entries.push(entry);
      if (entry.id > this.newest) this.newest = entry.id;
    }
    if (isOrdered) for (const entry of added) this.state.apply(entry);
    // Clocks of machines differ: an entry may come after one with a later id.
    else this.state = new Lifecycle(this.entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    return this;
  }
}

/** Where the versions of a store stand now. */
export async function lifecycleOf(store: Store): Promise<Lifecycle> {
  return (await StoreLog.of(store).current()).lifecycle;
}
