import type { View } from "../contracts/types.js";
import { compareText, type StoredValue } from "../core/filters/compare.js";
import type { Values } from "./arrow-columns.js";
import { columnsIn, matcher } from "./matcher.js";
import type { TableFile } from "./table-file.js";

/**
 * The rows of a view in its order, by their places in the table.
 *
 * @param read - the values of columns as they are stored
 */
export async function rowOrder(
  { filter, sort = [] }: View,
  { rows, columns }: Pick<TableFile, "rows" | "columns">,
  read: (names: string[]) => Promise<Values>,
): Promise<Uint32Array> {
  const names = [...new Set([...(filter ? columnsIn(filter) : []), ...sort.map(({ column }) => column)])];
  const values = await read(names);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const matching = filter ? all.filter(matcher(filter, columns, values)) : all;
  if (sort.length === 0) return matching;
  const keys = sort.map(({ column, descending }) => ({
    list: (values.get(column) ?? []).map(plain),
    descending: descending === true,
  }));
  return matching.sort((a, b) => {
    for (const { list, descending } of keys) {
      const order = ordered(list[a], list[b], descending);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

/** Missing values come last, whichever way the others go. */
function ordered(a: StoredValue, b: StoredValue, descending: boolean): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  const order =
    typeof a === "string" && typeof b === "string"
      ? compareText(a, b)
      : (a as number) < (b as number)
        ? -1
        : Number((a as number) > (b as number));
  return descending ? -order : order;
}

const isMissing = (value: StoredValue): boolean => value === null || value === undefined || Number.isNaN(value);

function plain(value: StoredValue): StoredValue {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
