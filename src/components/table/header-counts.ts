import type { ColumnCounts, ColumnStatistics, View } from "../../contracts/types.js";
import { replaceComparisons, unsorted, viewWith } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";

interface Kept {
  /** The filter that was counted under. */
  key: string;
  counts?: ColumnCounts;
  controller?: AbortController;
}

/**
 * How many rows of a filtered view each bar of the headers stands for. A column is counted under what is asked of the
 * other columns, so that its own brush leaves its shape. One request a column is under way: a brush that moves faster
 * than its counts come skips the steps between.
 */
export class HeaderCounts {
  readonly #kept = new Map<string, Kept>();
  #view: View | undefined;
  #closed = false;

  constructor(
    private readonly source: TableSource,
    private readonly changed: () => void,
  ) {}

  /** A column's counts under the filter of now or, until they are here, of the one before. */
  get(column: string): ColumnCounts | undefined {
    return this.#viewFor(column) ? this.#kept.get(column)?.counts : undefined;
  }

  /** Whether every column's counts are those of the filter of now. */
  isCurrent(column: string): boolean {
    return this.#kept.get(column)?.key === this.#keyFor(column);
  }

  /** Counts these columns under the view's filter. */
  follow(view: View | undefined, summaries: readonly (ColumnStatistics | undefined)[]): void {
    this.#view = view;
    if (!this.source.counts) return;
    for (const summary of summaries) if (summary) void this.#count(summary);
  }

  close(): void {
    this.#closed = true;
    for (const { controller } of this.#kept.values()) controller?.abort();
  }

  #viewFor(column: string): View | undefined {
    const rows = unsorted(this.#view);
    // Which rows are drawn depends on every condition: a sample is counted as it is.
    return rows?.sample ? rows : viewWith(rows, { filter: replaceComparisons(rows?.filter, column, []) });
  }

  #keyFor(column: string): string {
    return JSON.stringify(this.#viewFor(column) ?? null);
  }

  async #count(summary: ColumnStatistics): Promise<void> {
    const { name, histogram, top } = summary;
    const view = this.#viewFor(name);
    const key = this.#keyFor(name);
    const kept = this.#kept.get(name) ?? { key: "" };
    this.#kept.set(name, kept);
    if (kept.key === key || kept.controller || (!histogram && !top) || !this.source.counts) return;
    if (!view) {
      kept.key = key;
      delete kept.counts;
      return;
    }
    const controller = new AbortController();
    kept.controller = controller;
    try {
      const bins = histogram ? { edges: histogram.edges } : { values: (top ?? []).map(({ value }) => value) };
      kept.counts = await this.source.counts({ column: name, ...bins, view }, controller.signal);
    } catch {
      // The rows say what is wrong with the filter; a header keeps the shape of all rows.
      delete kept.counts;
    }
    delete kept.controller;
    kept.key = key;
    if (this.#closed) return;
    this.changed();
    if (!this.isCurrent(name)) void this.#count(summary);
  }
}
