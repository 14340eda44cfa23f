import type { DataType, Vector } from "apache-arrow";
import { vectorText } from "./format.js";

/** What a person copies from a cell: the value itself, with all its digits, not the way it is set. */
export function copyText(vector: Vector<DataType>, index: number): string {
  const value: unknown = vector.get(index);
  const { text, kind } = vectorText(vector, index);
  if (kind === "missing" || kind === "empty") return "";
  return typeof value === "number" || typeof value === "bigint" || typeof value === "string"
    ? String(value)
    : text;
}
