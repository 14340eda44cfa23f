import type { Changes, SplitChange } from "../contracts/types.js";
import { formatCount, formatNumber } from "./quantities.js";

/** What kind of change it is from one version to another, and why. */
export function changesSentence({ from, to, bump, reasons }: Changes): string {
  const because = reasons.length > 0 ? `: ${reasons.join(", ")}` : "";
  return bump === "unknown"
    ? `From ${from} to ${to} the rows cannot be compared${because}.`
    : `From ${from} to ${to} is a ${bump} change${because}.`;
}

/** How many rows a split has and had, and what became of them. */
export function rowsWords({
  rowsBefore,
  rowsAfter,
  addedRows = 0,
  removedRows = 0,
  changedRows = 0,
}: SplitChange): string {
  const parts = [
    addedRows > 0 ? `${formatNumber(addedRows)} added` : "",
    removedRows > 0 ? `${formatNumber(removedRows)} gone` : "",
    changedRows > 0 ? `${formatNumber(changedRows)} changed` : "",
  ].filter(Boolean);
  const sizes = [rowsBefore, rowsAfter].filter((size) => size !== undefined);
  const size =
    sizes[0] === sizes[1] || sizes.length === 1
      ? formatCount(sizes[0] ?? 0, "row")
      : `${sizes.map(formatNumber).join(" → ")} rows`;
  return [size, ...parts].join(", ");
}

/** A value before and after, each shortened to a line; numbers to six digits where these tell them apart. */
export function beforeAndAfter(before: unknown, after: unknown): string {
  const [first, second] = [rounded(before), rounded(after)];
  return first === second ? `${shown(before)} → ${shown(after)}` : `${first} → ${second}`;
}

const rounded = (value: unknown): string =>
  typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : shown(value);

function shown(value: unknown): string {
  if (value === undefined || value === null) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
