import type { Changes, SplitChange } from "../contracts/types.js";
import { formatCount, formatNumber } from "../core/quantities.js";
import { table } from "./terminal.js";

const MOST_STATISTICS = 30;

/** What changed between two versions, as text. */
export function changesText({ from, to, bump, reasons, metadata, columns, splits, files, statistics }: Changes): string {
  const head =
    bump === "unknown"
      ? `From ${from} to ${to} the rows cannot be compared${because(reasons)}.`
      : `From ${from} to ${to} is a ${bump} change${because(reasons)}.`;
  const parts = [
    section("Splits", splits.map((split) => [split.name, split.change, rows(split)])),
    section("Columns", columns.flatMap(({ name, change, fields }) =>
      fields.length === 0 ? [[name, change, ""]] : fields.map(({ field, before, after }) => [name, field, arrow(before, after)]),
    )),
    section("Files", files.map(({ path, change }) => [path, change])),
    section("Statistics", statistics.slice(0, MOST_STATISTICS).map(({ split, column, field, before, after }) => [split, column, field, arrow(before, after)])),
    statistics.length > MOST_STATISTICS ? `and ${formatNumber(statistics.length - MOST_STATISTICS)} more (--json shows all)` : "",
    section("Record", metadata.map(({ field, before, after }) => [field, arrow(before, after)])),
  ];
  return [head, ...parts].filter(Boolean).join("\n\n");
}

const because = (reasons: readonly string[]) => (reasons.length > 0 ? `: ${reasons.join(", ")}` : "");

const section = (title: string, found: string[][]) => (found.length > 0 ? `${title}\n${table(found, "  ")}` : "");

function rows({ rowsBefore, rowsAfter, addedRows = 0, removedRows = 0, changedRows = 0 }: SplitChange): string {
  const parts = [
    addedRows > 0 ? `${formatNumber(addedRows)} added` : "",
    removedRows > 0 ? `${formatNumber(removedRows)} gone` : "",
    changedRows > 0 ? `${formatNumber(changedRows)} changed` : "",
  ].filter(Boolean);
  const sizes = [rowsBefore, rowsAfter].filter((size) => size !== undefined);
  const size = sizes[0] === sizes[1] || sizes.length === 1 ? formatCount(sizes[0] ?? 0, "row") : `${sizes.map(formatNumber).join(" → ")} rows`;
  return [size, ...parts].join(", ");
}

const arrow = (before: unknown, after: unknown) => `${shown(before)} → ${shown(after)}`;

function shown(value: unknown): string {
  if (value === undefined || value === null) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
