import { DataType, type Vector } from "apache-arrow";
import { formatDecimal } from "./decimal-format.js";
import { floatOf, plainFloat, plainSigns } from "./format.js";
import { dictionaryPlace, inside, storedCount, type Place } from "./nested.js";
import { formatDate, formatInterval, formatTime, formatTimestamp, isoDuration } from "./time-format.js";

/**
 * A value as other programs read it, whole: numbers with all their digits, dates, times, zones and durations as
 * ISO 8601 has them, bytes in hexadecimal, lists and records as JSON; undefined for a missing one.
 */
export function plainText(vector: Vector<DataType>, index: number): string | undefined {
  const { type } = vector;
  if (DataType.isDictionary(type)) {
    const place = dictionaryPlace(vector, index);
    return place && plainText(place.vector, place.index);
  }
  const value: unknown = vector.get(index);
  if (value === null || value === undefined) return undefined;
  if (DataType.isTimestamp(type)) return formatTimestamp(storedCount(vector, index), type.unit, type.timezone, true);
  if (value instanceof Uint32Array && DataType.isDecimal(type)) return plainSigns(formatDecimal(value, type.scale));
  if (value instanceof Int32Array && DataType.isInterval(type)) return plainSigns(formatInterval(value, type.unit));
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (DataType.isDate(type)) return formatDate(value as number | bigint | Date);
  if (typeof value === "number" || typeof value === "bigint") {
    if (DataType.isTime(type)) return formatTime(value, type.unit);
    if (DataType.isDuration(type)) return isoDuration(value, type.unit);
    return numberText(value, type);
  }
  const held = inside(vector, index);
  if (held?.of === "list")
    return `[${Array.from({ length: held.length }, (_, item) => json(held.at(item))).join(", ")}]`;
  if (held?.of === "record")
    return `{${held.entries.map((entry) => `${JSON.stringify(entry.name)}: ${json(entry)}`).join(", ")}}`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Numbers and truth values stand bare, as in JSON, which has no word for what is not a number: Python's is used. */
function json({ vector, index }: Place): string {
  const text = plainText(vector, index);
  if (text === undefined) return "null";
  const type: DataType = DataType.isDictionary(vector.type) ? (vector.type.dictionary as DataType) : vector.type;
  const isBare =
    DataType.isFloat(type) ||
    DataType.isInt(type) ||
    DataType.isDecimal(type) ||
    DataType.isBool(type) ||
    inside(vector, index) !== undefined;
  return isBare ? text : JSON.stringify(text);
}

function numberText(value: number | bigint, type: DataType): string {
  if (typeof value === "bigint") return String(value);
  return plainFloat(floatOf(value, type));
}
