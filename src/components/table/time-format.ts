import { IntervalUnit, TimeUnit } from "apache-arrow";

const PER_SECOND = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
};
const UNIT_NAMES = {
  [TimeUnit.SECOND]: "s",
  [TimeUnit.MILLISECOND]: "ms",
  [TimeUnit.MICROSECOND]: "µs",
  [TimeUnit.NANOSECOND]: "ns",
};
const isoOf = (ms: number) => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** A day, from Arrow's milliseconds since the epoch. */
export function formatDate(value: number | bigint | Date): string {
  return isoOf(Number(value))?.slice(0, 10) ?? String(value);
}

/** A point in time, from Arrow's (possibly fractional) milliseconds since the epoch; a zoned one is shown in UTC. */
export function formatTimestamp(value: number | bigint | Date, timezone?: string | null): string {
  const ms = Number(value);
  const iso = isoOf(Math.floor(ms));
  if (iso === undefined) return String(value);
  const below = ms - Math.floor(ms);
  const fraction = `${iso.slice(20, 23)}${below ? below.toFixed(3).slice(2) : ""}`.replace(/0+$/, "");
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction && `.${fraction}`}${timezone ? " UTC" : ""}`;
}

/** A time of day, from its count of `unit`s since midnight. */
export function formatTime(value: number | bigint, unit: TimeUnit): string {
  const perSecond = PER_SECOND[unit];
  const count = BigInt(value);
  const seconds = Number(count / perSecond);
  const rest = (count % perSecond).toString();
  const fraction = perSecond === 1n ? "" : rest.padStart(perSecond.toString().length - 1, "0").replace(/0+$/, "");
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${fraction && `.${fraction}`}`;
}

/** A length of time with its unit. */
export function formatDuration(value: number | bigint, unit: TimeUnit): string {
  return `${String(value).replace(/^-/, "−")} ${UNIT_NAMES[unit]}`;
}

/** A calendar interval, from Arrow's parts: years and months; days and milliseconds; or months, days and nanoseconds. */
export function formatInterval(parts: Int32Array, unit: IntervalUnit): string {
  const [first = 0, second = 0, low = 0, high = 0] = parts;
  const named = (count: number | bigint, one: string) => (count ? [`${count} ${one}`] : []);
  const shown = {
    [IntervalUnit.YEAR_MONTH]: () => [...named(first, "y"), ...named(second, "mo")],
    [IntervalUnit.DAY_TIME]: () => [...named(first, "d"), ...named(second, "ms")],
    [IntervalUnit.MONTH_DAY_NANO]: () => [
      ...named(first, "mo"),
      ...named(second, "d"),
      ...named((BigInt(high) << 32n) | BigInt(low >>> 0), "ns"),
    ],
  }[unit]();
  return shown.length > 0 ? shown.join(" ").replaceAll("-", "−") : "0 d";
}
