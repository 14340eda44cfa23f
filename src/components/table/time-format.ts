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
const SECONDS_OF_DAY = 86_400n;
const two = (part: bigint) => String(part).padStart(2, "0");

/** A day by its count since 1970-01-01, in the Gregorian calendar of ISO 8601, which has a year 0 and signs far years. */
export function formatDay(days: bigint): string {
  // Counted in eras of 400 years that begin with March, as in H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  const shifted = days + 719_468n;
  const era = floorDivide(shifted, 146_097n);
  const day = shifted - era * 146_097n;
  const year = (day - day / 1_460n + day / 36_524n - day / 146_096n) / 365n;
  const dayOfYear = day - (365n * year + year / 4n - year / 100n);
  const month = (5n * dayOfYear + 2n) / 153n;
  const isNextYear = month >= 10n;
  const text = yearText(year + era * 400n + (isNextYear ? 1n : 0n));
  return `${text}-${two(isNextYear ? month - 9n : month + 3n)}-${two(dayOfYear - (153n * month + 2n) / 5n + 1n)}`;
}

/** A day from Arrow's milliseconds since the epoch. */
export const formatDate = (value: number | bigint | Date): string =>
  formatDay(floorDivide(BigInt(Math.floor(Number(value))), 86_400_000n));

/** A point in time by its count of `unit`s since the epoch, to the last digit; a zoned one in UTC. */
export function formatTimestamp(count: bigint, unit: TimeUnit, timezone?: string | null, isIso = false): string {
  const perDay = PER_SECOND[unit] * SECONDS_OF_DAY;
  const days = floorDivide(count, perDay);
  const zone = isIso ? "Z" : " UTC";
  return `${formatDay(days)}${isIso ? "T" : " "}${formatTime(count - days * perDay, unit)}${timezone ? zone : ""}`;
}

/** A time of day, from its count of `unit`s since midnight. */
export function formatTime(value: number | bigint, unit: TimeUnit): string {
  const count = BigInt(value);
  const seconds = count / PER_SECOND[unit];
  return `${two(seconds / 3_600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction(count, unit)}`;
}

/** A length of time with its unit. */
export function formatDuration(value: number | bigint, unit: TimeUnit): string {
  return `${String(value).replace(/^-/, "−")} ${UNIT_NAMES[unit]}`;
}

/** A length of time as ISO 8601 writes it, in seconds. */
export function isoDuration(value: number | bigint, unit: TimeUnit): string {
  const count = BigInt(value);
  const size = count < 0n ? -count : count;
  return `${count < 0n ? "-" : ""}PT${size / PER_SECOND[unit]}${fraction(size, unit)}S`;
}

function fraction(count: bigint, unit: TimeUnit): string {
  const perSecond = PER_SECOND[unit];
  const rest = count % perSecond;
  return rest === 0n
    ? ""
    : `.${String(rest + perSecond)
        .slice(1)
        .replace(/0+$/, "")}`;
}

function yearText(year: bigint): string {
  if (year >= 0n && year <= 9_999n) return String(year).padStart(4, "0");
  return `${year < 0n ? "-" : "+"}${String(year < 0n ? -year : year).padStart(6, "0")}`;
}

const floorDivide = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;

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
