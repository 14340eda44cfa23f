import { StoredTime } from "./stored-time.js";
import type { TypedColumn } from "./text-numbers.js";

const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const CLOCK = String.raw`[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?`;
const ZONE = /(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
export const DATE = new RegExp(`^${DAY}$`);
export const TIME = new RegExp(`^${DAY}[T ]${CLOCK}(?:Z|[+-][0-9]{2}:[0-9]{2})?$`);
const UNITS = [
  [0, "s", 1_000_000_000n],
  [3, "ms", 1_000_000n],
  [6, "us", 1_000n],
  [9, "ns", 1n],
] as const;
const MOST_HOURS = 14;

/** Texts such as `2026-11-30` as dates; undefined where one is not a date. Empty texts are missing. */
export function dates(texts: readonly string[]): TypedColumn | undefined {
  const values: unknown[] = [];
  for (const text of texts) {
    const day = text === "" ? null : DATE.test(text) ? dayOf(text) : undefined;
    if (day === undefined) return undefined;
    values.push(day);
  }
  return { type: "date32[day]", values };
}

/** ISO 8601 texts of one form and one zone as timestamps; undefined where one is not. */
export function times(texts: readonly string[]): TypedColumn | undefined {
  const first = texts.find((text) => text !== "") ?? "";
  const zone = ZONE.exec(first)?.[0] ?? "";
  const form = new RegExp(`^${DAY}${first.slice(10, 11)}${CLOCK}${zone.replace("+", String.raw`\+`)}$`);
  const ahead = minutesAhead(zone);
  if (ahead === undefined) return undefined;
  let longest = 0;
  const values: unknown[] = [];
  for (const text of texts) {
    if (text === "") {
      values.push(null);
      continue;
    }
    const nanoseconds = form.test(text) ? nanosecondsOf(text.slice(0, text.length - zone.length)) : undefined;
    if (nanoseconds === undefined) return undefined;
    longest = Math.max(longest, text.length - zone.length - 20);
    values.push(new StoredTime(nanoseconds - BigInt(ahead) * 60_000_000_000n));
  }
  const [, unit, size] = UNITS.find(([digits]) => digits >= longest) ?? UNITS[3];
  const fits = values.every((value) => {
    const count = value instanceof StoredTime ? value.count / size : 0n;
    return BigInt.asIntN(64, count) === count;
  });
  if (!fits) return undefined;
  return { type: zone === "" ? `timestamp[${unit}]` : `timestamp[${unit}, tz=${zone === "Z" ? "UTC" : zone}]`, values };
}

function minutesAhead(zone: string): number | undefined {
  if (zone === "" || zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > MOST_HOURS || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (60 * hours + minutes);
}

/** Milliseconds since 1970 of a day that exists. */
function dayOf(text: string): number | undefined {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  // 30 February is read as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10)) ? time : undefined;
}

function nanosecondsOf(text: string): bigint | undefined {
  const day = dayOf(text);
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(11, 19).split(":").map(Number);
  if (day === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const milliseconds = BigInt(day) + BigInt((hours * 60 + minutes) * 60 + seconds) * 1000n;
  return milliseconds * 1_000_000n + BigInt(text.slice(20).padEnd(9, "0"));
}
