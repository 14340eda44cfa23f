import type {
  Column,
  ColumnCounts,
  ColumnStatistics,
  CountedColumn,
  CrossCounts,
  View,
} from "../../contracts/types.js";
import { comparisonsOf, comparisonsOn, replaceComparisons, unsorted, viewWith } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";
import { BrushBounds, sumParts } from "./brush-counts.js";

interface Kept {
  /** The filter that was counted under. */
  key: string;
  counts?: ColumnCounts;
  /** What is being counted. */
  under?: { view: View; controller: AbortController };
}

/** A column that is brushed, and what its brush needs of the others. */
interface Brush {
  column: string;
  bounds: BrushBounds;
  /** The filter on the other columns. */
  key: string;
  /** By column; undefined until the answer comes. */
  found?: Map<string, CrossCounts>;
  controller: AbortController;
}

/**
 * How many rows of a filtered view each bar of the headers stands for. A column is counted under what is asked of the
 * other columns, so that its own brush leaves its shape. One request a column is under way: a brush that moves faster
 * than its counts come skips the steps between, and another filter gives it up. Where the source can count across a
 * column, a brush over it asks once, when it begins, and each of its steps is a sum.
 */
export class HeaderCounts {
  readonly #kept = new Map<string, Kept>();
  #view: View | undefined;
  #summaries: readonly ColumnStatistics[] = [];
  #brush: Brush | undefined;
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
    return this.#kept.get(column)?.key === keyOf(this.#viewFor(column));
  }

  /** Whether a view's counts need no look at its rows. */
  knows(view: View | undefined): boolean {
    return this.#brushed(view) !== undefined;
  }

  /** Counts these columns under the view's filter. */
  follow(view: View | undefined, summaries: readonly (ColumnStatistics | undefined)[]): void {
    this.#view = view;
    this.#summaries = summaries.filter((summary) => summary !== undefined);
    if (!this.source.counts) return;
    if (this.step(view)) this.changed();
    // While a brush waits for its counts, they come sooner than those of one step would.
    if (this.#brush && !this.#brush.found && this.knows(view)) return;
    for (const summary of this.#summaries) void this.#count(summary);
  }

  /** Sums the counts of a step of a brush, where they are known; true where there was something to sum. */
  step(view: View | undefined): boolean {
    const brushed = this.#brushed(view);
    if (!brushed) return false;
    this.#view = view;
    return this.#summaries.filter(({ name }) => this.#sum(name, brushed)).length > 0;
  }

  /** A brush over a column begins: counts the others in sight at every place where it can stop. */
  brush(column: Column, statistics: ColumnStatistics): void {
    const { source } = this;
    const bounds = BrushBounds.of(column, statistics);
    if (!source.crossCounts || !bounds || unsorted(this.#view)?.sample) return;
    const { name } = column;
    const others = this.#summaries.filter((summary) => summary.name !== name && binsOf(summary));
    const key = keyOf(without(this.#view, name));
    const { found } = this.#brush ?? {};
    if (this.#brush?.column === name && this.#brush.key === key && others.every((other) => found?.has(other.name)))
      return;
    this.#brush?.controller.abort();
    const brush: Brush = { column: name, bounds, key, controller: new AbortController() };
    this.#brush = brush;
    const columns = others.map((summary): CountedColumn => {
      const view = without(this.#viewFor(summary.name), name);
      return { column: summary.name, ...binsOf(summary), ...(view && { view }) };
    });
    source
      .crossCounts({ along: name, from: bounds.from, to: bounds.to, columns }, brush.controller.signal)
      .then(
        (counts) => (brush.found = new Map(counts.map((one) => [one.name, one]))),
        () => {
          // Its steps are counted one by one.
          if (this.#brush === brush) this.#brush = undefined;
        },
      )
      .finally(() => {
        if (!this.#closed && !brush.controller.signal.aborted) this.follow(this.#view, this.#summaries);
      });
  }

  close(): void {
    this.#closed = true;
    this.#brush?.controller.abort();
    for (const { under } of this.#kept.values()) under?.controller.abort();
  }

  /** The brush, and its parts that a view shows; undefined where the view differs in more than that. */
  #brushed(view: View | undefined): { brush: Brush; parts: [number, number] } | undefined {
    const brush = this.#brush;
    if (!brush || unsorted(view)?.sample || keyOf(without(view, brush.column)) !== brush.key) return undefined;
    const parts = brush.bounds.partsOf(comparisonsOn(view?.filter, brush.column));
    return parts && { brush, parts };
  }

  #sum(name: string, { brush, parts }: { brush: Brush; parts: [number, number] }): boolean {
    const crossed = brush.found?.get(name);
    const key = keyOf(this.#viewFor(name));
    const kept = this.#kept.get(name);
    if (!crossed || kept?.key === key) return false;
    kept?.under?.controller.abort();
    this.#kept.set(name, { key, counts: sumParts(crossed, parts) });
    return true;
  }

  #viewFor(column: string): View | undefined {
    const rows = unsorted(this.#view);
    // Which rows are drawn depends on every condition: a sample is counted as it is.
    return rows?.sample ? rows : without(rows, column);
  }

  async #count(summary: ColumnStatistics): Promise<void> {
    const { name } = summary;
    const view = this.#viewFor(name);
    const key = keyOf(view);
    const bins = binsOf(summary);
    const kept = this.#kept.get(name) ?? { key: "" };
    this.#kept.set(name, kept);
    if (!bins || !this.source.counts) return;
    if (kept.key !== key && kept.under && view && isStep(kept.under.view, view)) return;
    kept.under?.controller.abort();
    delete kept.under;
    if (kept.key === key) return;
    if (!view) {
      kept.key = key;
      const shown = kept.counts !== undefined;
      delete kept.counts;
      if (shown) this.changed();
      return;
    }
    const controller = new AbortController();
    kept.under = { view, controller };
    try {
      const counts = await this.source.counts({ column: name, ...bins, view }, controller.signal);
      if (controller.signal.aborted) return;
      kept.counts = counts;
    } catch {
      if (controller.signal.aborted) return;
      // The rows say what is wrong with the filter; a header keeps the shape of all rows.
      delete kept.counts;
    }
    delete kept.under;
    kept.key = key;
    if (this.#closed) return;
    this.changed();
    if (!this.isCurrent(name)) void this.#count(summary);
  }
}

/** Whether two filters ask the same of the same columns but for the values: a brush moved. */
const isStep = (one: View, other: View): boolean => {
  const asked = ({ filter, sample }: View) =>
    JSON.stringify([sample, comparisonsOf(filter)?.map(({ column, op }) => [column, op]) ?? filter]);
  return asked(one) === asked(other);
};

const keyOf = (view: View | undefined) => JSON.stringify(view ?? null);

/** What is asked of the rows but for one column, in no order. */
const without = (view: View | undefined, column: string): View | undefined => {
  const rows = unsorted(view);
  return viewWith(rows, { filter: replaceComparisons(rows?.filter, column, []) });
};

const binsOf = ({ histogram, top }: ColumnStatistics): { edges: number[] } | { values: string[] } | undefined =>
  histogram ? { edges: histogram.edges } : top && { values: top.map(({ value }) => value) };
