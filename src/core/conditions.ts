import type { Comparison, Filter, View } from "../contracts/types.js";

/** Comparisons that must all hold, as a filter; undefined for none. */
export function filterOf(comparisons: readonly Comparison[]): Filter | undefined {
  const [first, ...more] = comparisons.map((compare) => ({ compare }));
  return first && (more.length ? { all: [first, ...more] } : first);
}

/** The comparisons that a filter joins by `and`; undefined for a filter of another shape. */
export function comparisonsOf(filter: Filter | undefined): Comparison[] | undefined {
  if (!filter) return [];
  if (filter.compare) return [filter.compare];
  const parts = filter.all?.map((part) => part.compare);
  return parts?.every((part) => part !== undefined) ? parts : undefined;
}

/** What a filter says of one column; empty where it is no list of comparisons. */
export const comparisonsOn = (filter: Filter | undefined, column: string): Comparison[] =>
  (comparisonsOf(filter) ?? []).filter((one) => one.column === column);

/** A filter with everything it says of a column replaced; a filter of another shape is kept whole and added to. */
export function replaceComparisons(
  filter: Filter | undefined,
  column: string,
  comparisons: readonly Comparison[],
): Filter | undefined {
  const known = comparisonsOf(filter);
  if (known) return filterOf([...known.filter((one) => one.column !== column), ...comparisons]);
  return filter && { all: [filter, ...comparisons.map((compare) => ({ compare }))] };
}

/** A view of a filter and a sort order; undefined for all rows as they are stored. */
export function viewOf(filter: Filter | undefined, sort: View["sort"]): View | undefined {
  const sorted = sort && sort.length > 0 ? sort : undefined;
  return filter || sorted ? { ...(filter && { filter }), ...(sorted && { sort: sorted }) } : undefined;
}
