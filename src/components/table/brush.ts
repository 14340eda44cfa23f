import type { Column, ColumnStatistics, Comparison, Scalar } from "../../contracts/types.js";
import { timeOf } from "../../core/times.js";
import { isNumeric, typeWord } from "./column-type.js";

const DIGITS = 4;

/** Whether ranges of a column can be asked for: numbers, days and points in time. */
export const isRangeable = (type: string): boolean =>
  isNumeric(type) || ["date", "date and time"].includes(typeWord(type));

/** A range of a histogram, in shares of its width, as a comparison; bounds keep few digits, rounded outwards. */
export function rangeComparison(
  column: Column,
  { histogram }: ColumnStatistics,
  from: number,
  to: number,
): Comparison | undefined {
  const low = histogram?.edges[0];
  const high = histogram?.edges.at(-1);
  if (low === undefined || high === undefined || !isRangeable(column.type)) return undefined;
  const bins = histogram?.counts.length ?? 1;
  const first = Math.floor(Math.min(from, to) * bins);
  const last = Math.max(first + 1, Math.ceil(Math.max(from, to) * bins));
  const at = (bin: number) => low + ((high - low) * Math.max(0, Math.min(bins, bin))) / bins;
  const values = [
    bound(column.type, at(first), high - low, Math.floor),
    bound(column.type, at(last), high - low, Math.ceil),
  ];
  return { column: column.name, op: "between", values };
}

/** Where on a column's histogram its filter lies, as shares of the width; undefined where it names no range. */
export function brushOf(
  comparisons: readonly Comparison[],
  { histogram }: ColumnStatistics,
): [number, number] | undefined {
  const low = histogram?.edges[0];
  const high = histogram?.edges.at(-1);
  if (low === undefined || high === undefined || high <= low) return undefined;
  let [from, to] = [-Infinity, Infinity];
  for (const { op, value, values } of comparisons) {
    const [first, second] = (values ?? [value]).map(position);
    if (first === undefined) continue;
    if (op === "between" && second !== undefined) [from, to] = [Math.max(from, first), Math.min(to, second)];
    else if (op === ">" || op === ">=") from = Math.max(from, first);
    else if (op === "<" || op === "<=") to = Math.min(to, first);
    else if (op === "==") [from, to] = [first, first];
  }
  if (from === -Infinity && to === Infinity) return undefined;
  const share = (value: number) => Math.max(0, Math.min(1, (value - low) / (high - low)));
  return [share(from), share(to)];
}

/** A bound as a number; dates and times in milliseconds. */
export function position(value: Scalar | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "object" && value !== null) return Number(value.number);
  return typeof value === "string" ? timeOf(value) : undefined;
}

/** A place on a histogram as a bound of a filter, with few digits. */
export function bound(type: string, value: number, width: number, round: (value: number) => number): Scalar {
  if (typeWord(type) === "date") return new Date(round(value / 86_400_000) * 86_400_000).toISOString().slice(0, 10);
  if (typeWord(type) === "date and time") {
    const text = new Date(round(value / 1000) * 1000).toISOString();
    return type.includes("tz=") ? text : text.slice(0, 19);
  }
  const step = 10 ** (Math.floor(Math.log10(Math.max(width, Number.MIN_VALUE))) - DIGITS + 1);
  const rounded = /^u?int/.test(type) ? round(value) : round(value / step) * step;
  return Number(rounded.toPrecision(12));
}

/** The pointer's way over a histogram: told of each step as shares of its width, and of its end. */
export function followPointer(event: PointerEvent, step: (from: number, to: number, done: boolean) => void): void {
  const target = event.currentTarget as Element;
  if (event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const { left, width } = target.getBoundingClientRect();
  const share = (x: number) => Math.max(0, Math.min(0.9999, (x - left) / Math.max(1, width)));
  const from = share(event.clientX);
  const move = (moved: Event) => step(from, share((moved as PointerEvent).clientX), false);
  const end = (ended: Event) => {
    target.removeEventListener("pointermove", move);
    step(from, share((ended as PointerEvent).clientX), true);
  };
  target.setPointerCapture(event.pointerId);
  target.addEventListener("pointermove", move);
  target.addEventListener("pointerup", end, { once: true });
  target.addEventListener("pointercancel", () => target.removeEventListener("pointermove", move), { once: true });
}
