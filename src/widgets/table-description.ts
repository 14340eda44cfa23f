import { validateColumn, validateColumnStatistics } from "../contracts/validators.js";
import { problem } from "../core/problems.js";
import type { TableDescription } from "../core/sources.js";
import { isRecord } from "./kernel-requests.js";

/** Parses what a kernel says a table is. */
export function parseDescription(value: unknown): TableDescription {
  if (isDescription(value)) return value;
  throw problem("internal", "The kernel described a table in a way that cannot be read; run this cell again.");
}

function isDescription(value: unknown): value is TableDescription {
  if (!isRecord(value)) return false;
  const { title, rows, columns, splits = [], statistics = [] } = value;
  return (
    typeof title === "string" &&
    typeof rows === "number" &&
    Array.isArray(columns) &&
    columns.every((column) => validateColumn(column)) &&
    Array.isArray(splits) &&
    splits.every(
      (split) => isRecord(split) && typeof split["name"] === "string" && typeof split["rows"] === "number",
    ) &&
    Array.isArray(statistics) &&
    statistics.every((summary) => validateColumnStatistics(summary)) &&
    [value["reference"], value["split"], value["note"], value["expression"]].every(
      (text) => text === undefined || typeof text === "string",
    ) &&
    [value["growing"], value["again"]].every((flag) => flag === undefined || typeof flag === "boolean")
  );
}
