import type { Column, Filter } from "../contracts/types.js";
import { comparisonTest, comparisonsIn } from "../core/filters/compare.js";
import { FilterError } from "../core/filters/literals.js";
import { problem } from "../core/problems.js";
import type { Values } from "./arrow-columns.js";

/** Whether a row, by its place, meets a condition; undefined where a missing value leaves it open, as in SQL. */
type Condition = (row: number) => boolean | undefined;

/** Names of the columns that a filter compares. */
export const columnsIn = (filter: Filter): string[] => [...new Set(comparisonsIn(filter).map(({ column }) => column))];

/**
 * Whether a row, by its place, is one that a filter leaves.
 *
 * @param values - of its columns, as they are stored
 * @throws FoundryProblem - where the filter does not fit the columns
 */
export function matcher(filter: Filter, columns: readonly Column[], values: Values): (row: number) => boolean {
  try {
    const condition = conditionOf(filter, columns, values);
    return (row) => condition(row) === true;
  } catch (error) {
    if (error instanceof FilterError) throw problem("invalid-request", error.message);
    throw error;
  }
}

function conditionOf(filter: Filter, columns: readonly Column[], values: Values): Condition {
  if (filter.compare) {
    const test = comparisonTest(filter.compare, columns);
    const column = values.get(filter.compare.column) ?? [];
    return (row) => test(column[row]);
  }
  if (filter.not) {
    const inner = conditionOf(filter.not, columns, values);
    return (row) => {
      const holds = inner(row);
      return holds === undefined ? undefined : !holds;
    };
  }
  const parts = (filter.all ?? filter.any ?? []).map((part) => conditionOf(part, columns, values));
  const decisive = filter.all === undefined;
  return (row) => {
    let open = false;
    for (const part of parts) {
      const holds = part(row);
      if (holds === decisive) return decisive;
      if (holds === undefined) open = true;
    }
    return open ? undefined : !decisive;
  };
}
