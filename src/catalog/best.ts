import type { RowSet } from "./row-set.js";

/** A list longer than this is sorted as a whole instead. */
const SHORT = 1_000;

/**
 * The first `count` of many, in order. Most of them are worse than the last one kept and cost one comparison,
 * where sorting all of them would cost more than finding them.
 * @param before - negative where the first of two comes first; never zero for two different ones
 */
export function best(items: RowSet, count: number, before: (a: number, b: number) => number): number[] {
  if (count > SHORT || count >= items.size) return items.rows().sort(before).slice(0, count);
  const kept: number[] = [];
  items.each((item) => {
    const last = kept.at(-1);
    if (kept.length === count && last !== undefined && before(item, last) > 0) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(item, kept[middle] ?? item) < 0) high = middle;
      else low = middle + 1;
    }
    kept.splice(low, 0, item);
    if (kept.length > count) kept.pop();
  });
  return kept;
}
