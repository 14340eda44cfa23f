const SIGNIFICANT = 6;
const minus = (text: string) => text.replace(/^-/, "−").replace("e-", "e−").replace("e+", "e");

/** A float in at most six significant digits, with a true minus sign; `decimals` aligns it with its column. */
export function formatFloat(value: number, decimals?: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e9 || size < 1e-4)) {
    return minus(Number(value.toPrecision(SIGNIFICANT)).toExponential());
  }
  const short = Number(value.toPrecision(SIGNIFICANT));
  if (decimals === undefined) return minus(String(short));
  const fixed = value.toFixed(decimals);
  // A small value among large ones would be shown as 0.00: its own digits say more than alignment.
  return value !== 0 && Number(fixed) === 0 ? minus(String(short)) : minus(fixed);
}

/** How many decimals a column of floats needs so that its values align without digits that mean nothing. */
export function columnDecimals(values: Iterable<unknown>): number {
  let decimals = 0;
  let largest = 0;
  for (const value of values) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    const size = Math.abs(value);
    if (value !== 0 && (size >= 1e9 || size < 1e-4)) continue;
    largest = Math.max(largest, size);
    decimals = Math.max(decimals, decimalsOf(Number(value.toPrecision(SIGNIFICANT))));
  }
  const whole = largest >= 1 ? Math.floor(Math.log10(largest)) + 1 : 1;
  return Math.max(0, Math.min(decimals, SIGNIFICANT - whole));
}

function decimalsOf(value: number): number {
  const text = String(value);
  const point = text.indexOf(".");
  return point < 0 || text.includes("e") ? 0 : text.length - point - 1;
}

/** An integer of any width, digits ungrouped so that it can be read as an identifier too. */
export const formatInteger = (value: number | bigint): string => minus(String(value));

/** A share in percent: never 0 % for some, never 100 % for not all. */
export function formatShare(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 1) return "< 1 %";
  if (part < whole && percent > 99) return "> 99 %";
  return `${Math.round(percent)} %`;
}
