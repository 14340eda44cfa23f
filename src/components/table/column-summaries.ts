import type { ColumnStatistics } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";

/** Milliseconds in which the distributions that come are told of together: a scroll meanwhile has its frames to itself. */
const TOGETHER = 60;

/** What is known of each column's distribution: precomputed, else asked for one column at a time. */
export class ColumnSummaries {
  readonly #known = new Map<string, ColumnStatistics>();
  readonly #failed = new Set<string>();
  #controller = new AbortController();
  #wanted: readonly string[] = [];
  #busy = false;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly source: TableSource,
    private readonly changed: () => void,
  ) {
    for (const summary of source.description.statistics ?? []) this.#known.set(summary.name, summary);
  }

  get(column: string): ColumnStatistics | undefined {
    return this.#known.get(column);
  }

  /** Columns whose distribution is known. */
  get done(): number {
    return this.source.description.columns.filter(({ name }) => this.#known.has(name)).length;
  }

  /** Whether a column is being counted. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Asks for those of `columns` that are not known yet, in that order; a column that fails is left without. */
  async load(columns: readonly string[]): Promise<void> {
    this.#wanted = columns;
    // Of a table that grows, each count would be late.
    if (this.#busy || this.source.description.growing) return;
    this.#busy = true;
    // What is wanted changes while a table is scrolled: those in sight come first.
    for (let column = this.#next(); column !== undefined; column = this.#next()) {
      const { signal } = this.#controller;
      try {
        this.#known.set(column, await this.source.histogram(column, undefined, signal));
      } catch {
        if (!signal.aborted) this.#failed.add(column);
      }
      if (signal.aborted) return;
      this.#telling ??= setTimeout(() => {
        this.#telling = undefined;
        this.changed();
      }, TOGETHER);
    }
    this.#busy = false;
  }

  /** Counts no further until `resume`; what is known stays. */
  cancel(): void {
    this.#controller.abort();
    this.#wanted = [];
    this.changed();
  }

  get cancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  resume(): void {
    this.#controller = new AbortController();
    this.#busy = false;
  }

  close(): void {
    clearTimeout(this.#telling);
    this.#controller.abort();
  }

  #next(): string | undefined {
    if (this.#controller.signal.aborted) return undefined;
    return this.#wanted.find((column) => !this.#known.has(column) && !this.#failed.has(column));
  }
}
