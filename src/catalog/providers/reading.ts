/** The value at a path of properties and positions in what came from outside; undefined where there is none. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

/** A list; one value alone is a list of it, as JSON-LD has it. */
export function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Text that is not empty, and numbers as text. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** Texts of a list. */
export const texts = (values: readonly unknown[]): string[] => values.map(text).filter((one) => one !== undefined);

/** A number that is not negative, also where it is written as text. */
export function count(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? Math.round(number) : undefined;
}

/** The year that a date begins with. */
export function yearOf(value: unknown): number | undefined {
  const year = /^(\d{4})/.exec(text(value) ?? "")?.[1];
  return year === undefined ? undefined : Number(year);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

/** HTML as plain text in one line: only for reading, as everything is escaped where it is shown. */
export function plainText(value: unknown): string | undefined {
  const found = text(value)
    ?.replaceAll(/<\/?(?:a|b|i|em|strong|span|sub|sup|code)(?:\s[^>]*)?>/gi, "")
    .replaceAll(/<[^>]*>/g, " ");
  return found
    ?.replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 2000);
}

/** An address of a page that may be linked to. */
export function link(value: unknown): string | undefined {
  const found = text(value);
  return found !== undefined && /^https?:\/\//i.test(found) ? found : undefined;
}

/** An object without what is undefined or empty. */
export function known<T extends object>(value: { [Key in keyof T]: T[Key] | undefined }): T {
  const entries = Object.entries(value).filter(
    ([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0),
  );
  return Object.fromEntries(entries) as T;
}
