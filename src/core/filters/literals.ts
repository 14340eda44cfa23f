import type { Column, Scalar } from "../../contracts/types.js";
import { t } from "../translation.js";
import { durationOf, momentOf, timeOfDay } from "./calendar-text.js";
import { columnKind, type ColumnKind } from "./column-kind.js";
import { exactDecimal, floorOf, sameDecimal, shifted, type ExactDecimal } from "./exact-decimal.js";

/** A filter that cannot be read, or does not fit a table; the message is a sentence for who wrote it. */
export class FilterError extends Error {}

/** A value of a filter as a column stores such values. */
export type StoredLiteral =
  | { of: "count"; floor: bigint; whole: boolean }
  | { of: "float"; value: number }
  | { of: "text"; value: string }
  | { of: "truth"; value: boolean };

/** A number as trees hold it: as a number where a double holds its text exactly, else as its text. */
export function numberLiteral(text: string): Scalar {
  const nearest = Number(text);
  if (Number.isFinite(nearest) && sameDecimal(text, numberText(nearest))) return nearest === 0 ? 0 : nearest;
  return { number: text };
}

/** A number as it is written in a filter. */
export const numberText = (value: number): string => String(value).replace("e+", "e");

/** @throws FilterError - where a value does not fit the column's type */
export function storedLiteral(value: Scalar | undefined, column: Column): StoredLiteral {
  const kind = columnKind(column.type);
  const stored = value === undefined || value === null ? undefined : convert(value, kind, column);
  if (stored) return stored;
  throw new FilterError(
    t("%1 cannot be compared with column “%2”, which holds %3.", scalarText(value ?? null), column.name, column.type) +
      example(kind, column.type),
  );
}

function convert(value: NonNullable<Scalar>, kind: ColumnKind, column: Column): StoredLiteral | undefined {
  switch (kind.of) {
    case "truth":
      return typeof value === "boolean" ? { of: "truth", value } : undefined;
    case "text":
    case "bytes":
      return typeof value === "string"
        ? { of: "text", value: kind.of === "bytes" ? byteText(value) : value }
        : undefined;
    case "float":
      return floatOf(value, kind.precision, column);
    case "number":
      return counted(decimalOf(value), kind.scale);
    case "date":
    case "timestamp":
    case "time":
    case "duration":
      return typeof value === "string" ? temporal(value.trim(), kind) : undefined;
    case "other":
      return undefined;
    default:
      return kind satisfies never;
  }
}

function temporal(
  text: string,
  kind: Extract<ColumnKind, { of: "date" | "timestamp" | "time" | "duration" }>,
): StoredLiteral | undefined {
  if (kind.of === "time" || kind.of === "duration")
    return counted(kind.of === "time" ? timeOfDay(text) : durationOf(text), kind.power);
  const moment = momentOf(text);
  if (!moment) return undefined;
  if (kind.of === "date") return moment.hasTime ? undefined : counted(moment.seconds, 3, kind.days ? 86_400_000n : 1n);
  return moment.hasZone && !kind.zoned ? undefined : counted(moment.seconds, kind.power);
}

function counted(number: ExactDecimal | undefined, power: number, per = 1n): StoredLiteral | undefined {
  if (!number) return undefined;
  const { floor, whole } = floorOf(shifted(number, power));
  return { of: "count", floor: floor / per, whole };
}

function decimalOf(value: NonNullable<Scalar>): ExactDecimal | undefined {
  if (typeof value === "number") return exactDecimal(numberText(value));
  return typeof value === "object" ? exactDecimal(value.number) : undefined;
}

function floatOf(
  value: NonNullable<Scalar>,
  precision: "half" | "single" | "double",
  column: Column,
): StoredLiteral | undefined {
  if (typeof value !== "number" && (typeof value !== "object" || !decimalOf(value))) return undefined;
  const number = typeof value === "number" ? value : Number(value.number);
  if (!Number.isFinite(number))
    throw new FilterError(
      t(
        "%1 is larger than column “%2” holds, which is %3; “is infinite” asks for infinity.",
        scalarText(value),
        column.name,
        column.type,
      ),
    );
  const own = precision === "double" ? number : precision === "single" ? Math.fround(number) : halfOf(number);
  // 1e300 is not infinity because a float has no room for it.
  return { of: "float", value: Number.isFinite(own) ? own : number };
}

/** The nearest number that a half float holds, to even where two are as near. */
function halfOf(number: number): number {
  const size = Math.abs(number);
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(size || 1))) - 10);
  const steps = size / step;
  const low = Math.floor(steps);
  const rounded = steps - low > 0.5 || (steps - low === 0.5 && low % 2 === 1) ? low + 1 : low;
  return rounded * step >= 65_520 ? Math.sign(number) * Infinity : Math.sign(number) * rounded * step;
}

/** Bytes as a text of as many characters, which compares as they do. */
export const byteText = (value: string | Uint8Array): string =>
  Array.from(typeof value === "string" ? new TextEncoder().encode(value) : value, (byte) =>
    String.fromCharCode(byte),
  ).join("");

/** A value as a filter's text has it, but for quotes. */
export function scalarText(value: Scalar): string {
  if (value === null) return "None";
  if (typeof value === "object") return value.number;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return `'${value}'`;
}

function example(kind: ColumnKind, type: string): string {
  if (kind.of === "date") return ` ${t("Write a day as %1.", "'2024-05-01'")}`;
  if (kind.of === "timestamp")
    return ` ${t("Write a time as %1.", `'2024-05-01 12:30:00${type.includes("tz=") ? "Z" : ""}'`)}`;
  if (kind.of === "time") return ` ${t("Write a time of day as %1.", "'12:30:00'")}`;
  return kind.of === "duration" ? ` ${t("Write a duration as %1.", "'1.5 s'")}` : "";
}
