import { exactDecimal, type ExactDecimal } from "./exact-decimal.js";

const TIME = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,18}))?)?`;
const TIME_OF_DAY = new RegExp(`^${TIME}$`);
const MOMENT = new RegExp(String.raw`^([+-]?\d{4,6})-(\d\d)-(\d\d)(?:[T ]${TIME}\s?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?$`);
const DURATION = /^([+\u2212-]?)(\d{1,30}(?:\.\d{1,30})?)\s?(s|ms|us|µs|ns)$/;
const POWERS: Record<string, number> = { s: 0, ms: -3, us: -6, µs: -6, ns: -9 };

/** A point in time, in UTC where it names no zone. */
export interface Moment {
  seconds: ExactDecimal;
  hasTime: boolean;
  hasZone: boolean;
}

/** An ISO 8601 day, or day and time, since 1970; undefined for other text. */
export function momentOf(text: string): Moment | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const offset = offsetOf(zone ?? "Z");
  const time = hour === undefined ? 0 : secondsOf(hour, minute, second);
  if (days === undefined || offset === undefined || time === undefined) return undefined;
  const whole = days * 86_400 + time - offset;
  return { seconds: withFraction(whole, fraction), hasTime: hour !== undefined, hasZone: zone !== undefined };
}

/** The seconds since midnight of a time such as `12:30:00.5`; undefined for other text. */
export function timeOfDay(text: string): ExactDecimal | undefined {
  const match = TIME_OF_DAY.exec(text);
  const whole = match ? secondsOf(match[1], match[2], match[3]) : undefined;
  return whole === undefined ? undefined : withFraction(whole, match?.[4]);
}

/** The seconds of a duration such as `1.5 s` or `-20 ns`; undefined for other text. */
export function durationOf(text: string): ExactDecimal | undefined {
  const [, sign, size, unit] = DURATION.exec(text) ?? [];
  const number = size === undefined ? undefined : exactDecimal(size);
  if (!number) return undefined;
  const digits = sign === "-" || sign === "\u2212" ? -number.digits : number.digits;
  return { digits, exponent: number.exponent + (POWERS[unit ?? ""] ?? 0) };
}

function withFraction(whole: number, fraction = ""): ExactDecimal {
  return {
    digits: BigInt(whole) * 10n ** BigInt(fraction.length) + BigInt(fraction || "0"),
    exponent: -fraction.length,
  };
}

function secondsOf(hour = "", minute = "", second = "0"): number | undefined {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  return hours > 23 || minutes > 59 || seconds > 59 ? undefined : hours * 3600 + minutes * 60 + seconds;
}

function offsetOf(zone: string): number | undefined {
  if (/^(?:Z|UTC)$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Days since 1970; `Date` holds no year beyond 275760, and takes 30 February. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (length === undefined || day < 1 || day > length) return undefined;
  // Howard Hinnant's days_from_civil.
  const years = month <= 2 ? year - 1 : year;
  const era = Math.floor(years / 400);
  const ofEra = years - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
