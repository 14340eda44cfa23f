import type { Column } from "../contracts/types.js";
import { formatNumber } from "../core/quantities.js";
import { markup, type Markup } from "./markup.js";
import { table } from "./table.js";

const LONGEST = 80;
const NUMBERS = /^(u?int(8|16|32)|int64|float|double)$/;
const TEXTS = /^(large_)?string$/;

/** The first rows of a split, as a Parquet reader gives them. */
export interface FirstRows {
  split: string;
  total: number;
  rows: readonly Record<string, unknown>[];
}

/** The first rows as a table; columns whose values a plain table cannot say exactly are named below it. */
export function firstRowsTable(columns: readonly Column[], { split, total, rows }: FirstRows): Markup {
  const plain = columns.filter(({ type }) => NUMBERS.test(type) || TEXTS.test(type) || type === "bool");
  const others = columns.filter((column) => !plain.includes(column));
  const heads = plain.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`));
  const cells = rows.map((row) => plain.map((column) => cell(column, row[column.name])));
  return markup`${table("The first rows, as a table", heads, cells)}
    <p><small>The first ${formatNumber(rows.length)} of ${formatNumber(total)} rows of split ${split}.${
      others.length > 0 && ` Not shown without JavaScript: ${others.map(({ name }) => name).join(", ")}.`
    }</small></p>`;
}

function cell({ type }: Column, value: unknown): Markup | string {
  if (value === null || value === undefined) return markup`<em>missing</em>`;
  if (typeof value === "number")
    return markup`<span class="number">${type === "float" ? single(value) : String(value)}</span>`;
  if (typeof value === "bigint") return markup`<span class="number">${value.toString()}</span>`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length > LONGEST) return markup`<span title="${text}">${text.slice(0, LONGEST)}…</span>`;
  return text;
}

/** The fewest digits from which a number of single precision comes back. */
function single(value: number): string {
  const digits = [6, 7, 8, 9].find((count) => Math.fround(Number(value.toPrecision(count))) === value);
  return String(digits === undefined ? value : Number(value.toPrecision(digits)));
}
