import type { Comparison, Filter, View } from "../contracts/types.js";

/** Conditions that must all hold, as a filter; undefined for none. */
export function everyOf(conditions: readonly Filter[]): Filter | undefined {
  const [first, ...more] = conditions;
  return first && (more.length > 0 ? { all: [first, ...more] } : first);
}

/** The conditions that a filter joins by `and`. */
export const conditionsOf = (filter: Filter | undefined): Filter[] => (filter ? (filter.all ?? [filter]) : []);

/** The comparisons that a filter joins by `and`; undefined for a filter of another shape. */
export function comparisonsOf(filter: Filter | undefined): Comparison[] | undefined {
  if (!filter) return [];
  if (filter.compare) return [filter.compare];
  const parts = filter.all?.map((part) => part.compare);
  return parts?.every((part) => part !== undefined) ? parts : undefined;
}

/** The comparisons with one column that a filter joins by `and`. */
export const comparisonsOn = (filter: Filter | undefined, column: string): Comparison[] =>
  conditionsOf(filter).flatMap(({ compare }) => (compare?.column === column ? [compare] : []));

/** A filter with the comparisons with a column that it joins by `and` replaced; its other conditions are kept. */
export function replaceComparisons(
  filter: Filter | undefined,
  column: string,
  comparisons: readonly Comparison[],
): Filter | undefined {
  const others = conditionsOf(filter).filter(({ compare }) => compare?.column !== column);
  return everyOf([...others, ...comparisons.map((compare) => ({ compare }))]);
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
