import type { Comparison, Filter, Scalar, View } from "../contracts/types.js";
import type { Values } from "./arrow-columns.js";

/** The rows of a view in its order, by their places in the table. */
export async function rowOrder(
  { filter, sort = [] }: View,
  rows: number,
  read: (names: string[]) => Promise<Values>,
): Promise<Uint32Array> {
  const names = [...new Set([...(filter ? columnsIn(filter) : []), ...sort.map(({ column }) => column)])];
  const values = await read(names);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const found = filter ? all.filter(matcher(filter, values)) : all;
  if (sort.length === 0) return found;
  return found.sort((a, b) => {
    for (const { column, descending } of sort) {
      const list = values.get(column) ?? [];
      const order = ordered(plain(list[a]), plain(list[b]), descending === true);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

/** Whether a row, by its place, is one that a filter leaves. */
export function matcher(filter: Filter, values: Values): (row: number) => boolean {
  return (row) => holds(filter, (name) => plain(values.get(name)?.[row])) === true;
}

type Value = Scalar | undefined;

/** Names of the columns that a filter compares. */
export function columnsIn({ all = [], any = [], not, compare }: Filter): string[] {
  return [...all, ...any, ...(not ? [not] : [])].flatMap(columnsIn).concat(compare ? [compare.column] : []);
}

/** True, false, or undefined where a missing value leaves it open, as in SQL. */
function holds(filter: Filter, value: (column: string) => Value): boolean | undefined {
  if (filter.compare) return compares(filter.compare, value(filter.compare.column));
  if (filter.not) {
    const inner = holds(filter.not, value);
    return inner === undefined ? undefined : !inner;
  }
  const parts = (filter.all ?? filter.any ?? []).map((part) => holds(part, value));
  const decisive = filter.all === undefined;
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}

function compares({ op, value: wanted, values = [] }: Comparison, found: Value): boolean | undefined {
  const missing = found === null || found === undefined || Number.isNaN(found);
  if (op === "missing") return missing;
  if (op === "present") return !missing;
  if (missing) return undefined;
  const order = (other: Value) => (typeof other === typeof found ? ordered(found, other, false) : undefined);
  const test = (other: Value, passes: (by: number) => boolean) => {
    const by = order(other);
    return by !== undefined && passes(by);
  };
  switch (op) {
    case "==":
      return test(wanted, (by) => by === 0);
    case "!=":
      return !test(wanted, (by) => by === 0);
    case "<":
      return test(wanted, (by) => by < 0);
    case "<=":
      return test(wanted, (by) => by <= 0);
    case ">":
      return test(wanted, (by) => by > 0);
    case ">=":
      return test(wanted, (by) => by >= 0);
    case "in":
      return values.some((other) => test(other, (by) => by === 0));
    case "between":
      return test(values[0], (by) => by >= 0) && test(values[1], (by) => by <= 0);
    case "elements":
      return typeof found === "string" && values.every((symbol) => namesElement(found, String(symbol)));
    case "contains":
      return typeof found === "string" && typeof wanted === "string" && found.includes(wanted);
  }
}

/** A symbol ends before anything but a small letter: `C` is in `CO2` and not in `Co`. */
function namesElement(formula: string, symbol: string): boolean {
  for (let at = formula.indexOf(symbol); at >= 0; at = formula.indexOf(symbol, at + 1))
    if (!/[a-z]/.test(formula.charAt(at + symbol.length))) return true;
  return false;
}

/** Missing values come last, whichever way the others go. */
function ordered(a: Value, b: Value, descending: boolean): number {
  const gone = (value: Value) => value === null || value === undefined || Number.isNaN(value);
  if (gone(a) || gone(b)) return Number(gone(a)) - Number(gone(b));
  if (a === b) return 0;
  return ((a as number) < (b as number) ? -1 : 1) * (descending ? -1 : 1);
}

function plain(value: unknown): Value {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Value);
}
