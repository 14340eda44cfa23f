import type { Column, Comparison, Filter } from "../../contracts/types.js";
import { nearest } from "../nearest.js";
import { ELEMENTS } from "../search/elements.js";
import { t } from "../translation.js";
import { columnKind } from "./column-kind.js";
import { FilterError, byteText, scalarText, storedLiteral, type StoredLiteral } from "./literals.js";

/** A value as a column stores it: counts of a unit as numbers or whole numbers of any size. */
export type StoredValue = unknown;
/** Whether a comparison holds for a stored value; undefined where a missing value or NaN leaves it open, as SQL does. */
export type Test = (value: StoredValue) => boolean | undefined;

const SYMBOLS: ReadonlySet<unknown> = new Set(ELEMENTS);
const isMissing = (value: StoredValue): boolean => value === null || value === undefined;

/** @throws FilterError - where a filter does not fit a table of these columns */
export function checkFilter(filter: Filter, columns: readonly Column[]): void {
  for (const compare of comparisonsIn(filter)) comparisonTest(compare, columns);
}

/** Every comparison of a filter, in the order in which they are written. */
export function comparisonsIn({ all = [], any = [], not, compare }: Filter): Comparison[] {
  return [...all, ...any, ...(not ? [not] : [])].flatMap(comparisonsIn).concat(compare ? [compare] : []);
}

/**
 * The test that a comparison makes of each value of its column.
 *
 * @throws FilterError - where it does not fit a table of these columns
 */
export function comparisonTest({ column: name, op, value, values = [] }: Comparison, columns: readonly Column[]): Test {
  const column = columnNamed(name, columns);
  switch (op) {
    case "missing":
      return isMissing;
    case "present":
      return (stored) => !isMissing(stored);
    case "nan":
      requireFloat(column);
      return (stored) => Number.isNaN(stored);
    case "infinite":
      requireFloat(column);
      return (stored) => stored === Infinity || stored === -Infinity;
    case "in": {
      if (values.includes(null))
        throw new FilterError(t("The values for column “%1” hold None; ask for missing values on their own.", name));
      const tests = values.map((one) => ordered("==", storedLiteral(one, column), column));
      return known((stored) => tests.some((test) => test(stored)));
    }
    case "between": {
      const [low, high, ...more] = values;
      if (low === undefined || high === undefined || more.length > 0)
        throw new FilterError(t("A range of column “%1” takes two values, as in 1 <= %1 <= 2.", name));
      const above = ordered(">=", storedLiteral(low, column), column);
      const below = ordered("<=", storedLiteral(high, column), column);
      return known((stored) => above(stored) && below(stored));
    }
    case "contains":
      if (columnKind(column.type).of !== "text" || typeof value !== "string")
        throw new FilterError(t("Column “%1” holds %2: only text is searched, for text.", name, column.type));
      return known((stored) => String(stored).includes(value));
    case "elements": {
      const wrong = values.find((symbol) => !SYMBOLS.has(symbol));
      const symbols = values.filter((symbol) => typeof symbol === "string");
      if (wrong !== undefined || values.length === 0)
        throw new FilterError(
          wrong === undefined
            ? t("has_elements of column “%1” names no element; write symbols such as 'Fe'.", name)
            : t("%1 is not an element; write symbols such as 'Fe'.", scalarText(wrong)),
        );
      if (columnKind(column.type).of !== "text")
        throw new FilterError(
          t("Column “%1” holds %2: elements are found in formulas, which are text.", name, column.type),
        );
      return known((stored) => symbols.every((symbol) => namesElement(String(stored), symbol)));
    }
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return known(ordered(op, storedLiteral(value, column), column));
    default:
      return op satisfies never;
  }
}

const known =
  (test: (value: StoredValue) => boolean): Test =>
  (value) =>
    isMissing(value) || Number.isNaN(value) ? undefined : test(value);

type Order = "==" | "!=" | "<" | "<=" | ">" | ">=";

function ordered(op: Order, literal: StoredLiteral, column: Column): (value: StoredValue) => boolean {
  if (literal.of === "text") {
    const { value: wanted } = literal;
    const text: (value: StoredValue) => string =
      columnKind(column.type).of === "bytes" ? (value) => byteText(value as string | Uint8Array) : String;
    if (op === "==") return (value) => text(value) === wanted;
    return (value) => passes(op, compareText(text(value), wanted));
  }
  if (literal.of === "truth") return (value) => passes(op, Number(value) - Number(literal.value));
  if (literal.of === "float") return (value) => passes(op, order(value as number, literal.value));
  const { floor, whole } = literal;
  const bound = BigInt.asIntN(53, floor) === floor ? Number(floor) : floor;
  if (whole) return (value) => passes(op, order(value as number | bigint, bound));
  // Between two values of the column: what is at most the lower one is below it.
  return (value) => passes(op, order(value as number | bigint, bound) <= 0 ? -1 : 1);
}

function passes(op: Order, by: number): boolean {
  switch (op) {
    case "==":
      return by === 0;
    case "!=":
      return by !== 0;
    case "<":
      return by < 0;
    case "<=":
      return by <= 0;
    case ">":
      return by > 0;
    case ">=":
      return by >= 0;
    default:
      return op satisfies never;
  }
}

const order = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of two texts by their characters, as of their bytes in UTF-8: JavaScript's own is that of UTF-16. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Halves of characters beyond U+FFFF come after every other. */
const rank = (code: number): number => (code >= 0xe000 ? code - 0x800 : code >= 0xd800 ? code + 0x2000 : code);

/** A symbol ends before anything but a small letter: `C` is in `CO2` and not in `Co`. */
function namesElement(formula: string, symbol: string): boolean {
  for (let at = formula.indexOf(symbol); at >= 0; at = formula.indexOf(symbol, at + 1))
    if (!/[a-z]/.test(formula.charAt(at + symbol.length))) return true;
  return false;
}

function requireFloat({ name, type }: Column): void {
  if (columnKind(type).of !== "float")
    throw new FilterError(
      t("Column “%1” holds %2, which has no NaN and no infinity; ask whether it “is missing”.", name, type),
    );
}

function columnNamed(name: string, columns: readonly Column[]): Column {
  const same = columns.filter((one) => one.name === name);
  const [column] = same;
  if (column && same.length === 1) return column;
  if (column) throw new FilterError(t("The table has several columns “%1”, so none can be filtered.", name));
  const names = columns.map((one) => one.name);
  const near = nearest(name, names);
  throw new FilterError(
    near.length > 0
      ? t("There is no column “%1”; the nearest are %2.", name, near.join(", "))
      : t(
          "There is no column “%1”; the columns are %2%3.",
          name,
          names.slice(0, 8).join(", "),
          names.length > 8 ? ", …" : "",
        ),
  );
}
