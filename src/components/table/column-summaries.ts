import type { ColumnStatistics } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";

/** What is known of each column's distribution: precomputed, else asked for one column at a time. */
export class ColumnSummaries {
  readonly #known = new Map<string, ColumnStatistics>();
  readonly #controller = new AbortController();
  #failed = new Set<string>();
  #busy = false;

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

  /** Asks for those of `columns` that are not known yet; a column that fails is left without. */
  async load(columns: readonly string[]): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (const column of columns) {
      if (this.#known.has(column) || this.#failed.has(column)) continue;
      try {
        this.#known.set(column, await this.source.histogram(column, undefined, this.#controller.signal));
      } catch {
        this.#failed.add(column);
      }
      if (this.#controller.signal.aborted) return;
      this.changed();
    }
    this.#busy = false;
  }

  close(): void {
    this.#controller.abort();
  }
}
