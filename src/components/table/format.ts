import { DataType, Precision, type Vector } from "apache-arrow";
import type { CellText } from "./cell-text.js";
import { formatNumberText, type ColumnFormat } from "./column-format.js";
import { formatDecimal } from "./decimal-format.js";
import { dictionaryPlace, inside, storedCount, type Place } from "./nested.js";
import { floatText, formatInteger, shortest, type FloatLayout, type NumberText } from "./number-format.js";
import { formatDate, formatDuration, formatInterval, formatTime, formatTimestamp } from "./time-format.js";

const LONGEST = 1000;
const ITEMS = 10;
const BYTES = 16;
const PRECISIONS = { [Precision.HALF]: "half", [Precision.SINGLE]: "single", [Precision.DOUBLE]: "double" } as const;

/** The value at `index` of a column as its cell shows it. An unknown type shows its value's own text. */
export function vectorText(
  vector: Vector<DataType>,
  index: number,
  layout?: FloatLayout,
  format?: ColumnFormat,
): CellText {
  const set = (plain: string, automatic: NumberText) =>
    format ? formatNumberText(plain, automatic, format) : automatic;
  const { type } = vector;
  if (DataType.isDictionary(type)) {
    const place = dictionaryPlace(vector, index);
    return place ? vectorText(place.vector, place.index, layout, format) : MISSING;
  }
  const value: unknown = vector.get(index);
  if (value === null || value === undefined) return MISSING;
  if (typeof value === "number" && DataType.isFloat(type)) {
    const float = floatOf(value, type);
    return { ...set(plainFloat(float), floatText(float, layout)), kind: Number.isNaN(value) ? "nan" : "number" };
  }
  if (isWhole(value) && DataType.isInt(type))
    return { ...set(String(value), { text: formatInteger(value) }), kind: "number" };
  if (value instanceof Uint32Array && DataType.isDecimal(type)) {
    const text = formatDecimal(value, type.scale);
    return { ...set(plainSigns(text), { text }), kind: "number" };
  }
  if (value === "") return { text: "empty text", kind: "empty" };
  return { text: cut(textOf(vector, index, value)), kind: "text" };
}

/** A float as the shortest double that its type reads back. */
export const floatOf = (value: number, type: DataType): number =>
  DataType.isFloat(type) ? shortest(value, PRECISIONS[type.precision]) : value;

/** A float's shortest text, as programs write it. */
export const plainFloat = (float: number): string => (Object.is(float, -0) ? "-0.0" : String(float));
export const plainSigns = (text: string): string => text.replaceAll("−", "-");

const MISSING: CellText = { text: "missing", kind: "missing" };
const isWhole = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function textOf(vector: Vector<DataType>, index: number, value: unknown): string {
  const { type } = vector;
  if (DataType.isTimestamp(type)) return formatTimestamp(storedCount(vector, index), type.unit, type.timezone);
  if (DataType.isDate(type) && (isWhole(value) || value instanceof Date)) return formatDate(value);
  if (isWhole(value)) {
    if (DataType.isTime(type)) return formatTime(value, type.unit);
    if (DataType.isDuration(type)) return formatDuration(value, type.unit);
  }
  if (DataType.isInterval(type) && value instanceof Int32Array) return formatInterval(value, type.unit);
  if (value instanceof Uint8Array) return formatBytes(value);
  const held = inside(vector, index);
  if (held?.of === "list") return formatItems(held.length, held.at);
  if (held?.of === "record") return `{${held.entries.map((entry) => `${entry.name}: ${nested(entry)}`).join(", ")}}`;
  return String(value);
}

/** A nested value inside a list or record: text in quotes, so that `"1"` and `1` differ. */
function nested({ vector, index }: Place): string {
  const value: unknown = vector.get(index);
  return typeof value === "string" ? JSON.stringify(value) : vectorText(vector, index).text;
}

function formatItems(length: number, at: (index: number) => Place): string {
  const shown = Array.from({ length: Math.min(length, ITEMS) }, (_, item) => nested(at(item)));
  return length > ITEMS ? `[${shown.join(", ")}, … ${length} items]` : `[${shown.join(", ")}]`;
}

function formatBytes(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, BYTES), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}: ${hex}${bytes.length > BYTES ? " …" : ""}`;
}
