import { t } from "./translation.js";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** Bytes for people, in steps of a thousand: `58 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 kB would be rounded to 1000 kB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ""}`;
}

/** A number with groups of digits: `4,604`. */
export const formatNumber = (value: number): string => COUNT.format(value);

/** A count and what it counts: `1 row`, `4,604 rows`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return t(`%1 ${count === 1 ? singular : plural}`, formatNumber(count));
}
