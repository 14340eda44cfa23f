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

/** A view with what is given put in place of what it said; undefined for all rows as they are stored. */
export function viewWith(
  view: View | undefined,
  change: { [Key in keyof View]: View[Key] | undefined },
): View | undefined {
  const { filter, sample, sort } = { ...view, ...change };
  const sorted = sort && sort.length > 0 ? sort : undefined;
  if (!filter && !sample && !sorted) return undefined;
  return { ...(filter && { filter }), ...(sample && { sample }), ...(sorted && { sort: sorted }) };
}

/** The rows of a view in their stored order. */
export const unsorted = (view: View | undefined): View | undefined => viewWith(view, { sort: undefined });
