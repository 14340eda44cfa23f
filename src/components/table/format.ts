import { DataType, type Vector } from "apache-arrow";
import type { CellText } from "./cell-text.js";
import { formatDecimal } from "./decimal-format.js";
import { formatFloat, formatInteger } from "./number-format.js";
import { formatDate, formatDuration, formatInterval, formatTime, formatTimestamp } from "./time-format.js";

const LONGEST = 1000;
const ITEMS = 10;
const BYTES = 16;

/** A value of an Arrow column as its cell shows it. An unknown type shows its value's own text. */
export function formatValue(value: unknown, type: DataType, decimals?: number): CellText {
  if (value === null || value === undefined) return { text: "missing", kind: "missing" };
  if (DataType.isDictionary(type)) return formatValue(value, type.dictionary as DataType, decimals);
  if (typeof value === "number" && DataType.isFloat(type))
    return { text: formatFloat(value, decimals), kind: Number.isNaN(value) ? "nan" : "number" };
  if (isWhole(value) && DataType.isInt(type)) return { text: formatInteger(value), kind: "number" };
  if (value instanceof Uint32Array && DataType.isDecimal(type)) {
    return { text: formatDecimal(value, type.scale), kind: "number" };
  }
  if (value === "") return { text: "empty text", kind: "empty" };
  return { text: cut(textOf(value, type)), kind: "text" };
}

/** The value at `index` of a column as its cell shows it. */
export function vectorText(vector: Vector<DataType>, index: number, decimals?: number): CellText {
  return formatValue(vector.get(index) as unknown, vector.type, decimals);
}

const isWhole = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";
const isInstant = (value: unknown): value is number | bigint | Date => isWhole(value) || value instanceof Date;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function textOf(value: unknown, type: DataType): string {
  if (isInstant(value)) {
    if (DataType.isDate(type)) return formatDate(value);
    if (DataType.isTimestamp(type)) return formatTimestamp(value, type.timezone);
  }
  if (isWhole(value)) {
    if (DataType.isTime(type)) return formatTime(value, type.unit);
    if (DataType.isDuration(type)) return formatDuration(value, type.unit);
  }
  if (DataType.isInterval(type) && value instanceof Int32Array) return formatInterval(value, type.unit);
  if (value instanceof Uint8Array) return formatBytes(value);
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return formatItems(value, type.valueType as DataType);
  if (DataType.isStruct(type)) {
    const fields = new Map(type.children.map((field) => [field.name, field.type as DataType]));
    return formatEntries(value, (name) => fields.get(name));
  }
  if (DataType.isMap(type)) return formatEntries(value, () => type.valueType as DataType);
  return String(value);
}

/** A nested value inside a list or record: text in quotes, so that `"1"` and `1` differ. */
function nested(value: unknown, type: DataType | undefined): string {
  if (typeof value === "string") return JSON.stringify(value);
  return type ? formatValue(value, type).text : String(value);
}

function formatItems(value: unknown, type: DataType): string {
  const shown: string[] = [];
  let count = 0;
  for (const item of value as Iterable<unknown>) if (count++ < ITEMS) shown.push(nested(item, type));
  return count > ITEMS ? `[${shown.join(", ")}, … ${count} items]` : `[${shown.join(", ")}]`;
}

function formatEntries(value: unknown, typeOf: (name: string) => DataType | undefined): string {
  const entries = [...(value as Iterable<[string, unknown]>)];
  return `{${entries.map(([name, item]) => `${name}: ${nested(item, typeOf(name))}`).join(", ")}}`;
}

function formatBytes(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, BYTES), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}: ${hex}${bytes.length > BYTES ? " …" : ""}`;
}
